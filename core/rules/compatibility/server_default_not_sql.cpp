#include "project/names/resolver.h"
#include "rules/declaring.h"
#include "rules/fixes/edits.h"
#include "rules/rule.h"
#include "text/concat.h"
#include "text/words.h"

namespace limbeck::rules {
namespace mc410 {
namespace {

using facts::Expr;
using facts::Kind;
using project::Symbol;

/// What the value is, where that is certainly neither a text nor SQL; empty otherwise (facts F07).
std::string_view wrongKind(const project::Project& project, project::FileId file, Expr value) {
  const Expr number = value.is(Kind::Unary) && value.text() == "-" ? value[0] : value;
  if (number.is(Kind::Int) || number.is(Kind::Float)) return "a number";
  if (value.is(Kind::True) || value.is(Kind::False)) return "a Python Boolean";
  if (value.is(Kind::Dict)) return "a dict";
  if (value.is(Kind::List)) return "a list";
  if (value.is(Kind::Lambda)) return "a function";
  if (!value.is(Kind::Name) && !value.is(Kind::Attribute)) return {};
  const Symbol symbol = project.resolver().only(file, value);
  static constexpr std::string_view types[] = {"dict", "list", "set", "str", "int", "float", "bool"};
  if (symbol.is(Symbol::Kind::Class) || (symbol.is(Symbol::Kind::Builtin) && oneOf(value.text(), types)))
    return "a class";
  if (symbol.is(Symbol::Kind::Function)) return "a function";
  static constexpr std::string_view functions[] = {"datetime.datetime.utcnow",
                                                   "datetime.datetime.now",
                                                   "datetime.date.today",
                                                   "uuid.uuid4",
                                                   "uuid.uuid1",
                                                   "time.time"};
  return symbol.is(Symbol::Kind::External) && oneOf(symbol.name, functions) ? "a function" : std::string_view();
}

Fix fixOf(const facts::ModuleFacts& facts, Expr value, std::string_view kind) {
  if (value.is(Kind::True) || value.is(Kind::False)) {
    const std::string_view text = value.is(Kind::True) ? "\"1\"" : "\"0\"";
    return {concat("Write ", quoted(text)), FixClass::Unsafe, {replace(facts, value.span(), std::string(text))}, {}};
  }
  if (kind == "a number") {
    const Span span = value.span();
    const std::string text = concat("\"", facts.file->text().substr(span.begin, span.size()), "\"");
    return {concat("Write ", quoted(text)), FixClass::Unsafe, {replace(facts, span, text)}, {}};
  }
  return {kind == "a function" ? "Call it for each row with `default=`, or let the database do it: `func.now()`"
                               : "Write the SQL text that stands for it",
          FixClass::Advice,
          {},
          {}};
}

void check(const project::Project& project, Findings& findings) {
  for (const DeclaredColumn& one : declaredColumns(project)) {
    if (one.column->serverDefault.kind != schema::Default::Kind::Unknown) continue;
    const Expr value = project::writtenAt(project, one.column->place).keyword("server_default");
    const std::string_view kind = value ? wrongKind(project, one.column->place.file, value) : std::string_view();
    if (kind.empty()) continue;
    Finding finding;
    finding.place = placeOf(project, one.column->place, value);
    finding.subject = show(*one.at.table, one.column->name);
    finding.message = concat("The `server_default` of ", quoted(finding.subject), " is ", kind,
                             ", and SQLAlchemy takes only a text or SQL");
    finding.fixes.push_back(fixOf(project.file(one.column->place.file), value, kind));
    findings.push_back(std::move(finding));
  }
}

}  // namespace
}  // namespace mc410

extern const Rule server_default_not_sql{"MC410", Severity::Error, FixClass::Unsafe, "A4", &mc410::check};

}  // namespace limbeck::rules
