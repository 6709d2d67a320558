#include "project/project.h"
#include "rules/revising.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace ms602 {
namespace {

using project::Project;
using project::Revision;
using project::ScriptRun;

/// The changes that a downgrade would have to take back.
std::vector<std::string> changesOf(const ScriptRun& upgrade) {
  std::vector<std::string> names;
  for (const project::Executed* step : upgrade.steps()) {
    // What create_all makes is nobody's to take back: TC305 speaks of it.
    const bool change = step->does == schema::Does::Schema && (step->kind != nullptr || !step->words.empty());
    if (!change || step->stays) continue;
    std::string name = shownStep(*step);
    if (names.empty() || names.back() != name) names.push_back(std::move(name));
  }
  return names;
}

struct Empty {
  Judged judged;
  const ScriptRun* upgrade = nullptr;
  std::vector<std::string> changes;
  std::string remark;
};

Finding findingFor(const Project& project, const Empty& empty) {
  const Revision& revision = empty.judged.revision();
  Finding finding = findingIn(project, revision, revision.downgrade.nameSpan());
  finding.message = concat("`downgrade` does nothing, so what ", listed(empty.changes, 3),
                           empty.changes.size() == 1 ? " does" : " do", " is never taken back");
  if (!empty.remark.empty()) {  // somebody decided it
    finding.severity = Severity::Info;
    return finding;
  }
  Fix fix;
  if (const auto lines = inverseOf(project.file(revision.file), *empty.upgrade)) {
    fix.title = "Write the inverse of `upgrade`";
    fix.fixClass = FixClass::Generate;
    fix.edits.push_back(fillFunction(project.file(revision.file), revision.downgrade, *lines));
  } else {
    fix.title = "Take the changes back in reverse order, or raise when that cannot be done";
  }
  finding.fixes.push_back(std::move(fix));
  return finding;
}

void check(const Project& project, Findings& findings) {
  for (const project::History* history : project.histories().judged()) {
    std::size_t changing = 0;
    std::vector<Empty> found;
    for (const Judged& judged : judgedIn(*history)) {
      const Revision& revision = judged.revision();
      if (revision.isMerge()) continue;
      const ScriptRun& upgrade = upgradeOf(project, judged);
      if (!upgrade.changesSchema()) continue;
      ++changing;
      std::vector<std::string> changes = changesOf(upgrade);
      if (changes.empty() || !revision.downgrade || revision.downgrade.isAsync() ||
          !downgradeOf(project, judged).isEmpty())
        continue;
      found.push_back(
          {judged, &upgrade, std::move(changes), remarkIn(project.file(revision.file), revision.downgrade)});
    }
    if (isHabit(found.size(), changing)) {
      Finding finding = findingFor(project, found.front());
      finding.severity = Severity::Info;
      finding.fixes.clear();
      finding.message =
          concat(std::to_string(found.size()), " of ", std::to_string(changing),
                 " migrations here have a `downgrade` that does nothing: none of them can be rolled back");
      findings.push_back(std::move(finding));
      continue;
    }
    for (const Empty& empty : found) findings.push_back(findingFor(project, empty));
  }
}

}  // namespace
}  // namespace ms602

extern const Rule downgrade_empty{"MS602", Severity::Warning, FixClass::Generate, "", &ms602::check, Weight::LosesData};

}  // namespace limbeck::rules
