// unused_imports.h: names that a file imports and never reads, as linters see them, and the comment that spares them.
// It refuses to lint: it answers for files that import for the sake of importing.
#pragma once

#include <optional>
#include <vector>

#include "facts/facts.h"
#include "rules/finding.h"

namespace limbeck::rules {

/// The Aliases of a top-level import whose names nothing in the file reads and `__all__` does not name. None for star
/// imports, re-exports (`import a as a`), and files whose `__all__` is made by a program.
[[nodiscard]] std::vector<facts::Expr> unusedNames(const facts::ModuleFacts& facts, facts::Expr statement);

/// A comment on the statement, or one for the whole file, keeps linters from removing it: # noqa, # noqa: F401.
[[nodiscard]] bool isSpared(const facts::ModuleFacts& facts, facts::Expr statement);

/// Puts `# noqa: F401` where linters look for it; nothing when no comment can stand there.
[[nodiscard]] std::optional<FileEdit> spare(const facts::ModuleFacts& facts, facts::Expr statement);

}  // namespace limbeck::rules
