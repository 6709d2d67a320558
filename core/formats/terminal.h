// terminal.h: text that is safe and well aligned on a terminal; private to this room.
// It refuses to know what it prints, and whether a terminal watches.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace limbeck::formats {

/// Newlines and invisible characters (text/invisible.h) become U+FFFD; tabs stay.
[[nodiscard]] std::string visible(std::string_view text);

/// Columns the text takes: wide East Asian characters and emoji two, combining marks none, everything else one.
[[nodiscard]] std::size_t columnsOf(std::string_view text);

/// A blank as wide as the text: tabs stay tabs, so that what stands below lines up at any tab width.
[[nodiscard]] std::string blankOf(std::string_view text);

/// Breaks at spaces so that no line is wider than `width`; every line but the first begins with `indent`.
[[nodiscard]] std::string wrapped(std::string_view text, std::size_t width, std::string_view indent);

enum class Tone : std::uint8_t { Plain, Strong, Dim, Red, Yellow, Blue, Green, Cyan };

/// Colours text, or leaves it as it is.
class Paint {
 public:
  explicit Paint(bool colour) : colour_(colour) {}
  [[nodiscard]] std::string operator()(Tone tone, std::string_view text) const;

 private:
  bool colour_;
};

}  // namespace limbeck::formats
