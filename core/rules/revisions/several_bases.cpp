#include <algorithm>

#include "project/migrations/histories.h"
#include "project/project.h"
#include "rules/revision_places.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace rv505 {
namespace {

using project::History;
using project::Project;
using project::Revision;
using project::RevisionGraph;

/// One that waits for another by `depends_on` gives the histories an order: they are meant.
bool dependsOnAnother(const History& history) {
  return std::any_of(history.revisions.begin(), history.revisions.end(),
                     [](const Revision& one) { return !one.depends.names.empty(); });
}

void check(const Project& project, Findings& findings) {
  for (const History* history : project.histories().judged()) {
    const bool ordered = dependsOnAnother(*history);
    for (const RevisionGraph::Indices& bases : byBranch(project, *history, history->graph.bases())) {
      const RevisionGraph::Index first = bases[0];
      if (bases.size() < 2 || !history->graph.labels(first).empty() || !history->graph.duplicates().empty()) continue;
      for (const RevisionGraph::Index index : bases) {
        const Revision& base = history->at(index);
        if (index == first) continue;
        Finding finding;
        finding.place = placeOf(project, base, base.down);
        finding.subject = base.id;
        if (ordered) finding.severity = Severity::Info;
        finding.message = concat(quoted(base.id), " begins a second history beside ", quoted(history->at(first).id),
                                 ordered ? ": `depends_on` gives them an order, and no branch label keeps them apart"
                                         : ": they share no order, and no branch label keeps them apart");
        finding.related.push_back({placeOf(project, history->at(first), history->at(first).down),
                                   concat(quoted(history->at(first).id), " is a base too")});
        findings.push_back(std::move(finding));
      }
    }
  }
}

}  // namespace
}  // namespace rv505

extern const Rule several_bases{"RV505", Severity::Warning, FixClass::None, "", &rv505::check};

}  // namespace limbeck::rules
