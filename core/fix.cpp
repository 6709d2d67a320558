// Workspace::fix: picks, applies on a copy, checks again, and says what came of it.

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include "proof.h"
#include "suppression_edit.h"
#include "text/concat.h"
#include "text/expect.h"
#include "workspace.h"

namespace limbeck {
namespace {

using rules::Finding;
using rules::Fix;
using rules::FixClass;
using rules::ProofState;
using rules::Report;

constexpr int mostRounds = 5;
constexpr std::string_view staleText = "the text has changed since: this finding is no longer there";

/// What a finding is about, whatever the lines around it look like: texts change when they are fixed.
using Subject = std::tuple<std::string, std::string, std::string>;
Subject subjectOf(const Finding& finding) { return {finding.code, finding.place.path, finding.subject}; }

std::map<Subject, std::size_t> census(const Report& report) {
  std::map<Subject, std::size_t> counts;
  for (const Finding& finding : report.findings) ++counts[subjectOf(finding)];
  return counts;
}

/// Findings of `after` that `before` did not have.
std::vector<Finding> newFindings(const Report& before, const Report& after) {
  std::map<Subject, std::size_t> left = census(before);
  std::set<std::string_view> ids;
  for (const Finding& finding : before.findings) ids.insert(finding.id);
  std::vector<const Finding*> unsure;
  for (const Finding& finding : after.findings) {
    if (ids.count(finding.id) == 0) {
      unsure.push_back(&finding);
    } else if (std::size_t& count = left[subjectOf(finding)]; count > 0) {
      --count;
    }
  }
  std::vector<Finding> fresh;
  for (const Finding* finding : unsure) {
    std::size_t& count = left[subjectOf(*finding)];
    if (count > 0) {
      --count;
    } else {
      fresh.push_back(*finding);
    }
  }
  return fresh;
}

/// A change to some files, as one or several fixes make it.
struct Change {
  std::vector<rules::FileEdit> edits;
  std::vector<rules::NewFile> creates;
  bool safe = true;  ///< every fix in it is

  void add(const Fix& fix) {
    safe = safe && fix.fixClass == FixClass::Safe;
    edits.insert(edits.end(), fix.edits.begin(), fix.edits.end());
    creates.insert(creates.end(), fix.creates.begin(), fix.creates.end());
  }

