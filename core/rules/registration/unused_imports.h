// unused_imports.h: names that a file imports and never reads, as linters see them, and the comment that spares them.
// It refuses to lint: it answers for files that import for the sake of importing.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "facts/facts.h"
#include "rules/finding.h"

namespace limbeck::rules {

class UnusedImports {
 public:
  explicit UnusedImports(const facts::ModuleFacts& facts);

  /// The Aliases of a top-level import whose names nothing in the file reads and `__all__` does not name. None for star
  /// imports, re-exports (`import a as a`), files whose `__all__` is made by a program, and where a comment keeps
  /// linters from removing them: # noqa, # noqa: F401.
  [[nodiscard]] std::vector<facts::Expr> of(facts::Expr statement) const;

 private:
  [[nodiscard]] bool isSpared(facts::Expr statement) const;

  const facts::ModuleFacts& facts_;
  std::set<std::string, std::less<>> read_;  ///< names, and texts that may be names
  std::set<std::uint32_t> sparedLines_;
  bool silent_ = false;  ///< nothing can be said of this file, or somebody has said it
};

/// Puts `# noqa: F401` where linters look for it; nothing when no comment can stand there.
[[nodiscard]] std::optional<FileEdit> spare(const facts::ModuleFacts& facts, facts::Expr statement);

}  // namespace limbeck::rules
