#include <algorithm>
#include <iterator>

#include "project/environments/environments.h"
#include "project/environments/unseen.h"
#include "project/classes.h"
#include "project/project.h"
#include "rules/revising.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace {

using project::Project;
using project::Revision;

/// Revisions that are there to be a point in the history: labels, dependencies, and names that say so.
bool isMeantSo(const Project& project, const Judged& judged) {
  static constexpr std::string_view words[] = {"noop", "placeholder", "dummy", "stub", "baseline", "squash", "squashed", "intentionally", "merge", "merged",
                                               "bridge", "checkpoint", "empty", "nothing"};
  const Revision& revision = judged.revision();
  if (revision.isMerge() || !revision.labels.names.empty() || !revision.depends.names.empty()) return true;
  if (!revision.labels.known || !revision.depends.known || !revision.down.known) return true;
  if (!remarkIn(project.file(revision.file), revision.upgrade).empty()) return true;
  const std::string message = project::slugOf(revision.doc);
  if (message.starts_with("empty_message")) return false;  // Flask-Migrate writes that when nobody gives a message
  const project::Message name = project::messageOf(project, *judged.history, revision);
  const auto says = [&](std::string_view word) {
    return std::find(name.words.begin(), name.words.end(), word) != name.words.end() || concat("_", message, "_").find(concat("_", word, "_")) != std::string::npos;
  };
  return std::any_of(std::begin(words), std::end(words), says);
}

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
    if (!revision.upgrade || !project::upgradeOf(project, revision).isEmpty() || isMeantSo(project, judged)) continue;
    const project::RevisionGraph& graph = judged.history->graph;
    const bool head = graph.children(judged.index).empty();
    // A first revision that others build on was made for a database that existed already.
    if (!head && revision.down.names.empty()) continue;
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

extern const Rule empty_migration{"MS601", Severity::Warning, FixClass::Advice, "", &check};

}  // namespace limbeck::rules
