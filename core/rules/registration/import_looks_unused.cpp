#include <algorithm>
#include <iterator>
#include <set>

#include "project/application/references.h"
#include "project/classes/classes.h"
#include "project/environments/central.h"
#include "project/environments/environments.h"
#include "project/given/linters.h"
#include "project/names/import_reach.h"
#include "project/names/modules.h"
#include "project/project.h"
#include "rules/registration/unused_imports.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace mr214 {
namespace {

using facts::Expr;
using facts::Kind;
using facts::ModuleFacts;
using project::FileId;
using project::ImportReach;
using project::Project;

bool isImport(Expr statement) { return statement.is(Kind::Import) || statement.is(Kind::ImportFrom); }

/// One clean-up takes them all, and one fix keeps them: a list of imports is one finding, at the first of them.
void merge(const ModuleFacts& facts, Findings found, Findings& findings) {
  if (found.empty()) return;
  Finding whole = std::move(found.front());
  for (std::size_t i = 1; i < found.size(); ++i) {
    whole.related.push_back({found[i].place, "so does this one"});
    for (Fix& fix : found[i].fixes) {
      if (whole.fixes.empty()) whole.fixes.push_back({fix.title, fix.fixClass, {}, {}});
      std::move(fix.edits.begin(), fix.edits.end(), std::back_inserter(whole.fixes.front().edits));
    }
  }
  if (found.size() > 1) {
    whole.message =
        concat("This import looks unused, as do ", std::to_string(found.size() - 1), " more in ", quoted(facts.path()),
               ": the next automatic clean-up removes them, and Alembic no longer sees their models");
  }
  findings.push_back(std::move(whole));
}

void addTo(std::vector<FileId>& all, const std::vector<FileId>& more) {
  all.insert(all.end(), more.begin(), more.end());
}

/// Models that are only imported by names nobody reads.
void review(const Project& project, ImportReach& reach, FileId file, Findings& findings) {
  const ModuleFacts& facts = project.file(file);
  const UnusedImports imports(facts);
  std::vector<FileId> kept;
  for (const Expr statement : facts.imports) {
    const std::vector<Expr> unused = imports.of(statement);
    for (const Expr alias : statement) {
      if (std::find(unused.begin(), unused.end(), alias) == unused.end()) addTo(kept, reach.targetsOf(file, alias));
    }
  }
  const std::set<FileId> safe = reach.from(kept);
  Findings found;
  for (const Expr statement : facts.module()) {
    if (!isImport(statement)) continue;
    std::vector<Expr> names;
    for (const Expr alias : imports.of(statement)) {
      const std::set<FileId> brought = reach.from(reach.targetsOf(file, alias));
      const bool needed = std::any_of(brought.begin(), brought.end(), [&](FileId one) {
        return one != file && safe.count(one) == 0 && project.classes().holdsModels(one, project::Mapped::Yes);
      });
      if (needed) names.push_back(alias);
    }
    if (names.empty()) continue;
    const std::string name = names[0].size() > 0 ? names[0][0].text() : names[0].text();
    Finding finding;
    finding.place = {facts.path(),
                     names.size() == 1 ? names[0].span() : Span{names.front().span().begin, names.back().span().end}};
    finding.subject = concat(statement.text(), " ", name);
    finding.message = concat(
        quoted(name),
        names.size() == 1
            ? " looks unused, so the next automatic clean-up removes this import, and Alembic no longer sees its models"
            : " and the others look unused, so the next automatic clean-up removes this import, and Alembic no longer "
              "sees their models");
    if (auto edit = spare(facts, statement))
      finding.fixes.push_back({"Say that it is meant: `# noqa: F401`", FixClass::Safe, {std::move(*edit)}, {}});
    found.push_back(std::move(finding));
  }
  merge(facts, std::move(found), findings);
}

bool readsTables(Expr node) {
  return node.is(Kind::Attribute) && (node.text() == "tables" || node.text() == "sorted_tables");
}
bool raises(Expr node) { return node.is(Kind::Raise) || node.is(Kind::Assert); }

/// validate_registration(), called when the file is imported: what is missing raises, and nobody overlooks it.
bool validatesItself(const Project& project, FileId file) {
  const Expr module = project.file(file).module();
  return std::any_of(module.begin(), module.end(), [&](Expr statement) {
    return statement.is(Kind::Expression) && project::anyWithin(project, file, statement, readsTables) &&
           project::anyWithin(project, file, statement, raises);
  });
}

void check(const Project& project, Findings& findings) {
  ImportReach reach(project);
  std::set<FileId> asked;
  for (const project::Environment& environment : project.environments().all()) asked.insert(environment.file);
  for (FileId file{0}; file < project.files().size(); ++file) {
    if (!project.modules().isTest(file) && project::looksCentral(project, file)) asked.insert(file);
  }
  for (const FileId file : asked) {
    if (project::allowsUnusedImports(project.inputs(), project.file(file).path())) continue;
    const std::size_t before = findings.size();
    review(project, reach, file, findings);
    // Nothing cleans up here, or whoever does is told at once.
    const bool quiet =
        findings.size() > before && (!project::usesLinter(project.inputs()) || validatesItself(project, file));
    if (quiet) findings.back().severity = Severity::Info;
  }
}

}  // namespace
}  // namespace mr214

extern const Rule import_looks_unused{"MR214", Severity::Warning, FixClass::Safe, "B1", &mr214::check};

}  // namespace limbeck::rules
