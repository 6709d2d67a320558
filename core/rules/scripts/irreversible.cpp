#include "project/project.h"
#include "rules/revising.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace ms604 {
namespace {

using project::Project;
using project::Revision;

void check(const Project& project, Findings& findings) {
  for (const project::History* history : project.histories().judged()) {
    std::vector<std::pair<const Revision*, const project::Executed*>> found;
    for (const Judged& judged : judgedIn(*history)) {
      const Revision& revision = judged.revision();
      const project::ScriptRun& downgrade = downgradeOf(project, judged);
      if (revision.downgrade && downgrade.onlyRaises()) found.emplace_back(&revision, downgrade.raise());
    }
    const bool habit = isMixture(found.size(), history->revisions.size());
    for (const auto& [revision, raise] : found) {
      const bool here = raise->place.file == revision->file;
      Finding finding = findingIn(project, *revision, here ? raise->place.span : revision->downgrade.nameSpan());
      finding.message = habit ? concat(std::to_string(found.size()), " of ", std::to_string(history->revisions.size()),
                                       " migrations here raise in `downgrade`: this history only goes forward")
                              : std::string("There is no way back behind this migration: `downgrade` raises");
      findings.push_back(std::move(finding));
      if (habit) break;
    }
  }
}

}  // namespace
}  // namespace ms604

extern const Rule irreversible{"MS604", Severity::Info, FixClass::None, "", &ms604::check, Weight::Standard};

}  // namespace limbeck::rules
