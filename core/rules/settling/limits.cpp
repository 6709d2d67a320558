#include "rules/settling/limits.h"

#include <algorithm>
#include <map>
#include <utility>

#include "project/given/places.h"
#include "rules/selection.h"
#include "rules/settling/identity.h"
#include "rules/settling/suppress.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace {

using Ids = std::set<std::string, std::less<>>;

/// Takes the findings out; what followed from one of them stands for itself.
void removeFrom(Report& report, const Ids& ids) {
  const auto gone = [&](const Finding& finding) { return ids.count(finding.id) > 0; };
  report.findings.erase(std::remove_if(report.findings.begin(), report.findings.end(), gone), report.findings.end());
  for (Finding& finding : report.findings) {
    if (ids.count(finding.becauseId) > 0) finding.becauseId.clear();
  }
}

/// A requirement that only fails for what the report leaves out says so.
void explain(Report& report, const Ids& ids, std::string_view why) {
  for (ModuleVerdict& module : report.modules) {
    for (RequirementVerdict& one : module.requirements) {
      const std::size_t all = one.findings.size();
      const auto gone = [&](const std::string& id) { return ids.count(id) > 0; };
      one.findings.erase(std::remove_if(one.findings.begin(), one.findings.end(), gone), one.findings.end());
      if (all > 0 && one.findings.empty() && one.verdict == Verdict::Fail) one.text += why;
    }
  }
}

// ---- The baseline ---------------------------------------------------------------------------------------------------

/// Whether its rule looked at the file: otherwise nobody can tell that the finding is gone.
bool wasLookedAt(const Accepted& entry, const Report& report, const project::Settings& settings,
                 std::string_view folder) {
  const std::string path = project::joinPath(folder, entry.path);
  return report.source(path) != nullptr && isSelectedAt(settings, entry.code, path);
}

/// One note for all entries that fit nothing.
void addStale(Report& report, const Baseline& baseline, const std::vector<const Accepted*>& stale,
              const project::Settings& settings) {
  if (stale.empty() || !isSelectedAt(settings, unusedSuppression, baseline.path)) return;
  Finding finding;
  finding.code = unusedSuppression;
  finding.severity = Severity::Info;
  finding.place = {baseline.path, stale.front()->span};
  finding.message = concat(counted(static_cast<std::uint32_t>(stale.size()), "entry", "entries"), " of the baseline ",
                           stale.size() == 1 ? "fits" : "fit", " nothing that is found now");
  finding.subject = "baseline";
  for (const Accepted* entry : stale)
    finding.related.push_back({{baseline.path, entry->span}, concat(entry->code, " in ", quoted(entry->path))});
  finding.fixes.push_back({"Write it anew with `limbeck baseline`", FixClass::Advice, {}, {}});
  finding.id = identityOf(finding, nullptr);
  report.findings.push_back(std::move(finding));
}

void accept(Report& report, const project::Settings& settings, const Baseline& baseline, bool limited) {
  const std::string_view folder = project::folderOf(baseline.path);
  std::map<std::string_view, std::string_view> found;  // fingerprint -> id
  std::vector<std::string> fingerprints;
  fingerprints.reserve(report.findings.size());
  for (const Finding& finding : report.findings) {
    fingerprints.push_back(fingerprintOf(finding, report.source(finding.place.path), folder));
    found.emplace(fingerprints.back(), finding.id);
  }
  Ids ids;
  std::vector<const Accepted*> stale;
  for (const Accepted& entry : baseline.accepted) {
    const auto at = found.find(entry.id);
    if (at != found.end()) ids.emplace(at->second);
    else if (wasLookedAt(entry, report, settings, folder)) stale.push_back(&entry);
  }
  report.accepted = static_cast<std::uint32_t>(ids.size());
  explain(report, ids, " (accepted in the baseline)");
  removeFrom(report, ids);
  if (!limited) addStale(report, baseline, stale, settings);
}

// ---- A change -------------------------------------------------------------------------------------------------------

/// Which findings a change touches or causes; lives as long as the report it reads.
class Cause {
 public:
  Cause(const Report& report, const Change& change) : change_(change) {
    for (const Finding& finding : report.findings) byId_.emplace(finding.id, &finding);
    for (const ModuleVerdict& module : report.modules) {
      for (const ModelNote& model : module.models) {
        if (touches(model.place)) models_.insert(model.name);
      }
    }
  }

  [[nodiscard]] bool touches(const Place& place) const {
    return std::binary_search(change_.paths.begin(), change_.paths.end(), place.path);
  }

  [[nodiscard]] bool concerns(const Finding& finding) const {
    if (touches(finding.place)) return true;
    if (finding.older > 0) return false;  // it speaks of what nobody touches
    if (change_.before) return change_.before->count(finding.id) == 0;
    const auto root = byId_.find(finding.becauseId);
    return pointsIn(finding) || (root != byId_.end() && (touches(root->second->place) || pointsIn(*root->second)));
  }

 private:
  /// It names a place in a changed file, or a model that stands in one.
  [[nodiscard]] bool pointsIn(const Finding& finding) const {
    return models_.count(finding.subject) > 0 || std::any_of(finding.related.begin(), finding.related.end(),
                                                             [&](const Related& one) { return touches(one.place); });
  }

  const Change& change_;
  std::map<std::string_view, const Finding*> byId_;
  std::set<std::string_view> models_;
};

void keepCaused(Report& report, const Change& change) {
  Ids ids;
  std::set<std::string_view> modules;
  {
    const Cause cause(report, change);
    for (const Finding& finding : report.findings) {
      if (cause.concerns(finding)) modules.insert(finding.module);
      else ids.insert(finding.id);
    }
    for (const FileNote& file : report.files) {
      if (cause.touches({file.path, {}})) modules.insert(file.module);
    }
    const auto idle = [&](const ModuleVerdict& module) { return modules.count(module.path) == 0; };
    report.modules.erase(std::remove_if(report.modules.begin(), report.modules.end(), idle), report.modules.end());
  }
  explain(report, ids, " (not for what this change touches)");
  removeFrom(report, ids);
  report.changedFiles = static_cast<std::uint32_t>(change.paths.size());
}

}  // namespace

void limit(Report& report, const project::Settings& settings, const Limits& limits) {
  if (limits.baseline != nullptr) accept(report, settings, *limits.baseline, limits.change != nullptr);
  if (limits.change != nullptr) keepCaused(report, *limits.change);
}

}  // namespace limbeck::rules
