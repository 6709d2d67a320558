#include "text/utf8.h"

namespace limbeck {
namespace {

bool isContinuation(unsigned char c) { return (c & 0xC0U) == 0x80U; }

/// Length of the well-formed sequence at `i`, 0 if there is none (Unicode 15, table 3-7).
std::size_t sequenceAt(std::string_view bytes, std::size_t i) {
  const auto at = [&](std::size_t k) -> unsigned char {
    return k < bytes.size() ? static_cast<unsigned char>(bytes[k]) : 0;
  };
  const unsigned char a = at(i);
  const unsigned char b = at(i + 1);
  if (a < 0x80) return 1;
  if (a >= 0xC2 && a <= 0xDF) return isContinuation(b) ? 2 : 0;
  if (a >= 0xE0 && a <= 0xEF) {
    if ((a == 0xE0 && b < 0xA0) || (a == 0xED && b > 0x9F)) return 0;
    return isContinuation(b) && isContinuation(at(i + 2)) ? 3 : 0;
  }
  if (a >= 0xF0 && a <= 0xF4) {
    if ((a == 0xF0 && b < 0x90) || (a == 0xF4 && b > 0x8F)) return 0;
    return isContinuation(b) && isContinuation(at(i + 2)) && isContinuation(at(i + 3)) ? 4 : 0;
  }
  return 0;
}

}  // namespace

std::size_t firstInvalidUtf8(std::string_view bytes) {
  std::size_t i = 0;
  while (i < bytes.size()) {
    const std::size_t length = sequenceAt(bytes, i);
    if (length == 0) return i;
    i += length;
  }
  return bytes.size();
}

std::uint32_t utf16Length(std::string_view text) {
  std::uint32_t units = 0;
  std::size_t i = 0;
  while (i < text.size()) {
    const std::size_t length = sequenceAt(text, i);
    units += length == 4 ? 2 : 1;
    i += length == 0 ? 1 : length;
  }
  return units;
}

}  // namespace limbeck
