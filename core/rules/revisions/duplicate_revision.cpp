#include <algorithm>

#include "project/migrations/histories.h"
#include "project/project.h"
#include "rules/revision_places.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace rv502 {
namespace {

using project::History;
using project::Project;
using project::Revision;
using project::RevisionGraph;

void check(const Project& project, Findings& findings) {
  for (const History* history : project.histories().judged()) {
    for (const RevisionGraph::Indices& group : history->graph.duplicates()) {
      const Revision& first = history->at(group[0]);
      for (const RevisionGraph::Index index : group) {
        if (index == group[0]) continue;
        Finding finding;
        finding.place = placeOf(project, history->at(index));
        finding.subject = first.id;
        finding.message =
            concat(quoted(first.id),
                   " is the id of another revision too: Alembic keeps one of them, and which one runs is chance");
        finding.related.push_back({placeOf(project, first), "the other one"});
        findings.push_back(std::move(finding));
      }
    }
  }
}

}  // namespace
}  // namespace rv502

extern const Rule duplicate_revision{"RV502", Severity::Error, FixClass::None, "", &rv502::check};

}  // namespace limbeck::rules
