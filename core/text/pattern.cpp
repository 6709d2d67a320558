#include "text/pattern.h"

#include <utility>

#include "text/expect.h"

namespace limbeck {
namespace {

constexpr std::size_t longestPattern = 200;
constexpr unsigned deepestGroup = 16;  ///< groups in groups
constexpr std::size_t none = std::string_view::npos;

std::bitset<256>::reference bit(std::bitset<256>& bytes, char c) { return bytes[static_cast<unsigned char>(c)]; }
bool isWordByte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

}  // namespace

/// Text to steps.
class PatternReader {
 public:
  explicit PatternReader(std::string_view text) : text_(text) {}

  std::optional<Pattern> read() {
    Steps steps;
    if (text_.size() > longestPattern || !alternatives(steps, 0) || more()) return std::nullopt;
    steps.push_back(step(Kind::Match));
    pattern_.steps_ = std::move(steps);
    return std::move(pattern_);
  }

 private:
  using Kind = Pattern::Kind;
  using Bytes = Pattern::Bytes;
  using Step = Pattern::Step;
  using Steps = Pattern::Steps;

  static Step step(Kind kind, std::int32_t first = 1, std::int32_t other = 1) { return {kind, {}, first, other}; }
  static Step one(const Bytes& bytes) { return {Kind::One, bytes, 1, 1}; }
  static std::int32_t sizeOf(const Steps& steps) { return static_cast<std::int32_t>(steps.size()); }
  static void append(Steps& to, const Steps& more) { to.insert(to.end(), more.begin(), more.end()); }

  [[nodiscard]] bool more() const { return at_ < text_.size(); }
  [[nodiscard]] bool isNext(std::string_view any) const { return more() && any.find(text_[at_]) != none; }
  bool take(std::string_view wanted) {
    if (!text_.substr(at_).starts_with(wanted)) return false;
    at_ += wanted.size();
    return true;
  }

  bool alternatives(Steps& into, unsigned depth) {
    if (depth > deepestGroup || !sequence(into, depth)) return false;
    while (take("|")) {
      Steps other;
      if (!sequence(other, depth)) return false;
      into.insert(into.begin(), step(Kind::Split, 1, sizeOf(into) + 2));
      into.push_back(step(Kind::Jump, sizeOf(other) + 1));
      append(into, other);
    }
    return true;
  }

  bool sequence(Steps& into, unsigned depth) {
    while (more() && !isNext("|)")) {
      Steps piece;
      const std::string_view rest = text_.substr(at_);
      const bool anchor = isNext("^$") || rest.starts_with("\\b") || rest.starts_with("\\B");
      if (!atom(piece, depth) || !repeated(piece, anchor)) return false;
      append(into, piece);
    }
    return true;
  }

  /// `anchor`: what stands between characters is not repeated.
  bool repeated(Steps& piece, bool anchor) {
    if (!isNext("*+?")) return true;
    const char how = text_[at_++];
    const bool lazy = take("?");
    if (anchor || isNext("*+?{")) return false;
    if (how != '?' && passesOverNothing(piece)) pattern_.tellsGroups_ = false;
    const std::int32_t size = sizeOf(piece);
    const auto split = [&](std::int32_t in, std::int32_t past) {
      return lazy ? step(Kind::Split, past, in) : step(Kind::Split, in, past);
    };
    if (how == '+') {
      piece.push_back(split(-size, 1));
      return true;
    }
    piece.insert(piece.begin(), split(1, how == '*' ? size + 2 : size + 1));
    if (how == '*') piece.push_back(step(Kind::Jump, -(size + 1)));
    return true;
  }

  /// Whether the end of the piece may be reached without reading a character.
  static bool passesOverNothing(const Steps& piece) {
    std::vector<bool> seen(piece.size());
    std::vector<std::int32_t> open{0};
    while (!open.empty()) {
      const auto at = static_cast<std::size_t>(open.back());
      const std::int32_t here = open.back();
      open.pop_back();
      if (at == piece.size()) return true;
      if (seen[at] || piece[at].kind == Kind::One) continue;
      seen[at] = true;
      const Step& one = piece[at];
      const bool looks = one.kind == Kind::Ahead || one.kind == Kind::NotAhead || one.kind == Kind::Behind ||
                         one.kind == Kind::NotBehind;
      open.push_back(here + (looks ? one.first + 2 : one.kind == Kind::Save ? 1 : one.first));
      if (one.kind == Kind::Split) open.push_back(here + one.other);
    }
    return false;
  }

  bool atom(Steps& into, unsigned depth) {
    const char c = text_[at_++];
    Bytes bytes;
    switch (c) {
      case '(': return group(into, depth);
      case '[': return charClass(into);
      case '\\': return escaped(into);
      case '*':
      case '+':
      case '?':
      case '{':
      case '}': return false;
      case '^': into.push_back(step(Kind::Begin)); return true;
      case '$': into.push_back(step(Kind::End)); return true;
      case '.': bytes.set().reset('\n'); break;
      default: bit(bytes, c) = true;
    }
    into.push_back(one(bytes));
    return true;
  }

