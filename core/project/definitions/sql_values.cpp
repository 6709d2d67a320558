// SQL that Python builds: text("now()"), func.lower(User.email), sa.true(), and the defaults made of them.

#include "project/definitions/definitions.h"
#include "schema/sql.h"
#include "text/concat.h"
#include "text/words.h"

namespace limbeck::project {

using evaluate::Value;

std::optional<std::string> plainText(const Value* value) {
  return value != nullptr && value->isString() ? std::optional(value->text()) : std::nullopt;
}

namespace {

/// Column("a") >= 0: the operator as SQL has it.
std::string_view inSql(std::string_view op) { return op == "==" ? "=" : op; }

}  // namespace

std::optional<std::string> Definitions::comparison(const Value& left, std::string_view op, const Value& right,
                                                   unsigned depth) const {
  const auto one = sql(left, depth);
  if (!one) return std::nullopt;
  if (right.is(Value::Kind::None)) {
    if (op == "==" || op == "is_") return concat(*one, " IS NULL");
    return op == "!=" || op == "isnot" || op == "is_not" ? std::optional(concat(*one, " IS NOT NULL")) : std::nullopt;
  }
  // What a Boolean is compared with depends on the database.
  if (right.is(Value::Kind::Bool) || op.starts_with("is")) return std::nullopt;
  const auto other = right.isString() ? std::optional(schema::literalOf(right.text())) : sql(right, depth);
  return other ? std::optional(concat(*one, " ", inSql(op), " ", *other)) : std::nullopt;
}

std::optional<std::string> Definitions::sql(const Value& value, unsigned depth) const {
  if (depth > 8) return std::nullopt;
  if (value.isString()) return value.text();
  if (value.is(Value::Kind::Int)) return std::to_string(value.number());
  if (value.is(Value::Kind::Float)) return value.text();
  if (value.is(Value::Kind::None)) return "NULL";
  if (value.is(Value::Kind::Bool)) return value.number() != 0 ? "true" : "false";
  const auto call = Construct::of(value);
  if (!call) return std::nullopt;
  const std::string_view name = call->name();
  const std::string& dotted = call->dotted();
  if (name == "true" || name == "false") return std::string(name);
  if (name == "null") return "NULL";
  if (name == "text" || name == "literal_column" || name == "quoted_name" || name == "inline_literal")
    return plainText(call->positional(0));
  if (name == "column" && dotted.starts_with("sqlalchemy")) return plainText(call->positional(0));
  if (dotted.starts_with("operator."))
    return comparison(*call->positional(0), std::string_view(dotted).substr(9), *call->positional(1), depth + 1);
  if (name == "Column" || name == "mapped_column") {
    return nameOfColumn(value);
  }
  const std::size_t at = dotted.find(".func.");
  if (at != std::string::npos && dotted.find("()") == std::string::npos) {
    std::string arguments;
    for (const Value& argument : call->positional()) {
      auto text = sql(argument, depth + 1);
      if (!text) return std::nullopt;
      if (argument.isString()) *text = schema::literalOf(*text);
      arguments += concat(arguments.empty() ? "" : ", ", *text);
      if (arguments.size() > evaluate::textLimit) return std::nullopt;
    }
    const std::string function = dotted.substr(at + 6);
    const std::string lower = lowered(function);
    if (lower == "current_timestamp" || lower == "current_date" || lower == "current_time" ||
        lower == "localtimestamp") {
      return std::string(lower == "current_timestamp" ? "CURRENT_TIMESTAMP"
                         : lower == "current_date"    ? "CURRENT_DATE"
                         : lower == "current_time"    ? "CURRENT_TIME"
                                                      : "LOCALTIMESTAMP");
    }
    return concat(function, "(", arguments, ")");
  }
  if (const auto of = call->object().own.find("of"); of != call->object().own.end()) {  // column.desc()
    auto text = sql(of->second, depth + 1);
    if (!text) return std::nullopt;
    if (name == "desc") return concat(*text, " DESC");
    if (name == "asc") return concat(*text, " ASC");
    if (name == "label" || name == "op") return text;
    if (name.starts_with("is") && call->positional(0) != nullptr)
      return comparison(of->second, name, *call->positional(0), depth + 1);
    return std::nullopt;
  }
  if ((name == "desc" || name == "asc") && call->positional(0) != nullptr) {
    auto text = sql(*call->positional(0), depth + 1);
    return text ? std::optional(concat(*text, name == "desc" ? " DESC" : " ASC")) : std::nullopt;
  }
  return std::nullopt;
}

schema::Default Definitions::serverDefault(const Value& value) const {
  schema::Default made;
  using What = schema::Default::Kind;
  if (value.is(Value::Kind::None)) return made;
  made.kind = What::Unknown;
  if (value.isString()) {
    made.kind = What::Sql;
    made.isText = true;
    made.text = schema::literalOf(value.text());
    return made;
  }
  const auto call = Construct::of(value);
  if (call && (call->name() == "Identity" || call->name() == "Computed")) {
    made.kind = call->name() == "Identity" ? What::Identity : What::Computed;
    if (made.kind == What::Computed) {
      if (const Value* const expression = call->positional(0)) made.text = sql(*expression).value_or("");
      const Value* const persisted = call->argument(1, "persisted");
      made.stored = persisted != nullptr && persisted->truth() == true;
    }
    return made;
  }
  if (call && (call->name() == "FetchedValue" || call->name() == "Sequence")) return made;
  if (const auto text = sql(value); text && call) {
    made.kind = What::Sql;
    made.text = *text;
    if (call->name() == "true" || call->name() == "false")
      made.portable = call->name() == "true" ? schema::Default::Portable::True : schema::Default::Portable::False;
    if (call->dotted().ends_with(".func.now")) made.portable = schema::Default::Portable::Now;
  }
  return made;
}

}  // namespace limbeck::project
