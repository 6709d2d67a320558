#include "project/dump.h"
#include "project/migrations/histories.h"
#include "text/concat.h"

namespace limbeck::project {
namespace {

std::string listed(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += concat(" ", word.empty() ? "''" : word);
  return text;
}

std::string idsOf(const RevisionGraph& graph, const RevisionGraph::Indices& nodes) {
  std::string text;
  for (const RevisionGraph::Index node : nodes) text += concat(" ", graph.node(node).id);
  return text;
}

std::string_view whyNot(Loading loading) {
  switch (loading) {
    case Loading::NoIdentifier: return "no revision";
    case Loading::NoDownRevision: return "no down_revision";
    case Loading::NotText: return "revision is no text";
    default: return "cannot tell";
  }
}

void appendRevision(std::string& out, const Project& project, const History& history, RevisionGraph::Index index) {
  const Revision& revision = history.at(index);
  const RevisionNode& node = history.graph.node(index);
  out += concat("  ", revision.id, " <-", node.down.empty() ? " base" : listed(node.down),
                revision.down.unordered ? " (a set)" : "");
  if (!node.depends.empty()) out += concat(", depends on", listed(node.depends));
  if (!history.graph.labels(index).empty()) {
    out += ", labels";
    for (const std::string& label : history.graph.labels(index)) out += concat(" ", label);
  }
  if (!revision.down.known || !revision.depends.known || !revision.labels.known) out += ", more that cannot be told";
  if (!revision.upgrade) out += revision.upgradeElsewhere ? ", upgrade elsewhere" : ", no upgrade";
  else if (doesNothing(revision.upgrade)) out += ", empty upgrade";
  if (!revision.downgrade) out += revision.downgradeElsewhere ? ", downgrade elsewhere" : ", no downgrade";
  else if (doesNothing(revision.downgrade)) out += ", empty downgrade";
  out += concat(" ", project.file(revision.file).path(), "\n");
}

void appendGraph(std::string& out, const RevisionGraph& graph) {
  out += concat("  heads", idsOf(graph, graph.heads()), "; bases", idsOf(graph, graph.bases()), "\n");
  if (!graph.branchPoints().empty()) out += concat("  branch points", idsOf(graph, graph.branchPoints()), "\n");
  if (!graph.mergePoints().empty()) out += concat("  merge points", idsOf(graph, graph.mergePoints()), "\n");
  for (const RevisionGraph::Indices& group : graph.duplicates())
    out += concat("  ", std::to_string(group.size()), " times ", graph.node(group[0]).id, "\n");
  for (const MissingRevision& missing : graph.missing()) {
    const RevisionNode& node = graph.node(missing.node);
    out += concat("  ", node.id, missing.dependency ? " depends on nothing:" : " has no parent:",
                  listed({(missing.dependency ? node.depends : node.down)[missing.position]}), "\n");
  }
  for (const RevisionCycle& cycle : graph.cycles())
    out += concat(cycle.dependencies ? "  dependency cycle" : "  cycle", idsOf(graph, cycle.nodes), "\n");
  for (const LabelConflict& conflict : graph.labelConflicts()) {
    out += concat("  label ", conflict.label, " on", idsOf(graph, {conflict.first, conflict.second}), "\n");
  }
  out += graph.order().empty() ? std::string("  no order\n") : concat("  order", idsOf(graph, graph.order()), "\n");
}

}  // namespace

std::string dumpRevisions(const Project& project) {
  std::string out;
  for (const History& history : project.histories().all()) {
    out += concat("history ", history.folder.empty() ? "." : history.folder, ":", listed(history.locations),
                  history.chosenAtRunTime ? ", chosen at run time" : "", history.whole ? "" : ", perhaps not whole",
                  history.partOf ? ", part of the next" : "", history.test ? ", a test" : "", "\n");
    for (RevisionGraph::Index i{0}; i < history.revisions.size(); ++i) appendRevision(out, project, history, i);
    for (const Revision& other : history.others)
      out += concat("  not loaded ", project.file(other.file).path(), ": ", whyNot(other.loading), "\n");
    if (history.graph.size() > 0) appendGraph(out, history.graph);
  }
  return out;
}

}  // namespace limbeck::project
