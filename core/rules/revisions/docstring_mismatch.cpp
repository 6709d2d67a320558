#include <set>

#include "project/migrations/histories.h"
#include "project/migrations/newest.h"
#include "project/project.h"
#include "rules/fixes/edits.h"
#include "rules/revision_places.h"
#include "rules/revisions/revision_names.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace rv511 {
namespace {

using project::DocLine;
using project::History;
using project::Project;
using project::Revision;

/// `None`, `<base>` and `(none)` say that there is no parent; a tuple may be written as Python writes it.
std::set<std::string> idsOf(const DocLine& line) {
  std::string text;
  for (const char c : line.text) {
    if (c != '(' && c != ')' && c != '\'' && c != '"') text += c;
  }
  const std::vector<std::string> ids = idsIn(text);
  if (ids.size() == 1 && (ids[0] == "None" || ids[0] == "none" || ids[0] == "<base>")) return {};
  return {ids.begin(), ids.end()};
}

void add(const Project& project, const Revision& revision, const DocLine& line, const std::string& label,
         const std::string& right, Findings& findings) {
  const facts::ModuleFacts& facts = project.file(revision.file);
  Finding finding;
  finding.place = {facts.path(), line.span};
  finding.subject = revision.id;
  // Harmless, and what stands in a head may have stood there for years; whoever writes it now wants to hear of it.
  if (!project.newest().isTold(revision.file)) finding.severity = Severity::Info;
  finding.message = concat("The docstring says ", quoted(line.text), " at ", quoted(label), " and the script says ",
                           right.empty() ? "`None`" : quoted(right));
  finding.fixes.push_back({concat("Let the docstring say ", quoted(right.empty() ? label : concat(label, " ", right))),
                           FixClass::Safe,
                           {replace(facts, line.span, right)},
                           {}});
  findings.push_back(std::move(finding));
}

void check(const Project& project, Findings& findings) {
  for (const History* history : project.histories().judged()) {
    for (const Revision& revision : history->revisions) {
      if (revision.docId.found && revision.idAt && !revision.docId.text.empty() && revision.docId.text != revision.id) {
        add(project, revision, revision.docId, "Revision ID:", revision.id, findings);
      }
      std::set<std::string> parents;
      std::string written;
      for (const project::RevisionName& name : revision.down.names) {
        parents.insert(name.text);
        written += concat(written.empty() ? "" : ", ", name.text);
      }
      // What it depends on may stand in the same line.
      std::set<std::string> all = parents;
      for (const project::RevisionName& name : revision.depends.names) all.insert(name.text);
      // A line that nobody filled in says nothing wrong.
      const bool says = revision.docRevises.found && !revision.docRevises.text.empty() && revision.depends.known &&
                        idsOf(revision.docRevises) != all;
      if (says && revision.down.known && idsOf(revision.docRevises) != parents) {
        add(project, revision, revision.docRevises, "Revises:", written, findings);
      }
    }
  }
}

}  // namespace
}  // namespace rv511

extern const Rule docstring_mismatch{"RV511", Severity::Warning, FixClass::Safe, "", &rv511::check, Weight::Style};

}  // namespace limbeck::rules
