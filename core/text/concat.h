// concat.h: builds a message from pieces in one expression.
// It refuses to format: callers pass text.
#pragma once

#include <string>
#include <string_view>

namespace limbeck {

/// All pieces, one after another. Numbers are passed through std::to_string by the caller.
template <typename... Pieces>
[[nodiscard]] std::string concat(const Pieces&... pieces) {
  std::string text;
  text.reserve((std::string_view(pieces).size() + ... + 0));
  (text.append(std::string_view(pieces)), ...);
  return text;
}

/// A name as messages show it: between backticks.
[[nodiscard]] inline std::string quoted(std::string_view name) { return concat("`", name, "`"); }

}  // namespace limbeck
