#include <algorithm>
#include <limits>

#include "project/evaluate/evaluator.h"
#include "text/concat.h"
#include "text/dotted.h"

namespace limbeck::project::evaluate {
namespace {

bool allStrings(const std::vector<Value>& items) {
  return std::all_of(items.begin(), items.end(), [](const Value& v) { return v.isString(); });
}

Value oneAfterAnother(const std::vector<Sequence>& lists) {  // zip
  std::vector<Value> rows;
  std::size_t shortest = lists.empty() ? 0 : lists[0].items.size();
  bool open = false;
  for (const Sequence& list : lists) {
    shortest = std::min(shortest, list.items.size());
    open = open || list.open;
  }
  for (std::size_t i = 0; i < shortest; ++i) {
    std::vector<Value> row;
    for (const Sequence& list : lists) row.push_back(list.items[i]);
    rows.push_back(Value::tuple(std::move(row)));
  }
  return Value::list(std::move(rows), open);
}

Value range(const Call& call) {
  std::vector<std::int64_t> bounds;
  for (const Value& value : call.positional) {
    if (!value.is(Value::Kind::Int)) return Value::list({}, true);
    bounds.push_back(value.number());
  }
  if (bounds.empty()) return Value::list({}, true);
  const std::int64_t from = bounds.size() > 1 ? bounds[0] : 0;
  const std::int64_t to = bounds.size() > 1 ? bounds[1] : bounds[0];
  const std::int64_t step = bounds.size() > 2 ? bounds[2] : 1;
  if (step == 0) return Value::list({}, true);
  std::vector<Value> items;
  for (std::int64_t i = from; step > 0 ? i < to : i > to;) {
    if (items.size() > 4096) return Value::list({}, true);
    items.push_back(Value::integer(i));
    if (__builtin_add_overflow(i, step, &i)) break;
  }
  return Value::list(std::move(items));
}

/// isinstance([1], (list, tuple)): of what Python has built in; what a class of somebody's is nobody says here.
std::optional<bool> isOfType(const Value& value, const Value& type, unsigned depth = 0) {
  if (type.is(Value::Kind::Tuple) && !type.sequence().open && depth < 8) {
    std::optional<bool> any = false;
    for (const Value& one : type.sequence().items) {
      const std::optional<bool> is = isOfType(value, one, depth + 1);
      if (is == true) return true;
      if (!is) any = std::nullopt;
    }
    return any;
  }
  static constexpr std::string_view types[] = {"bool", "int", "float", "str", "bytes", "list", "tuple", "dict"};
  if (!type.is(Value::Kind::Builtin) || std::find(std::begin(types), std::end(types), type.text()) == std::end(types))
    return std::nullopt;
  std::string_view own;
  switch (value.kind()) {
    case Value::Kind::None: break;
    case Value::Kind::Bool: own = "bool"; break;
    case Value::Kind::Int: own = "int"; break;
    case Value::Kind::Float: own = "float"; break;
    case Value::Kind::String: own = "str"; break;
    case Value::Kind::Bytes: own = "bytes"; break;
    case Value::Kind::List: own = "list"; break;
    case Value::Kind::Tuple: own = "tuple"; break;
    case Value::Kind::Dict: own = "dict"; break;
    case Value::Kind::Function:
    case Value::Kind::Class:
    case Value::Kind::Module: break;
    default: return std::nullopt;
  }
  return own == type.text() || (own == "bool" && type.text() == "int");
}

}  // namespace

/// setattr(cls, "team_id", Column(...)): on a class it is as if the body had done it.
void Evaluator::setAttribute(const Value& object, const Value& name, const Value& value) {
  if (object.is(Value::Kind::Class)) {
    const std::pair key(object.file(), object.node().index());
    const auto body = classBodies_.find(key);
    const bool harmless = value.is(Value::Kind::Function) || value.is(Value::Kind::String);
    if (name.isString() && certain() && body != classBodies_.end()) body->second[name.text()] = value;
    else if (!harmless) openBodies_.insert(key);
  } else if (name.isString()) {
    setMember(object, name.text(), value);
  } else if (object.is(Value::Kind::Object)) {
    object.object().open = true;
  } else if (object.is(Value::Kind::Module) && modules_.count(object.file()) > 0) {
    modules_[object.file()]->openNames = true;
  }
}

Value Evaluator::callBuiltin(const Call& made) {
  const std::string& name = made.callee.text();
  const Value* first = made.argument(0);
  const auto computed = [&] { return unknown("computed", made.file, made.node); };
  if (name == "print") return Value::none();
  if (name == "setattr" && made.positional.size() == 3) {
    setAttribute(*first, made.positional[1], made.positional[2]);
    return Value::none();
  }
  if (name == "vars" && first != nullptr && first->is(Value::Kind::Module)) return namesOfModule(first->file());
  if (name == "dir" && first != nullptr && first->is(Value::Kind::Class))
    return Value::list(namesOf(*first), hasBaseOutside(first->file(), first->node()));
  if (name == "super" && !running_.empty()) return superOf(made);
  if (name == "range") return range(made);
  if (name == "globals" || name == "locals" || (name == "vars" && first == nullptr)) {
    const bool inClass = name != "globals" && !running_.empty() && running_.back()->owner.is(Kind::Class);
    if (inClass) {
      Object names;
      names.type = "locals of a class";
      return Value::object(std::move(names));
    }
    return name == "globals" || running_.size() <= 1 ? namesOfModule(made.file) : computed();
  }
  if (name == "__import__" && first != nullptr) {
    if (!first->isString()) {
      const auto value = asked({made.file, made.node, Value::external("importlib.import_module"), made.positional,
                                made.keywords, made.openArguments, made.certain});
      return value ? *value : computed();
    }
    const Value* list = made.argument(3, "fromlist");
    const Value last = importDotted(first->text(), made.file, made.file, made.node);
    if (list != nullptr) return last;
    return importDotted(topOf(first->text()), made.file, made.file, made.node);
  }
  if (name == "zip") {
    std::vector<Sequence> lists;
    for (const Value& value : made.positional) lists.push_back(iterate(value));
    return oneAfterAnother(lists);
  }
  if (first == nullptr) {
    if (name == "list") return Value::list({});
    if (name == "tuple") return Value::tuple({});
    if (name == "set" || name == "frozenset") return Value::set({});
    if (name == "dict") {
      std::vector<std::pair<Value, Value>> items;
      for (const auto& [key, value] : made.keywords) items.emplace_back(Value::string(key), value);
      return Value::dict(std::move(items), made.openArguments);
    }
    if (name == "str") return Value::string("");
    return computed();
  }
  if (name == "str") {
    if (first->is(Value::Kind::String)) return *first;
    if (first->is(Value::Kind::Int)) return Value::string(std::to_string(first->number()));
    return Value::partialString("", "");
  }
  if (name == "bool") {
    const std::optional<bool> truth = first->truth();
    return truth ? Value::boolean(*truth) : computed();
  }
  if (name == "int" && first->is(Value::Kind::Int)) return *first;
  if (name == "dict" && first->is(Value::Kind::Dict)) {
    const Value copy = Value::dict(first->mapping().items, first->mapping().open || made.openArguments);
    for (const auto& [key, value] : made.keywords) copy.mapping().put(Value::string(key), value, &steps_);
    return copy;
  }
  if (name == "len") {
    if (first->isString()) return Value::integer(static_cast<std::int64_t>(first->text().size()));
    if (first->isSequence() && !first->sequence().open)
      return Value::integer(static_cast<std::int64_t>(first->sequence().items.size()));
    return computed();
  }
  if (name == "getattr" && made.positional.size() >= 2) {
    if (!made.positional[1].isString()) {
      const auto module = first->is(Value::Kind::Module) ? modules_.find(first->file()) : modules_.end();
      const auto any = module == modules_.end() ? std::nullopt : namedIn(*module->second, made.positional[1]);
      return any ? *any : computed();
    }
    const Value found = memberOf(*first, made.positional[1].text(), made.file, made.node);
    if (!found.isUnknown() || made.positional.size() < 3) return found;
    return first->isUnknown() ? found : Value::oneOf({made.positional[2], found}, &steps_);
  }
  if (name == "hasattr" && made.positional.size() == 2 && made.positional[1].isString()) {
    if (first->is(Value::Kind::Module) && first->file() != noFile) {
      const Value found = memberOf(*first, made.positional[1].text(), made.file, made.node);
      return Value::boolean(!found.isUnknown());
    }
    // An object may have more attributes than are known of it.
    if (first->is(Value::Kind::Object) && first->object().attributes.count(made.positional[1].text()) > 0)
      return Value::boolean(true);
    return computed();
  }
  if (name == "isinstance" && made.positional.size() == 2) {
    const std::optional<bool> is = isOfType(*first, made.positional[1]);
    return is ? Value::boolean(*is) : computed();
  }
  if (name == "isinstance" || name == "issubclass" || name == "callable" || name == "type") return computed();

  Sequence items = iterate(*first);
  if (const Value* key = made.argument(made.positional.size(), "key"); key != nullptr && !key->is(Value::Kind::None)) {
    for (const Value& item : items.items) (void)call({made.file, made.node, *key, {item}, {}, false, made.certain});
  }
  if (name == "list") return Value::list(std::move(items.items), items.open);
  if (name == "iter" || name == "map" || name == "filter") {
    if (name == "iter") return Value::list(std::move(items.items), items.open);
    const Value* function = first;
    if (made.positional.size() != 2) return Value::list({}, true);
    Sequence over = iterate(made.positional[1]);
    std::vector<Value> results;
    for (const Value& item : over.items) {
      const Value result = call({made.file, made.node, *function, {item}, {}, false, made.certain});
      if (name == "map") results.push_back(result);
      else if (result.truth() != false) {
        results.push_back(item);
        over.open = over.open || !result.truth().has_value();
      }
    }
    return Value::list(std::move(results), over.open);
  }
  if (name == "tuple") return Value::tuple(std::move(items.items), items.open);
  if (name == "set" || name == "frozenset") return Value::set(std::move(items.items), items.open, &steps_);
  if (name == "reversed") {
    std::reverse(items.items.begin(), items.items.end());
    return Value::list(std::move(items.items), items.open);
  }
  if (name == "sorted") {
    if (allStrings(items.items) && made.keywords.empty()) {
      std::sort(items.items.begin(), items.items.end(),
                [](const Value& a, const Value& b) { return a.text() < b.text(); });
    }
    return Value::list(std::move(items.items), items.open);
  }
  if (name == "enumerate") {
    std::vector<Value> pairs;
    const Value* start = made.argument(1, "start");
    std::int64_t number = start != nullptr && start->is(Value::Kind::Int) ? start->number() : 0;
    for (Value& item : items.items) {
      pairs.push_back(Value::tuple({Value::integer(number), std::move(item)}));
      items.open = items.open || number == std::numeric_limits<std::int64_t>::max();
      if (__builtin_add_overflow(number, 1, &number)) break;
    }
    return Value::list(std::move(pairs), items.open);
  }
  if (name == "any" || name == "all") {
    const bool decisive = name == "any";
    bool certainly = !items.open;
    for (const Value& item : items.items) {
      const std::optional<bool> truth = item.truth();
      if (truth == decisive && !items.open) return Value::boolean(decisive);
      certainly = certainly && truth.has_value();
    }
    return certainly ? Value::boolean(!decisive) : computed();
  }
  if (name == "next" && !items.open && !items.items.empty()) return items.items.front();
  return computed();
}

}  // namespace limbeck::project::evaluate
