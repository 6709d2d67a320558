// missing_imports.h: which import a name in a migration script was meant to have.
// It refuses to guess among several: a name that may come from two places has none here.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "project/names/resolver.h"
#include "project/project.h"

namespace limbeck::rules {

/// A name that Python itself has, or had.
[[nodiscard]] bool isOfPython(std::string_view name);

/// `import module` when `name` is empty, else `from module import name`.
struct MissingImport {
  std::string module;
  std::string name;
  std::string as;  ///< `import sqlalchemy as sa`
  [[nodiscard]] std::string line() const;
};

/// `use` is the Name as it stands in the script.
[[nodiscard]] std::optional<MissingImport> importFor(const project::Project& project, project::FileId file,
                                                     facts::Expr use);

}  // namespace limbeck::rules
