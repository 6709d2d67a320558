// utf8.h: what places and messages ask of UTF-8. What is no UTF-8 counts as one character for each byte: U+FFFD.
// It refuses to normalise text, and is alone in knowing how characters are written: the library behind it is utfcpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace limbeck {

inline constexpr std::string_view byteOrderMark = "\xEF\xBB\xBF";
inline constexpr char32_t replacementCharacter = 0xFFFD;

/// Offset of the first byte that is no part of well-formed UTF-8 (surrogates and overlong forms are not); the size if
/// none.
[[nodiscard]] std::size_t firstInvalidUtf8(std::string_view bytes);
[[nodiscard]] bool isAscii(std::string_view text);

struct Utf8Character {
  char32_t code = 0;
  std::size_t size = 1;  ///< bytes
};
/// The character at the byte `i`, which lies in the text.
[[nodiscard]] Utf8Character characterAt(std::string_view text, std::size_t i);

/// Number of characters.
[[nodiscard]] std::size_t characterCount(std::string_view text);
/// Offset behind the first `count` characters, or the size.
[[nodiscard]] std::size_t offsetOfCharacter(std::string_view text, std::size_t count);
/// The nearest start of a character at or before the byte `i`.
[[nodiscard]] std::size_t characterStart(std::string_view text, std::size_t i);
/// Number of UTF-16 code units the text has.
[[nodiscard]] std::uint32_t utf16Length(std::string_view text);

/// A surrogate has no UTF-8 and becomes U+FFFD; what is no code point is left out.
void appendUtf8(std::string& to, char32_t code);

}  // namespace limbeck