  [[nodiscard]] bool conflictsWith(const Fix& fix) const {
    const bool overlap = std::any_of(fix.edits.begin(), fix.edits.end(), [&](const rules::FileEdit& a) {
      return std::any_of(edits.begin(), edits.end(),
                         [&](const rules::FileEdit& b) { return a.path == b.path && conflict(a.edit, b.edit); });
    });
    return overlap || std::any_of(fix.creates.begin(), fix.creates.end(), [&](const rules::NewFile& a) {
             return std::any_of(creates.begin(), creates.end(),
                                [&](const rules::NewFile& b) { return a.path == b.path; });
           });
  }
};

/// The workspace with the change made; nothing when edits overlap, lie outside, or a new file is there already.
std::optional<Workspace> changed(const Workspace& from, const Change& change) {
  std::map<std::string, std::vector<Edit>> byPath;
  for (const rules::FileEdit& edit : change.edits) byPath[edit.path].push_back(edit.edit);
  Workspace result = from.copy();
  for (auto& [path, edits] : byPath) {
    const SourceFilePtr file = from.file(path);
    if (!file) return std::nullopt;
    std::optional<std::string> text = applyEdits(file->text(), std::move(edits));
    if (!text) return std::nullopt;
    result.setFile(path, std::move(*text));
  }
  for (const rules::NewFile& file : change.creates) {
    if (from.file(file.path)) return std::nullopt;
    result.setFile(file.path, file.text);
  }
  return result;
}

/// More of a touched file is no Python than before.
bool breaksSyntax(const Workspace& before, const Workspace& after) {
  for (const std::string& path : after.paths()) {
    const facts::FactsPtr now = after.facts(path);
    const facts::FactsPtr then = before.facts(path);
    if (!now || now == then) continue;
    const std::size_t allowed = then ? then->syntax.size() : 0;
    if (now->syntax.size() > allowed || (now->opaque && !(then && then->opaque))) return true;
  }
  return false;
}

std::set<std::string> pathsOf(const Change& change) {
  std::set<std::string> paths;
  for (const rules::FileEdit& edit : change.edits) paths.insert(edit.path);
  for (const rules::NewFile& file : change.creates) paths.insert(file.path);
  return paths;
}

struct Outcome {
  ProofState state = ProofState::None;
  std::vector<Finding> fresh;
  std::string breaks;  ///< of Breaks: what
  std::optional<Workspace> after;
};

/// Makes the change on a copy and looks whether its targets are gone.
Outcome attempt(const Workspace& workspace, const Change& change, const std::vector<const Finding*>& targets) {
  Outcome outcome;
  outcome.after = changed(workspace, change);
  if (!outcome.after) {
    outcome.state = ProofState::Overlaps;
    return outcome;
  }
  if (breaksSyntax(workspace, *outcome.after)) {
    outcome.state = ProofState::DoesNotParse;
    return outcome;
  }
  const Report& before = workspace.check();
  const Report& after = outcome.after->check();
  std::map<Subject, std::size_t> wanted;
  for (const Finding* target : targets) ++wanted[subjectOf(*target)];
  std::map<Subject, std::size_t> then = census(before);
  std::map<Subject, std::size_t> now = census(after);
  const bool remains = std::any_of(wanted.begin(), wanted.end(), [&](const auto& entry) {
    return now[entry.first] + entry.second > then[entry.first];
  });
  outcome.fresh = newFindings(before, after);
  outcome.state = remains ? ProofState::Remains : outcome.fresh.empty() ? ProofState::Proved : ProofState::NewFindings;
  if (remains) return outcome;
  outcome.breaks = objectionTo({workspace.project(), outcome.after->project(), pathsOf(change), change.safe});
  if (!outcome.breaks.empty()) outcome.state = ProofState::Breaks;
  return outcome;
}

std::string proofText(const Outcome& outcome, std::size_t targets) {
  const std::string gone =
      targets == 1 ? std::string("finding gone") : concat(std::to_string(targets), " findings gone");
  switch (outcome.state) {
    case ProofState::Proved: return concat("proved: ", gone, ", nothing new");
    case ProofState::Remains: return "refused: the finding remains";
    case ProofState::NewFindings:
      return concat(
          gone, ", but ",
          rules::counted(static_cast<std::uint32_t>(outcome.fresh.size()), "new one appears", "new ones appear"));
    case ProofState::Breaks: return concat("refused: ", outcome.breaks);
    case ProofState::DoesNotParse: return "refused: the result does not parse";
    case ProofState::Overlaps: return "refused: it overlaps another change";
    case ProofState::Stale: return std::string(staleText);
    case ProofState::None: return "there is nothing to apply";
  }
  return {};
}

/// Fills in what is read off the finished copy.
void conclude(const Workspace& before, const Workspace& after, FixResult& result) {
  for (const std::string& path : after.paths()) {
    const SourceFilePtr now = after.file(path);
    const SourceFilePtr then = before.file(path);
    if (now == then) continue;
    if (!then) {
      result.creates.push_back({path, std::string(now->text())});
      continue;
    }
    for (Edit& edit : editsBetween(then->text(), now->text())) result.edits.push_back({path, std::move(edit)});
  }
  LIMBECK_EXPECT(changed(before, {result.edits, result.creates})->paths() == after.paths());
  result.after = after.check();
}

const Finding* findingOf(const Report& report, std::string_view id) {
  const auto at =
      std::find_if(report.findings.begin(), report.findings.end(), [&](const Finding& one) { return one.id == id; });
  return at == report.findings.end() ? nullptr : &*at;
}

FixResult refusal(ProofState state, std::string text) {
  FixResult result;
  result.proof = state;
  result.proofText = std::move(text);
  return result;
}

/// One change for one finding; its edits are handed back as they are, also when they are refused, to be looked at.
FixResult one(const Workspace& workspace, const Finding& finding, const Change& change) {
  Outcome outcome = attempt(workspace, change, {&finding});
  FixResult result = refusal(outcome.state, proofText(outcome, 1));
  result.edits = change.edits;
  std::sort(result.edits.begin(), result.edits.end());
  result.edits.erase(std::unique(result.edits.begin(), result.edits.end()), result.edits.end());
  result.creates = change.creates;
  if (outcome.after) result.after = outcome.after->check();
  result.newFindings = std::move(outcome.fresh);
  if (outcome.state == ProofState::Proved || outcome.state == ProofState::NewFindings) {
    result.applied.push_back(finding.id);
  } else {
    result.refused.push_back({finding.id, finding.code, result.proofText});
  }
  return result;
}

FixResult fixFinding(const Workspace& workspace, const FixSelection& selection) {
  const Finding* finding = findingOf(workspace.check(), selection.finding);
  if (finding == nullptr || selection.fix >= finding->fixes.size())
    return refusal(ProofState::Stale, std::string(staleText));
  const Fix& fix = finding->fixes[selection.fix];
  if (fix.edits.empty() && fix.creates.empty())
    return refusal(ProofState::None, "this is advice: there is nothing to apply");
  for (const rules::NewFile& file : fix.creates) {
    if (workspace.file(file.path))
      return refusal(ProofState::Overlaps, concat("refused: ", quoted(file.path), " is there already"));
  }
  Change change;
  change.add(fix);
  return one(workspace, *finding, change);
}

FixResult suppress(const Workspace& workspace, const FixSelection& selection) {
  const Finding* finding = findingOf(workspace.check(), selection.ignore);
  if (finding == nullptr) return refusal(ProofState::Stale, std::string(staleText));
  if (finding->older > 1)
    return refusal(
        ProofState::None,
        "it stands for several older revisions: leave the rule out in the settings, or accept it in a baseline");
  const facts::FactsPtr facts = workspace.facts(finding->place.path);
  if (!facts || facts->opaque)
    return refusal(ProofState::None, "only Python files take such a comment; use the settings instead");
  FixResult result;
  for (rules::FileEdit& edit : suppressionEdits(*facts, *finding, selection.reason, selection.wholeFile)) {
    Change change;
    change.edits.push_back(std::move(edit));
    result = one(workspace, *finding, change);
    if (result.proof == ProofState::Proved) break;
  }
  if (result.proof == ProofState::Proved) result.proofText = "proved: finding ignored, nothing new";
  return result;
}

/// Many fixes in up to five rounds: what overlaps waits for the next one, what proves bad is left out and named.
class Campaign {
 public:
  Campaign(const Workspace& workspace, const FixSelection& selection)
      : workspace_(workspace), selection_(selection), current_(workspace.copy()) {}

