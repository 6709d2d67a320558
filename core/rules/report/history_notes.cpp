#include "rules/report/history_notes.h"

#include <algorithm>

#include "project/migrations/drawing.h"
#include "project/migrations/histories.h"
#include "project/migrations/message.h"
#include "project/migrations/replay/replay.h"
#include "rules/report/checklist.h"
#include "rules/report/report.h"
#include "rules/revision_places.h"
#include "schema/words.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace {

using project::DrawnRow;
using project::History;
using project::Revision;
using project::RevisionGraph;

bool isAmong(const RevisionGraph::Indices& list, RevisionGraph::Index one) {
  return std::find(list.begin(), list.end(), one) != list.end();
}

std::string headlineOf(const History& history) {
  const RevisionGraph& graph = history.graph;
  const auto count = [](std::size_t number, std::string_view one, std::string_view many) {
    return counted(static_cast<std::uint32_t>(number), one, many);
  };
  std::string text =
      concat(count(graph.heads().size(), "head", "heads"), ", ", count(graph.size(), "revision", "revisions"));
  if (graph.bases().size() != 1) text += concat(", ", count(graph.bases().size(), "base", "bases"));
  if (!graph.missing().empty())
    text += concat(", ", count(graph.missing().size(), "parent missing", "parents missing"));
  if (!graph.cycles().empty()) text += concat(", ", count(graph.cycles().size(), "cycle", "cycles"));
  if (!graph.duplicates().empty()) text += concat(", ", count(graph.duplicates().size(), "id twice", "ids twice"));
  return text;
}

/// Describes one history; lives as long as the project it reads.
class Describer {
 public:
  Describer(const project::Project& project, const History& history)
      : project_(project), history_(history), graph_(history.graph) {
    const std::vector<History>& all = project.histories().all();
    const auto at = std::find_if(all.begin(), all.end(), [&](const History& one) { return &one == &history; });
    if (const auto* entry = project.replays().of(static_cast<std::uint32_t>(at - all.begin())))
      replay_ = &entry->replays.front();
  }

  HistoryNote describe() const {
    HistoryNote note;
    note.folder = history_.folder;
    note.locations = history_.locations;
    if (history_.environment != project::noFile) note.environment = project_.file(history_.environment).path();
    note.headline = headlineOf(history_);
    if (replay_ != nullptr && replay_->baseline()) note.headline += ", begins with tables that no revision creates";
    note.whole = history_.whole;
    for (const Revision& other : history_.others) note.notLoaded.push_back(project_.file(other.file).path());
    const std::vector<DrawnRow> rows = project::drawingOf(graph_);
    std::vector<std::uint32_t> rowOf(rows.size());
    for (std::uint32_t row = 0; row < rows.size(); ++row) {
      rowOf[rows[row].node] = row;
      note.rows.push_back(revisionNote(rows[row]));
      note.lanes = std::max(note.lanes, rows[row].lane + 1);
      for (const EdgeNote& edge : note.rows.back().edges) note.lanes = std::max(note.lanes, edge.lane + 1);
    }
    for (const project::RevisionCycle& cycle : graph_.cycles()) {
      note.cycles.emplace_back();
      for (const RevisionGraph::Index node : cycle.nodes) note.cycles.back().push_back(rowOf[node]);
    }
    return note;
  }

 private:
  RevisionNote revisionNote(const DrawnRow& row) const {
    const Revision& revision = history_.at(row.node);
    RevisionNote note;
    note.id = revision.id;
    const bool here = revision.idAt && revision.idAt.code() == project_.file(revision.file).code.get();
    note.place = {project_.file(revision.file).path(), here ? revision.idAt.span() : Span{}};
    note.message = project::titleOf(revision);
    note.lane = row.lane;
    for (const project::DrawnEdge& edge : row.edges) note.edges.push_back({edge.row, edge.lane, edge.dependency});
    note.marks = marksOf(row.node);
    note.labels = graph_.node(row.node).labels;
    for (const project::MissingRevision& missing : graph_.missing()) {
      if (missing.node == row.node) note.missing.push_back(nameOf(missing));
    }
    note.spoken = spoken(note, row.node);
    note.does = doingsOf(row.node);
    note.checklist = checklist(project_, history_, row.node);
    return note;
  }

