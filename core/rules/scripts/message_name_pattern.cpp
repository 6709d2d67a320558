#include "project/models/declared.h"
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

/// What the models call their tables and columns.
Nouns nounsOf(const Project& project) {
  Nouns nouns;
  for (const project::DeclaredAt& at : project.declared().tables()) {
    addNouns(at.table->table.name, nouns);
    for (const schema::Column& column : at.table->table.columns) addNouns(column.name, nouns);
  }
  return nouns;
}

/// Without a verb by the words of the models, or by those that the migration itself names.
NameFault judge(const Project& project, const Judged& judged, const Message& message, const Nouns& nouns) {
  const Revision& revision = judged.revision();
  const NameFault fault = faultOf(message, revision, project.settings(), nouns);
  if (fault != NameFault::None || !project.settings().namingVerbs.empty()) return fault;
  Nouns own;
  for (const project::Executed* one : upgradeOf(project, judged).operations()) {
    if (one->table) addNouns(one->table->second, own);
    addNouns(one->object, own);
  }
  return faultOf(message, revision, project.settings(), own);
}

void check(const Project& project, Findings& findings) {
  const Nouns nouns = nounsOf(project);
  for (const project::History* history : project.histories().judged()) {
    std::vector<Found> found;
    std::size_t all = 0;
    std::size_t faulty = 0;
    for (const Judged& judged : judgedIn(*history)) {
      const Revision& revision = judged.revision();
      Message message = project::messageOf(project, *history, revision);
      if (revision.isMerge() || !message.given) continue;
      ++all;
      const NameFault fault = judge(project, judged, message, nouns);
      if (fault != NameFault::None) ++faulty;
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
        if (!isWorthWarning(project, one.judged.revision(), faulty, all)) finding.severity = Severity::Info;
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
