#include "rules/settling/settle.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <tuple>

#include "project/names/modules.h"
#include "project/project.h"
#include "rules/report/verdicts.h"
#include "rules/selection.h"
#include "rules/settling/history.h"
#include "rules/settling/identity.h"
#include "rules/settling/suppress.h"
#include "text/expect.h"

namespace limbeck::rules {
namespace {

constexpr std::size_t noRoot = static_cast<std::size_t>(-1);

auto order(const Finding& finding) { return std::tie(finding.place, finding.code, finding.subject, finding.message); }

/// The module a finding counts for, where its rule did not say.
std::string moduleOf(const project::Project& project, std::string_view path) {
  const auto& files = project.files();
  const auto at =
      std::lower_bound(files.begin(), files.end(), path,
                       [](const facts::FactsPtr& file, std::string_view wanted) { return file->path() < wanted; });
  if (at == files.end() || (*at)->path() != path) return {};
  const auto module = project.modules().moduleOf(project::FileId(static_cast<std::uint32_t>(at - files.begin())));
  return module ? project.modules().all()[*module].path : std::string();
}

/// What every rule says, with its code and severity, as far as the settings want to hear it.
std::vector<Finding> collect(const project::Project& project, std::span<const RegisteredRule> rules) {
  const project::Settings& settings = project.settings();
  std::vector<Finding> all;
  for (const RegisteredRule& one : rules) {
    if (one.rule->check == nullptr || !isSelected(settings, one.rule->code)) continue;
    Findings found;
    one.rule->check(project, found);
    for (Finding& finding : found) {
      if (finding.code.empty()) finding.code = one.rule->code;
      if (finding.severity == Severity::FromRule) finding.severity = one.rule->severity;
      if (finding.requirement.empty()) finding.requirement = one.rule->requirement;
      if (finding.module.empty()) finding.module = moduleOf(project, finding.place.path);
      finding.severity = severityOf(settings, finding.code, finding.severity);
      if (isSelectedAt(settings, finding.code, finding.place.path)) all.push_back(std::move(finding));
    }
  }
  return all;
}

class Settler {
 public:
  Settler(const project::Project& project, const Report& report)
      : project_(project), report_(report), suppressions_(project) {}

  void settle(std::span<const RegisteredRule> rules, std::vector<Finding>& findings, std::vector<Finding>& ignored) {
    all_ = collect(project_, rules);
    arrange();
    link();
    silence();
    foldHistory();
    complain();
    name();
    rank();
    for (EntryPoint& entry : entries_) (entry.ignored ? ignored : findings).push_back(std::move(entry.finding));
  }

 private:
  struct EntryPoint {
    Finding finding;
    std::size_t root = noRoot;  ///< the first cause, among the entries
    bool ignored = false;
    bool folded = false;  ///< another finding stands for it
  };

  /// Sorted, each thing said once.
  void arrange() {
    std::stable_sort(all_.begin(), all_.end(), [](const Finding& a, const Finding& b) { return order(a) < order(b); });
    for (Finding& finding : all_) {
      if (!entries_.empty() && order(entries_.back().finding) == order(finding)) continue;
      entries_.push_back({std::move(finding), noRoot, false, false});
    }
  }

