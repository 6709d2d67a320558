// SQL that Python builds: text("now()"), func.lower(User.email), sa.true(), and the defaults made of them.

#include <algorithm>

#include "project/definitions/definitions.h"
#include "text/concat.h"
#include "text/words.h"

namespace limbeck::project {

using evaluate::Value;

namespace {

bool isWordByte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || (c & 0x80) != 0;
}

bool isSqlKeyword(std::string_view lower) {
  static constexpr std::string_view words[] = {"and", "or", "not", "in", "is", "null", "like", "ilike", "between", "true", "false", "case", "when",
                                               "then", "else", "end", "exists", "select", "from", "where", "any", "all", "similar", "to", "as", "asc",
                                               "desc", "nulls", "first", "last", "collate", "current_timestamp", "current_date", "interval", "cast",
                                               "text", "integer", "varchar", "numeric", "date", "timestamp", "boolean", "escape", "glob", "regexp"};
  return oneOf(lower, words);
}

}  // namespace

std::optional<std::string> plainText(const Value* value) {
  return value != nullptr && value->isString() ? std::optional(value->text()) : std::nullopt;
}

std::vector<std::string> namesInSql(std::string_view sql) {
  std::vector<std::string> names;
  std::size_t i = 0;
  const auto add = [&](std::string name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(std::move(name));
  };
  while (i < sql.size()) {
    const char c = sql[i];
    if (c == '\'') {
      const std::size_t end = sql.find('\'', i + 1);
      i = end == std::string_view::npos ? sql.size() : end + 1;
    } else if (c == '"' || c == '`') {
      const std::size_t end = sql.find(c, i + 1);
      if (end == std::string_view::npos) break;
      add(std::string(sql.substr(i + 1, end - i - 1)));
      i = end + 1;
    } else if (c == ':' && i + 1 < sql.size() && sql[i + 1] == ':') {  // a cast
      i += 2;
      while (i < sql.size() && isWordByte(sql[i])) ++i;
    } else if (isWordByte(c)) {
      const std::size_t start = i;
      while (i < sql.size() && isWordByte(sql[i])) ++i;
      const std::string_view word = sql.substr(start, i - start);
      std::size_t next = i;
      while (next < sql.size() && sql[next] == ' ') ++next;
      const bool call = next < sql.size() && sql[next] == '(';
      const bool qualified = next < sql.size() && sql[next] == '.';
      const bool number = word.front() >= '0' && word.front() <= '9';
      if (!call && !qualified && !number && !isSqlKeyword(lowered(word))) add(std::string(word));
    } else {
      ++i;
    }
  }
  return names;
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
  if (name == "text" || name == "literal_column" || name == "quoted_name" || name == "inline_literal") return plainText(call->positional(0));
  if (name == "column" && dotted.starts_with("sqlalchemy")) return plainText(call->positional(0));
  if (name == "Column" || name == "mapped_column") {
    return nameOfColumn(value);
  }
  const std::size_t at = dotted.find(".func.");
  if (at != std::string::npos && dotted.find("()") == std::string::npos) {
    std::string arguments;
    for (const Value& argument : call->positional()) {
      auto text = sql(argument, depth + 1);
      if (!text) return std::nullopt;
      if (argument.isString()) *text = concat("'", *text, "'");
      arguments += concat(arguments.empty() ? "" : ", ", *text);
    }
    const std::string function = dotted.substr(at + 6);
    const std::string lower = lowered(function);
    if (lower == "current_timestamp" || lower == "current_date" || lower == "current_time" || lower == "localtimestamp") {
      return std::string(lower == "current_timestamp" ? "CURRENT_TIMESTAMP" : lower == "current_date" ? "CURRENT_DATE" : lower == "current_time" ? "CURRENT_TIME" : "LOCALTIMESTAMP");
    }
    return concat(function, "(", arguments, ")");
  }
  if (const auto of = call->object().attributes.find("of"); of != call->object().attributes.end()) {  // column.desc()
    auto text = sql(of->second, depth + 1);
    if (!text) return std::nullopt;
    if (name == "desc") return concat(*text, " DESC");
    if (name == "asc") return concat(*text, " ASC");
    if (name == "label" || name == "op") return text;
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
    std::string doubled;
    for (const char c : value.text()) doubled.append(c == '\'' ? 2 : 1, c);
    made.text = concat("'", doubled, "'");
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
    if (call->name() == "true" || call->name() == "false") made.portable = call->name() == "true" ? schema::Default::Portable::True : schema::Default::Portable::False;
    if (call->dotted().ends_with(".func.now")) made.portable = schema::Default::Portable::Now;
  }
  return made;
}

}  // namespace limbeck::project
