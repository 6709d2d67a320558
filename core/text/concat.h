// concat.h: builds a message from pieces in one expression.
// It refuses to format: callers pass text.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace limbeck {

/// All pieces, one after another. Numbers are passed through std::to_string by the caller.
template <typename... Pieces>
[[nodiscard]] std::string concat(const Pieces&... pieces) {
  std::string text;
  text.reserve((std::string_view(pieces).size() + ... + 0));
  (text.append(std::string_view(pieces)), ...);
  return text;
}

/// The parts in order, with the same between any two.
[[nodiscard]] inline std::string joined(const std::vector<std::string>& parts, std::string_view between = ", ") {
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i) text += concat(i == 0 ? std::string_view() : between, parts[i]);
  return text;
}

/// "a, b and c"; of more than `limit`, "a, b and 3 more".
[[nodiscard]] std::string listed(const std::vector<std::string>& words,
                                 std::size_t limit = static_cast<std::size_t>(-1));

/// A name as messages show it: between backticks.
[[nodiscard]] inline std::string quoted(std::string_view name) { return concat("`", name, "`"); }
/// "`a`, `b` and `c`", cut as `listed` cuts.
[[nodiscard]] std::string quotedAll(const std::vector<std::string>& names,
                                    std::size_t limit = static_cast<std::size_t>(-1));

}  // namespace limbeck
