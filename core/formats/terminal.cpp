#include "formats/terminal.h"

#include <algorithm>

#include "text/concat.h"
#include "text/invisible.h"
#include "text/utf8.h"

namespace limbeck::formats {
namespace {

std::size_t widthOf(char32_t code) {
  static constexpr CharacterRange none[] = {{0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD}, {0x064B, 0x065F},
                                            {0x1AB0, 0x1AFF}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}};
  static constexpr CharacterRange wide[] = {{0x1100, 0x115F},   {0x2E80, 0x303E},  {0x3041, 0x33FF}, {0x3400, 0x4DBF},
                                            {0x4E00, 0x9FFF},   {0xA000, 0xA4CF},  {0xAC00, 0xD7A3}, {0xF900, 0xFAFF},
                                            {0xFE30, 0xFE6F},   {0xFF00, 0xFF60},  {0xFFE0, 0xFFE6}, {0x1F300, 0x1F64F},
                                            {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD}};
  if (isWithin(none, code)) return 0;
  return isWithin(wide, code) ? 2 : 1;
}

std::string_view codeOf(Tone tone) {
  switch (tone) {
    case Tone::Plain: return "";
    case Tone::Strong: return "1";
    case Tone::Dim: return "2";
    case Tone::Red: return "1;31";
    case Tone::Yellow: return "1;33";
    case Tone::Blue: return "1;34";
    case Tone::Green: return "32";
    case Tone::Cyan: return "36";
  }
  return "";
}

}  // namespace

std::string visible(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const Utf8Character c = characterAt(text, i);
    if (c.code == '\n' || isInvisible(c.code) || c.code == replacementCharacter) {
      appendUtf8(out, replacementCharacter);
    } else {
      out += text.substr(i, c.size);
    }
    i += c.size;
  }
  return out;
}

std::size_t columnsOf(std::string_view text) {
  std::size_t columns = 0;
  for (std::size_t i = 0; i < text.size();) {
    const Utf8Character c = characterAt(text, i);
    columns += widthOf(c.code);
    i += c.size;
  }
  return columns;
}

std::string blankOf(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const Utf8Character c = characterAt(text, i);
    out += c.code == '\t' ? std::string("\t") : std::string(widthOf(c.code), ' ');
    i += c.size;
  }
  return out;
}

std::string wrapped(std::string_view text, std::size_t width, std::string_view indent) {
  std::string out;
  std::size_t column = 0;
  while (!text.empty()) {
    const std::size_t space = text.find(' ');
    const std::string_view word = text.substr(0, space);
    text.remove_prefix(space == std::string_view::npos ? text.size() : space + 1);
    if (word.empty()) continue;
    const std::size_t size = columnsOf(word);
    if (column > 0 && column + 1 + size > width) {
      out += concat("\n", indent);
      column = 0;
    } else if (column > 0) {
      out += ' ';
      ++column;
    }
    out += word;
    column += size;
  }
  return out;
}

std::string Paint::operator()(Tone tone, std::string_view text) const {
  if (!colour_ || tone == Tone::Plain || text.empty()) return std::string(text);
  return concat("\x1B[", codeOf(tone), "m", text, "\x1B[0m");
}

}  // namespace limbeck::formats
