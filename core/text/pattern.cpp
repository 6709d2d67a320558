#include "text/pattern.h"

#include <cstddef>
#include <utility>

namespace limbeck {
namespace {

constexpr std::size_t longestPattern = 200;
constexpr std::uint32_t open = 0xFFFFFFFF;

}  // namespace

/// Thompson's construction with two stacks of its own (Communications of the ACM 11, 1968).
class PatternParser {
 public:
  explicit PatternParser(std::string_view text) : text_(text) {}

  std::optional<Pattern> parse() {
    bool operand = false;  // something that a repetition may follow, and that another piece is joined to
    while (at_ < text_.size()) {
      const char c = text_[at_++];
      if (c == '|') {
        if (!operand) empty();
        reduce(alternative);
        operators_.push_back(alternative);
        operand = false;
      } else if (c == ')') {
        if (!operand) empty();
        reduce(alternative);
        if (operators_.empty() || operators_.back() != group) return std::nullopt;
        operators_.pop_back();
        operand = true;
      } else if (c == '*' || c == '+' || c == '?') {
        if (!operand) return std::nullopt;
        repeat(c);
      } else if (c == '{' || c == '}') {
        return std::nullopt;
      } else {
        if (operand) {
          reduce(sequence);
          operators_.push_back(sequence);
        }
        if (c == '(') {
          if (text_.substr(at_).starts_with("?:")) at_ += 2;
          else if (text_.substr(at_).starts_with("?")) return std::nullopt;
          operators_.push_back(group);
          operand = false;
          continue;
        }
        if (!atom(c)) return std::nullopt;
        operand = true;
      }
    }
    if (!operand) empty();
    reduce(alternative);
    if (!operators_.empty() || pieces_.size() != 1) return std::nullopt;
    patch(pieces_[0], add({Pattern::Kind::Match, {}, open, open}));
    pattern_.start_ = pieces_[0].start;
    return std::move(pattern_);
  }

 private:
  using Kind = Pattern::Kind;
  using Bytes = std::bitset<256>;
  static constexpr char group = '(';
  static constexpr char alternative = '|';
  static constexpr char sequence = '&';

  /// A part of the machine, and the arrows that lead out of it.
  struct Piece {
    std::uint32_t start = 0;
    std::vector<std::pair<std::uint32_t, bool>> out;
  };

  std::uint32_t add(Pattern::State state) {
    pattern_.states_.push_back(state);
    return static_cast<std::uint32_t>(pattern_.states_.size() - 1);
  }
  void patch(const Piece& piece, std::uint32_t to) {
    for (const auto& [state, other] : piece.out)
      (other ? pattern_.states_[state].other : pattern_.states_[state].next) = to;
  }
  void single(Kind kind, const Bytes& bytes = {}) {
    const std::uint32_t state = add({kind, bytes, open, open});
    pieces_.push_back({state, {{state, false}}});
  }
  void empty() {
    const std::uint32_t state = add({Kind::Split, {}, open, open});
    pieces_.push_back({state, {{state, false}, {state, true}}});
  }

  /// Joins what stands to the left, as far as it binds as strongly.
  void reduce(char than) {
    while (!operators_.empty() && operators_.back() != group &&
           (operators_.back() == sequence || than == alternative)) {
      const char what = operators_.back();
      operators_.pop_back();
      Piece right = std::move(pieces_.back());
      pieces_.pop_back();
      Piece& left = pieces_.back();
      if (what == sequence) {
        patch(left, right.start);
        left.out = std::move(right.out);
      } else {
        left.start = add({Kind::Split, {}, left.start, right.start});
        left.out.insert(left.out.end(), right.out.begin(), right.out.end());
      }
    }
  }

  void repeat(char how) {
    Piece& piece = pieces_.back();
    const std::uint32_t split = add({Kind::Split, {}, piece.start, open});
    if (how != '?') patch(piece, split);
    if (how == '*') piece.out.clear();
    if (how == '+') piece.out.clear();
    if (how != '+') piece.start = split;
    piece.out.push_back({split, true});
  }

