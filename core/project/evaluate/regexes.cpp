#include "project/evaluate/regexes.h"

#include <algorithm>
#include <bitset>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "text/concat.h"

namespace limbeck::project::evaluate {
namespace {

constexpr std::string_view patternType = "compiled pattern";
constexpr std::string_view methodType = "method of a pattern";
constexpr std::size_t longestPattern = 120;
constexpr std::size_t longestText = 200;
constexpr unsigned deepest = 8;  ///< groups in groups
constexpr std::uint64_t mostSteps = 50'000;

bool isAscii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 128; });
}
bool isWord(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }

using Set = std::bitset<128>;

struct Step {
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
  Kind kind = Kind::Match;
  Set set;
  std::ptrdiff_t first =
      1;  ///< Split: tried first; Jump: where to; Save: which; Ahead and kin: length of what is looked for
  std::ptrdiff_t other = 1;
};
using Steps = std::vector<Step>;

Step stepOf(Step::Kind kind, std::ptrdiff_t first = 1, std::ptrdiff_t other = 1) { return {kind, {}, first, other}; }
std::ptrdiff_t sizeOf(const Steps& steps) { return static_cast<std::ptrdiff_t>(steps.size()); }
void append(Steps& to, const Steps& more) { to.insert(to.end(), more.begin(), more.end()); }

/// Pattern to steps. Jumps are relative, so that pieces can be joined.
class Compiler {
 public:
  explicit Compiler(std::string_view text) : text_(text) {}

  std::optional<Steps> compile() {
    Steps steps;
    if (text_.size() > longestPattern || !isAscii(text_) || !alternatives(steps, 0) || at_ != text_.size())
      return std::nullopt;
    steps.push_back(stepOf(Step::Kind::Match));
    return steps;
  }
  [[nodiscard]] std::size_t groups() const { return groups_; }

 private:
  [[nodiscard]] bool more() const { return at_ < text_.size(); }
  bool take(std::string_view wanted) {
    if (!text_.substr(at_).starts_with(wanted)) return false;
    at_ += wanted.size();
    return true;
  }

  bool alternatives(Steps& into, unsigned depth) {
    if (depth > deepest || !sequence(into, depth)) return false;
    while (take("|")) {
      Steps other;
      if (!sequence(other, depth)) return false;
      Steps both{stepOf(Step::Kind::Split, 1, sizeOf(into) + 2)};
      append(both, into);
      both.push_back(stepOf(Step::Kind::Jump, sizeOf(other) + 1));
      append(both, other);
      into = std::move(both);
    }
    return true;
  }

  bool sequence(Steps& into, unsigned depth) {
    while (more() && text_[at_] != '|' && text_[at_] != ')') {
      Steps piece;
      if (!atom(piece, depth) || !repeated(piece)) return false;
      append(into, piece);
    }
    return true;
  }

  bool repeated(Steps& piece) {
    if (!more() || std::string_view("*+?{").find(text_[at_]) == std::string_view::npos) return true;
    const char how = text_[at_++];
    if (how == '{' || (more() && std::string_view("*+?").find(text_[at_]) != std::string_view::npos))
      return false;  // counts, lazy ones
    const std::ptrdiff_t size = sizeOf(piece);
    if (how == '+') {
      piece.push_back(stepOf(Step::Kind::Split, -size, 1));
      return true;
    }
    Steps around{stepOf(Step::Kind::Split, 1, how == '*' ? size + 2 : size + 1)};
    append(around, piece);
    if (how == '*') around.push_back(stepOf(Step::Kind::Jump, -(size + 1)));
    piece = std::move(around);
    return true;
  }

  bool atom(Steps& into, unsigned depth) {
    const char c = text_[at_++];
    if (c == '(') return group(into, depth);
    if (c == '^') into.push_back(stepOf(Step::Kind::Begin));
    else if (c == '$') into.push_back(stepOf(Step::Kind::End));
    else if (c == '[') return set(into);
    else if (c == '.') into.push_back({Step::Kind::One, ~Set().set('\n'), 1, 1});
    else if (c == '\\') return escaped(into);
    else if (std::string_view("*+?{}").find(c) != std::string_view::npos) return false;
    else into.push_back({Step::Kind::One, Set().set(static_cast<std::size_t>(c)), 1, 1});
    return true;
  }

