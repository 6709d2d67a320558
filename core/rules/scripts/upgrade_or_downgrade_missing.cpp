#include "project/project.h"
#include "rules/fixes/edits.h"
#include "rules/revising.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace ms603 {
namespace {

using project::Project;
using project::Revision;
using project::ScriptRun;

bool lacks(facts::Expr function, bool elsewhere) { return !function && !elsewhere; }

/// The functions of a template for several databases, or of another tool, go by other names.
bool isReadable(const Project& project, const Revision& revision) {
  const facts::ModuleFacts& facts = project.file(revision.file);
  if (!facts.syntax.empty() || facts.opaque) return false;
  const python::Scope& top = facts.names.module();
  if (top.names.count("__getattr__") > 0) return false;
  for (const facts::Expr call : facts.calls) {  // globals()["upgrade"] = ..., setattr(module, "upgrade", ...)
    if (call.callee().is(facts::Kind::Name) && (call.callee().text() == "globals" || call.callee().text() == "setattr"))
      return false;
  }
  return true;
}

Finding findingFor(const Project& project, const Judged& judged, std::string_view missing) {
  const Revision& revision = judged.revision();
  const facts::Expr other = missing == "upgrade" ? revision.downgrade : revision.upgrade;
  Finding finding = findingIn(project, revision, markOf(project, revision, other));
  finding.message =
      concat("This migration has no ", quoted(missing), ": Alembic fails with an `AttributeError` when it gets here");
  Fix fix;
  const ScriptRun& upgrade = upgradeOf(project, judged);
  const bool onlyData = revision.upgrade && upgrade.clear() && !upgrade.changesSchema() && upgrade.raise() == nullptr;
  std::optional<std::vector<std::string>> lines;
  if (missing == "downgrade")
    lines =
        onlyData ? std::optional(std::vector<std::string>{"pass"}) : inverseOf(project.file(revision.file), upgrade);
  if (lines) {
    fix.title = onlyData ? "Add a `downgrade` that leaves the data alone" : "Write the inverse of `upgrade`";
    fix.fixClass = FixClass::Generate;
    std::vector<std::string> text{revision.upgrade[2] ? "def downgrade() -> None:" : "def downgrade():"};
    for (const std::string& line : *lines) text.push_back(concat("    ", line));
    fix.edits.push_back(appendToFile(project.file(revision.file), text));
  } else {
    fix.title =
        missing == "upgrade" ? "Write an `upgrade`" : "Write a `downgrade`, which may raise when there is no way back";
  }
  finding.fixes.push_back(std::move(fix));
  return finding;
}

/// def downgrade(): pass, below an upgrade that does something: it leads nowhere either.
bool leadsNowhere(const Project& project, const Judged& judged) {
  return judged.revision().downgrade && downgradeOf(project, judged).isEmpty() && !upgradeOf(project, judged).isEmpty();
}

void check(const Project& project, Findings& findings) {
  for (const project::History* history : project.histories().judged()) {
    std::vector<Judged> without;
    std::size_t forward = 0;  // of those that have one, and might as well not
    for (const Judged& judged : judgedIn(*history)) {
      const Revision& revision = judged.revision();
      if (!isReadable(project, revision)) continue;
      if (lacks(revision.upgrade, revision.upgradeElsewhere))
        findings.push_back(findingFor(project, judged, "upgrade"));
      else if (lacks(revision.downgrade, revision.downgradeElsewhere)) without.push_back(judged);
      else if (leadsNowhere(project, judged)) ++forward;
    }
    const bool mostly = without.size() > forward && isHabit(without.size() + forward, history->revisions.size());
    if (without.empty() || (!mostly && !isHabit(without.size(), history->revisions.size()))) {
      for (const Judged& judged : without) findings.push_back(findingFor(project, judged, "downgrade"));
      continue;
    }
    const Revision& first = without.front().revision();
    Finding finding = findingIn(project, first, markOf(project, first, first.upgrade));
    finding.severity = Severity::Info;
    finding.message = concat(std::to_string(without.size()), " of ", std::to_string(history->revisions.size()),
                             " migrations here have no `downgrade`: this history only goes forward");
    findings.push_back(std::move(finding));
  }
}

}  // namespace
}  // namespace ms603

extern const Rule upgrade_or_downgrade_missing{"MS603", Severity::Error, FixClass::Generate,
                                               "",      &ms603::check,   Weight::Standard};

}  // namespace limbeck::rules
