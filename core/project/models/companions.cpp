#include "project/models/companions.h"

#include <algorithm>
#include <cstdint>
#include <iterator>

#include "text/dotted.h"

namespace limbeck::project {
namespace {

using evaluate::Call;
using evaluate::Value;

/// Their classes keep their names wherever in the package they are imported from.
constexpr std::string_view libraries[] = {"fastapi_users_db_sqlalchemy.", "oslo_db.sqlalchemy.models."};

constexpr CompanionTable companionTables[] = {
    {"SQLAlchemyBaseUserTable", "", "user"},
    {"SQLAlchemyBaseUserTableUUID", "SQLAlchemyBaseUserTable", ""},
    {"SQLAlchemyBaseOAuthAccountTable", "", "oauth_account"},
    {"SQLAlchemyBaseOAuthAccountTableUUID", "SQLAlchemyBaseOAuthAccountTable", ""},
    {"SQLAlchemyBaseAccessTokenTable", "", "accesstoken"},
    {"SQLAlchemyBaseAccessTokenTableUUID", "SQLAlchemyBaseAccessTokenTable", ""},
    {"ModelBase", "", ""},
    {"ModelIterator", "", ""},
    {"TimestampMixin", "", ""},
    {"SoftDeleteMixin", "", ""},
};

struct CompanionColumn {
  std::string_view of;
  std::string_view name;
  std::string_view type;
  std::int64_t length;  ///< 0: none
  std::string_view
      flags;  ///< of "key", "unique", "index", "null", "default" (in Python), "zone", "user" (a foreign key to user.id)
};

constexpr CompanionColumn columnsOf[] = {
    {"SQLAlchemyBaseUserTable", "email", "sqlalchemy.String", 320, "unique index"},
    {"SQLAlchemyBaseUserTable", "hashed_password", "sqlalchemy.String", 1024, ""},
    {"SQLAlchemyBaseUserTable", "is_active", "sqlalchemy.Boolean", 0, ""},
    {"SQLAlchemyBaseUserTable", "is_superuser", "sqlalchemy.Boolean", 0, ""},
    {"SQLAlchemyBaseUserTable", "is_verified", "sqlalchemy.Boolean", 0, ""},
    {"SQLAlchemyBaseUserTableUUID", "id", "fastapi_users_db_sqlalchemy.generics.GUID", 0, "key"},
    {"SQLAlchemyBaseOAuthAccountTable", "oauth_name", "sqlalchemy.String", 100, "index"},
    {"SQLAlchemyBaseOAuthAccountTable", "access_token", "sqlalchemy.String", 1024, ""},
    {"SQLAlchemyBaseOAuthAccountTable", "expires_at", "sqlalchemy.Integer", 0, "null"},
    {"SQLAlchemyBaseOAuthAccountTable", "refresh_token", "sqlalchemy.String", 1024, "null"},
    {"SQLAlchemyBaseOAuthAccountTable", "account_id", "sqlalchemy.String", 320, "index"},
    {"SQLAlchemyBaseOAuthAccountTable", "account_email", "sqlalchemy.String", 320, ""},
    {"SQLAlchemyBaseOAuthAccountTableUUID", "id", "fastapi_users_db_sqlalchemy.generics.GUID", 0, "key"},
    {"SQLAlchemyBaseOAuthAccountTableUUID", "user_id", "fastapi_users_db_sqlalchemy.generics.GUID", 0, "user"},
    {"SQLAlchemyBaseAccessTokenTable", "token", "sqlalchemy.String", 43, "key"},
    {"SQLAlchemyBaseAccessTokenTable", "created_at", "sqlalchemy.TIMESTAMP", 0, "index zone"},
    {"SQLAlchemyBaseAccessTokenTableUUID", "user_id", "fastapi_users_db_sqlalchemy.generics.GUID", 0, "user"},
    {"TimestampMixin", "created_at", "sqlalchemy.DateTime", 0, "null default"},
    {"TimestampMixin", "updated_at", "sqlalchemy.DateTime", 0, "null"},
    {"SoftDeleteMixin", "deleted_at", "sqlalchemy.DateTime", 0, "null"},
    {"SoftDeleteMixin", "deleted", "sqlalchemy.Integer", 0, "null default"},
};

const CompanionTable* named(std::string_view last) {
  const auto found = std::find_if(std::begin(companionTables), std::end(companionTables),
                                  [&](const CompanionTable& one) { return one.dotted == last; });
  return found == std::end(companionTables) ? nullptr : found;
}

}  // namespace

const CompanionTable* companionTable(std::string_view dotted) {
  if (std::none_of(std::begin(libraries), std::end(libraries),
                   [&](std::string_view library) { return dotted.starts_with(library); }))
    return nullptr;
  return named(lastOf(dotted));
}

const CompanionTable* CompanionTable::parent() const { return base.empty() ? nullptr : named(base); }

std::vector<ColumnDefinition> CompanionTable::columns(const Definitions& definitions) const {
  std::vector<ColumnDefinition> made;
  for (const CompanionColumn& one : columnsOf) {
    if (one.of != dotted) continue;
    const auto is = [&](std::string_view flag) { return one.flags.find(flag) != std::string_view::npos; };
    Call type;
    if (one.length > 0) type.positional.push_back(Value::integer(one.length));
    if (is("zone")) type.keywords.emplace_back("timezone", Value::boolean(true));
    ColumnDefinition definition;
    definition.named = definition.column.nullableWritten = true;
    definition.column.name = one.name;
    definition.column.type = definitions.type(construct(std::string(one.type), type));
    definition.column.primaryKey = is("key");
    definition.column.nullable = is("null");
    definition.column.unique = is("unique");
    definition.column.indexed = is("index");
    definition.column.pythonDefault = is("default");
    if (is("user")) {
      schema::ForeignKey key;
      key.columns = {definition.column.name};
      key.table = "user";
      key.targets = {"id"};
      key.onDelete = "CASCADE";
      definition.foreignKeys.push_back(std::move(key));
    }
    made.push_back(std::move(definition));
  }
  return made;
}

}  // namespace limbeck::project