  FixResult run() {
    for (int round = 0; round < mostRounds && advance(); ++round) {}
    conclude(workspace_, current_, result_);
    result_.newFindings = newFindings(workspace_.check(), result_.after);
    const bool any = !result_.applied.empty();
    result_.proof = !any                          ? ProofState::None
                    : result_.newFindings.empty() ? ProofState::Proved
                                                  : ProofState::NewFindings;
    Outcome outcome;
    outcome.state = result_.proof;
    outcome.fresh = result_.newFindings;
    result_.proofText = proofText(outcome, result_.applied.size());
    return std::move(result_);
  }

 private:
  struct Candidate {
    const Finding* finding;
    const Fix* fix;
  };

  [[nodiscard]] bool isWanted(const Finding& finding) const {
    if (!selection_.rule.empty()) return finding.code == selection_.rule;
    return selection_.only.empty() ||
           std::any_of(selection_.only.begin(), selection_.only.end(),
                       [&](const std::string& code) { return code == "ALL" || finding.code.starts_with(code); });
  }

  [[nodiscard]] const Fix* fixOf(const Finding& finding) const {
    for (const Fix& fix : finding.fixes) {
      const bool trusted =
          fix.fixClass == FixClass::Safe ||
          (selection_.unsafe && (fix.fixClass == FixClass::Unsafe || fix.fixClass == FixClass::Generate));
      if (trusted && !(fix.edits.empty() && fix.creates.empty())) return &fix;
    }
    return nullptr;
  }

