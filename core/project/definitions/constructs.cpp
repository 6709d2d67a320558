#include "project/definitions/constructs.h"

#include <algorithm>

#include "project/classes/sqlalchemy.h"
#include "text/concat.h"
#include "text/dotted.h"
#include "text/words.h"

namespace limbeck::project {

using evaluate::Call;
using evaluate::Evaluator;
using evaluate::Object;
using evaluate::Value;

namespace {

constexpr std::string_view positionalKey = "positional";
constexpr std::string_view keywordKey = "keywords";
constexpr std::string_view classKey = "class";
constexpr std::string_view orderKey = "order";

/// What `__init__` of a class of the project hands on to the library's.
void keepArguments(const Value& self, const Call& call, std::size_t from) {
  if (!self.is(Value::Kind::Object) || self.object().own.count(classKey) == 0) return;
  const auto begin = call.positional.begin() + static_cast<std::ptrdiff_t>(std::min(from, call.positional.size()));
  std::vector<std::pair<Value, Value>> keywords;
  for (const auto& [name, value] : call.keywords) keywords.emplace_back(Value::string(name), value);
  self.object().own.insert_or_assign(std::string(positionalKey),
                                     Value::tuple({begin, call.positional.end()}, call.openArguments || !call.certain));
  self.object().own.insert_or_assign(std::string(keywordKey), Value::dict(std::move(keywords)));
}

/// `db` of Flask-SQLAlchemy lends the names of SQLAlchemy: db.Column, db.String, db.relationship.
bool isFlaskDatabase(const Object& object) {
  if (!object.node) return object.type.starts_with("flask_sqlalchemy") && lastOf(object.type) == "SQLAlchemy";
  const Expr bases = object.node.bases();  // class RoutingSQLAlchemy(SQLAlchemy)
  return std::any_of(bases.begin(), bases.end(), [](Expr base) { return base.text() == "SQLAlchemy"; });
}

}  // namespace

std::optional<Construct> Construct::of(const Value& value) {
  if (!value.is(Value::Kind::Object) || value.object().own.count(positionalKey) == 0) return std::nullopt;
  return Construct(value.object());
}

std::string_view Construct::name() const { return lastOf(object_->type); }
std::string_view Construct::top() const { return topOf(object_->type); }
const std::vector<Value>& Construct::positional() const { return object_->kept(positionalKey).sequence().items; }
const Value* Construct::positional(std::size_t i) const { return i < positional().size() ? &positional()[i] : nullptr; }
std::int64_t Construct::order() const {
  const auto found = object_->own.find(orderKey);
  return found == object_->own.end() ? -1 : found->second.number();
}
bool Construct::open() const { return object_->kept(positionalKey).sequence().open; }
const std::vector<std::pair<Value, Value>>& Construct::keywords() const {
  return object_->kept(keywordKey).mapping().items;
}

const Value* Construct::keyword(std::string_view name) const {
  for (const auto& [key, value] : keywords()) {
    if (key.text() == name) return &value;
  }
  return nullptr;
}

const Value* Construct::argument(std::size_t place, std::string_view name) const {
  const Value* const found = positional(place);
  return found != nullptr ? found : keyword(name);
}

Value construct(std::string dotted, const Call& call) {
  Object object;
  object.type = std::move(dotted);
  object.madeIn = call.file;
  object.made = call.node;
  object.open = true;
  object.own.emplace(positionalKey, Value::tuple(call.positional, call.openArguments));
  std::vector<std::pair<Value, Value>> keywords;
  for (const auto& [name, value] : call.keywords) keywords.emplace_back(Value::string(name), value);
  object.own.emplace(keywordKey, Value::dict(std::move(keywords)));
  return Value::object(std::move(object));
}

Value boundMethod(const Value& of, std::string_view name) {
  Object bound;
  bound.type = std::string(boundType);
  bound.own.emplace("of", of);
  bound.own.emplace("name", Value::string(std::string(name)));
  return Value::object(std::move(bound));
}

const Value* classOf(const Construct& call) {
  const auto found = call.object().own.find(classKey);
  return found == call.object().own.end() ? nullptr : &found->second;
}

Value unbuilt(const Value& ofClass) {
  Object self;
  self.type = ofClass.node().text();
  self.file = ofClass.file();
  self.node = ofClass.node();
  self.own.emplace(classKey, ofClass);
  return Value::object(std::move(self));
}

namespace {

/// class Money(TypeDecorator), class Price(Money)
bool isColumnType(const Evaluator& evaluator, const Value& callee, unsigned depth) {
  if (!callee.is(Value::Kind::Class) || depth > 8) return false;
  for (const Expr base : callee.node().bases()) {
    static constexpr std::string_view types[] = {"TypeDecorator", "UserDefinedType"};
    if (oneOf(base.text(), types)) return true;
    const Symbol symbol = base.is(Kind::Keyword) ? Symbol() : evaluator.resolver().only(callee.file(), base);
    if (symbol.is(Symbol::Kind::Class) && isColumnType(evaluator, Value::classOf(symbol.file, symbol.node), depth + 1))
      return true;
  }
  return false;
}

/// What comparing makes SQL of: column("a"), Column("a", Integer)
bool isColumn(const Value& value) {
  static constexpr std::string_view columns[] = {"column", "Column", "mapped_column", "literal_column"};
  const auto call = Construct::of(value);
  return call && oneOf(call->name(), columns);
}

}  // namespace

bool Constructs::takesOver(Evaluator& evaluator, const Value& callee) {
  // A class that decorates a column type is called for its arguments.
  return isColumnType(evaluator, callee, 0);
}

/// What Python itself says about classes and calls of a library.
std::optional<Value> Constructs::builtin(Evaluator& evaluator, const Call& call) const {
  const std::string& name = call.callee.text();
  if (name == "dir" && call.positional.size() == 1 && call.positional[0].is(Value::Kind::Class) && hidesParent_)
    return Value::list(evaluator.namesOf(call.positional[0]), hidesParent_(call.positional[0]));
  const bool asks = name == "isinstance" && call.positional.size() == 2;
  const auto made = asks ? Construct::of(call.positional[0]) : std::nullopt;
  if (!made || made->top() != "sqlalchemy" || made->name() == "quoted_name" || made->name() == "conv")
    return std::nullopt;
  const Value& of = call.positional[1];  // no column and no constraint is a dict, a tuple or a text
  const std::vector<Value> types = of.is(Value::Kind::Tuple) ? of.sequence().items : std::vector<Value>{of};
  const bool plain =
      std::all_of(types.begin(), types.end(), [](const Value& type) { return type.is(Value::Kind::Builtin); });
  return plain ? std::optional(Value::boolean(false)) : std::nullopt;
}

std::optional<Value> Constructs::call(Evaluator& evaluator, const Call& call) {
  if (call.callee.is(Value::Kind::Builtin)) return builtin(evaluator, call);
  if (call.callee.is(Value::Kind::Class)) {
    Value made = construct(call.callee.node().text(), call);
    made.object().own.emplace(classKey, call.callee);
    return made;
  }
  if (call.callee.isObject(evaluate::baseMethodType)) {  // super().__init__(12, 2)
    const Value& self = call.callee.object().kept("of");
    const std::string& method = call.callee.object().kept("name").text();
    if (method == "load_dialect_impl") return Value::unknown(std::string(decoratedType));
    if (method != "__init__") return std::nullopt;
    keepArguments(self, call, 0);
    return Value::none();
  }
  if (call.callee.isObject(boundType)) {
    const Value& of = call.callee.object().kept("of");
    const std::string& method = call.callee.object().kept("name").text();
    const auto self = Construct::of(of);
    if (method == "with_variant" && self) {  // a copy that knows its variants
      Object copy = of.object();
      auto [it, fresh] = copy.own.emplace("variants", Value::list({}));
      if (!fresh) it->second = Value::list(it->second.sequence().items);
      it->second.sequence().items.push_back(Value::tuple(call.positional));
      return Value::object(std::move(copy));
    }
    Value made = construct(concat(self                         ? self->dotted()
                                  : of.is(Value::Kind::Object) ? of.object().type
                                                               : std::string("?"),
                                  "().", method),
                           call);
    made.object().own.emplace("of", of);
    return made;
  }
  if (!call.callee.is(Value::Kind::External)) return std::nullopt;
  const std::string& dotted = call.callee.text();
  if (dotted.starts_with("operator.")) {
    static constexpr std::string_view comparisons[] = {"==", "!=", "<", "<=", ">", ">="};
    const bool compares =
        oneOf(dotted.substr(9), comparisons) && !call.positional.empty() && isColumn(call.positional[0]);
    return compares ? std::optional(construct(dotted, call)) : std::nullopt;
  }
  if (dotted.ends_with(".__init__") && !call.positional.empty()) {  // TypeDecorator.__init__(self, 12, 2)
    keepArguments(call.positional[0], call, 1);
    return Value::none();
  }
  // Wrappers that hand their argument on.
  const std::string_view name = lastOf(dotted);
  if (sqlalchemy::saysDeclaredAttr(dotted))
    return call.positional.empty() ? std::nullopt : std::optional(call.positional[0]);
  if ((dotted == "typing.cast" || dotted == "typing_extensions.cast") && call.positional.size() == 2)
    return call.positional[1];
  if (name == "as_mutable" && !call.positional.empty()) return call.positional[0];
  if (dotted == "textwrap.dedent" && call.positional.size() == 1) return call.positional[0];
  Value made = construct(dotted, call);
  if (name.ends_with("olumn")) made.object().own.emplace(orderKey, Value::integer(made_++));
  return made;
}

namespace {

/// `Column("id", Integer).name`, `users.schema`: what it was given; nothing for what its library computes.
std::optional<Value> writtenOf(const Value& object, std::string_view name) {
  const auto made = Construct::of(object);
  if (!made || made->open()) return std::nullopt;
  const bool column = made->name() == "Column" || made->name() == "mapped_column";
  const bool table = made->name() == "Table";
  const Value* found = nullptr;
  if ((column || table) && (name == "name" || name == "key")) {
    found = name == "key" ? made->keyword("key") : nullptr;
    if (found == nullptr) found = made->argument(0, "name");
  } else if (name == "name" && (made->name() == "Enum" || made->name() == "ENUM")) {
    found = made->keyword("name");
  } else if (table && name == "schema") {
    found = made->keyword("schema");
    if (found == nullptr) return Value::none();
  }
  return found != nullptr && (found->isString() || found->is(Value::Kind::None)) ? std::optional(*found) : std::nullopt;
}

}  // namespace

std::optional<Value> Constructs::attribute(Evaluator&, const Value& object, std::string_view name) {
  // class MutableList(Mutable, list): MutableList.as_mutable(JSON)
  if (object.is(Value::Kind::Class) && name == "as_mutable")
    return Value::external("sqlalchemy.ext.mutable.Mutable.as_mutable");
  if (object.is(Value::Kind::Class) && attributeOf_) return attributeOf_(object, name);
  if (!object.is(Value::Kind::Object)) return std::nullopt;
  const Object& of = object.object();
  if (of.type == "enum member") return std::nullopt;
  if (isFlaskDatabase(of)) {
    if (name == "Model" || name == "metadata" || name == "session" || name == "engine") return std::nullopt;
    return Value::external(concat("sqlalchemy.", name));
  }
  if (of.node) return std::nullopt;
  if (auto written = writtenOf(object, name)) return written;
  return Construct::of(object) ? std::optional(boundMethod(object, name)) : std::nullopt;
}

}  // namespace limbeck::project
