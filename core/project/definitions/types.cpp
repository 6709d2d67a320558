// Column types: from the class and its arguments to schema::Type.

#include <algorithm>
#include <array>

#include "project/definitions/definitions.h"
#include "text/concat.h"
#include "text/dotted.h"
#include "text/words.h"

namespace limbeck::project {

using evaluate::Value;
using schema::Type;

namespace {

/// "postgresql" of sqlalchemy.dialects.postgresql.base.UUID
std::string dialectOf(std::string_view dotted) {
  constexpr std::string_view mark = ".dialects.";
  const std::size_t at = dotted.find(mark);
  if (at == std::string_view::npos) return {};
  const std::string_view rest = dotted.substr(at + mark.size());
  const std::string_view name = topOf(rest);
  return name == "mariadb" ? "mysql" : std::string(name);
}

/// Types of companions that are known by what they store.
struct Companion {
  std::string_view dotted;  ///< how it ends
  std::string_view name;
  std::int64_t length;  ///< 0: none
};
constexpr Companion companions[] = {
    {"sqlalchemy_utils.EmailType", "Unicode", 255},
    {"sqlalchemy_utils.types.email.EmailType", "Unicode", 255},
    {"sqlalchemy_utils.URLType", "Text", 0},
    {"sqlalchemy_utils.types.url.URLType", "Text", 0},
    {"sqlalchemy_utils.TSVectorType", "TSVECTOR", 0},
    {"sqlalchemy_utils.types.ts_vector.TSVectorType", "TSVECTOR", 0},
    {"sqlalchemy_searchable.TSVectorType", "TSVECTOR", 0},
    {"sqlalchemy_utils.JSONType", "JSON", 0},
    {"sqlalchemy_utils.types.json.JSONType", "JSON", 0},
    {"sqlalchemy_utils.PhoneNumberType", "Unicode", 20},
    {"sqlalchemy_utils.IPAddressType", "Unicode", 50},
    {"sqlalchemy_utils.LocaleType", "Unicode", 10},
    {"sqlalchemy_utils.CountryType", "String", 2},
    {"sqlalchemy_utils.CurrencyType", "String", 3},
    {"sqlalchemy_utils.TimezoneType", "Unicode", 50},
    {"sqlmodel.AutoString", "AutoString", 0},
    {"sqlmodel.sql.sqltypes.AutoString", "AutoString", 0},
    {"citext.CIText", "CITEXT", 0},
    {"sqlmodel.sql.sqltypes.GUID", "Uuid", 0},
    {"sqlmodel.GUID", "Uuid", 0},
    {"advanced_alchemy.types.EncryptedString", "String", 0},
    {"advanced_alchemy.types.EncryptedText", "Text", 0},
    {"advanced_alchemy.types.GUID", "Uuid", 0},
    {"advanced_alchemy.types.BigIntIdentity", "BigInteger", 0},
};

std::optional<std::int64_t> numberOf(const Value* value) {
  if (value == nullptr || !value->is(Value::Kind::Int)) return std::nullopt;
  return value->number();
}
/// Reads a number; what stands there and is none leaves the type open.
void read(const Value* value, std::optional<std::int64_t>& into, bool& open) {
  if (isNone(value)) return;
  into = numberOf(value);
  if (!into) open = true;
}
std::optional<bool> truthOf(const Value* value) { return value == nullptr ? std::nullopt : value->truth(); }

/// Classes whose plain name is SQLAlchemy's generic type, whatever module re-exports them.
Type named(std::string_view dotted) {
  Type type;
  type.name = std::string(lastOf(dotted));
  type.dialect = dialectOf(dotted);
  if (type.name == "Null" || type.name == "NULLTYPE") type.name = "NullType";
  if (type.dialect == "sqlite") type.dialect.clear();
  return type;
}

bool isLibraryOfTypes(std::string_view dotted) {
  static constexpr std::string_view tops[] = {"sqlalchemy", "sqlmodel", "flask_sqlalchemy"};
  return oneOf(topOf(dotted), tops);
}

}  // namespace

Type Definitions::type(const Value& value, unsigned depth) const {
  if (depth > 8) return {};
  if (value.is(Value::Kind::None)) return named("NullType");
  if (value.is(Value::Kind::Class)) return decorated(value, nullptr, depth + 1);
  if (value.is(Value::Kind::Object) && value.object().node &&
      value.object().own.count("class") == 0) {  // an instance of another class
    return decorated(Value::classOf(value.object().file, value.object().node), nullptr, depth + 1);
  }
  if (value.is(Value::Kind::External)) {
    evaluate::Call nothing;
    const Value made = construct(value.text(), nothing);
    return typeOf(*Construct::of(made), depth + 1);
  }
  const auto call = Construct::of(value);
  if (!call) return {};
  const Value* const own = classOf(*call);
  Type type = own != nullptr ? decorated(*own, &*call, depth + 1) : typeOf(*call, depth + 1);
  if (const auto variants = call->object().own.find("variants"); variants != call->object().own.end()) {
    for (const Value& pair : variants->second.sequence().items) {
      const std::vector<Value>& parts = pair.sequence().items;
      for (std::size_t i = 1; i < parts.size(); ++i) {
        const auto dialect = plainText(&parts[i]) ? schema::dialectNamed(parts[i].text()) : std::nullopt;
        if (dialect) type.variants[*dialect] = std::make_shared<const Type>(this->type(parts[0], depth + 1));
      }
    }
  }
  return type;
}

namespace {

bool isDecorated(const Value& value) { return value.isUnknown() && value.reason().text == decoratedType; }

/// Another type with the arguments of a call.
Value sameArguments(const std::string& dotted, const Construct& call) {
  evaluate::Call same;
  same.file = call.file();
  same.node = call.node();
  same.positional = call.positional();
  same.openArguments = call.open();
  for (const auto& [key, value] : call.keywords()) same.keywords.emplace_back(key.text(), value);
  return construct(dotted, same);
}

}  // namespace

/// Runs `__init__` of such a class: what it hands on to the library, and what it sets, is in the value.
Value Definitions::builtBy(const Value& typeClass, const Construct* call) const {
  const Value self = unbuilt(typeClass);
  evaluate::Call made;
  made.file = typeClass.file();
  made.node = typeClass.node();
  made.callee = evaluator_.memberOf(self, "__init__", made.file, made.node);
  if (call != nullptr) {
    made.positional = call->positional();
    made.openArguments = call->open();
    for (const auto& [key, value] : call->keywords()) made.keywords.emplace_back(key.text(), value);
  }
  (void)evaluator_.call(std::move(made));
  return self;
}

/// class Money(TypeDecorator): impl = Numeric(10, 2)
Type Definitions::decorated(const Value& typeClass, const Construct* call, unsigned depth) const {
  if (depth > 8) return {};
  const FileId file = typeClass.file();
  const Expr node = typeClass.node();
  const std::string name = node.text();
  const Value impl = evaluator_.memberOf(typeClass, "impl", file, node);
  const bool byDialect = evaluator_.memberOf(typeClass, "load_dialect_impl", file, node).is(Value::Kind::Function);
  if (impl.isUnknown()) {
    // class Slug(String): a type of SQLAlchemy with another name
    for (const Expr base : node.bases()) {
      if (base.is(Kind::Keyword)) continue;
      const Value parent = evaluator_.evaluate(file, base);
      const bool own = parent.is(Value::Kind::Class);
      if (!own && !(parent.is(Value::Kind::External) && isLibraryOfTypes(parent.text()) &&
                    schema::isTypeName(lastOf(parent.text()))))
        continue;
      Type type = own ? decorated(parent, call, depth + 1) : Type{};
      const bool ownInit = evaluator_.memberOf(typeClass, "__init__", file, node).is(Value::Kind::Function);
      const Value built = ownInit ? builtBy(typeClass, call) : Value::none();
      std::optional<Construct> handed = ownInit ? Construct::of(built) : std::nullopt;
      if (!ownInit && call != nullptr) handed = *call;
      if (!own && handed) {
        type = this->type(sameArguments(parent.text(), *handed), depth + 1);
      } else if (!own) {
        type = this->type(parent, depth + 1);
        type.open = type.open || ownInit;
      }
      type.decorator = name;
      return type;
    }
    Type type;
    type.name = name;
    type.decorator = name;
    type.open = true;
    return type;
  }
  // The arguments of the class are those of what it decorates, as far as `__init__` hands them on.
  const bool ownInit = evaluator_.memberOf(typeClass, "__init__", file, node).is(Value::Kind::Function);
  const Value built = ownInit ? builtBy(typeClass, call) : Value::none();
  std::optional<Construct> handed = ownInit ? Construct::of(built) : std::nullopt;
  if (!ownInit && call != nullptr) handed = *call;
  Type type;
  if (ownInit && built.object().attributes.count("impl") > 0) {  // self.impl = Numeric(12, 2)
    type = this->type(built.object().attributes.at("impl"), depth + 1);
    type.open = type.open || !type.isKnown();
  } else if (impl.is(Value::Kind::External) && handed) {
    type = this->type(sameArguments(impl.text(), *handed), depth + 1);
  } else {  // an instance keeps its own arguments
    type = this->type(impl, depth + 1);
    const bool arguments = handed && (!handed->positional().empty() || !handed->keywords().empty() || handed->open());
    type.open = type.open || (ownInit && !handed) || (arguments && !Construct::of(impl));
  }
  if (byDialect) askDialects(typeClass, ownInit ? built : unbuilt(typeClass), type, depth);
  type.decorator = name;
  return type;
}

/// def load_dialect_impl(self, dialect): return dialect.type_descriptor(UUID()) if dialect.name == "postgresql" else
/// ...
void Definitions::askDialects(const Value& typeClass, const Value& built, Type& type, unsigned depth) const {
  const FileId file = typeClass.file();
  const Expr node = typeClass.node();
  const Type impl = type;
  for (const schema::Dialect dialect : {schema::Dialect::Sqlite, schema::Dialect::PostgreSql, schema::Dialect::MySql}) {
    evaluate::Object self = built.object();
    self.attributes.emplace("impl", Value::unknown(std::string(decoratedType)));
    evaluate::Object asked;
    asked.type = "dialect";
    asked.attributes.emplace("name", Value::string(std::string(nameOf(dialect))));
    asked.attributes.emplace("type_descriptor", Value::external("sqlalchemy.type_descriptor"));
    Value instance = Value::object(std::move(self));
    const Value method = evaluator_.memberOf(instance, "load_dialect_impl", file, node);
    const Value answer = evaluator_.call({file, node, method, {Value::object(std::move(asked))}, {}, false, true});
    const auto descriptor = Construct::of(answer);
    Type found;
    if (descriptor && descriptor->name() == "type_descriptor" && !descriptor->positional().empty()) {
      found = this->type(descriptor->positional()[0], depth + 1);
      // type_descriptor(self.impl)
      if (isDecorated(descriptor->positional()[0])) found = impl;
    } else if (isDecorated(answer)) {  // return self.impl, return super().load_dialect_impl(dialect)
      found = impl;
    } else if (answer.isUnknown() || answer.is(Value::Kind::OneOf)) {
      found = impl;
      found.open = true;
    } else {
      found = this->type(answer, depth + 1);
    }
    found.decorator.clear();
    type.variants[dialect] = std::make_shared<const Type>(std::move(found));
  }
}

void Definitions::enumArguments(Type& type, const Construct& call) const {
  const auto members = [&](const Value& value) {
    for (const Value& member : evaluator_.membersOf(value))
      type.values.push_back(member.object().attributes.at("name").text());
  };
  const Value* callable = call.keyword("values_callable");
  for (const Value& value : call.positional()) {
    if (const auto text = plainText(&value)) type.values.push_back(*text);
    else if (value.is(Value::Kind::Class) && evaluator_.isEnum(value.file(), value.node())) {
      type.typeName = lowered(value.node().text());
      if (isNone(callable)) {
        members(value);
        continue;
      }
      // values_callable=lambda e: [m.value for m in e]
      const Value names = evaluator_.call({call.file(), call.node(), *callable, {value}, {}, false, true});
      const bool known = names.isSequence() && !names.sequence().open &&
                         std::all_of(names.sequence().items.begin(), names.sequence().items.end(),
                                     [](const Value& v) { return v.isString(); });
      type.valuesKnown = known;
      if (known) {
        for (const Value& one : names.sequence().items) type.values.push_back(one.text());
      }
    } else if (value.isSequence()) {
      for (const Value& one : value.sequence().items) {
        if (const auto item = plainText(&one)) type.values.push_back(*item);
        else type.valuesKnown = false;
      }
      type.valuesKnown = type.valuesKnown && !value.sequence().open;
    } else {
      type.valuesKnown = false;
      if (value.is(Value::Kind::External)) type.typeName = lowered(lastOf(value.text()));
      else type.open = call.keyword("name") == nullptr;
    }
  }
  if (const Value* const enums = call.keyword("enums"); enums != nullptr && enums->isSequence()) {
    for (const Value& one : enums->sequence().items) {
      if (const auto text = plainText(&one)) type.values.push_back(*text);
    }
  }
  if (call.open()) type.valuesKnown = false;
  if (const Value* const name = call.keyword("name"); !isNone(name)) {
    type.typeName = this->name(name).text;
    type.open = type.typeName.empty();
  }
  if (const Value* const schema = call.keyword("schema"); !isNone(schema))
    type.typeSchema = plainText(schema).value_or("");
  type.native = truthOf(call.keyword("native_enum")).value_or(true);
  type.createsType = type.dialect != "postgresql" || truthOf(call.keyword("create_type")).value_or(true);
  type.constrained = truthOf(call.keyword("create_constraint")).value_or(false);
  bool open = false;
  read(call.keyword("length"), type.length, open);
  if (open) type.valuesKnown = false;
}

Type Definitions::typeOf(const Construct& call, unsigned depth) const {
  for (const Companion& companion : companions) {
    if (call.dotted() != companion.dotted) continue;
    Type type;
    type.name = companion.name;
    if (companion.length > 0) type.length = companion.length;
    bool open = false;
    if (companion.name == "AutoString") read(call.argument(0, "length"), type.length, open);
    type.open = open;
    if (companion.dotted.ends_with("Aware")) type.timezone = true;
    if (type.name == "TSVECTOR" || type.name == "CITEXT") type.dialect = "postgresql";
    return type;
  }
  if (call.dotted() == "advanced_alchemy.types.DateTimeUTC") {
    Type type = named("DateTime");
    type.timezone = true;
    return type;
  }
  if (call.dotted().starts_with("fastapi_users_db_sqlalchemy.") && call.name() == "GUID") {
    Type type = named("CHAR");
    type.length = 36;
    type.variants[schema::Dialect::PostgreSql] =
        std::make_shared<const Type>(named("sqlalchemy.dialects.postgresql.UUID"));
    return type;
  }
  if (call.dotted().starts_with("fastapi_users_db_sqlalchemy.") && call.name() == "TIMESTAMPAware") {
    return this->type(sameArguments("sqlalchemy.TIMESTAMP", call), depth + 1);
  }
  if (call.dotted() == "sqlalchemy_utils.UUIDType" || call.dotted() == "sqlalchemy_utils.types.uuid.UUIDType") {
    Type type = named("Uuid");
    const bool binary = truthOf(call.argument(0, "binary")).value_or(true);
    Type plain = named(binary ? "BINARY" : "CHAR");
    plain.length = binary ? 16 : 32;
    for (const schema::Dialect d : {schema::Dialect::Sqlite, schema::Dialect::MySql})
      type.variants[d] = std::make_shared<const Type>(plain);
    return type;
  }
  Type type = named(call.dotted());
  if (!isLibraryOfTypes(call.dotted()) || !schema::isTypeName(type.name)) {
    type.decorator = call.dotted();
    type.open = true;
    type.dialect.clear();
    return type;
  }
  const auto at = [&](std::size_t place, std::string_view keyword) { return call.argument(place, keyword); };
  const bool mysql = type.dialect == "mysql";
  if (call.open()) type.open = true;
  switch (kindOf(type)) {
    case schema::TypeKind::String:
    case schema::TypeKind::Char:
    case schema::TypeKind::Text:
    case schema::TypeKind::Binary:
      if (type.name != "PickleType") read(at(0, "length"), type.length, type.open);
      break;
    case schema::TypeKind::SmallInteger:
    case schema::TypeKind::Integer:
    case schema::TypeKind::BigInteger:
      if (!mysql) break;
      read(at(0, "display_width"), type.length, type.open);
      type.isUnsigned = truthOf(call.keyword("unsigned")).value_or(false);
      break;
    case schema::TypeKind::Numeric:
      read(at(0, "precision"), type.precision, type.open);
      read(at(1, "scale"), type.scale, type.open);
      break;
    case schema::TypeKind::Float:
    case schema::TypeKind::Double:
      if (type.name == "REAL") break;
      read(at(0, "precision"), type.precision, type.open);
      if (mysql) read(at(1, "scale"), type.scale, type.open);
      break;
    case schema::TypeKind::Time:
    case schema::TypeKind::DateTime: {
      const Value* const zone = at(0, "timezone");
      type.timezone = truthOf(zone).value_or(false);
      if (zone != nullptr && !zone->truth()) type.open = true;
      if (mysql) read(at(1, "fsp"), type.precision, type.open);
      if (type.dialect == "postgresql") read(at(1, "precision"), type.precision, type.open);
      break;
    }
    case schema::TypeKind::Boolean:
      type.constrained = truthOf(at(0, "create_constraint")).value_or(false);
      type.typeName = plainText(call.keyword("name")).value_or("");
      break;
    case schema::TypeKind::Enum: enumArguments(type, call); break;
    case schema::TypeKind::Array:
      if (const Value* const item = at(0, "item_type")) {
        Type of = this->type(*item, depth + 1);
        if (!of.isKnown()) type.open = true;
        type.item = std::make_shared<const Type>(std::move(of));
      }
      read(call.keyword("dimensions"), type.length, type.open);
      break;
    case schema::TypeKind::Other:
      if (type.name == "BIT") read(at(0, "length"), type.length, type.open);
      break;
    default: break;
  }
  return type;
}

}  // namespace limbeck::project
