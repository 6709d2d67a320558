// name_lists.h: edits of a literal list of texts: names more, names less.
// It refuses lists with comments of their own that an edit could tear apart.
#pragma once

#include <string>
#include <vector>

#include "facts/facts.h"
#include "rules/finding.h"

namespace limbeck::rules {

/// Puts new names in place of old ones as long as there are both, then adds or removes the rest. Nothing when that
/// would leave the list empty, or lose a comment.
[[nodiscard]] std::vector<FileEdit> changeNames(const facts::ModuleFacts& facts, facts::Expr list,
                                                const std::vector<std::string>& add,
                                                const std::vector<facts::Expr>& remove);

}  // namespace limbeck::rules
