// unmapped.h: names of a model that are annotated and nothing else, so that no column comes of them: `name:
// Column(String)`. It refuses annotations that may be meant for readers and type checkers only.
#pragma once

#include <cstdint>
#include <vector>

#include "project/names/ids.h"
#include "project/project.h"

namespace limbeck::project {

struct UnmappedAnnotation {
  Expr statement;        ///< AnnAssign without a value
  bool call = false;     ///< `name: Column(String)`, a colon where `=` was meant; else `name: int` without Mapped
  bool refused = false;  ///< SQLAlchemy 2 raises when the class is made (facts F03, F04)
  bool passes = false;   ///< certainly no SQLAlchemy says a word: 1.4, a mixin, `__allow_unmapped__`
};

/// Of a class that is declarative, in order. A plain type counts only where SQLAlchemy 2 is certain: before, it says
/// nothing.
[[nodiscard]] std::vector<UnmappedAnnotation> unmappedAnnotations(const Project& project, ClassId index);

}  // namespace limbeck::project
