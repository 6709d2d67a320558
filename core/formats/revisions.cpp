// The revision graphs for a terminal, for Graphviz, and for programs.

#include <algorithm>

#include "formats/formats.h"
#include "formats/json_parts.h"
#include "formats/terminal.h"
#include "text/concat.h"

namespace limbeck::formats {
namespace {

using rules::EdgeNote;
using rules::HistoryNote;
using rules::RevisionNote;

/// The lanes that lead past each row, and what turns off in it.
class Tree {
 public:
  explicit Tree(const HistoryNote& history) : history_(history) {}

  std::string text() {
    std::string out;
    for (std::uint32_t row = 0; row < history_.rows.size(); ++row) {
      const RevisionNote& note = history_.rows[row];
      const std::vector<std::uint32_t> ending = lanesEndingAt(row, note.lane);
      if (!ending.empty()) out += turn(note.lane, ending, "╯") + "\n";
      const auto arrives = [&](const Line& line) { return line.row == row; };
      open_.erase(std::remove_if(open_.begin(), open_.end(), arrives), open_.end());
      out += concat(lanes(note.lane), describe(note), "\n");
      std::vector<std::uint32_t> starting;
      for (const EdgeNote& edge : note.edges) {
        if (edge.row <= row) continue;
        if (edge.lane != note.lane) starting.push_back(edge.lane);
        open_.push_back({edge.row, edge.lane});
      }
      if (!starting.empty()) out += turn(note.lane, starting, "╮") + "\n";
    }
    return out;
  }

 private:
  struct Line {
    std::uint32_t row;  ///< where it ends
    std::uint32_t lane;
  };

  [[nodiscard]] bool isOpen(std::uint32_t lane) const {
    return std::any_of(open_.begin(), open_.end(), [&](const Line& line) { return line.lane == lane; });
  }

  [[nodiscard]] std::vector<std::uint32_t> lanesEndingAt(std::uint32_t row, std::uint32_t lane) const {
    std::vector<std::uint32_t> ending;
    for (const Line& line : open_) {
      if (line.row == row && line.lane != lane && std::find(ending.begin(), ending.end(), line.lane) == ending.end())
        ending.push_back(line.lane);
    }
    return ending;
  }

  /// "│ ● │ "
  [[nodiscard]] std::string lanes(std::uint32_t node) const {
    std::string text;
    for (std::uint32_t lane = 0; lane < history_.lanes; ++lane)
      text += lane == node ? "● " : isOpen(lane) ? "│ " : "  ";
    return text;
  }

  /// "├─┼─╯": from the lane of a revision to the lanes that begin or end at it.
  [[nodiscard]] std::string turn(std::uint32_t node, const std::vector<std::uint32_t>& to,
                                 std::string_view corner) const {
    const std::uint32_t first = std::min(node, *std::min_element(to.begin(), to.end()));
    const std::uint32_t last = std::max(node, *std::max_element(to.begin(), to.end()));
    const bool up = corner == "╯";
    std::string text;
    for (std::uint32_t lane = 0; lane <= std::max(last, history_.lanes - 1); ++lane) {
      const bool turns = std::find(to.begin(), to.end(), lane) != to.end();
      const bool inside = lane >= first && lane <= last;
      if (lane == node) text += lane == first ? "├" : lane == last ? "┤" : "┼";
      else if (turns && lane == last) text += corner;
      else if (turns && lane == first) text += up ? "╰" : "╭";
      else if (turns) text += up ? "┴" : "┬";
      else if (isOpen(lane)) text += inside ? "┼" : "│";
      else text += inside ? "─" : " ";
      text += lane >= first && lane < last ? "─" : " ";
    }
    while (text.ends_with(' ')) text.pop_back();
    return text;
  }

  static std::string describe(const RevisionNote& note) {
    std::string text = note.id;
    std::string marks;
    for (const std::string& mark : note.marks) marks += concat(marks.empty() ? "" : ", ", mark);
    for (const std::string& label : note.labels) marks += concat(marks.empty() ? "" : ", ", "label ", label);
    for (const std::string& id : note.missing)
      marks += concat(marks.empty() ? "" : ", ", "missing ", id.empty() ? "''" : id);
    if (!marks.empty()) text += concat(" (", marks, ")");
    if (!note.message.empty()) text += concat("  ", note.message);
    return text;
  }

  const HistoryNote& history_;
  std::vector<Line> open_;
};

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

}  // namespace

std::string tree(const HistoryNote& history) { return Tree(history).text(); }

std::string revisions(const std::vector<HistoryNote>& histories) {
  std::string out;
  for (const HistoryNote& history : histories) {
    if (!out.empty()) out += '\n';
    out += concat(history.folder.empty() ? "." : history.folder, ": ", history.headline,
                  history.whole ? "" : ", perhaps not all of them", "\n");
    if (history.locations.size() > 1) {
      for (const std::string& location : history.locations) out += concat("  from ", location, "\n");
    }
    out += concat("\n", tree(history));
    for (const std::string& path : history.notLoaded) out += concat("not loaded: ", path, "\n");
  }
  return out;
}

std::string revisionsDot(const std::vector<HistoryNote>& histories) {
  std::string out = "digraph revisions {\n  rankdir=BT;\n  node [shape=box, style=rounded];\n";
  for (std::size_t i = 0; i < histories.size(); ++i) {
    const HistoryNote& history = histories[i];
    const auto name = [&](std::size_t row) { return concat("h", std::to_string(i), "_", std::to_string(row)); };
    out += concat("  subgraph cluster_", std::to_string(i), " {\n    label=\"", escaped(history.folder), "\";\n");
    for (std::size_t row = 0; row < history.rows.size(); ++row) {
      const RevisionNote& note = history.rows[row];
      const bool head = std::find(note.marks.begin(), note.marks.end(), "head") != note.marks.end();
      out += concat("    ", name(row), " [label=\"", escaped(note.id), note.message.empty() ? "" : "\\n",
                    escaped(note.message), "\"", head ? ", peripheries=2" : "", "];\n");
      for (std::size_t at = 0; at < note.missing.size(); ++at) {
        const std::string missing = concat(name(row), "_", std::to_string(at));
        out += concat("    ", missing, " [label=\"", escaped(note.missing[at]), "\", style=dashed];\n    ", missing,
                      " -> ", name(row), " [style=dashed];\n");
      }
      for (const EdgeNote& edge : note.edges)
        out += concat("    ", name(edge.row), " -> ", name(row), edge.dependency ? " [style=dotted];\n" : ";\n");
    }
    out += "  }\n";
  }
  return out + "}\n";
}

std::string revisionsJson(const rules::Report& report) {
  const Json json = {{"limbeck", LIMBECK_VERSION}, {"schema", 1}, {"histories", historiesJson(report)}};
  return dumped(json);
}

}  // namespace limbeck::formats
