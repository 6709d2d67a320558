#include "project/names/modules.h"
#include "rules/declaring.h"
#include "rules/fixes/edits.h"
#include "rules/rule.h"
#include "text/concat.h"
#include "text/words.h"

namespace limbeck::rules {
namespace mc421 {
namespace {

using facts::Expr;
using facts::Kind;

/// A text that is to mean true or false (facts F46).
bool isWord(Expr value) {
  static constexpr std::string_view words[] = {"false", "true", "f", "t", "no", "yes", "off", "on"};
  return value.is(Kind::String) && oneOf(lowered(value.text()), words);
}

bool meansTrue(Expr value) {
  static constexpr std::string_view words[] = {"true", "t", "yes", "on"};
  return oneOf(lowered(value.text()), words);
}

/// sa.false() where the column is written sa.Column, sqlalchemy.false() through an import otherwise.
void addFix(const facts::ModuleFacts& facts, Expr call, Expr value, Finding& finding) {
  const std::string name = meansTrue(value) ? "true" : "false";
  const Expr callee = call.callee();
  const std::string top = callee.is(Kind::Attribute) ? callee[0].dotted() : std::string();
  Fix fix{concat("Write `", name, "()` of SQLAlchemy"), FixClass::Safe, {}, {}};
  const bool prefixed = top == "sa" || top == "sqlalchemy" || top == "db";
  fix.edits.push_back(replace(facts, value.span(), prefixed ? concat(top, ".", name, "()") : concat(name, "()")));
  if (!prefixed) {
    for (FileEdit& edit : addImport(facts, "sqlalchemy", name)) fix.edits.push_back(std::move(edit));
  }
  finding.fixes.push_back(std::move(fix));
}

void add(const project::Project& project, project::FileId file, Expr call, const std::string& subject, bool sqlite,
         Findings& findings) {
  const Expr value = call.keyword("server_default");
  if (!isWord(value)) return;
  Finding finding;
  if (!sqlite) finding.severity = Severity::Info;
  finding.place = {project.file(file).path(), value.span()};
  finding.subject = subject;
  finding.message = concat(quoted(value.text()), " is stored as a text by SQLite, which reads it back as true",
                           meansTrue(value) ? " but does not find it as such" : "");
  addFix(project.file(file), call, value, finding);
  findings.push_back(std::move(finding));
}

/// sa.Column("done", sa.Boolean(), server_default="false") of a script
bool isBoolean(Expr call) {
  return (call.callee().text() == "Column" || call.callee().text() == "mapped_column") &&
         (project::argumentNamed(call, "Boolean") || project::argumentNamed(call, "BOOLEAN"));
}

void check(const project::Project& project, Findings& findings) {
  for (const DeclaredColumn& one : declaredColumns(project)) {
    const schema::Default& given = one.column->serverDefault;
    if (!given.isText || schema::kindOf(one.column->type.on(schema::Dialect::Sqlite)) != schema::TypeKind::Boolean)
      continue;
    const Expr call = project::writtenAt(project, one.column->place);
    if (isWord(call.keyword("server_default")) && mayRunOn(project, schema::Dialect::Sqlite)) {
      add(project, one.column->place.file, call, show(*one.at.table, one.column->name),
          runsOn(project, schema::Dialect::Sqlite), findings);
    }
  }
  for (project::FileId file{0}; file < project.files().size(); ++file) {
    if (!project.modules().isMigration(file)) continue;
    for (const Expr call : project.file(file).calls) {
      if (isBoolean(call) && isWord(call.keyword("server_default")) && runsOn(project, schema::Dialect::Sqlite)) {
        add(project, file, call, call.positional(0).text(), true, findings);
      }
    }
  }
}

}  // namespace
}  // namespace mc421

extern const Rule boolean_string_default{"MC421", Severity::Error, FixClass::Safe, "A4", &mc421::check};

}  // namespace limbeck::rules
