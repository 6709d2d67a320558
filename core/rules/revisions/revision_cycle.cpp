#include <algorithm>

#include "project/migrations/histories.h"
#include "project/project.h"
#include "rules/revision_places.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace rv504 {
namespace {

using project::History;
using project::Project;
using project::Revision;
using project::RevisionGraph;

/// "`b2` after `c3` after `b2`".
std::string chain(const RevisionGraph& graph, const project::RevisionCycle& cycle) {
  std::string text;
  for (const RevisionGraph::Index node : cycle.nodes) text += concat(quoted(graph.node(node).id), " after ");
  return text + quoted(graph.node(cycle.nodes[0]).id);
}

void check(const Project& project, Findings& findings) {
  for (const History* history : project.histories().judged()) {
    for (const project::RevisionCycle& cycle : history->graph.cycles()) {
      const Revision& first = history->at(cycle.nodes[0]);
      const bool dependency = cycle.dependencies && history->graph.parents(cycle.nodes[0]).empty();
      Finding finding;
      finding.place = placeOf(project, first, dependency ? first.depends : first.down);
      finding.subject = first.id;
      finding.message = cycle.nodes.size() == 1
                            ? concat(quoted(first.id), cycle.dependencies ? " depends on itself" : " is its own parent",
                                     ", so Alembic loads no revision at all")
                            : concat("A cycle, ", chain(history->graph, cycle), ": Alembic loads no revision at all");
      for (const RevisionGraph::Index node : cycle.nodes) {
        if (node != cycle.nodes[0])
          finding.related.push_back({placeOf(project, history->at(node), history->at(node).down),
                                     concat(quoted(history->at(node).id), " is part of it")});
      }
      findings.push_back(std::move(finding));
    }
  }
}

}  // namespace
}  // namespace rv504

extern const Rule revision_cycle{"RV504", Severity::Error, FixClass::None, "", &rv504::check};

}  // namespace limbeck::rules
