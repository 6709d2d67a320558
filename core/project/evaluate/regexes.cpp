#include "project/evaluate/regexes.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "text/concat.h"
#include "text/pattern.h"
#include "text/utf8.h"

namespace limbeck::project::evaluate {
namespace {

constexpr std::string_view patternType = "compiled pattern";
constexpr std::string_view methodType = "method of a pattern";
constexpr std::size_t longestText = 200;
constexpr std::size_t mostGroups = 9;

std::string groupOf(std::string_view text, const PatternMatch& found, std::size_t number) {
  return std::string(found.group(text, number).value_or(std::string_view()));
}

/// "_\1" with its groups filled in.
std::optional<std::string> filled(std::string_view with, std::string_view text, const PatternMatch& found) {
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
    made += groupOf(text, found, group);
  }
  return made;
}

std::optional<Value> apply(std::string_view how, const std::string& pattern, const Value* with,
                           const std::string& text) {
  const auto compiled = Pattern::compile(pattern);
  if (!compiled || compiled->groups() > mostGroups || !compiled->tellsGroups() || !isAscii(pattern) || !isAscii(text) ||
      text.size() > longestText)
    return std::nullopt;
  const std::size_t groups = compiled->groups();
  std::vector<Value> items;
  std::string made;
  std::size_t rest = 0;
  for (const PatternMatch& found : compiled->matchesIn(text)) {
    if (made.size() > textLimit) return std::nullopt;
    const std::string before = text.substr(rest, found.begin() - rest);
    rest = found.end();
    if (how == "sub") {
      const auto put = filled(with->text(), text, found);
      if (!put) return std::nullopt;
      made += concat(before, *put);
    } else if (how == "split") {
      items.push_back(Value::string(before));
      for (std::size_t group = 1; group <= groups; ++group) {
        const auto part = found.group(text, group);
        items.push_back(part ? Value::string(std::string(*part)) : Value::none());
      }
    } else {
      if (groups > 1) return std::nullopt;
      items.push_back(Value::string(groupOf(text, found, groups)));
    }
  }
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
