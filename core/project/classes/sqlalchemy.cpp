#include "project/classes/sqlalchemy.h"

#include "text/dotted.h"
#include "text/words.h"

namespace limbeck::project::sqlalchemy {
namespace {

/// SQLAlchemy re-exports its names from many modules (sqlalchemy, .orm, .schema, .sql.schema, .ext.declarative);
/// the package and the last part decide. Flask-SQLAlchemy's `db` re-exports them as attributes.
bool fromSqlalchemy(std::string_view dotted) {
  const std::string_view top = topOf(dotted);
  return top == "sqlalchemy" || top == "sqlmodel" || top == "flask_sqlalchemy";
}

}  // namespace

bool isBaseFactory(std::string_view dotted) {
  static constexpr std::string_view names[] = {"declarative_base", "automap_base"};
  return fromSqlalchemy(dotted) && oneOf(lastOf(dotted), names);
}

bool isBaseMarker(std::string_view dotted) {
  static constexpr std::string_view names[] = {"DeclarativeBase", "DeclarativeBaseNoMeta"};
  return fromSqlalchemy(dotted) && oneOf(lastOf(dotted), names);
}

bool isBaseDecorator(std::string_view dotted) { return fromSqlalchemy(dotted) && lastOf(dotted) == "as_declarative"; }

bool isRegistry(std::string_view dotted) { return fromSqlalchemy(dotted) && lastOf(dotted) == "registry"; }

bool isSqlModel(std::string_view dotted) { return topOf(dotted) == "sqlmodel" && lastOf(dotted) == "SQLModel"; }

bool isFlaskDatabase(std::string_view dotted) {
  return topOf(dotted) == "flask_sqlalchemy" && lastOf(dotted) == "SQLAlchemy";
}

bool isColumnFactory(std::string_view dotted) {
  static constexpr std::string_view names[] = {"Column", "mapped_column", "deferred", "column_property"};
  return fromSqlalchemy(dotted) && oneOf(lastOf(dotted), names);
}

bool isAttributeFactory(std::string_view dotted) {
  static constexpr std::string_view names[] = {"relationship",      "Relationship",  "Field",
                                               "synonym",           "composite",     "backref",
                                               "association_proxy", "dynamic_loader"};
  return isColumnFactory(dotted) || (fromSqlalchemy(dotted) && oneOf(lastOf(dotted), names));
}

bool isMetaData(std::string_view dotted) { return fromSqlalchemy(dotted) && lastOf(dotted) == "MetaData"; }

bool isTable(std::string_view dotted) { return fromSqlalchemy(dotted) && lastOf(dotted) == "Table"; }

bool isDeclaredAttr(std::string_view dotted) { return fromSqlalchemy(dotted) && saysDeclaredAttr(dotted); }

bool saysDeclaredAttr(std::string_view written) {
  return lastOf(written) == "declared_attr" || written.find("declared_attr.") != std::string_view::npos;
}

bool isNeverMapped(std::string_view dotted) {
  // Mixins that bring methods only.
  static constexpr std::string_view mixins[] = {"flask_login.UserMixin",
                                                "flask_login.mixins.UserMixin",
                                                "flask_security.UserMixin",
                                                "flask_security.RoleMixin",
                                                "sqlalchemy_serializer.SerializerMixin",
                                                "sqlalchemy_serializer.serializer.SerializerMixin",
                                                "sqlalchemy_mixins.SerializeMixin",
                                                "sqlalchemy_mixins.ActiveRecordMixin",
                                                "sqlalchemy_mixins.ReprMixin",
                                                "sqlalchemy_mixins.SmartQueryMixin",
                                                "sqlalchemy_mixins.EagerLoadMixin",
                                                "sqlalchemy_mixins.AllFeaturesMixin",
                                                "sqlalchemy.ext.asyncio.AsyncAttrs",
                                                "sqlalchemy.orm.MappedAsDataclass",
                                                "sqlalchemy_utils.Comparator",
                                                "sqlalchemy_utils.models.Comparator",
                                                "sqlalchemy_utils.observes",
                                                "sqlalchemy_utils.generic_repr"};
  if (oneOf(dotted, mixins)) return true;
  static constexpr std::string_view tops[] = {"pydantic",
                                              "pydantic_settings",
                                              "dataclasses",
                                              "typing",
                                              "typing_extensions",
                                              "enum",
                                              "abc",
                                              "django",
                                              "tortoise",
                                              "peewee",
                                              "beanie",
                                              "mongoengine",
                                              "marshmallow",
                                              "torch",
                                              "tensorflow",
                                              "keras",
                                              "collections",
                                              "unittest",
                                              "logging",
                                              "threading",
                                              "exceptions",
                                              "strenum",
                                              "attr",
                                              "attrs",
                                              "msgspec",
                                              "graphene",
                                              "strawberry",
                                              "starlette",
                                              "fastapi",
                                              "flask_admin",
                                              "wtforms",
                                              "flask_wtf",
                                              "factory",
                                              "sklearn",
                                              "builtins"};
  return oneOf(topOf(dotted), tops);
}

}  // namespace limbeck::project::sqlalchemy
