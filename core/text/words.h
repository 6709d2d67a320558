// words.h: asking a word whether it is one of a list, and writing it small or large; ASCII only, as names of programs
// are. It refuses to know languages and locales.
#pragma once

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>

namespace limbeck {

template <std::size_t N>
[[nodiscard]] bool oneOf(std::string_view name, const std::string_view (&names)[N]) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

/// Some word of the list stands in the text.
template <std::size_t N>
[[nodiscard]] bool mentions(std::string_view text, const std::string_view (&words)[N]) {
  return std::any_of(std::begin(words), std::end(words),
                     [&](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

[[nodiscard]] inline std::string lowered(std::string_view text) {
  std::string small(text);
  for (char& c : small) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return small;
}

[[nodiscard]] inline std::string uppered(std::string_view text) {
  std::string large(text);
  for (char& c : large) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return large;
}

}  // namespace limbeck
