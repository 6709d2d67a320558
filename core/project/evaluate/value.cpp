#include "project/evaluate/value.h"

#include <algorithm>

#include "project/evaluate/unwinding.h"
#include "text/concat.h"

namespace limbeck::project::evaluate {
namespace {

/// Showing and comparing stop here: values may contain themselves.
constexpr unsigned shownDepth = 12;
constexpr std::size_t shownSize = 10'000;
constexpr unsigned comparedDepth = 64;
constexpr std::uint64_t comparisonLimit = 65'536;

/// How a key is looked up that is a text or a whole number; empty for any other. No key of another kind equals one.
std::string plainKey(const Value& key) {
  if (key.isString()) return concat("s", key.text());
  const bool number = key.is(Value::Kind::Int) || key.is(Value::Kind::Bool);
  return number ? std::to_string(key.number()) : std::string();
}

std::string shown(const std::string& text) {
  return text.size() <= shownSize ? text : concat(std::string_view(text).substr(0, shownSize), "...");
}

void showInto(std::string& out, const Value& value, unsigned depth);

void showItems(std::string& out, const Sequence& sequence, unsigned depth) {
  for (std::size_t i = 0; i < sequence.items.size() && out.size() <= shownSize; ++i) {
    if (i > 0) out += ", ";
    showInto(out, sequence.items[i], depth + 1);
  }
  if (sequence.open) out += sequence.items.empty() ? "..." : ", ...";
}

void showInto(std::string& out, const Value& value, unsigned depth) {
  if (depth > shownDepth || out.size() > shownSize) {
    out += "...";
    return;
  }
  switch (value.kind()) {
    case Value::Kind::Unknown: out += "?"; return;
    case Value::Kind::None: out += "None"; return;
    case Value::Kind::Bool: out += value.number() != 0 ? "True" : "False"; return;
    case Value::Kind::Int: out += std::to_string(value.number()); return;
    case Value::Kind::Float: out += value.text(); return;
    case Value::Kind::Bytes: out += concat("b\"", shown(value.text()), "\""); return;
    case Value::Kind::String:
      out += value.hasHole() ? concat("\"", shown(value.prefix()), "{?}", shown(value.suffix()), "\"")
                             : concat("\"", shown(value.text()), "\"");
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
        if (out.size() > shownSize) break;
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

void Mapping::put(const Value& key, const Value& value, std::uint64_t* steps) {
  if (std::pair<Value, Value>* const known = find(key, steps)) known->second = value;
  else items.emplace_back(key, value);
}

void Mapping::put(const Mapping& more, std::uint64_t* steps) {
  if (&more == this) return;
  if (steps != nullptr) *steps += 4 * more.items.size();
  for (const auto& [key, value] : more.items) put(key, value, steps);
  open = open || more.open;
}

std::pair<Value, Value>* Mapping::find(const Value& key, std::uint64_t* steps) {
  const std::string plain = plainKey(key);
  if (!plain.empty() && items.size() > 16) {
    for (; placed_ < items.size(); ++placed_) {
      if (std::string name = plainKey(items[placed_].first); !name.empty()) places_.emplace(std::move(name), placed_);
    }
    const auto place = places_.find(plain);
    return place == places_.end() ? nullptr : &items[place->second];
  }
  if (steps != nullptr) *steps += items.size() / 4;
  for (auto& item : items) {
    if (item.first.equals(key, steps) == true) return &item;
  }
  return nullptr;
}

void Mapping::erase(const std::pair<Value, Value>* item) {
  items.erase(items.begin() + (item - items.data()));
  places_.clear();
  placed_ = 0;
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
  value.sequence_ = std::make_shared<Unwound<Sequence>>(Sequence{std::move(items), open});
  return value;
}

Value Value::set(std::vector<Value> items, bool open, std::uint64_t* steps) {
  Mapping distinct;
  for (Value& item : items) {
    if (distinct.find(item, steps) == nullptr) distinct.items.emplace_back(std::move(item), none());
  }
  items.clear();
  for (auto& [item, nothing] : distinct.items) items.push_back(std::move(item));
  return sequence(Kind::Set, std::move(items), open);
}

Value Value::dict(std::vector<std::pair<Value, Value>> items, bool open) {
  Value value(Kind::Dict);
  value.mapping_ = std::make_shared<Unwound<Mapping>>();
  value.mapping_->items = std::move(items);
  value.mapping_->open = open;
  return value;
}

Value Value::module(FileId file, std::string folder) {
  Value value = withText(Kind::Module, std::move(folder));
  value.file_ = file;
  return value;
}

Value Value::function(FunctionRef function) {
  Value value(Kind::Function);
  value.function_ = std::make_shared<Unwound<FunctionRef>>(std::move(function));
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
  value.object_ = std::make_shared<Unwound<Object>>(std::move(object));
  return value;
}

Value Value::oneOf(std::vector<Value> alternatives, std::uint64_t* steps) {
  std::vector<Value> distinct;
  for (Value& alternative : alternatives) {
    std::vector<Value> flat;
    if (alternative.is(Kind::OneOf)) flat = alternative.sequence().items;
    else flat.push_back(std::move(alternative));
    for (Value& item : flat) {
      if (item.isUnknown()) return item;
      const bool known =
          std::any_of(distinct.begin(), distinct.end(), [&](const Value& v) { return v.same(item, steps); });
      if (!known) distinct.push_back(std::move(item));
    }
  }
  if (distinct.empty()) return unknown("no alternative");
  if (distinct.size() == 1) return distinct.front();
  if (distinct.size() > alternativesLimit) return unknown("too many alternatives");
  return sequence(Kind::OneOf, std::move(distinct), false);
}

std::size_t Value::size() const {
  if (is(Kind::String)) return text_->size() + (hasHole() ? suffix_->size() : 0);
  if (is(Kind::Dict)) return mapping_->items.size();
  return isSequence() ? sequence_->items.size() : 0;
}

bool Value::isNew() const { return text_.use_count() + sequence_.use_count() + mapping_.use_count() == 1; }

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

/// What one comparison may still look at.
struct Value::Comparison {
  std::uint64_t left = comparisonLimit;
  unsigned depth = 0;

  std::optional<bool> items(const std::vector<Value>& a, const std::vector<Value>& b) {
    if (a.size() != b.size()) return false;
    bool certain = true;
    for (std::size_t i = 0; i < a.size(); ++i) {
      const std::optional<bool> equal = a[i].equals(b[i], *this);
      if (equal == false) return false;
      certain = certain && equal.has_value();
      if (left == 0) return std::nullopt;
    }
    return certain ? std::optional<bool>(true) : std::nullopt;
  }
};

std::optional<bool> Value::equals(const Value& other, std::uint64_t* steps) const {
  Comparison comparison;
  const std::optional<bool> equal = equals(other, comparison);
  if (steps != nullptr) *steps += (comparisonLimit - comparison.left) / 4;
  return equal;
}

std::optional<bool> Value::equals(const Value& other, Comparison& comparison) const {
  if (comparison.left == 0 || comparison.depth > comparedDepth) return std::nullopt;
  --comparison.left;
  if (isUnknown() || other.isUnknown()) return std::nullopt;
  if (is(Kind::OneOf) || other.is(Kind::OneOf)) {
    const std::vector<Value> left = is(Kind::OneOf) ? sequence_->items : std::vector<Value>{*this};
    const std::vector<Value> right = other.is(Kind::OneOf) ? other.sequence_->items : std::vector<Value>{other};
    for (const Value& a : left) {
      for (const Value& b : right) {
        if (a.equals(b, comparison) != false) return std::nullopt;
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
    case Kind::Tuple: {
      if (sequence_ == other.sequence_) return true;
      if (sequence_->open || other.sequence_->open) return std::nullopt;
      ++comparison.depth;
      const std::optional<bool> equal = comparison.items(sequence_->items, other.sequence_->items);
      --comparison.depth;
      return equal;
    }
    case Kind::Module: return file_ == other.file_ && *text_ == *other.text_;
    case Kind::Class: return file_ == other.file_ && node_ == other.node_;
    case Kind::Function: return function_->node == other.function_->node && function_->file == other.function_->file;
    default: return std::nullopt;
  }
}

bool Value::same(const Value& other, std::uint64_t* steps) const {
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
      return equals(other, steps) == true;
    case Kind::Dict: return mapping_ == other.mapping_;
    case Kind::Object: return object_ == other.object_;
    case Kind::OneOf: return false;
    default: return equals(other, steps) == true;
  }
}

std::string show(const Value& value) {
  std::string out;
  showInto(out, value, 0);
  return out;
}

}  // namespace limbeck::project::evaluate
