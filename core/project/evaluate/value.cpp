#include "project/evaluate/value.h"

#include <algorithm>

#include "text/concat.h"

namespace limbeck::project::evaluate {
namespace {

/// Comparing and showing stop here: values may contain themselves.
constexpr unsigned depthLimit = 12;

std::optional<bool> equalItems(const std::vector<Value>& a, const std::vector<Value>& b) {
  if (a.size() != b.size()) return false;
  bool certain = true;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const std::optional<bool> equal = a[i].equals(b[i]);
    if (equal == false) return false;
    certain = certain && equal.has_value();
  }
  return certain ? std::optional<bool>(true) : std::nullopt;
}

void showInto(std::string& out, const Value& value, unsigned depth);

void showItems(std::string& out, const Sequence& sequence, unsigned depth) {
  for (std::size_t i = 0; i < sequence.items.size(); ++i) {
    if (i > 0) out += ", ";
    showInto(out, sequence.items[i], depth + 1);
  }
  if (sequence.open) out += sequence.items.empty() ? "..." : ", ...";
}

void showInto(std::string& out, const Value& value, unsigned depth) {
  if (depth > depthLimit) {
    out += "...";
    return;
  }
  switch (value.kind()) {
    case Value::Kind::Unknown: out += "?"; return;
    case Value::Kind::None: out += "None"; return;
    case Value::Kind::Bool: out += value.number() != 0 ? "True" : "False"; return;
    case Value::Kind::Int: out += std::to_string(value.number()); return;
    case Value::Kind::Float: out += value.text(); return;
    case Value::Kind::Bytes: out += concat("b\"", value.text(), "\""); return;
    case Value::Kind::String:
      out += value.hasHole() ? concat("\"", value.prefix(), "{?}", value.suffix(), "\"")
                             : concat("\"", value.text(), "\"");
      return;
    case Value::Kind::List:
      out += "[";
      showItems(out, value.sequence(), depth);
      out += "]";
      return;
    case Value::Kind::Tuple:
      out += "(";
      showItems(out, value.sequence(), depth);
      out += ")";
      return;
    case Value::Kind::Set:
      out += "{";
      showItems(out, value.sequence(), depth);
      out += "}";
      return;
    case Value::Kind::Dict: {
      out += "{";
      bool first = true;
      for (const auto& [key, item] : value.mapping().items) {
        if (!first) out += ", ";
        first = false;
        showInto(out, key, depth + 1);
        out += ": ";
        showInto(out, item, depth + 1);
      }
      if (value.mapping().open) out += first ? "..." : ", ...";
      out += "}";
      return;
    }
    case Value::Kind::Module:
      out += value.file() == noFile ? concat("folder ", value.folder()) : concat("module ", value.folder());
      return;
    case Value::Kind::External: out += concat("external ", value.text()); return;
    case Value::Kind::Builtin: out += concat("builtin ", value.text()); return;
    case Value::Kind::Function: {
      const std::string& name = value.function().node.text();
      out += concat("function ", name.empty() ? "lambda" : name);
      return;
    }
    case Value::Kind::Class: out += concat("class ", value.node().text()); return;
    case Value::Kind::Object: out += concat("object ", value.object().type); return;
    case Value::Kind::OneOf:
      out += "one of ";
      for (std::size_t i = 0; i < value.sequence().items.size(); ++i) {
        if (i > 0) out += " | ";
        showInto(out, value.sequence().items[i], depth + 1);
      }
      return;
  }
}

}  // namespace

void Mapping::put(const Value& key, const Value& value) {
  for (auto& [known, item] : items) {
    if (known.equals(key) != true) continue;
    item = value;
    return;
  }
  items.emplace_back(key, value);
}

void Mapping::put(const Mapping& more) {
  const std::vector<std::pair<Value, Value>> added = more.items;  // it may be the same mapping
  for (const auto& [key, value] : added) put(key, value);
  open = open || more.open;
}

Value Value::unknown(std::string text, FileId file, Span span) {
  Value value(Kind::Unknown);
  value.reason_ = std::make_shared<const Reason>(Reason{std::move(text), file, span});
  return value;
}

Value Value::number(Kind kind, std::int64_t number) {
  Value value(kind);
  value.number_ = number;
  return value;
}

Value Value::withText(Kind kind, std::string text) {
  Value value(kind);
  value.text_ = std::make_shared<const std::string>(std::move(text));
  return value;
}

Value Value::partialString(std::string prefix, std::string suffix) {
  Value value = string(std::move(prefix));
  value.suffix_ = std::make_shared<const std::string>(std::move(suffix));
  return value;
}

Value Value::sequence(Kind kind, std::vector<Value> items, bool open) {
  Value value(kind);
  value.sequence_ = std::make_shared<Sequence>(Sequence{std::move(items), open});
  return value;
}

Value Value::set(std::vector<Value> items, bool open) {
  std::vector<Value> distinct;
  for (Value& item : items) {
    const bool known =
        std::any_of(distinct.begin(), distinct.end(), [&](const Value& v) { return v.equals(item) == true; });
    if (!known) distinct.push_back(std::move(item));
  }
  return sequence(Kind::Set, std::move(distinct), open);
}

Value Value::dict(std::vector<std::pair<Value, Value>> items, bool open) {
  Value value(Kind::Dict);
  value.mapping_ = std::make_shared<Mapping>(Mapping{std::move(items), open});
  return value;
}

Value Value::module(FileId file, std::string folder) {
  Value value = withText(Kind::Module, std::move(folder));
  value.file_ = file;
  return value;
}

Value Value::function(FunctionRef function) {
  Value value(Kind::Function);
  value.function_ = std::make_shared<const FunctionRef>(std::move(function));
  return value;
}

