// utf8.h: the few questions about UTF-8 that places and messages need.
// It refuses to convert, normalise or repair text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace limbeck {

/// Offset of the first byte that is no part of well-formed UTF-8 (surrogates and overlong forms are not); the size if
/// none.
[[nodiscard]] std::size_t firstInvalidUtf8(std::string_view bytes);

/// Number of UTF-16 code units the text has. A malformed byte counts as one.
[[nodiscard]] std::uint32_t utf16Length(std::string_view text);

}  // namespace limbeck