  static void addRange(Bytes& bytes, char from, char to) {
    for (int c = static_cast<unsigned char>(from); c <= static_cast<unsigned char>(to); ++c)
      bytes.set(static_cast<std::size_t>(c));
  }

  /// `\d`, `\w`, `\s` and their opposites; any other character stands for itself.
  static bool escape(Bytes& bytes, char c) {
    Bytes set;
    if (c == 'd' || c == 'D' || c == 'w' || c == 'W') addRange(set, '0', '9');
    if (c == 'w' || c == 'W') {
      addRange(set, 'a', 'z');
      addRange(set, 'A', 'Z');
      set.set('_');
    }
    if (c == 's' || c == 'S') {
      for (const char space : {' ', '\t', '\n', '\r', '\f', '\v'}) set.set(static_cast<unsigned char>(space));
    }
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (set.none() && letter) return false;  // \b, \1 and their kin
    if (set.none()) set.set(static_cast<unsigned char>(c));
    bytes |= c == 'D' || c == 'W' || c == 'S' ? ~set : set;
    return true;
  }

  bool atom(char c) {
    Bytes bytes;
    if (c == '^' || c == '$') {
      single(c == '^' ? Kind::Begin : Kind::End);
      return true;
    }
    if (c == '.') {
      bytes.set();
    } else if (c == '\\') {
      if (at_ >= text_.size() || !escape(bytes, text_[at_++])) return false;
    } else if (c == '[') {
      if (!charClass(bytes)) return false;
    } else {
      bytes.set(static_cast<unsigned char>(c));
    }
    single(Kind::Byte, bytes);
    return true;
  }

  bool charClass(Bytes& bytes) {
    const bool negated = text_.substr(at_).starts_with("^");
    if (negated) ++at_;
    for (bool first = true; at_ < text_.size(); first = false) {
      const char c = text_[at_++];
      if (c == ']' && !first) {
        if (negated) bytes.flip();
        return true;
      }
      if (c == '\\') {
        if (at_ >= text_.size() || !escape(bytes, text_[at_++])) return false;
      } else if (at_ + 1 < text_.size() && text_[at_] == '-' && text_[at_ + 1] != ']') {
        if (static_cast<unsigned char>(text_[at_ + 1]) < static_cast<unsigned char>(c)) return false;
        addRange(bytes, c, text_[at_ + 1]);
        at_ += 2;
      } else {
        bytes.set(static_cast<unsigned char>(c));
      }
    }
    return false;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<char> operators_;
  std::vector<Piece> pieces_;
  Pattern pattern_;
};

std::optional<Pattern> Pattern::compile(std::string_view text) {
  if (text.size() > longestPattern) return std::nullopt;
  return PatternParser(text).parse();
}

/// Adds every state that is reached without reading.
void Pattern::reach(std::vector<bool>& in, std::uint32_t state, bool begin, bool end) const {
  std::vector<std::uint32_t> left{state};
  while (!left.empty()) {
    const std::uint32_t at = left.back();
    left.pop_back();
    if (in[at]) continue;
    in[at] = true;
    const State& one = states_[at];
    const bool through =
        one.kind == Kind::Split || (one.kind == Kind::Begin && begin) || (one.kind == Kind::End && end);
    if (!through) continue;
    left.push_back(one.next);
    if (one.kind == Kind::Split) left.push_back(one.other);
  }
}

bool Pattern::isIn(std::string_view text) const {
  std::vector<bool> now(states_.size());
  for (std::size_t i = 0;; ++i) {
    const bool end = i == text.size();
    reach(now, start_, i == 0, end);
    std::vector<bool> next(states_.size());
    for (std::uint32_t at = 0; at < states_.size(); ++at) {
      if (!now[at]) continue;
      const State& state = states_[at];
      if (state.kind == Kind::Match) return true;
      if (!end && state.kind == Kind::Byte && state.bytes.test(static_cast<unsigned char>(text[i])))
        reach(next, state.next, false, i + 1 == text.size());
    }
    if (end) return false;
    now = std::move(next);
  }
}

}  // namespace limbeck
