// pattern.h: a small regular expression, matched in one pass: texts, `.`, classes, `\w \d \s`, groups, `| * + ?`, `^`
// and `$`. It refuses look-around, back references and counts, and never goes back over what it has read.
#pragma once

#include <bitset>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace limbeck {

class Pattern {
 public:
  /// Nothing when the text is no pattern of this kind, or longer than anybody needs.
  [[nodiscard]] static std::optional<Pattern> compile(std::string_view text);
  /// Somewhere in the text, as Python's `re.search`; bytes count as characters.
  [[nodiscard]] bool isIn(std::string_view text) const;

 private:
  friend class PatternParser;
  enum class Kind : std::uint8_t { Byte, Split, Begin, End, Match };
  struct State {
    Kind kind = Kind::Match;
    std::bitset<256> bytes;
    std::uint32_t next = 0;
    std::uint32_t other = 0;  ///< Split only
  };
  void reach(std::vector<bool>& in, std::uint32_t state, bool begin, bool end) const;

  std::vector<State> states_;
  std::uint32_t start_ = 0;
};

}  // namespace limbeck