  bool group(Steps& into, unsigned depth) {
    struct Look {
      std::string_view mark;
      Kind kind;
    };
    static constexpr Look looks[] = {
        {"?=", Kind::Ahead}, {"?!", Kind::NotAhead}, {"?<=", Kind::Behind}, {"?<!", Kind::NotBehind}};
    for (const Look& look : looks) {
      if (take(look.mark)) return lookAround(into, look.kind, depth);
    }
    const bool kept = !take("?:");
    if (kept && isNext("?")) return false;
    if (kept && looking_ > 0) pattern_.tellsGroups_ = false;
    const auto number = static_cast<std::int32_t>(kept ? ++pattern_.groups_ : 0);
    Steps inner;
    if (!alternatives(inner, depth + 1) || !take(")")) return false;
    if (kept) into.push_back(step(Kind::Save, 2 * number));
    append(into, inner);
    if (kept) into.push_back(step(Kind::Save, 2 * number + 1));
    return true;
  }

  bool lookAround(Steps& into, Kind kind, unsigned depth) {
    Steps inner;
    ++looking_;
    if (!alternatives(inner, depth + 1) || !take(")")) return false;
    --looking_;
    if (kind == Kind::Behind || kind == Kind::NotBehind) {
      if (inner.size() != 1) return false;
      if (inner[0].kind == Kind::Begin) kind = kind == Kind::Behind ? Kind::Ahead : Kind::NotAhead;  // (?<!^) is (?!^)
      else if (inner[0].kind != Kind::One) return false;
    }
    into.push_back(step(kind, sizeOf(inner)));
    append(into, inner);
    into.push_back(step(Kind::Match));
    return true;
  }

  /// `\d`, `\w`, `\s` and their opposites.
  static std::optional<Bytes> classOf(char c) {
    Bytes bytes;
    for (int i = 0; i < 128; ++i) {
      const char at = static_cast<char>(i);
      const bool space = at == ' ' || (at >= '\t' && at <= '\r') || (at >= '\x1C' && at <= '\x1F');
      bit(bytes, at) = c == 'd' || c == 'D' ? at >= '0' && at <= '9' : c == 'w' || c == 'W' ? isWordByte(at) : space;
    }
    if (c == 'd' || c == 'w' || c == 's') return bytes;
    if (c == 'D' || c == 'W' || c == 'S') return ~bytes;
    return std::nullopt;
  }

  /// What stands for itself behind a backslash; \1, \Z and their kin do not.
  static bool isPlain(char c) { return !isWordByte(c) || c == '_'; }

  bool escaped(Steps& into) {
    if (!more()) return false;
    const char c = text_[at_++];
    if (c == 'b' || c == 'B') {
      into.push_back(step(c == 'b' ? Kind::Edge : Kind::NotEdge));
      return true;
    }
    const auto known = classOf(c);
    Bytes itself;
    bit(itself, c) = true;
    into.push_back(one(known.value_or(itself)));
    return known || isPlain(c);
  }

  [[nodiscard]] bool isRange() const { return at_ + 1 < text_.size() && text_[at_] == '-' && text_[at_ + 1] != ']'; }

  bool charClass(Steps& into) {
    const bool negated = take("^");
    Bytes bytes;
    for (bool first = true; more() && (first || text_[at_] != ']'); first = false) {
      char c = text_[at_++];
      if (c == '\\') {
        if (!more()) return false;
        c = text_[at_++];
        if (const auto known = classOf(c)) {
          if (isRange()) return false;
          bytes |= *known;
          continue;
        }
        if (!isPlain(c)) return false;
      }
      auto last = static_cast<unsigned char>(c);
      if (isRange()) {
        last = static_cast<unsigned char>(text_[at_ + 1]);
        at_ += 2;
        if (last == '\\' || last < static_cast<unsigned char>(c)) return false;
      }
      for (unsigned at = static_cast<unsigned char>(c); at <= last; ++at) bytes.set(at);
    }
    if (!take("]")) return false;
    into.push_back(one(negated ? ~bytes : bytes));
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  unsigned looking_ = 0;
  Pattern pattern_;
};

std::optional<Pattern> Pattern::compile(std::string_view text) { return PatternReader(text).read(); }

/// Tries ways in Python's order, with a stack of its own; no step is tried twice at one place, for it would fail again.
class PatternRun {
 public:
  PatternRun(const Pattern& pattern, std::string_view text)
      : steps_(pattern.steps_), text_(text), marks_(2 * pattern.groups_ + 2, none) {}

