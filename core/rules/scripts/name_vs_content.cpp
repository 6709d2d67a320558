#include "project/project.h"
#include "rules/promises.h"
#include "rules/revising.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace ms607 {
namespace {

using project::Executed;
using project::Project;
using project::ScriptRun;

void check(const Project& project, Findings& findings) {
  for (const Judged& judged : judgedRevisions(project)) {
    const project::Revision& revision = judged.revision();
    if (revision.isMerge() || !revision.upgrade) continue;
    const project::Message message = project::messageOf(project, *judged.history, revision);
    const ScriptRun& upgrade = upgradeOf(project, judged);
    const std::optional<Promise> promise = promiseOf(message, upgrade);  // MS601 speaks of empty ones
    if (!promise || (promise->kept && promise->unsaid.empty())) continue;
    Finding finding = findingIn(project, revision, message.at);
    if (!promise->kept) {
      const std::string better = suggestedName(upgrade);
      finding.message =
          concat("The name ", quoted(message.slug), " promises more than the migration does: it ", promise->missing);
      finding.fixes.push_back({better.empty() ? std::string("Rename it for what it does")
                                              : concat("Name it for what it does: ", quoted(better)),
                               FixClass::Advice,
                               {},
                               {}});
      findings.push_back(std::move(finding));
      continue;
    }
    const Executed& loss = *promise->unsaid.front();
    if (loss.place.file == revision.file) finding.place.span = loss.place.span;
    finding.message =
        concat("The name ", quoted(message.slug), " does not say that this migration drops a ",
               loss.kind->op == project::Op::DropTable ? "table" : "column",
               promise->unsaid.size() > 1 ? concat(", and ", std::to_string(promise->unsaid.size() - 1), " more") : "");
    finding.fixes.push_back(
        {"Move the drop into a revision of its own, or say it in the name", FixClass::Advice, {}, {}});
    findings.push_back(std::move(finding));
  }
}

}  // namespace
}  // namespace ms607

extern const Rule name_vs_content{"MS607", Severity::Warning, FixClass::Advice, "", &ms607::check, Weight::Standard};

}  // namespace limbeck::rules
