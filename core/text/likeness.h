// likeness.h: which of some names was probably meant.
// It refuses to know what the names stand for.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace limbeck {

/// Insertions, deletions, replacements and swaps of neighbours that turn `a` into `b` (optimal string alignment), in
/// bytes.
[[nodiscard]] std::size_t editDistance(std::string_view a, std::string_view b);

/// The names near enough to `text` to be a slip of the fingers: the nearest first, and equals as they come.
[[nodiscard]] std::vector<std::string> nearNames(std::string_view text, const std::vector<std::string_view>& names);
/// The first of them; empty when there is none.
[[nodiscard]] std::string nearest(std::string_view text, const std::vector<std::string_view>& names);

}  // namespace limbeck
