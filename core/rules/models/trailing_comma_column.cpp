#include "project/classes/classes.h"
#include "project/classes/sqlalchemy.h"
#include "project/names/modules.h"
#include "project/project.h"
#include "rules/fixes/edits.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace mb111 {
namespace {

using facts::Kind;

/// age = Column(Integer),
Expr loneColumn(const project::Project& project, project::FileId file, Expr statement) {
  if (!statement.is(Kind::Assign) && !statement.is(Kind::AnnAssign)) return {};
  const Expr tuple = statement.value();
  const Expr target = statement[0];
  if (!tuple.is(Kind::Tuple) || tuple.size() != 1 || !target.is(Kind::Name) || target.text().starts_with("__"))
    return {};
  const bool attribute =
      tuple[0].is(Kind::Call) && project::sqlalchemy::isAttributeFactory(project.classes().origin(file, tuple[0]));
  return attribute ? tuple : Expr();
}

Finding about(const facts::ModuleFacts& facts, const project::ClassInfo& info, Expr statement, Expr tuple) {
  const std::string& name = statement[0].text();
  const Span comma = commaAfterLast(facts, tuple);
  Finding finding;
  finding.place = {facts.path(), comma};
  finding.subject = concat(info.name, ".", name);
  finding.message = concat("The comma makes ", quoted(name), " a tuple, so ", quoted(info.name), " has no such ",
                           tuple[0].callee().text() == "relationship" ? "relationship" : "column");
  finding.fixes.push_back({"Delete the comma", FixClass::Safe, {replace(facts, comma, "")}, {}});
  return finding;
}

void check(const project::Project& project, Findings& findings) {
  for (const project::ClassInfo& info : project.classes().all()) {
    if (!info.declarative || project.modules().isTest(info.file)) continue;
    for (const Expr statement : info.node.body()) {
      if (const Expr tuple = loneColumn(project, info.file, statement)) {
        findings.push_back(about(project.file(info.file), info, statement, tuple));
      }
    }
  }
}

}  // namespace
}  // namespace mb111

extern const Rule trailing_comma_column{"MB111", Severity::Error, FixClass::Safe, "A4", &mb111::check, Weight::Unseen};

}  // namespace limbeck::rules