  bool group(Steps& into, unsigned depth) {
    struct Look {
      std::string_view mark;
      Step::Kind kind;
    };
    static constexpr Look looks[] = {{"?=", Step::Kind::Ahead},
                                     {"?!", Step::Kind::NotAhead},
                                     {"?<=", Step::Kind::Behind},
                                     {"?<!", Step::Kind::NotBehind}};
    Steps inner;
    for (const Look& look : looks) {
      if (!take(look.mark)) continue;
      if (!alternatives(inner, depth + 1) || !take(")")) return false;
      const bool behind = look.kind == Step::Kind::Behind || look.kind == Step::Kind::NotBehind;
      const bool one = inner.size() == 1 && inner[0].kind == Step::Kind::One;
      const bool begin = inner.size() == 1 && inner[0].kind == Step::Kind::Begin;
      if (behind && begin) {  // (?<!^) is (?!^)
        into.push_back(stepOf(look.kind == Step::Kind::Behind ? Step::Kind::Ahead : Step::Kind::NotAhead, 1));
      } else if (behind && !one) {
        return false;
      } else {
        into.push_back(stepOf(look.kind, sizeOf(inner)));
      }
      append(into, inner);
      into.push_back(stepOf(Step::Kind::Match));
      return true;
    }
    const bool kept = !take("?:");
    if (kept && more() && text_[at_] == '?') return false;
    const auto number = static_cast<std::ptrdiff_t>(kept ? ++groups_ : 0);
    if (!alternatives(inner, depth + 1) || !take(")") || number > 9) return false;
    if (kept) into.push_back(stepOf(Step::Kind::Save, 2 * number));
    append(into, inner);
    if (kept) into.push_back(stepOf(Step::Kind::Save, 2 * number + 1));
    return true;
  }

  static std::optional<Set> classOf(char c) {
    Set set;
    for (std::size_t i = 0; i < 128; ++i) {
      const char one = static_cast<char>(i);
      const bool digit = one >= '0' && one <= '9';
      const bool space = one == ' ' || (one >= '\t' && one <= '\r');
      if ((c == 'd' && digit) || (c == 'D' && !digit) || (c == 'w' && isWord(one)) || (c == 'W' && !isWord(one)) ||
          (c == 's' && space) || (c == 'S' && !space))
        set.set(i);
    }
    return set.any() ? std::optional(set) : std::nullopt;
  }
  static bool isPlain(char c) { return !isWord(c) || c == '_'; }

  bool escaped(Steps& into) {
    if (!more()) return false;
    const char c = text_[at_++];
    if (c == 'b' || c == 'B') {
      into.push_back(stepOf(c == 'b' ? Step::Kind::Edge : Step::Kind::NotEdge));
      return true;
    }
    if (const auto known = classOf(c)) {
      into.push_back({Step::Kind::One, *known, 1, 1});
      return true;
    }
    if (!isPlain(c)) return false;
    into.push_back({Step::Kind::One, Set().set(static_cast<std::size_t>(c)), 1, 1});
    return true;
  }

  bool set(Steps& into) {
    const bool negated = take("^");
    Set set;
    bool first = true;
    while (more() && (text_[at_] != ']' || first)) {
      first = false;
      char c = text_[at_++];
      if (c == '\\') {
        if (!more()) return false;
        c = text_[at_++];
        if (const auto known = classOf(c)) {
          set |= *known;
          continue;
        }
        if (!isPlain(c)) return false;
      }
      char last = c;
      if (text_.substr(at_).size() > 1 && text_[at_] == '-' && text_[at_ + 1] != ']') {
        last = text_[at_ + 1];
        at_ += 2;
        if (last == '\\' || last < c) return false;
      }
      for (int one = c; one <= last; ++one) set.set(static_cast<std::size_t>(one));
    }
    if (!take("]")) return false;
    into.push_back({Step::Kind::One, negated ? ~set : set, 1, 1});
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t groups_ = 0;
};

struct Found {
  std::vector<std::size_t> marks;  ///< begin and end of the whole and of each group; npos for none
  [[nodiscard]] std::size_t begin() const { return marks[0]; }
  [[nodiscard]] std::size_t end() const { return marks[1]; }
};

/// Backtracking, as Python does it, with a stack of its own.
class Matcher {
 public:
  Matcher(const Steps& steps, std::size_t groups, std::string_view text)
      : steps_(steps), groups_(groups), text_(text) {}

