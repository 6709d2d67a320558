#include "rules/settling/history.h"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

#include "project/migrations/newest.h"
#include "project/project.h"
#include "rules/page/page.h"
#include "rules/registry.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace {

using project::Age;
using project::FileId;
using project::History;

/// Families that judge how a revision is written: the next one may do better, and these nobody edits any more. MC
/// speaks of columns wherever they are written, also in a migration.
constexpr std::array<std::string_view, 4> aboutWriting = {"MS", "RV51", "DL", "MC"};

/// Breaks `alembic` today, whatever database it meets: the file does not load, the history has two heads again.
constexpr std::array<std::string_view, 2> breaksToday = {"MS610", "RV515"};

template <typename Beginnings>
bool begins(std::string_view code, const Beginnings& all) {
  return std::any_of(all.begin(), all.end(), [&](std::string_view one) { return code.starts_with(one); });
}

/// Runs when the file is imported, as far as its place tells: in no function and no class.
bool runsOnImport(const facts::ModuleFacts& file, Span span) {
  for (const facts::Expr statement : file.module()) {
    if (statement.span().begin > span.begin || statement.span().end < span.end) continue;
    return !statement.is(facts::Kind::Function) && !statement.is(facts::Kind::Class);
  }
  return false;
}

/// "The operation does not exist." as the end of another sentence; names in backticks stay as they are.
std::string asClause(std::string_view summary) {
  std::string text(summary);
  if (text.ends_with('.')) text.pop_back();
  const bool word = text.size() > 1 && text[0] >= 'A' && text[0] <= 'Z' && !(text[1] >= 'A' && text[1] <= 'Z');
  if (word) text[0] = static_cast<char>(text[0] - 'A' + 'a');
  return text;
}

std::string summaryOf(std::string_view code) {
  const RegisteredRule* rule = findRule(code);
  return rule == nullptr ? std::string(code) : asClause(readPage(rule->head()).summary);
}

bool changesText(const Fix& fix) { return !fix.edits.empty() || !fix.creates.empty(); }

}  // namespace

OlderRevisions::OlderRevisions(const project::Project& project) : project_(project) {
  for (FileId file{0}; file < project.files().size(); ++file) {
    if (project.newest().of(file) != Age::Newest) files_.emplace(project.file(file).path(), file);
  }
}

bool OlderRevisions::isHistory(const Finding& finding, FileId file) const {
  if (begins(finding.code, breaksToday)) return false;
  if (finding.code == "MS609" && runsOnImport(project_.file(file), finding.place.span)) return false;
  if (begins(finding.code, aboutWriting)) return true;
  const bool always = finding.code.starts_with("XX") || finding.code.starts_with("RV");
  return !always && project_.newest().of(file) == Age::BeforeSince;
}

const History* OlderRevisions::noteOf(const Finding& finding) const {
  const auto file = files_.find(finding.place.path);
  if (file == files_.end() || !isHistory(finding, file->second)) return nullptr;
  return project_.newest().historyOf(file->second);
}

Finding OlderRevisions::note(const History& history, std::vector<const Finding*> findings) const {
  // As they run: the first stays the first, however many revisions come on top.
  std::map<std::string_view, std::size_t> rank;
  const project::RevisionGraph::Indices& order = history.graph.order();
  for (std::size_t i = 0; i < history.revisions.size(); ++i) {
    const auto revision = order.empty() ? project::RevisionIndex(static_cast<std::uint32_t>(i)) : order[i];
    rank.emplace(project_.file(history.at(revision).file).path(), i);
  }
  std::stable_sort(findings.begin(), findings.end(),
                   [&](const Finding* a, const Finding* b) { return rank.at(a->place.path) < rank.at(b->place.path); });

  std::set<std::string_view> revisions;
  for (const Finding* finding : findings) revisions.insert(finding->place.path);
  Finding note = *findings.front();
  note.severity = Severity::Info;
  note.because.reset();
  note.history = concat(history.folder, "\n", joined(history.locations, "\n"));
  note.older = static_cast<std::uint32_t>(revisions.size());
  note.fixes.erase(std::remove_if(note.fixes.begin(), note.fixes.end(), changesText), note.fixes.end());
  if (findings.size() == 1) return note;

  note.fixes.clear();
  note.related.clear();
  note.message = concat(std::to_string(note.older), " of ", std::to_string(project_.newest().olderIn(history)),
                        " older revisions: ", summaryOf(note.code));
  for (const Finding* finding : findings) note.related.push_back({finding->place, finding->message});
  return note;
}

}  // namespace limbeck::rules
