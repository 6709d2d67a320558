#include "project/migrations/operation_table.h"

#include <algorithm>
#include <initializer_list>

#include "text/words.h"

namespace limbeck::project {
namespace {

constexpr std::uint8_t formsOf(std::initializer_list<NameForm> all) {
  unsigned bits = 0;
  for (const NameForm form : all) bits |= 1u << static_cast<unsigned>(form);
  return static_cast<std::uint8_t>(bits);
}

using Form = NameForm;
constexpr std::uint8_t noForm = 0;
constexpr std::uint8_t makesTable = formsOf({Form::AddTable, Form::AddIndex, Form::AddTo});
constexpr std::uint8_t makesColumn = formsOf({Form::AddIndex, Form::AddTo});
/// A constraint or an index is renamed by making it anew; some of them are indexes, or bring one.
constexpr std::uint8_t makesConstraint = formsOf({Form::Rename, Form::AddTo});
constexpr std::uint8_t makesIndex = formsOf({Form::AddIndex, Form::Rename, Form::AddTo});
constexpr std::uint8_t makesAny = formsOf({Form::AddTo});

/// Arguments are written as Alembic documents them: those by place, a `?` behind the optional ones, `*` in front of
/// those that have to be named, `*any` for items, `**` for options of dialects. `new|old` was called otherwise before
/// Alembic 0.8, `name@1.16.0` came with that release.
constexpr OperationKind operationRows[] = {
    {Op::AddColumn, Changes::Column, InBatch::Depends, makesColumn, "add_column",
     "table_name|tablename column * schema if_not_exists@1.16.0 inline_references@1.18.2 inline_primary_key@1.18.4",
     "drop_column", ""},
    {Op::AlterColumn, Changes::Column, InBatch::Rebuilds, formsOf({Form::MakeNullable, Form::AddTo}), "alter_column",
     "table_name|tablename column_name * nullable comment server_default new_column_name|name type_|type existing_type "
     "existing_server_default existing_nullable existing_comment schema autoincrement existing_autoincrement **",
     "alter_column", ""},
    {Op::BatchAlterTable, Changes::Nothing, InBatch::Absent, noForm, "batch_alter_table",
     "table_name|tablename schema? recreate? partial_reordering? copy_from? table_args? table_kwargs? reflect_args? "
     "reflect_kwargs? naming_convention?",
     "", ""},
    {Op::BulkInsert, Changes::Rows, InBatch::Absent, makesAny, "bulk_insert", "table rows * multiinsert", "", ""},
    {Op::CreateCheck, Changes::Constraint, InBatch::Rebuilds, makesConstraint, "create_check_constraint",
     "constraint_name|name table_name|source condition * schema **", "drop_constraint", "check"},
    {Op::CreateExclude, Changes::Constraint, InBatch::Rebuilds, makesIndex, "create_exclude_constraint",
     "constraint_name|name table_name|source *any * schema **", "drop_constraint", ""},
    {Op::CreateForeignKey, Changes::Constraint, InBatch::Rebuilds, makesConstraint, "create_foreign_key",
     "constraint_name|name source_table|source referent_table|referent local_cols remote_cols * onupdate ondelete "
     "deferrable initially match source_schema referent_schema **",
     "drop_constraint", "foreignkey"},
    {Op::CreateIndex, Changes::Index, InBatch::InPlace, makesIndex, "create_index",
     "index_name|name table_name|tablename columns * schema unique if_not_exists@1.12.0 **", "drop_index", ""},
    {Op::CreatePrimaryKey, Changes::Constraint, InBatch::Rebuilds, makesIndex, "create_primary_key",
     "constraint_name|name table_name|tablename columns * schema", "drop_constraint", "primary"},
    {Op::CreateTable, Changes::Table, InBatch::Absent, makesTable, "create_table",
     "table_name|name *any * if_not_exists@1.13.3 **", "drop_table", ""},
    {Op::CommentTable, Changes::Table, InBatch::Rebuilds, makesAny, "create_table_comment",
     "table_name comment * existing_comment schema", "drop_table_comment", ""},
    {Op::CreateUnique, Changes::Constraint, InBatch::Rebuilds, makesIndex, "create_unique_constraint",
     "constraint_name|name table_name|source columns * schema **", "drop_constraint", "unique"},
    {Op::DropColumn, Changes::Column, InBatch::Rebuilds, formsOf({Form::RemoveColumn}), "drop_column",
     "table_name|tablename column_name * schema if_exists@1.16.0 **", "add_column", ""},
    {Op::DropConstraint, Changes::Constraint, InBatch::Rebuilds, noForm, "drop_constraint",
     "constraint_name|name table_name|tablename type_|type? * schema if_exists@1.16.0", "", ""},
    {Op::DropIndex, Changes::Index, InBatch::InPlace, noForm, "drop_index",
     "index_name|name table_name|tablename? * schema if_exists@1.12.0 **", "create_index", ""},
    {Op::DropTable, Changes::Table, InBatch::Absent, formsOf({Form::DropTable}), "drop_table",
     "table_name|name * schema if_exists@1.13.3 **", "create_table", ""},
    {Op::UncommentTable, Changes::Table, InBatch::Rebuilds, noForm, "drop_table_comment",
     "table_name * existing_comment schema", "create_table_comment", ""},
    {Op::Execute, Changes::Sql, InBatch::AtOnce, noForm, "execute", "sqltext * execution_options", "", ""},
    {Op::F, Changes::Nothing, InBatch::AtOnce, noForm, "f", "name", "", ""},
    {Op::GetBind, Changes::Nothing, InBatch::AtOnce, noForm, "get_bind", "", "", ""},
    {Op::GetContext, Changes::Nothing, InBatch::AtOnce, noForm, "get_context", "", "", ""},
    {Op::Registering, Changes::Nothing, InBatch::AtOnce, noForm, "implementation_for", "op_cls *any **", "", ""},
    {Op::InlineLiteral, Changes::Nothing, InBatch::AtOnce, noForm, "inline_literal", "value type_?", "", ""},
    {Op::Invoke, Changes::Anything, InBatch::AtOnce, noForm, "invoke", "operation", "", ""},
    {Op::Registering, Changes::Nothing, InBatch::AtOnce, noForm, "register_operation", "name sourcename?", "", ""},
    {Op::RenameTable, Changes::Table, InBatch::Absent, formsOf({Form::AddTable, Form::Rename}), "rename_table",
     "old_table_name new_table_name * schema", "rename_table", ""},
    {Op::RunAsync, Changes::Anything, InBatch::AtOnce, noForm, "run_async", "async_function *any **", "", ""},
    // GeoAlchemy
    {Op::AddColumn, Changes::Column, InBatch::Depends, makesColumn, "add_geospatial_column",
     "table_name column * schema **", "drop_geospatial_column", "", true},
    {Op::DropColumn, Changes::Column, InBatch::Rebuilds, formsOf({Form::RemoveColumn}), "drop_geospatial_column",
     "table_name column_name * schema **", "add_geospatial_column", "", true},
    {Op::CreateIndex, Changes::Index, InBatch::InPlace, makesIndex, "create_geospatial_index",
     "index_name table_name columns * schema unique **", "drop_geospatial_index", "", true},
    {Op::DropIndex, Changes::Index, InBatch::InPlace, noForm, "drop_geospatial_index",
     "index_name table_name? column_name? * schema **", "create_geospatial_index", "", true},
    {Op::CreateTable, Changes::Table, InBatch::Absent, makesTable, "create_geospatial_table", "table_name *any * **",
     "drop_geospatial_table", "", true},
    {Op::DropTable, Changes::Table, InBatch::Absent, formsOf({Form::DropTable}), "drop_geospatial_table",
     "table_name * schema **", "create_geospatial_table", "", true},
    // alembic-postgresql-enum and its kin
    {Op::SyncEnum, Changes::Type, InBatch::Absent, noForm, "sync_enum_values",
     "enum_schema enum_name new_values *any * affected_columns **", "", "", true},
    {Op::OnType, Changes::Type, InBatch::Absent, makesAny, "create_enum", "*any * **", "drop_enum", "", true},
    {Op::OnType, Changes::Type, InBatch::Absent, noForm, "drop_enum", "*any * **", "create_enum", "", true},
    // alembic_utils, and the cookbook's views and stored procedures
    {Op::OnObject, Changes::Object, InBatch::Absent, makesAny, "create_entity", "*any * **", "drop_entity", "", true},
    {Op::OnObject, Changes::Object, InBatch::Absent, noForm, "drop_entity", "*any * **", "create_entity", "", true},
    {Op::OnObject, Changes::Object, InBatch::Absent, noForm, "replace_entity", "*any * **", "", "", true},
    {Op::OnObject, Changes::Object, InBatch::Absent, makesAny, "create_view", "*any * **", "drop_view", "", true},
    {Op::OnObject, Changes::Object, InBatch::Absent, noForm, "drop_view", "*any * **", "create_view", "", true},
    {Op::OnObject, Changes::Object, InBatch::Absent, noForm, "replace_view", "*any * **", "", "", true},
    {Op::OnObject, Changes::Object, InBatch::Absent, makesAny, "create_sp", "*any * **", "drop_sp", "", true},
    {Op::OnObject, Changes::Object, InBatch::Absent, makesAny, "create_or_replace_sp", "*any * **", "", "", true},
    {Op::OnObject, Changes::Object, InBatch::Absent, noForm, "drop_sp", "*any * **", "create_sp", "", true},
};

/// Operations that others teach Alembic, by their names: views, functions, triggers change no table.
constexpr OperationKind onObject{Op::OnObject, Changes::Object, InBatch::Absent, noForm, "", "*any * **", "", "", true};
constexpr OperationKind makesObject{Op::OnObject, Changes::Object, InBatch::Absent, makesAny, "", "*any * **", "", "",
                                    true};

/// The argument that says which table an operation is about: its places differ, its names do not.
constexpr std::string_view tableNames[] = {"table_name", "source_table", "old_table_name"};

Argument argumentOf(std::string_view word) {
  Argument argument;
  if (const std::size_t at = word.find('@'); at != std::string_view::npos) {
    argument.since = readVersion(word.substr(at + 1));
    word = word.substr(0, at);
  }
  const std::size_t bar = word.find('|');
  argument.name = word.substr(0, bar);
  if (bar != std::string_view::npos) argument.once = word.substr(bar + 1);
  return argument;
}

Signature signatureFrom(const OperationKind& kind, bool batched) {
  Signature made;
  made.kind = &kind;
  bool named = false;
  for (std::string_view rest = kind.arguments; !rest.empty();) {
    std::string_view word = rest.substr(0, rest.find(' '));
    rest.remove_prefix(std::min(rest.size(), word.size() + 1));
    if (word == "**") made.anyName = true;
    else if (word == "*any") made.anyPlace = true;
    else if (word == "*") named = true;
    if (word[0] == '*') continue;
    const bool optional = word.back() == '?';
    if (optional) word.remove_suffix(1);
    const Argument argument = argumentOf(word);
    if (!named && oneOf(argument.name, tableNames)) {
      if (batched) continue;
      made.table = argument.name;
    }
    (named ? made.keywords : made.places).push_back(argument);
    if (!named && !optional) ++made.required;
  }
  if (batched && (kind.op == Op::AddColumn || kind.op == Op::AlterColumn)) {
    made.keywords.push_back({"insert_before", {}, std::nullopt});
    made.keywords.push_back({"insert_after", {}, std::nullopt});
  }
  return made;
}

const std::vector<Signature>& signatures(bool batched) {
  const auto make = [](bool inBlock) {
    std::vector<Signature> all;
    for (const OperationKind& kind : operationRows) all.push_back(signatureFrom(kind, inBlock));
    all.push_back(signatureFrom(onObject, inBlock));
    all.push_back(signatureFrom(makesObject, inBlock));
    return all;
  };
  static const std::vector<Signature> plain = make(false);
  static const std::vector<Signature> inBatch = make(true);
  return batched ? inBatch : plain;
}

}  // namespace

const OperationKind* operationNamed(std::string_view name) {
  for (const OperationKind& kind : operationRows) {
    if (kind.name == name) return &kind;
  }
  static constexpr std::string_view objects[] = {"view",   "function", "trigger",   "_sp",   "procedure",
                                                 "entity", "policy",   "extension", "grant", "sequence"};
  if (!mentions(name, objects)) return nullptr;
  return name.starts_with("create_") ? &makesObject : &onObject;
}

const Signature* signatureOf(const OperationKind& kind, bool batched) {
  const std::vector<Signature>& all = signatures(batched);
  const auto found = std::find_if(all.begin(), all.end(), [&](const Signature& one) { return one.kind == &kind; });
  return found == all.end() ? nullptr : &*found;
}

const Signature* signatureOf(std::string_view name, bool batched) {
  const OperationKind* const kind = operationNamed(name);
  if (kind == nullptr || kind->companion || (batched && kind->batch == InBatch::Absent)) return nullptr;
  return signatureOf(*kind, batched);
}

std::vector<std::string_view> operationNames(bool batched) {
  std::vector<std::string_view> names;
  for (const OperationKind& kind : operationRows) {
    if (!kind.companion && !(batched && kind.batch == InBatch::Absent)) names.push_back(kind.name);
  }
  return names;
}

std::vector<std::string> constraintTypes() {
  std::vector<std::string> types;
  for (const OperationKind& kind : operationRows) {
    if (!kind.type.empty()) types.emplace_back(kind.type);
  }
  std::sort(types.begin(), types.end());
  return types;
}

python::Expr writtenFor(const OperationKind& kind, bool batched, python::Expr call, std::string_view argument) {
  const Signature* const signature = signatureOf(kind, batched);
  const Argument* const known = signature == nullptr ? nullptr : signature->find(argument);
  if (const python::Expr named = call.keyword(argument)) return named;
  if (known == nullptr) return {};
  if (const python::Expr named = known->once.empty() ? python::Expr() : call.keyword(known->once)) return named;
  const auto place = signature->placeOf(argument);
  return place ? call.positional(*place) : python::Expr();
}

const Argument* Signature::find(std::string_view name) const {
  for (const std::vector<Argument>* list : {&places, &keywords}) {
    for (const Argument& one : *list) {
      if (one.name == name) return &one;
    }
  }
  return nullptr;
}

bool Signature::translates(std::string_view keyword) const {
  const auto was = [&](const Argument& one) { return !keyword.empty() && one.once == keyword; };
  return std::any_of(places.begin(), places.end(), was) || std::any_of(keywords.begin(), keywords.end(), was);
}

std::optional<std::uint32_t> Signature::placeOf(std::string_view name) const {
  for (std::uint32_t i = 0; i < places.size(); ++i) {
    if (places[i].name == name) return i;
  }
  return std::nullopt;
}

}  // namespace limbeck::project