  [[nodiscard]] bool gaveUp() const { return left_ == 0; }

  std::optional<Found> search(std::size_t from, bool mustAdvance) {
    for (std::size_t at = from; at <= text_.size() && left_ > 0; ++at) {
      if (auto found = run(0, at, mustAdvance && at == from, 0)) return found;
    }
    return std::nullopt;
  }

 private:
  struct Path {
    std::ptrdiff_t step;
    std::size_t at;
    std::vector<std::size_t> marks;
  };

  std::optional<Found> run(std::ptrdiff_t start, std::size_t from, bool mustAdvance, unsigned depth) {
    std::vector<Path> open{{start, from, std::vector<std::size_t>(2 * groups_ + 2, std::string_view::npos)}};
    while (!open.empty() && depth <= deepest) {
      Path path = std::move(open.back());
      open.pop_back();
      bool goes = true;
      while (goes && left_ > 0) {
        --left_;
        const Step& step = steps_[static_cast<std::size_t>(path.step)];
        switch (step.kind) {
          case Step::Kind::Match:
            goes = false;
            if (mustAdvance && path.at == from) break;
            path.marks[0] = from;
            path.marks[1] = path.at;
            return Found{std::move(path.marks)};
          case Step::Kind::One:
            goes = path.at < text_.size() && step.set.test(static_cast<std::size_t>(text_[path.at]));
            ++path.at;
            ++path.step;
            break;
          case Step::Kind::Split:
            open.push_back({path.step + step.other, path.at, path.marks});
            path.step += step.first;
            break;
          case Step::Kind::Jump: path.step += step.first; break;
          case Step::Kind::Save:
            path.marks[static_cast<std::size_t>(step.first)] = path.at;
            ++path.step;
            break;
          case Step::Kind::Ahead:
          case Step::Kind::NotAhead:
            goes = run(path.step + 1, path.at, false, depth + 1).has_value() == (step.kind == Step::Kind::Ahead);
            path.step += step.first + 2;
            break;
          case Step::Kind::Behind:
          case Step::Kind::NotBehind: {
            const bool there = path.at > 0 && steps_[static_cast<std::size_t>(path.step + 1)].set.test(
                                                  static_cast<std::size_t>(text_[path.at - 1]));
            goes = there == (step.kind == Step::Kind::Behind);
            path.step += step.first + 2;
            break;
          }
          case Step::Kind::Begin:
            goes = path.at == 0;
            ++path.step;
            break;
          case Step::Kind::End:
            goes = path.at == text_.size();
            ++path.step;
            break;
          case Step::Kind::Edge:
          case Step::Kind::NotEdge: {
            const bool before = path.at > 0 && isWord(text_[path.at - 1]);
            const bool behind = path.at < text_.size() && isWord(text_[path.at]);
            goes = (before != behind) == (step.kind == Step::Kind::Edge);
            ++path.step;
            break;
          }
        }
      }
    }
    return std::nullopt;
  }

