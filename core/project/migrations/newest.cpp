#include "project/migrations/newest.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "text/concat.h"
#include "text/likeness.h"

namespace limbeck::project {
namespace {

/// Alembic's own word for what comes before the first revision.
constexpr std::string_view beforeAll = "base";

/// The named revisions and all they come after; nothing when the history has none of them.
std::optional<std::set<RevisionIndex>> upTo(const History& history, const std::vector<std::string>& names) {
  std::optional<std::set<RevisionIndex>> covered;
  for (const std::string& name : names) {
    if (name == beforeAll) covered.emplace();
  }
  for (const std::string& name : names) {
    const auto revision = name.empty() ? std::nullopt : revisionNamed(history, name);
    if (!revision) continue;
    if (!covered) covered.emplace();
    covered->insert(*revision);
    const RevisionGraph::Indices before = history.graph.ancestors(*revision, true);
    covered->insert(before.begin(), before.end());
  }
  return covered;
}

/// What has a child, where the settings say nothing; in a circle nothing is the newest, so everything is.
std::set<RevisionIndex> belowHeads(const History& history) {
  std::set<RevisionIndex> below;
  if (history.graph.heads().empty()) return below;
  for (RevisionIndex i{0}; i < history.revisions.size(); ++i) {
    if (!history.graph.children(i).empty()) below.insert(i);
  }
  return below;
}

bool isNamedAnywhere(const std::vector<const History*>& histories, const std::string& name) {
  return name.empty() || name == beforeAll ||
         std::any_of(histories.begin(), histories.end(),
                     [&](const History* history) { return revisionNamed(*history, name).has_value(); });
}

SettingsProblem unknownRevision(const Settings& settings, const SettingsValue& value,
                                const std::vector<const History*>& histories) {
  // Counted ids are all near each other: `0009` is no slip of `0001`.
  constexpr std::size_t shortest = 6;
  std::vector<std::string_view> ids;
  for (const History* history : histories) {
    for (const Revision& revision : history->revisions) {
      if (value.text.size() >= shortest) ids.push_back(revision.id);
    }
  }
  std::string near = nearest(value.text, ids);
  std::string message = concat("There is no revision ", quoted(value.text), " in this project");
  if (!near.empty()) message += concat("; the nearest is ", quoted(near));
  if (!value.plain) near.clear();
  return {settings.file, value.span, std::move(message), value.text, std::move(near)};
}

}  // namespace

/// What is the same for every history.
struct Newest::Limits {
  std::vector<std::string> released;
  std::vector<std::string> since;
  bool nothingDeployed = false;
  std::set<std::string, std::less<>> changed;
};

Newest::Newest(const WithEnvironments& project, const Histories& histories) {
  const Settings& settings = project.settings();
  Limits limits;
  limits.released = settings.released;
  if (!settings.since.empty()) limits.since.push_back(settings.since);
  limits.nothingDeployed = settings.stance == "greenfield";
  limits.changed.insert(project.inputs().changed.begin(), project.inputs().changed.end());
  const std::vector<const History*> judged = histories.judged();
  for (const History* history : judged) read(project, *history, limits);

  // What is not here may have the revision.
  const bool whole = !entries_.empty() &&
                     std::all_of(judged.begin(), judged.end(), [](const History* history) { return history->whole; });
  for (const SettingsValue& value : project.inputs().settings.values) {
    const bool names = value.key == "released" || value.key == "since";
    if (whole && names && !isNamedAnywhere(judged, value.text))
      problems_.push_back(unknownRevision(settings, value, judged));
  }
}

void Newest::read(const WithEnvironments& project, const History& history, const Limits& limits) {
  const std::optional<std::set<RevisionIndex>> since = upTo(history, limits.since);
  std::optional<std::set<RevisionIndex>> released = upTo(history, limits.released);
  const bool told = released || since || limits.nothingDeployed;
  if (!told) released = belowHeads(history);
  for (RevisionIndex i{0}; i < history.revisions.size(); ++i) {
    Entry entry = {&history, i, Age::Newest, told};
    if (released && released->count(i) > 0) entry.age = Age::Older;
    if (since && since->count(i) > 0) entry.age = Age::BeforeSince;
    const FileId file = history.at(i).file;
    if (limits.changed.count(project.file(file).path()) > 0) entry.age = Age::Newest, entry.told = true;
    entries_.emplace(file, entry);
  }
}

Age Newest::of(FileId file) const {
  const auto entry = entries_.find(file);
  return entry == entries_.end() ? Age::Newest : entry->second.age;
}

bool Newest::isTold(FileId file) const {
  const auto entry = entries_.find(file);
  return entry != entries_.end() && entry->second.told && entry->second.age == Age::Newest;
}

const History* Newest::historyOf(FileId file) const {
  const auto entry = entries_.find(file);
  return entry == entries_.end() ? nullptr : entry->second.history;
}

std::uint32_t Newest::olderIn(const History& history) const {
  return static_cast<std::uint32_t>(std::count_if(entries_.begin(), entries_.end(), [&](const auto& entry) {
    return entry.second.history == &history && entry.second.age != Age::Newest;
  }));
}

}  // namespace limbeck::project
