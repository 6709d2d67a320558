#include "rules/revisions/revision_names.h"

#include <algorithm>

namespace limbeck::rules {

using project::History;
using project::Revision;
using project::RevisionGraph;

NameForm formOf(const History& history, const Revision& revision, const project::RevisionName& name, bool dependency) {
  const std::string& text = name.text;
  const RevisionGraph& graph = history.graph;
  if (text.empty()) return NameForm::Empty;
  if (graph.find(text)) return NameForm::Id;
  if (text == "head" || text == "heads" || text == "base" || text == "current") return NameForm::Symbol;
  if (text.find(',') != std::string::npos) return NameForm::Several;
  // "2026-01-add" is a bad id, not a relative one (rule RV506).
  const std::size_t sign = text.find_last_of("+-");
  const bool counts = sign != std::string::npos && sign + 1 < text.size() &&
                      text.find_first_not_of("0123456789", sign + 1) == std::string::npos;
  const bool known = sign == 0 || (counts && (graph.findNamed(text.substr(0, sign)) || text.substr(0, sign) == "head"));
  if (text.find('@') != std::string::npos || (counts && known)) return NameForm::Relative;
  if (graph.findNamed(text)) return dependency ? NameForm::Id : NameForm::Label;
  const std::vector<std::string> longer = idsBeginning(history, text);
  const bool other =
      std::any_of(longer.begin(), longer.end(), [&](const std::string& id) { return id != revision.id; });
  return other && text.size() >= 3 ? NameForm::Partial : NameForm::Id;
}

std::vector<std::string> idsBeginning(const History& history, const std::string& text) {
  std::vector<std::string> ids;
  for (const Revision& revision : history.revisions) {
    if (revision.id.starts_with(text)) ids.push_back(revision.id);
  }
  return ids;
}

std::vector<std::string> idsIn(const std::string& text) {
  std::vector<std::string> ids(1);
  for (const char c : text) {
    if (c == ',') ids.emplace_back();
    else if (c != ' ') ids.back() += c;
  }
  ids.erase(std::remove(ids.begin(), ids.end(), std::string()), ids.end());
  return ids;
}

}  // namespace limbeck::rules
