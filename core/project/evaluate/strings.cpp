#include "project/evaluate/strings.h"

#include <algorithm>
#include <string>

#include "text/concat.h"
#include "text/utf8.h"

namespace limbeck::project::evaluate {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

std::string mapped(const std::string& text, char (*with)(char)) {
  std::string made = text;
  std::transform(made.begin(), made.end(), made.begin(), with);
  return made;
}

std::string stripped(const std::string& text, std::string_view characters, bool left, bool right) {
  std::size_t begin = left ? text.find_first_not_of(characters) : 0;
  if (begin == std::string::npos) return {};
  const std::size_t end = right ? text.find_last_not_of(characters) + 1 : text.size();
  return text.substr(begin, end - begin);
}

Value tooLarge() { return Value::unknown("too large to evaluate"); }

Value replaced(const std::string& text, const std::string& from, const std::string& to) {
  if (from.empty()) return Value::string(text);
  std::string made;
  std::size_t rest = 0;
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, rest)) {
    made += concat(std::string_view(text).substr(rest, at - rest), to);
    rest = at + from.size();
    if (made.size() > std::max(textLimit, text.size())) return tooLarge();
  }
  return Value::string(made + text.substr(rest));
}

Value split(const std::string& text, const Call& call, bool fromRight) {
  std::vector<Value> parts;
  const Value* separator = call.argument(0, "sep");
  if (separator == nullptr) {
    std::size_t at = 0;
    while ((at = text.find_first_not_of(" \t\n\r", at)) != std::string::npos) {
      const std::size_t end = std::min(text.find_first_of(" \t\n\r", at), text.size());
      parts.push_back(Value::string(text.substr(at, end - at)));
      at = end;
    }
    return Value::list(std::move(parts));
  }
  if (!separator->isString() || separator->text().empty()) return Value::unknown("computed");
  const Value* limit = call.argument(1, "maxsplit");
  if (limit != nullptr && !limit->is(Value::Kind::Int)) return Value::unknown("computed");
  const std::size_t most =
      limit == nullptr || limit->number() < 0 ? text.size() + 1 : static_cast<std::size_t>(limit->number());
  std::string_view rest = text;
  while (parts.size() < most) {
    const std::size_t at = fromRight ? rest.rfind(separator->text()) : rest.find(separator->text());
    if (at == std::string_view::npos) break;
    const std::string_view behind = rest.substr(at + separator->text().size());
    parts.push_back(Value::string(std::string(fromRight ? behind : rest.substr(0, at))));
    rest = fromRight ? rest.substr(0, at) : behind;
  }
  parts.push_back(Value::string(std::string(rest)));
  if (fromRight) std::reverse(parts.begin(), parts.end());
  return Value::list(std::move(parts));
}

/// "a:b:c".partition(":"): what stands before the separator, itself, and what stands behind.
Value partition(const std::string& text, const Value& separator, bool fromRight) {
  const std::size_t at = fromRight ? text.rfind(separator.text()) : text.find(separator.text());
  const Value none = Value::string("");
  if (at == std::string::npos)
    return fromRight ? Value::tuple({none, none, Value::string(text)})
                     : Value::tuple({Value::string(text), none, none});
  return Value::tuple(
      {Value::string(text.substr(0, at)), separator, Value::string(text.substr(at + separator.text().size()))});
}

/// "a{}b{name}".format(x, name=y): plain holes only.
std::optional<Value> format(const std::string& text, const Call& call) {
  std::string made;
  std::size_t next = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if ((text[i] == '{' || text[i] == '}') && i + 1 < text.size() && text[i + 1] == text[i]) {
      made += text[i++];
      continue;
    }
    if (text[i] != '{') {
      made += text[i];
      continue;
    }
    const std::size_t close = text.find('}', i);
    if (close == std::string::npos) return std::nullopt;
    const std::string name = text.substr(i + 1, close - i - 1);
    const bool number = !name.empty() && name.size() < 6 && name.find_first_not_of("0123456789") == std::string::npos;
    const Value* value = name.empty() ? call.argument(next++)
                         : number     ? call.argument(std::stoul(name))
                                      : call.argument(call.positional.size(), name);
    if (value == nullptr || !value->isString()) return Value::partialString(made, "");
    made += value->text();
    if (made.size() > textLimit) return tooLarge();
    i = close;
  }
  return Value::string(made);
}

std::optional<Value> join(const std::string& separator, const Value& items) {
  if (!items.isSequence()) return std::nullopt;
  std::string made;
  bool first = true;
  for (const Value& item : items.sequence().items) {
    if (!first) made += separator;
    first = false;
    if (!item.isString()) return Value::partialString(made + (item.is(Value::Kind::String) ? item.prefix() : ""), "");
    made += item.text();
    if (made.size() > textLimit) return tooLarge();
  }
  return items.sequence().open ? Value::partialString(made, "") : Value::string(made);
}

