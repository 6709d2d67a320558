// attributes.h: which names of a class body become attributes of the mapped class, and what makes them.
// It refuses to know columns: types, keys and constraints are for core/schema.
#pragma once

#include <string>
#include <vector>

#include "project/classes/classes.h"
#include "project/project.h"

namespace limbeck::project {

struct MappedAttribute {
  std::string name;
  Span place;      ///< of the name
  Expr statement;  ///< Assign, AnnAssign, or the Function below @declared_attr
  Expr factory;    ///< Column(...), mapped_column(...), relationship(...), Field(...); Missing for a bare annotation
  Expr column;  ///< the Column or mapped_column call in it: itself, deferred(Column()), Field(sa_column=Column()); or
                ///< Missing
};

/// In source order. Only what certainly is mapped when the class is: a call of an attribute factory, a `Mapped[...]`
/// annotation, a declared_attr that returns such a call, and every annotated field of an SQLModel.
[[nodiscard]] std::vector<MappedAttribute> mappedAttributes(const Project& project, const ClassInfo& info);

}  // namespace limbeck::project
