#include <algorithm>

#include "project/migrations/histories.h"
#include "project/project.h"
#include "rules/revision_places.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace rv509 {
namespace {

using project::History;
using project::Project;
using project::Revision;
using project::RevisionGraph;

void check(const Project& project, Findings& findings) {
  for (const History* history : project.histories().judged()) {
    // Two files with one id declare their labels twice: that is told once (rule RV502).
    if (!history->graph.duplicates().empty()) continue;
    for (const project::LabelConflict& conflict : history->graph.labelConflicts()) {
      const Revision& second = history->at(conflict.second);
      const Revision& first = history->at(conflict.first);
      const std::vector<project::RevisionName>& labels = second.labels.names;
      const auto at = std::find_if(labels.begin(), labels.end(),
                                   [&](const project::RevisionName& one) { return one.text == conflict.label; });
      Finding finding;
      finding.place = placeOf(project, second, second.labels, static_cast<std::size_t>(at - labels.begin()));
      finding.subject = conflict.label;
      finding.message = conflict.label == first.id
                            ? concat("The branch label ", quoted(conflict.label),
                                     " is the id of a revision, so Alembic refuses every command")
                            : concat(quoted(first.id), " has the branch label ", quoted(conflict.label),
                                     " already, so Alembic refuses every command");
      finding.related.push_back(
          {conflict.label == first.id ? placeOf(project, first) : placeOf(project, first, first.labels),
           "first given here"});
      findings.push_back(std::move(finding));
    }
  }
}

}  // namespace
}  // namespace rv509

extern const Rule duplicate_branch_label{"RV509", Severity::Error, FixClass::None, "", &rv509::check};

}  // namespace limbeck::rules