Value Value::classOf(FileId file, Expr node) {
  Value value(Kind::Class);
  value.file_ = file;
  value.node_ = node;
  return value;
}

Value Value::object(Object object) {
  Value value(Kind::Object);
  value.object_ = std::make_shared<Object>(std::move(object));
  return value;
}

Value Value::oneOf(std::vector<Value> alternatives) {
  std::vector<Value> distinct;
  for (Value& alternative : alternatives) {
    std::vector<Value> flat;
    if (alternative.is(Kind::OneOf)) flat = alternative.sequence().items;
    else flat.push_back(std::move(alternative));
    for (Value& item : flat) {
      if (item.isUnknown()) return item;
      const bool known = std::any_of(distinct.begin(), distinct.end(), [&](const Value& v) { return v.same(item); });
      if (!known) distinct.push_back(std::move(item));
    }
  }
  if (distinct.empty()) return unknown("no alternative");
  if (distinct.size() == 1) return distinct.front();
  if (distinct.size() > alternativesLimit) return unknown("too many alternatives");
  return sequence(Kind::OneOf, std::move(distinct), false);
}

std::optional<bool> Value::truth() const {
  switch (kind_) {
    case Kind::Unknown: return std::nullopt;
    case Kind::None: return false;
    case Kind::Bool:
    case Kind::Int: return number_ != 0;
    case Kind::Float: return text_->find_first_not_of("0.") != std::string::npos;
    case Kind::String:
      if (hasHole()) return prefix().empty() && suffix().empty() ? std::nullopt : std::optional<bool>(true);
      return !text_->empty();
    case Kind::Bytes: return !text_->empty();
    case Kind::List:
    case Kind::Tuple:
    case Kind::Set:
      if (!sequence_->items.empty() && !sequence_->open) return true;
      return sequence_->open ? std::nullopt : std::optional<bool>(false);
    case Kind::Dict:
      if (!mapping_->items.empty() && !mapping_->open) return true;
      return mapping_->open ? std::nullopt : std::optional<bool>(false);
    case Kind::OneOf: {
      const std::optional<bool> first = sequence_->items.front().truth();
      for (const Value& item : sequence_->items) {
        if (item.truth() != first) return std::nullopt;
      }
      return first;
    }
    case Kind::External: return std::nullopt;
    case Kind::Object: return std::nullopt;
    default: return true;
  }
}

std::optional<bool> Value::equals(const Value& other) const {
  if (isUnknown() || other.isUnknown()) return std::nullopt;
  if (is(Kind::OneOf) || other.is(Kind::OneOf)) {
    const std::vector<Value> left = is(Kind::OneOf) ? sequence_->items : std::vector<Value>{*this};
    const std::vector<Value> right = other.is(Kind::OneOf) ? other.sequence_->items : std::vector<Value>{other};
    for (const Value& a : left) {
      for (const Value& b : right) {
        if (a.equals(b) != false) return std::nullopt;
      }
    }
    return false;
  }
  const bool numbers = (is(Kind::Bool) || is(Kind::Int)) && (other.is(Kind::Bool) || other.is(Kind::Int));
  if (numbers) return number_ == other.number_;
  if (is(Kind::Float) || other.is(Kind::Float)) {
    return kind_ == other.kind_ && *text_ == *other.text_ ? std::optional<bool>(true) : std::nullopt;
  }
  if (is(Kind::External) || other.is(Kind::External)) {
    return kind_ == other.kind_ && *text_ == *other.text_ ? std::optional<bool>(true) : std::nullopt;
  }
  if (is(Kind::Object) || other.is(Kind::Object)) {
    if (is(Kind::None) || other.is(Kind::None)) return false;
    return kind_ == other.kind_ && object_ == other.object_ ? std::optional<bool>(true) : std::nullopt;
  }
  if (kind_ != other.kind_) return false;
  switch (kind_) {
    case Kind::None: return true;
    case Kind::String:
      if (hasHole() || other.hasHole()) return std::nullopt;
      return *text_ == *other.text_;
    case Kind::Bytes:
    case Kind::Builtin: return *text_ == *other.text_;
    case Kind::List:
    case Kind::Tuple:
      if (sequence_ == other.sequence_) return true;
      if (sequence_->open || other.sequence_->open) return std::nullopt;
      return equalItems(sequence_->items, other.sequence_->items);
    case Kind::Module: return file_ == other.file_ && *text_ == *other.text_;
    case Kind::Class: return file_ == other.file_ && node_ == other.node_;
    case Kind::Function: return function_->node == other.function_->node && function_->file == other.function_->file;
    default: return std::nullopt;
  }
}

bool Value::same(const Value& other) const {
  if (kind_ != other.kind_) return false;
  switch (kind_) {
    case Kind::Unknown: return reason_->text == other.reason_->text;
    case Kind::Float:
    case Kind::External: return *text_ == *other.text_;
    case Kind::String:
      return *text_ == *other.text_ && hasHole() == other.hasHole() && (!hasHole() || *suffix_ == *other.suffix_);
    case Kind::List:
    case Kind::Set:
    case Kind::Tuple:
      if (sequence_ == other.sequence_) return true;
      if (sequence_->open != other.sequence_->open || sequence_->items.size() != other.sequence_->items.size())
        return false;
      return equals(other) == true;
    case Kind::Dict: return mapping_ == other.mapping_;
    case Kind::Object: return object_ == other.object_;
    case Kind::OneOf: return false;
    default: return equals(other) == true;
  }
}

std::string show(const Value& value) {
  std::string out;
  showInto(out, value, 0);
  return out;
}

}  // namespace limbeck::project::evaluate
