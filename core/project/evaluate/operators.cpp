// Operators of two sides: a + b, a | b, "%s" % a, a in b, a < b < c.

#include <algorithm>
#include <cstdlib>

#include "project/evaluate/evaluator.h"
#include "project/evaluate/strings.h"
#include "text/concat.h"

namespace limbeck::project::evaluate {

Value Evaluator::binary(Frame& frame, Expr node) {
  const Value left = expression(frame, node[0]);
  const Value right = expression(frame, node[1]);
  const std::string& op = node.text();
  if (exhausted()) return unknown("too much to evaluate", frame.file, node);
  using K = Value::Kind;
  if (op == "+" && (left.is(K::String) || right.is(K::String))) return joinStrings(left, right, steps_);
  if (op == "+" && left.isSequence() && right.is(left.kind())) return joined(left, right, frame.file, node);
  const auto isRow = [](const Value& v) { return v.is(K::List) || v.is(K::Tuple); };
  const auto isUnread = [](const Value& v) {
    return v.isUnknown() || v.is(K::External) || v.is(K::Object) || v.is(K::OneOf);
  };
  if (op == "+" && ((isRow(left) && isUnread(right)) || (isUnread(left) && isRow(right)))) {
    const Value& known = isRow(left) ? left : right;  // (a, b) + arguments(): there may be more
    spend(costOf(known));
    return known.is(K::List) ? Value::list(known.sequence().items, true) : Value::tuple(known.sequence().items, true);
  }
  if (op == "|" && left.is(K::Dict) && right.is(K::Dict)) {
    if (left.mapping().items.size() + right.mapping().items.size() > itemLimit) return tooLarge(frame.file, node);
    spend(costOf(left) + costOf(right));
    const Value both = Value::dict(left.mapping().items, left.mapping().open);
    both.mapping().put(right.mapping(), &steps_);
    return both;
  }
  if ((op == "|" || op == "-" || op == "&") && left.is(K::Set) && right.is(K::Set)) {
    if (op == "|") return joined(left, right, frame.file, node);
    std::vector<Value> items;
    const bool open = left.sequence().open || right.sequence().open;
    for (const Value& item : left.sequence().items) {
      if (exhausted()) break;
      const bool both = std::any_of(right.sequence().items.begin(), right.sequence().items.end(),
                                    [&](const Value& v) { return v.equals(item, &steps_) == true; });
      spend(right.sequence().items.size() / 4);
      if (op == "-" ? !both : both) items.push_back(item);
    }
    return Value::set(std::move(items), open, &steps_);
  }
  if (left.is(K::Int) && right.is(K::Int)) {
    std::int64_t result = 0;
    const bool tooLarge = op == "+"   ? __builtin_add_overflow(left.number(), right.number(), &result)
                          : op == "-" ? __builtin_sub_overflow(left.number(), right.number(), &result)
                                      : op != "*" || __builtin_mul_overflow(left.number(), right.number(), &result);
    if (!tooLarge) return Value::integer(result);
  }
  if (op == "%" && left.isString()) {
    // "ix_%s" % name with one hole per argument, all of them strings.
    const std::vector<Value> arguments = right.is(K::Tuple) ? right.sequence().items : std::vector<Value>{right};
    Value made = Value::string("");
    std::size_t at = 0;
    for (const Value& argument : arguments) {
      const std::size_t hole = left.text().find("%s", at);
      if (hole == std::string::npos) return unknown("computed", frame.file, node);
      if (exhausted()) break;
      made = joinStrings(joinStrings(made, Value::string(left.text().substr(at, hole - at)), steps_), argument, steps_);
      at = hole + 2;
    }
    return joinStrings(made, Value::string(left.text().substr(at)), steps_);
  }
  const auto value = operation(frame, node, op, left, right);  // Path("a") / "b" and the like
  return value ? *value : unknown("computed", frame.file, node);
}

/// An operator that a vocabulary has a meaning for.
std::optional<Value> Evaluator::operation(const Frame& frame, Expr node, const std::string& op, const Value& left,
                                          const Value& right) {
  return asked({frame.file, node, Value::external(concat("operator.", op)), {left, right}, {}, false, certain()});
}

Value Evaluator::compare(Frame& frame, Expr node) {
  Value left = expression(frame, node[0]);
  bool certainly = true;
  for (std::uint32_t i = 1; i < node.size(); ++i) {
    const Value right = expression(frame, node[i][0]);
    if (node.size() == 2 && left.is(Value::Kind::Object)) {  // Column("a") >= 0 is no truth
      if (auto value = operation(frame, node, node[i].text(), left, right)) return *value;
    }
    const Truth holds = compareOnce(left, node[i].text(), right);
    if (holds == Truth::False) return Value::boolean(false);
    certainly = certainly && holds == Truth::True;
    left = right;
  }
  return certainly ? Value::boolean(true) : unknown("not known to be true or false", frame.file, node);
}

Truth Evaluator::compareOnce(const Value& left, const std::string& op, const Value& right) {
  if (op == "==" || op == "is") return truthOf(left.equals(right, &steps_));
  if (op == "!=" || op == "is not") return negate(truthOf(left.equals(right, &steps_)));
  if (op == "in") return membership(left, right);
  if (op == "not in") return negate(membership(left, right));
  if (!left.is(Value::Kind::Int) || !right.is(Value::Kind::Int)) return Truth::Unknown;
  const std::int64_t a = left.number();
  const std::int64_t b = right.number();
  return truthOf(op == "<" ? a < b : op == "<=" ? a <= b : op == ">" ? a > b : a >= b);
}

Truth Evaluator::membership(const Value& item, const Value& in) {
  spend(in.size() / (in.is(Value::Kind::String) ? 16 : 4));
  if (item.isString() && in.isString()) return truthOf(in.text().find(item.text()) != std::string::npos);
  // What is loaded already is loaded: to load it again changes nothing.
  if (in.is(Value::Kind::External) && in.text() == "sys.modules") return Truth::False;
  if (!in.isSequence() && !in.is(Value::Kind::Dict)) return Truth::Unknown;
  const Sequence items = iterate(in);
  Truth found = items.open ? Truth::Unknown : Truth::False;
  for (const Value& one : items.items) {
    const Truth equal = truthOf(one.equals(item, &steps_));
    if (equal == Truth::True) return Truth::True;
    if (equal == Truth::Unknown) found = Truth::Unknown;
  }
  return found;
}

}  // namespace limbeck::project::evaluate
