#include "project/names/star_imports.h"

#include <algorithm>

#include "text/words.h"

namespace limbeck::project {
namespace {

bool isOfOrm(std::string_view name) {
  static constexpr std::string_view names[] = {
      "Mapped",           "mapped_column",     "relationship",      "relation",        "backref",
      "declarative_base", "declared_attr",     "declarative_mixin", "DeclarativeBase", "DeclarativeBaseNoMeta",
      "DeclarativeMeta",  "MappedAsDataclass", "as_declarative",    "registry",        "column_property",
      "deferred",         "synonym",           "composite",         "validates",       "configure_mappers",
      "Session",          "sessionmaker",      "scoped_session",    "foreign",         "remote"};
  return oneOf(name, names);
}

enum class Gives : unsigned char { No, MayBe, Yes };

Gives gives(std::string_view library, std::string_view name) {
  if (library == "sqlalchemy.orm" || library.starts_with("sqlalchemy.ext.declarative"))
    return isOfOrm(name) ? Gives::Yes : Gives::No;
  if (library == "sqlalchemy" || library == "sqlalchemy.types" || library == "sqlalchemy.schema" ||
      library == "sqlalchemy.sql")
    return isOfSqlAlchemy(name) ? Gives::Yes : isOfOrm(name) ? Gives::No : Gives::MayBe;
  return Gives::MayBe;
}

}  // namespace

bool isOfSqlAlchemy(std::string_view name) {
  static constexpr std::string_view names[] = {"Column",
                                               "Table",
                                               "MetaData",
                                               "ForeignKey",
                                               "ForeignKeyConstraint",
                                               "PrimaryKeyConstraint",
                                               "UniqueConstraint",
                                               "CheckConstraint",
                                               "Index",
                                               "FetchedValue",
                                               "Sequence",
                                               "Identity",
                                               "Computed",
                                               "Integer",
                                               "BigInteger",
                                               "SmallInteger",
                                               "String",
                                               "Text",
                                               "Unicode",
                                               "UnicodeText",
                                               "Boolean",
                                               "DateTime",
                                               "Date",
                                               "Time",
                                               "Interval",
                                               "Float",
                                               "Numeric",
                                               "LargeBinary",
                                               "Enum",
                                               "JSON",
                                               "PickleType",
                                               "TypeDecorator",
                                               "text",
                                               "func",
                                               "select",
                                               "inspect",
                                               "literal",
                                               "create_engine",
                                               "VARCHAR",
                                               "TEXT",
                                               "TIMESTAMP",
                                               "Uuid"};
  return oneOf(name, names);
}

std::string_view starGiver(std::string_view name, const std::vector<std::string>& libraries) {
  std::string_view maybe;
  bool several = false;
  for (auto library = libraries.rbegin(); library != libraries.rend(); ++library) {
    const Gives answer = gives(*library, name);
    if (answer == Gives::Yes) return *library;
    if (answer == Gives::No) continue;
    several = several || !maybe.empty();
    maybe = *library;
  }
  return several ? std::string_view() : maybe;
}

}  // namespace limbeck::project