  std::optional<PatternMatch> search(std::size_t from, bool mustAdvance) {
    Tried tried(steps_.size() * (text_.size() + 1));
    for (std::size_t at = from; at <= text_.size(); ++at) {
      marks_.assign(marks_.size(), none);
      const std::size_t end = run(0, at, mustAdvance && at == from, tried);
      if (end == none) continue;
      marks_[0] = at;
      marks_[1] = end;
      return PatternMatch{marks_};
    }
    return std::nullopt;
  }

 private:
  using Kind = Pattern::Kind;
  using Tried = std::vector<bool>;
  /// A way that is still open, or a mark to be put back first.
  struct Way {
    std::size_t step;
    std::size_t at;
    std::size_t mark = none;
  };

  /// The end of what matches at `from`, npos if nothing does. Look-aheads recur, as deep as groups may be nested.
  std::size_t run(std::size_t start, std::size_t from, bool mustAdvance, Tried& tried) {
    std::vector<Way> open{{start, from}};
    while (!open.empty()) {
      auto [at, place, mark] = open.back();
      open.pop_back();
      if (mark != none) {
        marks_[mark] = place;
        continue;
      }
      for (bool goes = true; goes;) {
        LIMBECK_EXPECT(at < steps_.size() && place <= text_.size());
        const std::size_t key = at * (text_.size() + 1) + place;
        if (tried[key]) break;
        tried[key] = true;
        const Pattern::Step& step = steps_[at];
        switch (step.kind) {
          case Kind::Match:
            if (!mustAdvance || place != from) return place;
            goes = false;
            break;
          case Kind::One:
            goes = place < text_.size() && step.bytes.test(static_cast<unsigned char>(text_[place]));
            ++place;
            ++at;
            break;
          case Kind::Split:
            open.push_back({after(at, step.other), place});
            at = after(at, step.first);
            break;
          case Kind::Jump: at = after(at, step.first); break;
          case Kind::Save: {
            const auto which = static_cast<std::size_t>(step.first);
            open.push_back({0, marks_[which], which});
            marks_[which] = place;
            ++at;
            break;
          }
          case Kind::Ahead:
          case Kind::NotAhead:
            goes = isAhead(at, place) == (step.kind == Kind::Ahead);
            at = after(at, step.first + 2);
            break;
          case Kind::Behind:
          case Kind::NotBehind:
            goes = (place > 0 && steps_[at + 1].bytes.test(static_cast<unsigned char>(text_[place - 1]))) ==
                   (step.kind == Kind::Behind);
            at = after(at, step.first + 2);
            break;
          case Kind::Begin:
          case Kind::End:
          case Kind::Edge:
          case Kind::NotEdge:
            goes = stands(step.kind, place);
            ++at;
            break;
        }
      }
    }
    return none;
  }

  static std::size_t after(std::size_t at, std::int32_t by) {
    return static_cast<std::size_t>(static_cast<std::ptrdiff_t>(at) + by);
  }

  [[nodiscard]] bool stands(Kind kind, std::size_t place) const {
    if (kind == Kind::Begin) return place == 0;
    // Python's `$` stands before a last line's end, too.
    if (kind == Kind::End) return place == text_.size() || (place + 1 == text_.size() && text_[place] == '\n');
    const bool before = place > 0 && isWordByte(text_[place - 1]);
    const bool behind = place < text_.size() && isWordByte(text_[place]);
    return (before != behind) == (kind == Kind::Edge);
  }

  /// Asked once for each look-ahead and place: what is looked for does not hang on how one came there.
  bool isAhead(std::size_t look, std::size_t place) {
    const std::size_t key = look * (text_.size() + 1) + place;
    if (known_.empty()) known_.resize(steps_.size() * (text_.size() + 1));
    if (known_[key] == 0) {
      Tried tried(steps_.size() * (text_.size() + 1));
      const std::vector<std::size_t> before = marks_;
      known_[key] = run(look + 1, place, false, tried) == none ? 1 : 2;
      marks_ = before;
    }
    return known_[key] == 2;
  }

  const Pattern::Steps& steps_;
  std::string_view text_;
  std::vector<std::size_t> marks_;
  std::vector<std::uint8_t> known_;  ///< 1: not ahead, 2: ahead
};

bool Pattern::isIn(std::string_view text) const { return PatternRun(*this, text).search(0, false).has_value(); }

std::vector<PatternMatch> Pattern::matchesIn(std::string_view text) const {
  std::vector<PatternMatch> matches;
  PatternRun run(*this, text);
  bool wasEmpty = false;
  for (std::size_t at = 0; auto found = run.search(at, wasEmpty);) {
    wasEmpty = found->begin() == found->end();
    at = found->end();
    matches.push_back(std::move(*found));
  }
  return matches;
}

std::optional<std::string_view> PatternMatch::group(std::string_view text, std::size_t number) const {
  const std::size_t from = marks[2 * number];
  const std::size_t to = marks[2 * number + 1];
  if (from == none || to == none) return std::nullopt;
  return text.substr(from, to - from);
}

}  // namespace limbeck
