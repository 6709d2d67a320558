#include "project/project.h"
#include "rules/revising.h"
#include "rules/rule.h"
#include "rules/scripts/naming.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace ms606 {
namespace {

using project::Message;
using project::Project;
using project::Revision;

void check(const Project& project, Findings& findings) {
  for (const project::History* history : project.histories().judged()) {
    std::vector<std::pair<Judged, Message>> found;
    std::size_t all = 0;
    std::size_t faulty = 0;
    for (const Judged& judged : judgedIn(*history)) {
      const Revision& revision = judged.revision();
      Message message = project::messageOf(project, *history, revision);
      if (revision.isMerge() || !message.given) continue;
      ++all;
      const NameFault fault = faultOf(message, revision, project.settings());
      if (fault != NameFault::None) ++faulty;
      if (fault == NameFault::Placeholder) found.emplace_back(judged, std::move(message));
    }
    const bool habit = isMixture(found.size(), all);
    for (const auto& [judged, message] : found) {
      Finding finding = findingIn(project, judged.revision(), message.at);
      const std::string better = suggestedName(upgradeOf(project, judged));
      if (habit) {
        finding.severity = Severity::Info;
        finding.message = concat(std::to_string(found.size()), " of ", std::to_string(all),
                                 " migrations here have no message that says what they do");
      } else {
        if (!isWorthWarning(project, judged.revision(), faulty, all)) finding.severity = Severity::Info;
        finding.message = message.slug.empty()
                              ? std::string("This migration has no message")
                              : concat("The message ", quoted(message.slug), " does not say what this migration does");
        if (!better.empty()) finding.message += concat("; it could be ", quoted(better));
      }
      findings.push_back(std::move(finding));
      if (habit) break;
    }
  }
}

}  // namespace
}  // namespace ms606

extern const Rule placeholder_message{"MS606", Severity::Warning, FixClass::None, "", &ms606::check, Weight::Style};

}  // namespace limbeck::rules
