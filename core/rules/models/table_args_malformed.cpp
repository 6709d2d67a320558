#include <optional>

#include "project/classes/classes.h"
#include "project/names/modules.h"
#include "project/names/resolver.h"
#include "project/project.h"
#include "rules/fixes/edits.h"
#include "rules/rule.h"
#include "text/concat.h"
#include "text/dotted.h"
#include "text/words.h"

namespace limbeck::rules {
namespace mb112 {
namespace {

using facts::Expr;
using facts::Kind;

/// UniqueConstraint(...), Index(...): one item where SQLAlchemy wants a tuple of them.
bool isItem(const project::Project& project, project::FileId file, Expr value) {
  if (!value.is(Kind::Call)) return false;
  static constexpr std::string_view items[] = {"UniqueConstraint", "Index", "CheckConstraint", "ForeignKeyConstraint",
                                               "PrimaryKeyConstraint"};
  const project::Symbol symbol = project.resolver().only(file, value.callee());
  if (symbol.is(project::Symbol::Kind::External))
    return symbol.name.starts_with("sqlalchemy.") && oneOf(lastOf(symbol.name), items);
  return value.callee().dotted().starts_with("db.") && oneOf(value.callee().text(), items);
}

struct Complaint {
  Expr at;
  std::string message;
  Fix fix;
};

/// Facts F05.
std::optional<Complaint> complaint(const project::Project& project, project::FileId file, Expr value) {
  const facts::ModuleFacts& facts = project.file(file);
  if (isItem(project, file, value)) {
    const std::string_view text = facts.file->text();
    const Span span = value.span();
    std::size_t next = span.end;
    while (next < text.size() && (text[next] == ' ' || text[next] == '\n' || text[next] == '\r' || text[next] == '\t'))
      ++next;
    const bool bracketed = next < text.size() && text[next] == ')';
    const std::string written(text.substr(span.begin, span.size()));
    Fix fix{"Put a comma behind it, which makes it a tuple",
            FixClass::Safe,
            {replace(facts, span, bracketed ? concat(written, ",") : concat("(", written, ",)"))},
            {}};
    return Complaint{value, "is a single item, and SQLAlchemy takes a tuple or a dict", std::move(fix)};
  }
  if (value.is(Kind::List))
    return Complaint{value,
                     "is a list, and SQLAlchemy takes a tuple or a dict",
                     {"Write round brackets, and a comma behind a single item", FixClass::Advice, {}, {}}};
  if (!value.is(Kind::Tuple)) return std::nullopt;
  for (std::uint32_t i = 0; i + 1 < value.size(); ++i) {
    if (value[i].is(Kind::Dict))
      return Complaint{value[i],
                       "has options before its end, and SQLAlchemy takes them only as the last item",
                       {"Move the dict to the end of the tuple", FixClass::Advice, {}, {}}};
  }
  return std::nullopt;
}

void check(const project::Project& project, Findings& findings) {
  for (const project::ClassInfo& info : project.classes().all()) {
    if (!info.declarative || project.modules().isTest(info.file) || project.modules().isMigration(info.file)) continue;
    const Expr value = project::classAttribute(info.node, "__table_args__");
    auto said = value ? complaint(project, info.file, value) : std::nullopt;
    if (!said) continue;
    Finding finding;
    finding.place = {project.file(info.file).path(), said->at.span()};
    finding.subject = info.name;
    finding.message = concat("`__table_args__` of ", quoted(info.name), " ", said->message);
    finding.fixes.push_back(std::move(said->fix));
    findings.push_back(std::move(finding));
  }
}

}  // namespace
}  // namespace mb112

extern const Rule table_args_malformed{"MB112", Severity::Error, FixClass::Safe, "A4", &mb112::check, Weight::Fails};

}  // namespace limbeck::rules
