#include "project/classes/classes.h"
#include "project/environments/environments.h"
#include "project/environments/unseen.h"
#include "project/project.h"
#include "rules/revising.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace ms601 {
namespace {

using project::Project;
using project::Revision;

/// The first model that Alembic does not see: autogenerate had nothing to say about it.
void addCause(const Project& project, Finding& finding) {
  const std::vector<project::UnseenModel>& unseen = project.environments().unseen();
  if (unseen.empty()) return;
  const project::ClassInfo& model = project.classes().at(unseen.front().model);
  finding.message += concat("; ", quoted(model.name), " is no part of what Alembic compares with");
  finding.related.push_back({{project.file(model.file).path(), model.node.nameSpan()}, "this model is not seen"});
}

void check(const Project& project, Findings& findings) {
  for (const Judged& judged : judgedRevisions(project)) {
    const Revision& revision = judged.revision();
    if (!revision.upgrade || !upgradeOf(project, judged).isEmpty() || isEmptyOnPurpose(project, judged)) continue;
    if (revision.downgrade && !downgradeOf(project, judged).isEmpty()) continue;  // it is for the way back
    const project::RevisionGraph& graph = judged.history->graph;
    const bool head = graph.children(judged.index).empty();
    Finding finding = findingIn(project, revision, markOf(project, revision, revision.upgrade));
    finding.message = head ? "This migration changes nothing" : "This migration changes nothing, and others follow it";
    if (!head) finding.severity = Severity::Info;
    else addCause(project, finding);
    Fix fix;
    fix.title = head ? "Delete the file, or write what was meant" : "Say in a comment that it is empty on purpose";
    finding.fixes.push_back(std::move(fix));
    findings.push_back(std::move(finding));
  }
}

}  // namespace
}  // namespace ms601

extern const Rule empty_migration{"MS601", Severity::Warning, FixClass::Advice, "", &ms601::check, Weight::Standard};

}  // namespace limbeck::rules