  /// Ties consequences to their roots. One whose root is not there, or is its own consequence, is a root itself.
  void link() {
    std::map<std::pair<std::string, Place>, std::size_t> byPlace;
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      byPlace.emplace(std::pair(entries_[i].finding.code, entries_[i].finding.place), i);
    }
    std::vector<std::size_t> cause(entries_.size(), noRoot);
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      if (!entries_[i].finding.because) {
        cause[i] = rootAtLine(i);
        continue;
      }
      const auto at = byPlace.find(*entries_[i].finding.because);
      if (at != byPlace.end() && at->second != i) cause[i] = at->second;
    }
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      std::size_t root = cause[i];
      std::size_t steps = 0;
      while (root != noRoot && cause[root] != noRoot && steps++ < entries_.size()) root = cause[root];
      const bool circle = root != noRoot && cause[root] != noRoot;
      entries_[i].root = circle ? noRoot : root;
    }
  }

  /// What another rule says of the same line, where that is the same defect seen from another side.
  [[nodiscard]] std::size_t rootAtLine(std::size_t consequence) const {
    const Finding& finding = entries_[consequence].finding;
    const RegisteredRule* const own = findRule(finding.code);
    if (own == nullptr || own->rule->follows.empty()) return noRoot;
    const SourceFile* const file = report_.source(finding.place.path);
    if (file == nullptr) return noRoot;
    const std::uint32_t line = file->lineOf(finding.place.span.begin);
    const auto isThere = [&](std::size_t i) {
      const Place& place = entries_[i].finding.place;
      return place.path == finding.place.path && file->lineOf(place.span.begin) == line;
    };
    std::size_t i = consequence;  // they are in order still
    while (i > 0 && isThere(i - 1)) --i;
    for (; i < entries_.size() && isThere(i); ++i) {
      if (own->rule->follows.find(entries_[i].finding.code) != std::string_view::npos) return i;
    }
    return noRoot;
  }

  /// Applies comments; a root that was silenced with a reason takes its consequences along (engine 1.8).
  void silence() {
    for (EntryPoint& entry : entries_) hush(entry);
    for (EntryPoint& entry : entries_) {
      if (entry.root == noRoot) continue;
      const EntryPoint& root = entries_[entry.root];
      if (root.ignored && !entry.ignored && !root.finding.reason.empty()) {
        entry.ignored = true;
        entry.finding.reason = root.finding.reason;
      }
    }
  }

  void hush(EntryPoint& entry) {
    const facts::Suppression* comment = suppressions_.match(entry.finding);
    if (comment == nullptr) return;
    entry.ignored = true;
    entry.finding.reason = comment->reason;
  }

  /// What is found in older revisions becomes one note for each rule and history (settling/history.h).
  void foldHistory() {
    const OlderRevisions older(project_);
    std::map<std::pair<const project::History*, std::string>, std::vector<std::size_t>> groups;
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      const project::History* history = entries_[i].ignored ? nullptr : older.noteOf(entries_[i].finding);
      if (history != nullptr) groups[{history, entries_[i].finding.code}].push_back(i);
    }
    for (const auto& [key, members] : groups) {
      std::vector<const Finding*> findings;
      for (const std::size_t i : members) {
        findings.push_back(&entries_[i].finding);
        entries_[i].folded = true;
      }
      Finding note = older.note(*key.first, findings);
      entries_[members.front()].finding = std::move(note);
    }
    // What follows from a part of a note stands for itself.
    for (EntryPoint& entry : entries_) {
      if (entry.folded || (entry.root != noRoot && entries_[entry.root].folded)) entry.root = noRoot;
    }
    for (const auto& [key, members] : groups) entries_[members.front()].folded = false;
  }

  /// Adds what is to be said about the comments themselves.
  void complain() {
    const RegisteredRule* rule = findRule(unusedSuppression);
    if (rule == nullptr) return;
    std::vector<EntryPoint> said;
    for (const bool aboutItself : {false, true}) {
      for (Finding& finding : suppressions_.unused(aboutItself)) {
        if (!isSelectedAt(project_.settings(), finding.code, finding.place.path)) continue;
        finding.severity = severityOf(project_.settings(), finding.code, rule->rule->severity);
        finding.module = moduleOf(project_, finding.place.path);
        said.push_back({std::move(finding), noRoot, false, false});
        if (!aboutItself) hush(said.back());
      }
    }
    for (EntryPoint& entry : said) entries_.push_back(std::move(entry));
  }

  /// Gives every finding its identity, in file order, and sorts.
  void name() {
    std::vector<std::size_t> sorted(entries_.size());
    for (std::size_t i = 0; i < sorted.size(); ++i) sorted[i] = i;
    std::stable_sort(sorted.begin(), sorted.end(), [&](std::size_t a, std::size_t b) {
      return order(entries_[a].finding) < order(entries_[b].finding);
    });
    std::map<std::string, std::uint32_t> repeats;
    for (const std::size_t i : sorted) {
      Finding& finding = entries_[i].finding;
      if (entries_[i].folded) continue;
      finding.id = identityOf(finding, report_.source(finding.place.path));
      const std::uint32_t count = ++repeats[finding.id];
      if (count > 1) finding.id += "-" + std::to_string(count);
    }
    for (EntryPoint& entry : entries_) {
      LIMBECK_EXPECT(entry.root == noRoot || (entry.root < entries_.size() && entries_[entry.root].root == noRoot));
      const bool tied = entry.root != noRoot && entries_[entry.root].ignored == entry.ignored;
      if (tied) entry.finding.becauseId = entries_[entry.root].finding.id;
    }
  }

  /// The most important first: by severity, then by what comes of it, then by place. Consequences follow their root,
  /// which counts for as much as the worst of them.
  void rank() {
    struct Rank {
      std::size_t root;
      Weight weight;
      std::size_t entry;
    };
    std::vector<Severity> worst(entries_.size());
    std::vector<Rank> ranks;
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      if (entries_[i].folded) continue;
      const std::size_t root = entries_[i].finding.becauseId.empty() ? i : entries_[i].root;
      worst[root] = std::max(worst[root], entries_[i].finding.severity);
      ranks.push_back({root, weightOf(entries_[root].finding.code), i});
    }
    const auto key = [&](const Rank& rank) {
      const Finding& root = entries_[rank.root].finding;
      return std::tuple(-static_cast<int>(worst[rank.root]), rank.weight, order(root), root.id, rank.root != rank.entry,
                        order(entries_[rank.entry].finding));
    };
    std::stable_sort(ranks.begin(), ranks.end(), [&](const Rank& a, const Rank& b) { return key(a) < key(b); });
    std::vector<EntryPoint> ordered;
    for (const Rank& rank : ranks) ordered.push_back(std::move(entries_[rank.entry]));
    entries_ = std::move(ordered);
  }

  const project::Project& project_;
  const Report& report_;
  Suppressions suppressions_;
  std::vector<Finding> all_;
  std::vector<EntryPoint> entries_;
};

