#include <algorithm>
#include <cstdlib>

#include "project/evaluate/evaluator.h"
#include "project/evaluate/strings.h"
#include "text/concat.h"

namespace limbeck::project::evaluate {
namespace {

/// Names every module has without defining them.
bool isBuiltinName(std::string_view name) {
  static constexpr std::string_view names[] = {"print",
                                               "len",
                                               "str",
                                               "int",
                                               "float",
                                               "bool",
                                               "list",
                                               "tuple",
                                               "set",
                                               "frozenset",
                                               "dict",
                                               "sorted",
                                               "reversed",
                                               "enumerate",
                                               "zip",
                                               "range",
                                               "isinstance",
                                               "issubclass",
                                               "hasattr",
                                               "getattr",
                                               "setattr",
                                               "callable",
                                               "any",
                                               "all",
                                               "map",
                                               "filter",
                                               "min",
                                               "max",
                                               "sum",
                                               "open",
                                               "globals",
                                               "locals",
                                               "vars",
                                               "dir",
                                               "super",
                                               "type",
                                               "repr",
                                               "format",
                                               "id",
                                               "iter",
                                               "next",
                                               "object",
                                               "Exception",
                                               "ImportError",
                                               "ModuleNotFoundError",
                                               "AttributeError",
                                               "KeyError",
                                               "ValueError",
                                               "TypeError",
                                               "RuntimeError",
                                               "NotImplementedError",
                                               "NotImplemented",
                                               "property",
                                               "staticmethod",
                                               "classmethod",
                                               "__import__",
                                               "exec",
                                               "eval",
                                               "delattr",
                                               "exit",
                                               "quit",
                                               "input",
                                               "breakpoint",
                                               "hash",
                                               "pow",
                                               "divmod",
                                               "hex",
                                               "bytearray",
                                               "compile",
                                               "slice",
                                               "SystemExit",
                                               "StopIteration",
                                               "OSError",
                                               "IndexError",
                                               "LookupError",
                                               "NameError",
                                               "AssertionError",
                                               "Warning",
                                               "UserWarning",
                                               "DeprecationWarning",
                                               "BaseException",
                                               "abs",
                                               "round",
                                               "bytes",
                                               "ord",
                                               "chr"};
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

std::optional<std::int64_t> integerOf(const std::string& text) {
  std::string digits;
  for (const char c : text) {
    if (c != '_') digits += c;
  }
  if (digits.empty() || digits.size() > 18) return std::nullopt;
  char* end = nullptr;
  const int base = digits.size() > 2 && digits[0] == '0' ? (digits[1] == 'x' || digits[1] == 'X' ? 16
                                                            : digits[1] == 'o'                   ? 8
                                                            : digits[1] == 'b'                   ? 2
                                                                                                 : 10)
                                                         : 10;
  const char* start = base == 2 || base == 8 ? digits.c_str() + 2 : digits.c_str();
  const long long value = std::strtoll(start, &end, base);
  return *end == '\0' ? std::optional<std::int64_t>(value) : std::nullopt;
}

}  // namespace

Value Evaluator::expression(Frame& frame, Expr node) {
  if (nesting_ >= limits_.nesting) return unknown("too long to evaluate", frame.file, node);
  if (++steps_ > limits_.steps) return unknown("too much to evaluate", frame.file, node);
  ++nesting_;
  Value value = valueOf(frame, node);
  --nesting_;
  return value;
}

Value Evaluator::valueOf(Frame& frame, Expr node) {
  const auto items = [&](std::vector<Value>& into) {
    bool open = false;
    for (const Expr part : node) {
      if (!part.is(Kind::Star)) {
        into.push_back(expression(frame, part));
        continue;
      }
      Sequence more = iterate(expression(frame, part[0]));
      const bool fits = into.size() + more.items.size() <= itemLimit;
      if (fits) into.insert(into.end(), more.items.begin(), more.items.end());
      open = open || more.open || !fits;
    }
    return open;
  };
  switch (node.kind()) {
    case Kind::None: return Value::none();
    case Kind::True: return Value::boolean(true);
    case Kind::False: return Value::boolean(false);
    case Kind::Int: {
      const auto value = integerOf(node.text());
      return value ? Value::integer(*value) : unknown("a large number", frame.file, node);
    }
    case Kind::Float: return Value::floating(node.text());
    case Kind::String: spend(node.text().size() / 16); return Value::string(node.text());
    case Kind::Bytes: spend(node.text().size() / 16); return Value::bytes(node.text());
    case Kind::FString: return formatted(frame, node);
    case Kind::Name: return name(frame, node);
    case Kind::Attribute: return attribute(frame, expression(frame, node[0]), node);
    case Kind::Call: return callExpression(frame, node);
    case Kind::Subscript: return subscript(frame, node);
    case Kind::List: {
      std::vector<Value> values;
      const bool open = items(values);
      return Value::list(std::move(values), open);
    }
    case Kind::Tuple: {
      std::vector<Value> values;
      const bool open = items(values);
      return Value::tuple(std::move(values), open);
    }
    case Kind::Set: {
      std::vector<Value> values;
      const bool open = items(values);
      return Value::set(std::move(values), open, &steps_);
    }
    case Kind::Dict: {
      const Value made = Value::dict();
      for (const Expr part : node) {
        if (part.is(Kind::Pair)) {
          const Value key = expression(frame, part[0]);
          made.mapping().put(key, expression(frame, part[1]), &steps_);
          continue;
        }
        const Value other = expression(frame, part[0]);
        if (!other.is(Value::Kind::Dict)) {
          made.mapping().open = true;
          continue;
        }
        made.mapping().put(other.mapping(), &steps_);
      }
      return made;
    }
    case Kind::Unary: {
      const Value value = expression(frame, node[0]);
      if (node.text() == "not") {
        const std::optional<bool> truth = value.truth();
        return truth ? Value::boolean(!*truth) : unknown("not known to be true or false", frame.file, node);
      }
      if (std::int64_t negative = 0; node.text() == "-" && value.is(Value::Kind::Int) &&
                                     !__builtin_sub_overflow(std::int64_t{0}, value.number(), &negative))
        return Value::integer(negative);
      return unknown("computed", frame.file, node);
    }
    case Kind::Binary: return binary(frame, node);
    case Kind::BoolOp: {
      const Value left = expression(frame, node[0]);
      const std::optional<bool> truth = left.truth();
      const bool decisive = node.text() == "or";
      if (truth == decisive) return left;
      if (truth.has_value()) return expression(frame, node[1]);
      ++uncertain_;
      const Value right = expression(frame, node[1]);
      --uncertain_;
      // `unknown and False` is False, `unknown or True` is True (engine 2.3).
      if (right.truth() == decisive && right.is(Value::Kind::Bool)) return right;
      return Value::oneOf({left, right}, &steps_);
    }
    case Kind::Compare: return compare(frame, node);
    case Kind::Conditional: {
      const std::optional<bool> holds = truth(frame, node[1]);
      if (holds) return expression(frame, *holds ? node[0] : node[2]);
      ++uncertain_;
      const Value a = expression(frame, node[0]);
      const Value b = expression(frame, node[2]);
      --uncertain_;
      return Value::oneOf({a, b}, &steps_);
    }
    case Kind::Lambda: return Value::function({frame.file, node, keep(frame), nullptr});
    case Kind::ListComp:
    case Kind::SetComp:
    case Kind::DictComp:
    case Kind::Generator: return comprehension(frame, node);
    case Kind::Await: return expression(frame, node[0]);
    case Kind::Walrus: {
      const Value value = expression(frame, node[0]);
      frame.names.set(node.text(), value);
      return value;
    }
    case Kind::Yield: {
      const Value value = node[0] ? expression(frame, node[0]) : Value::none();
      Sequence more = node.text() == "from" ? iterate(value) : Sequence{{value}, false};
      if (frame.yielded.items.size() + more.items.size() > limits_.iterations) more = {{}, true};
      frame.yielded.items.insert(frame.yielded.items.end(), more.items.begin(), more.items.end());
      frame.yielded.open = frame.yielded.open || more.open || !certain();
      return unknown("sent by the caller", frame.file, node);
    }
    case Kind::Star:
    case Kind::Slice:
      for (const Expr part : node) {
        if (part) (void)expression(frame, part);
      }
      return unknown("not evaluated", frame.file, node);
    default: return unknown("not readable", frame.file, node);
  }
}

Value Evaluator::name(Frame& frame, Expr node) {
  const std::string& text = node.text();
  for (const Frame* at = &frame; at != nullptr; at = at->around.get()) {
    if (const auto found = at->names.find(text); found != at->names.end()) return found->second;
  }
  if (const auto module = modules_.find(frame.file); module != modules_.end()) {
    if (const auto found = module->second->names.find(text); found != module->second->names.end()) return found->second;
    if (module->second->openNames) return unknown("set while the program runs", frame.file, node);
  }
  if (text == "TYPE_CHECKING") return Value::boolean(false);
  if (isBuiltinName(text)) return Value::builtin(text);
  for (const Frame* at = &frame; at != nullptr; at = at->around.get()) {
    if (auto value = fromStars(*at, text)) return *value;
  }
  if (const auto module = modules_.find(frame.file); module != modules_.end()) {
    if (auto value = fromStars(*module->second, text)) return *value;
  }
  return unknown(concat("`", text, "` is not defined here"), frame.file, node);
}

Value Evaluator::attribute(Frame& frame, const Value& object, Expr node) {
  return memberOf(object, node.text(), frame.file, node);
}

/// text[:-3], items[1:]: constant bounds, no step.
Value Evaluator::slice(Frame& frame, const Value& object, Expr node) {
  std::vector<Value> bounds;
  for (const Expr bound : node) bounds.push_back(expression(frame, bound));
  const bool list = object.isSequence() && !object.sequence().open;
  const std::string& written = node.text();
  const std::size_t colon = written.find(':');
  const bool simple = colon != std::string::npos && written.find(':', colon + 1) == std::string::npos;
  if ((!object.isString() && !list) || !simple) return unknown("a slice", frame.file, node);
  const auto size = static_cast<std::int64_t>(list ? object.sequence().items.size() : object.text().size());
  std::int64_t from = 0;
  std::int64_t to = size;
  std::size_t next = 0;
  const auto read = [&](bool present, std::int64_t& into) {
    if (!present) return true;
    if (next >= bounds.size() || !bounds[next].is(Value::Kind::Int)) return false;
    const std::int64_t value = bounds[next++].number();
    into = std::clamp<std::int64_t>(value < 0 ? value + size : value, 0, size);
    return true;
  };
  if (!read(written.find_first_not_of(' ') < colon, from) ||
      !read(written.find_first_not_of(' ', colon + 1) != std::string::npos, to)) {
    return unknown("a slice", frame.file, node);
  }
  const auto length = static_cast<std::size_t>(std::max<std::int64_t>(0, to - from));
  if (object.isString()) spend(length / 16);
  if (object.isString()) return Value::string(object.text().substr(static_cast<std::size_t>(from), length));
  spend(4 * length);
  const auto begin = object.sequence().items.begin() + static_cast<std::ptrdiff_t>(from);
  std::vector<Value> items(begin, begin + static_cast<std::ptrdiff_t>(length));
  return object.is(Value::Kind::Tuple) ? Value::tuple(std::move(items)) : Value::list(std::move(items));
}

Value Evaluator::subscript(Frame& frame, Expr node) {
  const Value object = expression(frame, node[0]);
  if (node.size() == 2 && node[1].is(Kind::Slice)) return slice(frame, object, node[1]);
  if (node.size() != 2) {
    for (std::uint32_t i = 1; i < node.size(); ++i) {
      if (!node[i].is(Kind::Slice)) (void)expression(frame, node[i]);
    }
    return object.isSequence() ? unknown("several indices", frame.file, node) : object;
  }
  const Value key = expression(frame, node[1]);
  if ((object.is(Value::Kind::List) || object.is(Value::Kind::Tuple)) && key.is(Value::Kind::Int) &&
      !object.sequence().open) {
    const auto size = static_cast<std::int64_t>(object.sequence().items.size());
    const std::int64_t at = key.number() < 0 ? key.number() + size : key.number();
    if (at >= 0 && at < size) return object.sequence().items[static_cast<std::size_t>(at)];
  }
  if (object.is(Value::Kind::Dict)) {
    if (const auto* const found = object.mapping().find(key, &steps_))
      return object.mapping().open && !certain() ? unknown("may have been replaced", frame.file, node) : found->second;
    if (key.is(Value::Kind::OneOf) && !object.mapping().open) {
      std::vector<Value> found;
      for (const Value& alternative : key.sequence().items) {
        if (const auto* const item = object.mapping().find(alternative, &steps_)) found.push_back(item->second);
      }
      if (!found.empty()) return Value::oneOf(std::move(found), &steps_);
    }
    if (key.isUnknown() && !object.mapping().open && !object.mapping().items.empty()) {  // one of those that are there
      std::vector<Value> found;
      for (const auto& [known, value] : object.mapping().items) found.push_back(value);
      return Value::oneOf(std::move(found));
    }
  }
  if (Frame* const module = moduleOf(object)) {  // globals()["upgrade_main"]
    if (auto found = namedIn(*module, key)) return *found;
  }
  const bool modules = object.is(Value::Kind::External) && object.text() == "sys.modules";
  if (modules && key.isString()) {
    const FileId own = key.text() == resolver_.dottedName(frame.file) ? frame.file : noFile;
    const FileId file = own != noFile ? own : resolver_.importTarget(key.text(), frame.file).file;
    if (file != noFile && modules_.count(file) > 0) return Value::module(file, files_[file]->path());
  }
  // Generic[T] and Mapped[int] are what they were.
  const bool generic = object.is(Value::Kind::Class) || object.is(Value::Kind::External);
  if ((generic && !modules) || object.is(Value::Kind::Builtin)) return object;
  return unknown("looked up while the program runs", frame.file, node);
}

Value Evaluator::comprehension(Frame& frame, Expr node) {
  Frame inner;
  inner.file = frame.file;
  inner.owner = node;
  inner.around = keep(frame);
  Sequence made;
  comprehend(inner, node, 1, made);
  if (node.is(Kind::SetComp)) return Value::set(std::move(made.items), made.open, &steps_);
  if (!node.is(Kind::DictComp)) return Value::list(std::move(made.items), made.open);
  const Value dict = Value::dict({}, made.open);
  for (const Value& pair : made.items) {
    if (pair.is(Value::Kind::Tuple)) dict.mapping().put(pair.sequence().items[0], pair.sequence().items[1], &steps_);
  }
  return dict;
}

void Evaluator::comprehend(Frame& frame, Expr node, std::uint32_t clause, Sequence& into) {
  if (exhausted() || into.items.size() > limits_.iterations) {
    into.open = true;
    return;
  }
  if (clause == node.size()) {
    const Expr element = node[0];
    into.items.push_back(element.is(Kind::Pair)
                             ? Value::tuple({expression(frame, element[0]), expression(frame, element[1])})
                             : expression(frame, element));
    return;
  }
  const Expr part = node[clause];
  if (part.is(Kind::CompIf)) {
    const std::optional<bool> holds = truth(frame, part[0]);
    if (holds == false) return;
    if (!holds) {
      into.open = true;
      ++uncertain_;
      comprehend(frame, node, clause + 1, into);
      --uncertain_;
      return;
    }
    comprehend(frame, node, clause + 1, into);
    return;
  }
  const Sequence items = iterate(expression(frame, part[1]));
  for (const Value& item : items.items) {
    if (exhausted()) break;
    spend(roundCost);
    assign(frame, part[0], item);
    comprehend(frame, node, clause + 1, into);
  }
  into.open = into.open || items.open;
}

Value Evaluator::formatted(Frame& frame, Expr node) {
  Value made = Value::string("");
  for (const Expr part : node) {
    if (part.is(Kind::String)) {
      made = joinStrings(made, Value::string(part.text()), steps_);
      continue;
    }
    Value value = part.is(Kind::Interpolation) ? expression(frame, part[0]) : unknown("not readable", frame.file, part);
    if (value.is(Value::Kind::Int)) value = Value::string(std::to_string(value.number()));
    if (!part.text().empty() && part.text() != "!s") value = unknown("formatted", frame.file, part);
    if (value.is(Value::Kind::Object))
      value = asked({frame.file, part, Value::builtin("str"), {value}, {}, false, certain()}).value_or(value);
    made = joinStrings(made, value, steps_);
  }
  return made;
}

Value Evaluator::callExpression(Frame& frame, Expr node) {
  Call made;
  made.file = frame.file;
  made.node = node;
  made.callee = expression(frame, node.callee());
  for (std::uint32_t i = 1; i < node.size(); ++i) {
    const Expr part = node[i];
    if (part.is(Kind::Keyword)) {
      made.keywords.emplace_back(part.text(), expression(frame, part[0]));
    } else if (part.is(Kind::Star)) {
      const Sequence more = iterate(expression(frame, part[0]));
      made.positional.insert(made.positional.end(), more.items.begin(), more.items.end());
      made.openArguments = made.openArguments || more.open;
    } else if (part.is(Kind::DoubleStar)) {
      const Value more = expression(frame, part[0]);
      made.openArguments = made.openArguments || !more.is(Value::Kind::Dict) || more.mapping().open;
      if (more.is(Value::Kind::Dict)) {
        for (const auto& [key, value] : more.mapping().items) {
          spend(roundCost + key.size() / 16);
          if (key.isString()) made.keywords.emplace_back(key.text(), value);
        }
      }
    } else {
      made.positional.push_back(expression(frame, part));
    }
  }
  made.certain = certain();
  return call(std::move(made));
}

Sequence Evaluator::iterate(const Value& value) {
  spend(value.size());
  switch (value.kind()) {
    case Value::Kind::List:
    case Value::Kind::Tuple:
    case Value::Kind::Set: return value.sequence();
    case Value::Kind::Dict: {
      Sequence keys{{}, value.mapping().open};
      for (const auto& [key, item] : value.mapping().items) keys.items.push_back(key);
      return keys;
    }
    case Value::Kind::String: {
      if (value.hasHole() || value.text().size() > 64) break;
      Sequence letters;
      for (const char c : value.text()) letters.items.push_back(Value::string(std::string(1, c)));
      return letters;
    }
    case Value::Kind::Class:
      if (isEnum(value.file(), value.node())) return {membersOf(value), false};
      break;
    case Value::Kind::Object:
      if (const Frame* const module = moduleOf(value)) {  // for name in globals():
        Sequence names{{}, module->openNames};
        for (const auto& [name, item] : module->names) names.items.push_back(Value::string(name));
        return names;
      }
      break;
    default: break;
  }
  for (Vocabulary* vocabulary : vocabularies_) {
    if (auto items = vocabulary->iterate(*this, value)) return std::move(*items);
  }
  return {{}, true};
}

std::optional<bool> Evaluator::truth(Frame& frame, Expr condition) { return expression(frame, condition).truth(); }

}  // namespace limbeck::project::evaluate