/// Known ends of a string, whatever lies between.
std::string prefixOf(const Value& value) { return value.is(Value::Kind::String) ? value.prefix() : std::string(); }
std::string suffixOf(const Value& value) {
  if (!value.is(Value::Kind::String)) return {};
  return value.hasHole() ? value.suffix() : value.text();
}

}  // namespace

Value joinStrings(const Value& a, const Value& b, std::uint64_t& steps) {
  steps += (a.size() + b.size()) / 16;
  if (a.size() + b.size() > textLimit) return tooLarge();
  if (a.isString() && b.isString()) return Value::string(a.text() + b.text());
  const std::string prefix = a.isString() ? a.text() + prefixOf(b) : prefixOf(a);
  const std::string suffix = b.isString() ? suffixOf(a.isString() ? Value::none() : a) + b.text() : suffixOf(b);
  return Value::partialString(prefix, suffix);
}

std::optional<Value> stringMethod(const Value& text, std::string_view method, const Call& call) {
  const Value* first = call.argument(0);
  if (method == "startswith" || method == "endswith") {
    if (first == nullptr) return std::nullopt;
    const std::vector<Value> options =
        first->is(Value::Kind::Tuple) ? first->sequence().items : std::vector<Value>{*first};
    bool certain = true;
    for (const Value& option : options) {
      if (!option.isString()) return std::nullopt;
      if (text.hasHole()) {
        const bool known =
            method == "startswith" ? text.prefix().starts_with(option.text()) : text.suffix().ends_with(option.text());
        if (known) return Value::boolean(true);
        certain = false;
        continue;
      }
      if (method == "startswith" ? text.text().starts_with(option.text()) : text.text().ends_with(option.text()))
        return Value::boolean(true);
    }
    return certain ? std::optional<Value>(Value::boolean(false)) : std::nullopt;
  }
  if (text.hasHole()) {
    if (method == "lower") return Value::partialString(mapped(text.prefix(), lower), mapped(text.suffix(), lower));
    if (method == "upper") return Value::partialString(mapped(text.prefix(), upper), mapped(text.suffix(), upper));
    return std::nullopt;
  }
  const std::string& plain = text.text();
  if ((method == "lower" || method == "casefold") && isAscii(plain)) return Value::string(mapped(plain, lower));
  if (method == "upper" && isAscii(plain)) return Value::string(mapped(plain, upper));
  if (method == "strip" || method == "lstrip" || method == "rstrip") {
    if (first != nullptr && !first->isString()) return std::nullopt;
    return Value::string(stripped(plain,
                                  first == nullptr ? std::string_view(" \t\n\r\f\v") : std::string_view(first->text()),
                                  method != "rstrip", method != "lstrip"));
  }
  if (method == "replace" && call.positional.size() >= 2 && call.positional[0].isString() &&
      call.positional[1].isString()) {
    return replaced(plain, call.positional[0].text(), call.positional[1].text());
  }
  if (method == "removesuffix" && first != nullptr && first->isString()) {
    return Value::string(plain.ends_with(first->text()) ? plain.substr(0, plain.size() - first->text().size()) : plain);
  }
  if (method == "removeprefix" && first != nullptr && first->isString()) {
    return Value::string(plain.starts_with(first->text()) ? plain.substr(first->text().size()) : plain);
  }
  if (method == "split") return split(plain, call, false);
  if (method == "rsplit") return split(plain, call, true);
  if ((method == "partition" || method == "rpartition") && first != nullptr && first->isString() &&
      !first->text().empty()) {
    return partition(plain, *first, method == "rpartition");
  }
  if (method == "splitlines") {
    Call lines = call;
    lines.positional = {Value::string("\n")};
    return split(plain, lines, false);
  }
  if (method == "join" && first != nullptr) return join(plain, *first);
  if (method == "format") return format(plain, call);
  if (method == "isidentifier" && isAscii(plain)) {
    const bool word = !plain.empty() && std::all_of(plain.begin(), plain.end(), [](char c) {
      return c == '_' || lower(c) != upper(c) || (c >= '0' && c <= '9');
    });
    return Value::boolean(word && !(plain[0] >= '0' && plain[0] <= '9'));
  }
  if (method == "isdigit" && isAscii(plain))
    return Value::boolean(!plain.empty() && plain.find_first_not_of("0123456789") == std::string::npos);
  if (method == "isupper" || method == "islower") return std::nullopt;
  if (method == "title" || method == "capitalize") return std::nullopt;
  return std::nullopt;
}

}  // namespace limbeck::project::evaluate
