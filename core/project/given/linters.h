// linters.h: which files a team told its linters to leave alone, and for which codes.
// It refuses to lint, and to know the syntax of the files that say so: formats reads them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace limbeck::project {

struct Inputs;

/// One line of per-file-ignores of ruff or flake8, or a code that is ignored everywhere (pattern `**`); without a code
/// it says only that there is a linter.
struct LinterIgnore {
  std::string folder;  ///< of the file that says so: the pattern counts below it
  std::string pattern;
  std::string code;  ///< "F401", "F", "ALL"
};

/// Something in the workspace looks for unused imports: the settings of a linter, or a requirement of one.
[[nodiscard]] bool usesLinter(const Inputs& inputs);

/// True when unused imports (F401) of the file are left alone.
[[nodiscard]] bool allowsUnusedImports(const Inputs& inputs, std::string_view path);

}  // namespace limbeck::project