void gatherSources(const project::Project& project, const std::vector<SourceFilePtr>& otherFiles, Report& report) {
  report.sources = otherFiles;
  for (const facts::FactsPtr& file : project.files()) report.sources.push_back(file->file);
  std::sort(report.sources.begin(), report.sources.end(),
            [](const SourceFilePtr& a, const SourceFilePtr& b) { return a->path() < b->path(); });
}

/// The share of what was asked that could be answered: one question per requirement of every module, advice left out,
/// one per file that belongs to none and could not be read.
void countDecided(Report& report) {
  for (const ModuleVerdict& module : report.modules) {
    for (const RequirementVerdict& one : module.requirements) {
      if (one.verdict == Verdict::NotApplicable || isAdvice(one.id)) continue;
      ++report.questions;
      if (one.verdict != Verdict::Undecided) ++report.decided;
    }
  }
  for (const FileNote& file : report.files) {
    if (!file.opaque.empty() && file.module.empty()) ++report.questions;
  }
}

}  // namespace

Report check(const project::Project& project, const std::vector<SourceFilePtr>& otherFiles, const Limits& limits) {
  return check(project, otherFiles, registry(), limits);
}

Report check(const project::Project& project, const std::vector<SourceFilePtr>& otherFiles,
             std::span<const RegisteredRule> rules, const Limits& limits) {
  Report report;
  report.profile = project::profileName(project.modules().profile());
  report.failOn = thresholdOf(project.settings());
  gatherSources(project, otherFiles, report);
  Settler(project, report).settle(rules, report.findings, report.ignored);
  report.modules = judgeModules(project, report.findings);
  report.files = describeFiles(project, otherFiles);
  report.histories = describeHistories(project, report.findings);
  limit(report, project.settings(), limits);
  countDecided(report);
  LIMBECK_EXPECT(report.decided <= report.questions);
  const bool whole = report.accepted == 0 && !report.changedFiles;
  report.clean = whole && report.findings.empty() && report.decided == report.questions && report.pythonFiles() > 0;
  report.headline = headlineOf(report);
  return report;
}

}  // namespace limbeck::rules