  /// One round; false when there was nothing left to try.
  bool advance() {
    std::vector<Candidate> batch;
    Change all;
    for (const Finding& finding : current_.check().findings) {
      const Fix* fix = isWanted(finding) && refused_.count(subjectOf(finding)) == 0 ? fixOf(finding) : nullptr;
      if (fix == nullptr || all.conflictsWith(*fix)) continue;
      all.add(*fix);
      batch.push_back({&finding, fix});
    }
    if (batch.empty()) return false;
    std::vector<Candidate> accepted = batch;
    std::optional<Workspace> next = attemptAll(accepted);
    if (!next) {
      accepted.clear();
      next = sift(batch, accepted);
    }
    for (const Candidate& candidate : accepted) result_.applied.push_back(candidate.finding->id);
    if (next) current_ = std::move(*next);
    return true;
  }

  /// The copy with all of them applied, if every target is gone, nothing has come, and nothing breaks.
  [[nodiscard]] std::optional<Workspace> attemptAll(const std::vector<Candidate>& candidates) {
    Change change;
    std::vector<const Finding*> targets;
    for (const Candidate& candidate : candidates) {
      change.add(*candidate.fix);
      targets.push_back(candidate.finding);
    }
    Outcome outcome = attempt(current_, change, targets);
    why_ = outcome.state == ProofState::NewFindings ? concat("refused: it brings ", outcome.fresh[0].code)
                                                    : proofText(outcome, 1);
    if (outcome.state != ProofState::Proved) return std::nullopt;
    return std::move(outcome.after);
  }

  /// Not all of them together: rule by rule, and within a rule that fails one by one.
  std::optional<Workspace> sift(const std::vector<Candidate>& batch, std::vector<Candidate>& accepted) {
    std::optional<Workspace> best;
    std::set<std::string> codes;
    for (const Candidate& first : batch) {
      if (!codes.insert(first.finding->code).second) continue;
      std::vector<Candidate> group;
      std::copy_if(batch.begin(), batch.end(), std::back_inserter(group),
                   [&](const Candidate& other) { return other.finding->code == first.finding->code; });
      if (extend(accepted, group, best)) continue;
      for (const Candidate& single : group) {
        if (group.size() > 1 && extend(accepted, {single}, best)) continue;
        refused_.insert(subjectOf(*single.finding));
        result_.refused.push_back({single.finding->id, single.finding->code, why_});
      }
    }
    return best;
  }

  bool extend(std::vector<Candidate>& accepted, const std::vector<Candidate>& more, std::optional<Workspace>& best) {
    std::vector<Candidate> together = accepted;
    together.insert(together.end(), more.begin(), more.end());
    std::optional<Workspace> next = attemptAll(together);
    if (!next) return false;
    accepted = std::move(together);
    best = std::move(next);
    return true;
  }

  const Workspace& workspace_;
  const FixSelection& selection_;
  Workspace current_;
  std::set<Subject> refused_;
  std::string why_;
  FixResult result_;
};

}  // namespace

FixResult Workspace::fix(const FixSelection& selection) const {
  if (!selection.finding.empty()) return fixFinding(*this, selection);
  if (!selection.ignore.empty()) return suppress(*this, selection);
  return Campaign(*this, selection).run();
}

}  // namespace limbeck
