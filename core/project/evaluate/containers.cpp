// Methods of dictionaries, lists, sets and tuples, and what `locals()` of a class body takes.

#include <algorithm>

#include "project/evaluate/evaluator.h"
#include "project/evaluate/strings.h"

namespace limbeck::project::evaluate {

Value Evaluator::callMethod(const Call& made, const Value& object, std::string_view name) {
  if (Frame* const module = moduleOf(object)) return callGlobals(made, *module, name);
  if (object.is(Value::Kind::Object)) return callLocals(made, name);
  if (object.is(Value::Kind::String)) spend(object.size() / 16);
  if (object.is(Value::Kind::String))
    return stringMethod(object, name, made).value_or(unknown("computed", made.file, made.node));
  return object.is(Value::Kind::Dict) ? callMapping(made, object, name) : callSequence(made, object, name);
}

/// locals().update({...}) in a class body
Value Evaluator::callLocals(const Call& made, std::string_view name) {
  Frame& frame = *running_.back();
  const bool known =
      name == "update" && made.certain && !made.openArguments &&
      (made.positional.empty() || (made.positional[0].is(Value::Kind::Dict) && !made.positional[0].mapping().open));
  if (known && !made.positional.empty()) {
    for (const auto& [key, value] : made.positional[0].mapping().items) {
      if (key.isString()) frame.names.set(key.text(), value);
      else frame.openNames = true;
    }
  }
  if (known) {
    for (const auto& [key, value] : made.keywords) frame.names.set(key, value);
  } else if (name != "get" && name != "keys" && name != "items") {
    frame.openNames = true;
  }
  return known ? Value::none() : unknown("computed", made.file, made.node);
}

Value Evaluator::namesOfModule(FileId file) {
  Object names;
  names.type = std::string(globalsType);
  names.file = file;
  return Value::object(std::move(names));
}

Frame* Evaluator::moduleOf(const Value& names) {
  const auto module = names.isObject(globalsType) ? modules_.find(names.object().file) : modules_.end();
  return module == modules_.end() ? nullptr : module->second.get();
}

std::optional<Value> Evaluator::namedIn(const Frame& module, const Value& name) const {
  if (name.isString()) {
    const auto found = module.names.find(name.text());
    return found == module.names.end() ? std::nullopt : std::optional(found->second);
  }
  if (!name.is(Value::Kind::String) || (name.prefix().empty() && name.suffix().empty())) return std::nullopt;
  std::vector<Value> found;
  for (const auto& [one, value] : module.names) {
    const bool fits = one.size() >= name.prefix().size() + name.suffix().size() && one.starts_with(name.prefix()) &&
                      one.ends_with(name.suffix());
    if (fits && value.is(Value::Kind::Function)) found.push_back(value);
  }
  return found.empty() ? std::nullopt : std::optional(Value::oneOf(std::move(found)));
}

/// globals().get("upgrade_" + name, lambda: None), globals().update({...})
Value Evaluator::callGlobals(const Call& made, Frame& module, std::string_view name) {
  const Value* const first = made.argument(0);
  if (name == "get" && first != nullptr) {
    const auto found = namedIn(module, *first);
    if (first->isString() && found) return *found;
    const Value other = made.positional.size() > 1 ? made.positional[1] : Value::none();
    if (first->isString() && !module.openNames) return other;
    return found ? Value::oneOf({*found, other}) : unknown("looked up while the program runs", made.file, made.node);
  }
  std::vector<Value> items;
  if (name == "keys" || name == "values" || name == "items") {
    for (const auto& [key, value] : module.names) {
      if (name == "items") items.push_back(Value::tuple({Value::string(key), value}));
      else items.push_back(name == "keys" ? Value::string(key) : value);
    }
    return Value::list(std::move(items), module.openNames);
  }
  if (name == "update" && first != nullptr && first->is(Value::Kind::Dict) && made.certain) {
    for (const auto& [key, value] : first->mapping().items) {
      if (key.isString()) module.names.set(key.text(), value);
      else module.openNames = true;
    }
    module.openNames = module.openNames || first->mapping().open;
  } else if (name != "copy") {
    module.openNames = true;
  }
  return unknown("computed", made.file, made.node);
}

Value Evaluator::callMapping(const Call& made, const Value& object, std::string_view name) {
  const Value* first = made.argument(0);
  Mapping& mapping = object.mapping();
  std::vector<Value> items;
  if (name == "items") {
    for (const auto& [key, value] : mapping.items) items.push_back(Value::tuple({key, value}));
    return Value::list(std::move(items), mapping.open);
  }
  if (name == "keys" || name == "values") {
    for (const auto& [key, value] : mapping.items) items.push_back(name == "keys" ? key : value);
    return Value::list(std::move(items), mapping.open);
  }
  if ((name == "get" || name == "setdefault" || name == "pop") && first != nullptr) {
    if (auto* const found = mapping.find(*first, &steps_)) {
      const Value value = found->second;
      if (name == "pop" && made.certain) {
        spend(mapping.items.size());
        mapping.erase(found);
      } else if (name == "pop") found->second = unknown("may have been taken out", made.file, made.node);
      return value;
    }
    const Value fallback = made.positional.size() > 1 ? made.positional[1] : Value::none();
    const bool open = mapping.open || first->isUnknown();
    if (name == "setdefault") {
      const Value given = open && !first->isUnknown() ? unknown("given by the caller", made.file, made.node) : fallback;
      mapping.items.emplace_back(*first, given);
      mapping.open = mapping.open || !made.certain || first->isUnknown();
    }
    return open ? unknown("looked up while the program runs", made.file, made.node) : fallback;
  }
  if (name == "copy") return Value::dict(mapping.items, mapping.open);
  if (name == "update" && (first == nullptr || first->is(Value::Kind::Dict))) {
    if (first != nullptr) mapping.put(first->mapping(), &steps_);
    for (const auto& [key, value] : made.keywords) mapping.put(Value::string(key), value, &steps_);
    mapping.open = mapping.open || made.openArguments || !made.certain;
    return Value::none();
  }
  mapping.open = true;
  return unknown("computed", made.file, made.node);
}

void Evaluator::extend(const Value& list, const Sequence& more, bool certain) {
  Sequence& into = list.sequence();
  const bool fits = into.items.size() + more.items.size() <= itemLimit;
  spend(4 * more.items.size());
  if (fits) into.items.insert(into.items.end(), more.items.begin(), more.items.end());
  into.open = into.open || more.open || !certain || !fits;
}

Value Evaluator::joined(const Value& left, const Value& right, FileId file, Expr at) {
  const Sequence& more = right.sequence();
  std::vector<Value> items = left.sequence().items;
  if (items.size() + more.items.size() > itemLimit) return tooLarge(file, at);
  spend(4 * (items.size() + more.items.size()));
  items.insert(items.end(), more.items.begin(), more.items.end());
  const bool open = left.sequence().open || more.open;
  if (left.is(Value::Kind::Set)) return Value::set(std::move(items), open, &steps_);
  return left.is(Value::Kind::List) ? Value::list(std::move(items), open) : Value::tuple(std::move(items), open);
}

Value Evaluator::callSequence(const Call& made, const Value& object, std::string_view name) {
  const Value* first = made.argument(0);
  Sequence& sequence = object.sequence();
  if ((name == "append" || name == "add") && first != nullptr) {
    sequence.items.push_back(*first);
    sequence.open = sequence.open || !made.certain;
    return Value::none();
  }
  if ((name == "extend" || name == "update" || name == "union") && first != nullptr) {
    Sequence more = iterate(*first);
    if (name == "union") return joined(object, Value::list(std::move(more.items), more.open), made.file, made.node);
    extend(object, more, made.certain);
    return Value::none();
  }
  if (name == "sort" || name == "reverse" || name == "insert") spend(sequence.items.size());
  if (name == "insert" && made.positional.size() == 2) {
    const Value& at = made.positional[0];
    const bool front = at.is(Value::Kind::Int) && at.number() == 0;
    sequence.items.insert(front ? sequence.items.begin() : sequence.items.end(), made.positional[1]);
    sequence.open = sequence.open || !made.certain;
    return Value::none();
  }
  if (name == "copy")
    return object.is(Value::Kind::Set) ? Value::set(sequence.items, sequence.open)
                                       : Value::list(sequence.items, sequence.open);
  if (name == "sort" || name == "reverse") {
    if (name == "reverse") std::reverse(sequence.items.begin(), sequence.items.end());
    return Value::none();
  }
  if (name != "index" && name != "count" && name != "issubset" && name != "intersection" && name != "difference")
    sequence.open = true;
  return unknown("computed", made.file, made.node);
}

}  // namespace limbeck::project::evaluate