  /// What the upgrade does, as far as it is certain; what may happen is told as that.
  [[nodiscard]] std::vector<std::string> doingsOf(RevisionGraph::Index node) const {
    constexpr std::size_t limit = 12;
    std::vector<std::string> said;
    if (replay_ == nullptr) return said;
    for (const project::Executed* operation : replay_->upgrades[node].operations()) {
      for (std::string& one : schema::inWords(operation->changes)) {
        if (!operation->isSure()) one = concat("perhaps ", one);
        if (std::find(said.begin(), said.end(), one) == said.end()) said.push_back(std::move(one));
      }
    }
    if (replay_->upgrades[node].unread) said.emplace_back("does what cannot be read");
    if (said.size() <= limit) return said;
    const std::size_t more = said.size() - limit + 1;
    said.resize(limit - 1);
    said.push_back(concat("and ", std::to_string(more), " more changes"));
    return said;
  }

  [[nodiscard]] std::string nameOf(const project::MissingRevision& missing) const {
    const project::RevisionNode& node = graph_.node(missing.node);
    return (missing.dependency ? node.depends : node.down)[missing.position];
  }

  [[nodiscard]] std::vector<std::string> marksOf(RevisionGraph::Index node) const {
    std::vector<std::string> marks;
    const auto mark = [&](bool is, std::string_view name) {
      if (is) marks.emplace_back(name);
    };
    const auto within = [&](const auto& groups, auto nodesOf) {
      return std::any_of(groups.begin(), groups.end(),
                         [&](const auto& group) { return isAmong(nodesOf(group), node); });
    };
    mark(isAmong(graph_.heads(), node), "head");
    mark(isAmong(graph_.bases(), node), "base");
    mark(isAmong(graph_.branchPoints(), node), "branch point");
    mark(isAmong(graph_.mergePoints(), node), "merge");
    mark(within(graph_.duplicates(), [](const RevisionGraph::Indices& group) { return group; }), "twice");
    mark(within(graph_.cycles(), [](const project::RevisionCycle& cycle) { return cycle.nodes; }), "cycle");
    return marks;
  }

  [[nodiscard]] std::string spoken(const RevisionNote& note, RevisionGraph::Index index) const {
    const project::RevisionNode& node = graph_.node(index);
    std::string text = quoted(note.id);
    for (const std::string& mark : note.marks) {
      if (mark != "merge" && mark != "base")
        text += concat(", ", mark == "twice"   ? "an id that two files have"
                             : mark == "cycle" ? "part of a cycle"
                                               : mark);
    }
    if (node.down.empty()) text += ", the base";
    else text += concat(node.down.size() > 1 ? ", merges " : ", after ", quotedAll(node.down));
    if (!node.depends.empty()) text += concat(", depends on ", quotedAll(node.depends));
    if (!note.labels.empty()) text += concat(", branch ", quotedAll(note.labels));
    if (!note.missing.empty())
      text += concat(", and ", quotedAll(note.missing), note.missing.size() > 1 ? " are missing" : " is missing");
    if (!note.message.empty()) text += concat(": ", note.message);
    return text;
  }

  const project::Project& project_;
  const History& history_;
  const RevisionGraph& graph_;
  const project::Replay* replay_ = nullptr;
};

}  // namespace

namespace {

/// The finding whose first fix writes the revision that merges the heads: of several heads, or of two equal merges.
std::string mergeOf(const HistoryNote& history, const std::vector<Finding>& findings) {
  for (const Finding& finding : findings) {
    const bool heads = (finding.code == "RV501" || finding.code == "RV515") && !finding.fixes.empty() &&
                       !finding.fixes[0].creates.empty();
    const auto stands = [&](const RevisionNote& row) { return row.place.path == finding.place.path; };
    if (heads && std::any_of(history.rows.begin(), history.rows.end(), stands)) return finding.id;
  }
  return {};
}

}  // namespace

std::vector<HistoryNote> describeHistories(const project::Project& project, const std::vector<Finding>& findings) {
  std::vector<HistoryNote> notes;
  for (const History* history : project.histories().judged()) {
    if (history->revisions.empty()) continue;
    notes.push_back(Describer(project, *history).describe());
    notes.back().merge = mergeOf(notes.back(), findings);
  }
  return notes;
}

}  // namespace limbeck::rules
