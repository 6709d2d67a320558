#include <algorithm>
#include <map>

#include "project/migrations/histories.h"
#include "project/project.h"
#include "rules/revision_places.h"
#include "rules/revisions/script_template.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace rv515 {
namespace {

using project::History;
using project::Project;
using project::Revision;
using project::RevisionGraph;

void check(const Project& project, Findings& findings) {
  for (const History* history : project.histories().judged()) {
    std::map<RevisionGraph::Indices, RevisionGraph::Indices> byParents;
    for (const RevisionGraph::Index merge : history->graph.mergePoints()) {
      RevisionGraph::Indices parents = history->graph.parents(merge);
      std::sort(parents.begin(), parents.end());
      if (parents.size() > 1) byParents[parents].push_back(merge);
    }
    for (const auto& [parents, merges] : byParents) {
      if (merges.size() < 2 || !history->graph.duplicates().empty()) continue;
      const RevisionGraph::Indices& heads = history->graph.heads();
      const auto isHead = [&](RevisionGraph::Index one) {
        return std::find(heads.begin(), heads.end(), one) != heads.end();
      };
      // Merged again since: history, and nothing to do about it.
      if (!std::all_of(merges.begin(), merges.end(), isHead)) continue;
      std::vector<std::string> ids;
      for (const RevisionGraph::Index merge : merges) ids.push_back(history->at(merge).id);
      std::vector<std::string> merged;
      for (const RevisionGraph::Index parent : parents) merged.push_back(history->at(parent).id);
      const Revision& last = history->at(merges.back());
      Finding finding;
      finding.place = placeOf(project, last, last.down);
      finding.subject = last.id;
      finding.message =
          concat(quotedAll(ids), " merge the same revisions, ", quotedAll(merged), ", so there are two heads again");
      for (const RevisionGraph::Index merge : merges) {
        if (merge != merges.back())
          finding.related.push_back({placeOf(project, history->at(merge), history->at(merge).down), "the other merge"});
      }
      finding.fixes.push_back({concat("Merge ", quotedAll(ids), " in a new revision"),
                               FixClass::Generate,
                               {},
                               {mergeRevision(project, *history, merges)}});
      finding.fixes.push_back(
          {concat("Delete ", quoted(last.id), ", if no database has run it"), FixClass::Advice, {}, {}});
      findings.push_back(std::move(finding));
    }
  }
}

}  // namespace
}  // namespace rv515

extern const Rule duplicate_merge{"RV515", Severity::Error, FixClass::Generate, "", &rv515::check};

}  // namespace limbeck::rules
