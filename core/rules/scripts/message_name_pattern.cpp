#include "project/project.h"
#include "rules/revising.h"
#include "rules/rule.h"
#include "rules/scripts/naming.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace ms605 {
namespace {

using project::Message;
using project::Project;
using project::Revision;

std::string_view inWords(NameFault fault) {
  switch (fault) {
    case NameFault::NotSnakeCase: return "is not in snake_case";
    case NameFault::Pattern: return "does not have the form that the settings ask for";
    default: return "does not begin with what the migration does";
  }
}

struct Found {
  Judged judged;
  Message message;
  NameFault fault = NameFault::None;
};

void check(const Project& project, Findings& findings) {
  for (const project::History* history : project.histories().judged()) {
    std::vector<Found> found;
    std::size_t all = 0;
    for (const Judged& judged : judgedIn(*history)) {
      const Revision& revision = judged.revision();
      Message message = project::messageOf(project, *history, revision);
      if (revision.isMerge() || !message.given) continue;
      ++all;
      const NameFault fault = faultOf(message, revision, project.settings());
      if (fault != NameFault::None && fault != NameFault::Placeholder)
        found.push_back({judged, std::move(message), fault});
    }
    const bool habit = isMixture(found.size(), all);
    for (const Found& one : found) {
      Finding finding = findingIn(project, one.judged.revision(), one.message.at);
      Fix fix;
      if (habit) {
        finding.severity = Severity::Info;
        finding.message = concat(std::to_string(found.size()), " of ", std::to_string(all),
                                 " migrations here have names that do not begin with what they do");
        fix.title = "If that is your convention, write it as `verbs` or `pattern` into `[tool.limbeck.naming]`";
      } else {
        const std::string better = suggestedName(upgradeOf(project, one.judged));
        finding.message = concat("The name ", quoted(one.message.slug), " ", inWords(one.fault));
        fix.title = better.empty() ? std::string("Begin it with a verb: `add_…`, `remove_…`, `make_…_nullable`")
                                   : concat("Name it for what it does: ", quoted(better));
      }
      finding.fixes.push_back(std::move(fix));
      findings.push_back(std::move(finding));
      if (habit) break;
    }
  }
}

}  // namespace
}  // namespace ms605

extern const Rule message_name_pattern{"MS605", Severity::Warning, FixClass::Advice, "", &ms605::check, Weight::Style};

}  // namespace limbeck::rules
