#include "text/utf8.h"

// Of the library only what checks nothing or returns what it found: the rest throws.
#include <utf8cpp/utf8/core.h>
#include <utf8cpp/utf8/unchecked.h>

#include <algorithm>
#include <iterator>

#include "text/expect.h"

namespace limbeck {

std::size_t firstInvalidUtf8(std::string_view bytes) {
  return static_cast<std::size_t>(utf8::find_invalid(bytes.begin(), bytes.end()) - bytes.begin());
}

bool isAscii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

Utf8Character characterAt(std::string_view text, std::size_t i) {
  LIMBECK_EXPECT(i < text.size());
  const char* from = text.data() + i;
  if (static_cast<unsigned char>(*from) < 0x80) return {static_cast<unsigned char>(*from), 1};
  constexpr std::size_t longest = 4;
  const char* to = from + std::min(longest, text.size() - i);
  if (utf8::find_invalid(from, to) == from) return {replacementCharacter, 1};
  const char* behind = from;
  const char32_t code = utf8::unchecked::next(behind);
  return {code, static_cast<std::size_t>(behind - from)};
}

std::size_t characterCount(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < text.size(); i += characterAt(text, i).size) ++count;
  return count;
}

std::size_t offsetOfCharacter(std::string_view text, std::size_t count) {
  std::size_t i = 0;
  while (count-- > 0 && i < text.size()) i += characterAt(text, i).size;
  return i;
}

std::size_t characterStart(std::string_view text, std::size_t i) {
  if (i >= text.size()) return text.size();
  constexpr std::size_t farthest = 3;
  for (std::size_t back = 1; back <= std::min(i, farthest); ++back) {
    if (characterAt(text, i - back).size > back) return i - back;
  }
  return i;
}

std::uint32_t utf16Length(std::string_view text) {
  std::uint32_t units = 0;
  for (std::size_t i = 0; i < text.size();) {
    const Utf8Character character = characterAt(text, i);
    units += character.code > 0xFFFF ? 2 : 1;
    i += character.size;
  }
  return units;
}

void appendUtf8(std::string& to, char32_t code) {
  if (code > 0x10FFFF) return;
  if (code >= 0xD800 && code <= 0xDFFF) code = replacementCharacter;
  utf8::unchecked::append(code, std::back_inserter(to));
}

}  // namespace limbeck
