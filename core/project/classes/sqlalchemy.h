// sqlalchemy.h: the vocabulary: which dotted names of SQLAlchemy and its companions mean what.
// It refuses to know projects; a name is given as the resolver found it.
#pragma once

#include <string_view>

namespace limbeck::project::sqlalchemy {

/// A call of it makes a declarative base: declarative_base, automap_base. (engine 5.1)
[[nodiscard]] bool isBaseFactory(std::string_view dotted);
/// A class that derives from it is a declarative base: DeclarativeBase, DeclarativeBaseNoMeta.
[[nodiscard]] bool isBaseMarker(std::string_view dotted);
/// A decorator that makes the class below it a base: as_declarative.
[[nodiscard]] bool isBaseDecorator(std::string_view dotted);
/// sqlalchemy.orm.registry
[[nodiscard]] bool isRegistry(std::string_view dotted);
/// sqlmodel.SQLModel
[[nodiscard]] bool isSqlModel(std::string_view dotted);
/// flask_sqlalchemy.SQLAlchemy
[[nodiscard]] bool isFlaskDatabase(std::string_view dotted);
/// Column, mapped_column, relationship, Field and their kin: calls whose value in a class body is an attribute of the
/// model.
[[nodiscard]] bool isAttributeFactory(std::string_view dotted);
/// Those of them that make a column: Column, mapped_column, deferred.
[[nodiscard]] bool isColumnFactory(std::string_view dotted);
[[nodiscard]] bool isMetaData(std::string_view dotted);
[[nodiscard]] bool isTable(std::string_view dotted);
[[nodiscard]] bool isDeclaredAttr(std::string_view dotted);
/// The same by name alone, as it stands in the source: orm.declared_attr, declared_attr.directive.
[[nodiscard]] bool saysDeclaredAttr(std::string_view written);
/// A library whose classes are never mapped: pydantic, dataclasses, typing, enum, abc, django, torch ...
[[nodiscard]] bool isNeverMapped(std::string_view dotted);

}  // namespace limbeck::project::sqlalchemy
