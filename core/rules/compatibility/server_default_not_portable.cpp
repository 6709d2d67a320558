#include <optional>

#include "rules/declaring.h"
#include "rules/rule.h"
#include "text/concat.h"
#include "text/words.h"

namespace limbeck::rules {
namespace mc422 {
namespace {

/// What stands outside of texts in quotes, in small letters.
std::string bare(std::string_view sql) {
  std::string text;
  bool quote = false;
  for (const char c : sql) {
    if (c == '\'') quote = !quote;
    if (!quote) text += c;
  }
  return lowered(text);
}

/// The functions in calls that certainly are not SQLite's own.
std::optional<std::string> foreignFunction(std::string_view sql) {
  static constexpr std::string_view names[] = {"now",
                                               "gen_random_uuid",
                                               "uuid_generate_v1",
                                               "uuid_generate_v1mc",
                                               "uuid_generate_v4",
                                               "uuidv4",
                                               "uuidv7",
                                               "uuid",
                                               "nextval",
                                               "currval",
                                               "timezone",
                                               "clock_timestamp",
                                               "statement_timestamp",
                                               "transaction_timestamp",
                                               "date_trunc",
                                               "date_part",
                                               "to_char",
                                               "to_timestamp",
                                               "to_date",
                                               "make_interval",
                                               "md5",
                                               "sha256",
                                               "encode",
                                               "decode",
                                               "gen_random_bytes",
                                               "jsonb_build_object",
                                               "json_build_object",
                                               "jsonb_build_array",
                                               "json_build_array",
                                               "to_jsonb",
                                               "array_length",
                                               "string_to_array",
                                               "current_setting",
                                               "pg_backend_pid",
                                               "txid_current",
                                               "utc_timestamp",
                                               "unix_timestamp",
                                               "uuid_to_bin",
                                               "curdate",
                                               "curtime",
                                               "sysdate",
                                               "getdate",
                                               "getutcdate",
                                               "newid",
                                               "nextval",
                                               "setval",
                                               "to_tsvector",
                                               "regexp_replace",
                                               "left",
                                               "right",
                                               "rand"};
  for (std::size_t at = sql.find('('); at != std::string_view::npos; at = sql.find('(', at + 1)) {
    std::size_t begin = at;
    while (begin > 0 && (sql[begin - 1] == '_' || (sql[begin - 1] >= 'a' && sql[begin - 1] <= 'z') ||
                         (sql[begin - 1] >= '0' && sql[begin - 1] <= '9')))
      --begin;
    const std::string_view name = sql.substr(begin, at - begin);
    if (oneOf(name, names) && (begin == 0 || sql[begin - 1] != '"')) return concat(name, "()");
  }
  return std::nullopt;
}

/// What of it SQLite does not have (facts F48); nothing when it may take all.
std::optional<std::string> foreignPart(const schema::Default& made) {
  if (made.kind != schema::Default::Kind::Sql || made.isText || made.portable != schema::Default::Portable::No)
    return std::nullopt;
  const std::string text = bare(made.text);
  if (auto function = foreignFunction(text)) return concat("calls ", quoted(*function));
  if (text.find("::") != std::string::npos) return std::string("casts with `::`");
  if (text.find(" at time zone ") != std::string::npos) return std::string("says `AT TIME ZONE`");
  if (text.find("array[") != std::string::npos) return std::string("writes an `ARRAY[...]`");
  return std::nullopt;
}

void check(const project::Project& project, Findings& findings) {
  for (const DeclaredColumn& one : declaredColumns(project)) {
    const auto part = foreignPart(one.column->serverDefault);
    if (!part || !runsOn(project, schema::Dialect::Sqlite)) continue;
    const facts::Expr value = project::writtenAt(project, one.column->place).keyword("server_default");
    Finding finding;
    finding.place = value ? placeOf(project, one.column->place, value) : placeOf(project, one.column->place);
    finding.subject = show(*one.at.table, one.column->name);
    finding.message =
        concat("The `server_default` of ", quoted(finding.subject), " ", *part, ", which SQLite does not have");
    const bool now = *part == "calls `now()`";
    finding.fixes.push_back({now ? "Write `func.now()`, which every database has its own words for"
                                 : "Make the value in Python with `default=`, or write what every database has",
                             FixClass::Advice,
                             {},
                             {}});
    findings.push_back(std::move(finding));
  }
}

}  // namespace
}  // namespace mc422

extern const Rule server_default_not_portable{"MC422", Severity::Error, FixClass::Advice, "A4", &mc422::check};

}  // namespace limbeck::rules
