// pattern.h: regular expressions as Python's `re` has them, matched in time that grows with the text alone.
// It refuses counts, back references, flags, look-behinds longer than a character, and to leave ASCII: bytes count as
// characters.
#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace limbeck {

/// Where something was found: begin and end of the whole, then of each group; npos for a group that took no part.
struct PatternMatch {
  std::vector<std::size_t> marks;
  [[nodiscard]] std::size_t begin() const { return marks[0]; }
  [[nodiscard]] std::size_t end() const { return marks[1]; }
  /// What a group holds; nothing when it took no part. Group 0 is the whole.
  [[nodiscard]] std::optional<std::string_view> group(std::string_view text, std::size_t number) const;
};

class Pattern {
 public:
  /// Nothing when the text is no pattern of this kind, or longer than anybody needs.
  [[nodiscard]] static std::optional<Pattern> compile(std::string_view text);

  /// Somewhere in the text, as `re.search`.
  [[nodiscard]] bool isIn(std::string_view text) const;
  /// Every match from left to right, as `re.finditer`.
  [[nodiscard]] std::vector<PatternMatch> matchesIn(std::string_view text) const;

  /// Groups that are kept.
  [[nodiscard]] std::size_t groups() const { return groups_; }
  /// Whether groups hold what Python's would: not told when a loop may go around over nothing, or a group stands in a
  /// look-ahead.
  [[nodiscard]] bool tellsGroups() const { return tellsGroups_; }

 private:
  friend class PatternReader;
  friend class PatternRun;
  enum class Kind : std::uint8_t {
    One,
    Split,
    Jump,
    Save,
    Ahead,
    NotAhead,
    Behind,
    NotBehind,
    Begin,
    End,
    Edge,
    NotEdge,
    Match
  };
  using Bytes = std::bitset<256>;
  /// Jumps are relative, so that pieces can be joined.
  struct Step {
    Kind kind = Kind::Match;
    Bytes bytes;  ///< One
    std::int32_t first =
        1;  ///< Split: tried first; Jump: where to; Save: which; Ahead and kin: steps of what is looked for
    std::int32_t other = 1;  ///< Split: tried next
  };
  using Steps = std::vector<Step>;

  Steps steps_;
  std::size_t groups_ = 0;
  bool tellsGroups_ = true;
};

}  // namespace limbeck
