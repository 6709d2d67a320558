#include "project/names/resolver.h"
#include "rules/declaring.h"
#include "rules/fixes/edits.h"
#include "rules/rule.h"
#include "text/concat.h"
#include "text/words.h"

namespace limbeck::rules {
namespace mc409 {
namespace {

using facts::Expr;
using facts::Kind;

/// A call of Python's own library whose answer is another one each time.
bool isFleeting(const project::Project& project, project::FileId file, Expr value) {
  if (!value.is(Kind::Call)) return false;
  const project::Symbol symbol = project.resolver().only(file, value.callee());
  static constexpr std::string_view calls[] = {"datetime.datetime.utcnow",
                                               "datetime.datetime.now",
                                               "datetime.datetime.today",
                                               "datetime.date.today",
                                               "uuid.uuid1",
                                               "uuid.uuid4",
                                               "time.time",
                                               "time.time_ns",
                                               "secrets.token_hex",
                                               "secrets.token_urlsafe",
                                               "secrets.token_bytes"};
  return symbol.is(project::Symbol::Kind::External) && oneOf(symbol.name, calls);
}

/// datetime.utcnow() becomes datetime.utcnow, datetime.now(UTC) becomes lambda: datetime.now(UTC).
Fix fixOf(const facts::ModuleFacts& facts, Expr call, Expr value) {
  const std::string_view text = facts.file->text();
  const Span callee = value.callee().span();
  const bool bare = value.size() == 1;
  const std::string function = bare ? std::string(text.substr(callee.begin, callee.size()))
                                    : concat("lambda: ", text.substr(value.span().begin, value.span().size()));
  Fix fix{concat("Give the function: ", quoted(function)), FixClass::Safe, {}, {}};
  const Expr keyword = value.parent();
  // A Field of SQLModel has another argument for functions.
  if (call.callee().text() == "Field")
    fix.edits.push_back(replace(facts, keyword.span(), concat("default_factory=", function)));
  else fix.edits.push_back(replace(facts, value.span(), function));
  return fix;
}

void check(const project::Project& project, Findings& findings) {
  for (const DeclaredColumn& one : declaredColumns(project)) {
    const Expr call = project::writtenAt(project, one.column->place);
    for (const std::string_view keyword : {"default", "insert_default", "onupdate"}) {
      const Expr value = call.keyword(keyword);
      if (!value || !isFleeting(project, one.column->place.file, value)) continue;
      Finding finding;
      finding.place = placeOf(project, one.column->place, value);
      finding.subject = show(*one.at.table, one.column->name);
      finding.message =
          concat(quoted(value.callee().dotted()),
                 " is called once, when the file is imported, so every row gets the same ", quoted(one.column->name));
      finding.fixes.push_back(fixOf(project.file(one.column->place.file), call, value));
      findings.push_back(std::move(finding));
    }
  }
}

}  // namespace
}  // namespace mc409

extern const Rule default_evaluated_at_import{"MC409", Severity::Warning, FixClass::Safe, "A4", &mc409::check};

}  // namespace limbeck::rules
