#include <algorithm>

#include "project/migrations/histories.h"
#include "project/migrations/newest.h"
#include "project/project.h"
#include "rules/fixes/edits.h"
#include "rules/revision_places.h"
#include "rules/revisions/script_template.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace rv501 {
namespace {

using project::History;
using project::Project;
using project::Revision;
using project::RevisionGraph;

/// A link that leads nowhere may be the one that is missing here; that is told first (rules RV503, RV508).
bool isTorn(const RevisionGraph& graph) {
  const bool missing = std::any_of(graph.missing().begin(), graph.missing().end(),
                                   [](const project::MissingRevision& one) { return !one.dependency; });
  return missing || !graph.duplicates().empty() || !graph.cycles().empty();
}

/// In a part of a history, heads may be merged by what is not here: only what forks here counts.
bool isCertain(const History& history, const RevisionGraph::Indices& heads) {
  return !isTorn(history.graph) && (history.whole || history.graph.forkOf(heads));
}

/// Two merges of the same parents: that is RV515.
bool areTwinMerges(const History& history, const RevisionGraph::Indices& heads) {
  const auto parentsOf = [&](RevisionGraph::Index one) {
    RevisionGraph::Indices parents = history.graph.parents(one);
    std::sort(parents.begin(), parents.end());
    return parents;
  };
  return std::all_of(heads.begin(), heads.end(), [&](RevisionGraph::Index one) {
    return history.at(one).isMerge() && parentsOf(one) == parentsOf(heads[0]);
  });
}

/// The first revision behind the fork on the way to the head; nothing when that way is no straight line.
const Revision* firstAfter(const History& history, RevisionGraph::Index fork, RevisionGraph::Index head) {
  for (RevisionGraph::Index one = head;; one = history.graph.parents(one)[0]) {
    const RevisionGraph::Indices& parents = history.graph.parents(one);
    if (parents.size() != 1 || history.at(one).isMerge()) return nullptr;
    if (parents[0] == fork) return &history.at(one);
  }
}

/// `down_revision = "a1"` becomes `"c3"`, and the docstring says so.
Fix reparent(const Project& project, const Revision& moved, const Revision& onto) {
  Fix fix{concat("Put ", quoted(moved.id), " after ", quoted(onto.id), " instead, while it is not released"),
          FixClass::Unsafe,
          {},
          {}};
  const project::RevisionName& parent = moved.down.names[0];
  if (parent.file != moved.file || !parent.at) return {};
  const facts::ModuleFacts& facts = project.file(moved.file);
  const std::string_view written = facts.file->text(parent.at.span());
  const char quote = written.find('"') != std::string_view::npos ? '"' : '\'';
  fix.edits.push_back(replace(facts, parent.at.span(), concat(std::string(1, quote), onto.id, std::string(1, quote))));
  if (moved.docRevises.found && moved.docRevises.text == parent.text)
    fix.edits.push_back(replace(facts, moved.docRevises.span, onto.id));
  return fix;
}

/// The later of both branches goes behind the other one; what the settings call released stays where it is.
Fix oneAfterTheOther(const Project& project, const History& history, RevisionGraph::Index fork,
                     const RevisionGraph::Indices& heads) {
  for (const auto& [last, other] : {std::pair(heads[1], heads[0]), std::pair(heads[0], heads[1])}) {
    const Revision* moved = firstAfter(history, fork, last);
    const bool told = !project.settings().released.empty();
    if (moved == nullptr) return {};
    if (told && project.newest().of(moved->file) != project::Age::Newest) continue;
    return reparent(project, *moved, history.at(other));
  }
  return {};
}

void check(const Project& project, Findings& findings) {
  for (const History* history : project.histories().judged()) {
    const RevisionGraph& graph = history->graph;
    for (const RevisionGraph::Indices& heads : byBranch(project, *history, graph.heads())) {
      if (heads.size() < 2 || !isCertain(*history, heads) || areTwinMerges(*history, heads)) continue;
      std::vector<std::string> ids;
      for (const RevisionGraph::Index head : heads) ids.push_back(history->at(head).id);
      const auto fork = graph.forkOf(heads);
      const Revision& last = history->at(heads.back());
      Finding finding;
      finding.place = placeOf(project, last);
      finding.subject = ids.back();
      finding.message = concat(quotedAll(ids), heads.size() == 2 ? " are both heads" : " are all heads",
                               fork ? concat(" since ", quoted(history->at(*fork).id)) : std::string(),
                               ": `alembic upgrade head` stops, because it cannot choose between them");
      for (const RevisionGraph::Index head : heads) {
        if (head != heads.back())
          finding.related.push_back(
              {placeOf(project, history->at(head)), concat(quoted(history->at(head).id), " is a head too")});
      }
      if (fork) finding.related.push_back({placeOf(project, history->at(*fork)), "they part here"});
      finding.fixes.push_back({concat("Merge ", quotedAll(ids), " in a new revision"),
                               FixClass::Generate,
                               {},
                               {mergeRevision(project, *history, heads)}});
      if (fork && heads.size() == 2) {
        Fix fix = oneAfterTheOther(project, *history, *fork, heads);
        if (!fix.edits.empty()) finding.fixes.push_back(std::move(fix));
      }
      findings.push_back(std::move(finding));
    }
  }
}

}  // namespace
}  // namespace rv501

extern const Rule multiple_heads{"RV501", Severity::Error, FixClass::Generate, "", &rv501::check};

}  // namespace limbeck::rules