  const Steps& steps_;
  std::size_t groups_;
  std::string_view text_;
  std::uint64_t left_ = mostSteps;
};

std::string partOf(std::string_view text, const Found& found, std::size_t group) {
  const std::size_t begin = found.marks[2 * group];
  const std::size_t end = found.marks[2 * group + 1];
  return begin == std::string_view::npos || end == std::string_view::npos
             ? std::string()
             : std::string(text.substr(begin, end - begin));
}

/// "_\1" with its groups filled in.
std::optional<std::string> filled(std::string_view with, std::string_view text, const Found& found) {
  std::string made;
  for (std::size_t i = 0; i < with.size(); ++i) {
    if (with[i] != '\\') {
      made += with[i];
      continue;
    }
    std::size_t group = 0;
    if (i + 1 < with.size() && with[i + 1] >= '1' && with[i + 1] <= '9') {
      group = static_cast<std::size_t>(with[++i] - '0');
      if (i + 1 < with.size() && with[i + 1] >= '0' && with[i + 1] <= '9') return std::nullopt;
    } else if (with.substr(i + 1).starts_with("g<") && i + 4 < with.size() && with[i + 3] >= '0' &&
               with[i + 3] <= '9' && with[i + 4] == '>') {
      group = static_cast<std::size_t>(with[i + 3] - '0');
      i += 4;
    } else {
      return std::nullopt;
    }
    if (2 * group + 1 >= found.marks.size()) return std::nullopt;
    made += partOf(text, found, group);
  }
  return made;
}

std::optional<Value> apply(std::string_view how, const std::string& pattern, const Value* with,
                           const std::string& text) {
  Compiler compiler(pattern);
  const auto steps = compiler.compile();
  if (!steps || text.size() > longestText || !isAscii(text) || text.find('\n') != std::string::npos)
    return std::nullopt;
  const std::size_t groups = compiler.groups();
  Matcher matcher(*steps, groups, text);
  std::vector<Value> items;
  std::string made;
  std::size_t at = 0;
  bool wasEmpty = false;
  std::size_t rest = 0;
  while (const auto found = matcher.search(at, wasEmpty)) {
    const std::string before = text.substr(rest, found->begin() - rest);
    if (how == "sub") {
      const auto put = filled(with->text(), text, *found);
      if (!put) return std::nullopt;
      made += concat(before, *put);
    } else if (how == "split") {
      items.push_back(Value::string(before));
      for (std::size_t group = 1; group <= groups; ++group) items.push_back(Value::string(partOf(text, *found, group)));
    } else {
      if (groups > 1) return std::nullopt;
      items.push_back(Value::string(partOf(text, *found, groups)));
    }
    wasEmpty = found->begin() == found->end();
    at = rest = found->end();
  }
  if (matcher.gaveUp()) return std::nullopt;
  if (how == "sub") return Value::string(made + text.substr(rest));
  if (how == "split") items.push_back(Value::string(text.substr(rest)));
  return Value::list(std::move(items));
}

bool isMethod(std::string_view name) { return name == "sub" || name == "split" || name == "findall"; }

}  // namespace

std::optional<Value> regexCall(const Call& call) {
  std::vector<Value> given = call.positional;
  std::string_view how;
  if (call.callee.is(Value::Kind::External) && call.callee.text().starts_with("re.")) {
    how = std::string_view(call.callee.text()).substr(3);
  } else if (call.callee.isObject(methodType)) {
    how = call.callee.object().kept("name").text();
    given.insert(given.begin(), call.callee.object().kept("pattern"));
  } else {
    return std::nullopt;
  }
  // Flags and counts change what is found.
  const bool plain = call.keywords.empty() && !call.openArguments && !given.empty() && given[0].isString();
  if (how == "compile" && plain && given.size() == 1) {
    Object made;
    made.type = std::string(patternType);
    made.own.emplace("pattern", given[0]);
    return Value::object(std::move(made));
  }
  const std::size_t size = how == "sub" ? 3 : 2;
  if (!isMethod(how) || !plain || given.size() != size) return std::nullopt;
  if (!std::all_of(given.begin(), given.end(), [](const Value& value) { return value.isString(); }))
    return std::nullopt;
  return apply(how, given[0].text(), how == "sub" ? &given[1] : nullptr, given.back().text());
}

std::optional<Value> regexAttribute(const Value& object, std::string_view name) {
  if (!object.is(Value::Kind::Object) || object.object().type != patternType || !isMethod(name)) return std::nullopt;
  Object method;
  method.type = std::string(methodType);
  method.own.emplace("pattern", object.object().kept("pattern"));
  method.own.emplace("name", Value::string(std::string(name)));
  return Value::object(std::move(method));
}

}  // namespace limbeck::project::evaluate
