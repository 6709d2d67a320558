// walk.h: every node below another one, in the order of the text.
// It refuses to recurse: nodes stand in that order already.
#pragma once

#include "python/code.h"

namespace limbeck::python {

/// Calls `f` with the node and everything below it.
template <typename F>
void forBelow(Expr root, F f) {
  if (!root) return;
  const Code& code = *root.code();
  const std::uint32_t end = root.span().end;
  for (std::uint32_t i = root.index(); i < code.size(); ++i) {
    const Expr node = code.at(i);
    if (i != root.index() && node.span().begin >= end) break;
    f(node);
  }
}

template <typename F>
[[nodiscard]] bool anyBelow(Expr root, F f) {
  bool found = false;
  forBelow(root, [&](Expr node) { found = found || f(node); });
  return found;
}

/// The Handler takes everything, or the exception called `name` (by itself, in a tuple, or through Exception).
[[nodiscard]] inline bool catches(Expr handler, std::string_view name) {
  const Expr type = handler[0];
  const auto is = [&](Expr one) {
    return one.text() == "Exception" || one.text() == "BaseException" || one.text() == name;
  };
  if (!type.is(Kind::Tuple)) return !type || is(type);
  for (const Expr one : type) {
    if (is(one)) return true;
  }
  return false;
}

/// It takes what a failing import raises.
[[nodiscard]] inline bool catchesImportError(Expr handler) {
  return catches(handler, "ImportError") || catches(handler, "ModuleNotFoundError");
}

}  // namespace limbeck::python
