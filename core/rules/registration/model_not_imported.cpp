#include "project/classes/classes.h"
#include "project/environments/unseen.h"
#include "rules/fixes/importing.h"
#include "rules/fixes/registering.h"
#include "rules/registration/consequence.h"
#include "rules/report/sightings.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace mr210 {
namespace {

using project::Cause;
using project::Environment;
using project::FileId;
using project::Project;
using project::UnseenGroup;

Finding at(const Project& project, FileId file, facts::Expr node, std::string subject) {
  Finding finding;
  finding.place = {project.file(file).path(), node.is(facts::Kind::Class) ? node.nameSpan() : node.callee().span()};
  finding.subject = std::move(subject);
  return finding;
}

std::string notImported(const Project& project, std::string_view what, bool one, const Environment& environment) {
  return concat(what, one ? " is" : " are", " not imported anywhere that ",
                quoted(project.file(environment.file).path()), " gets to, so Alembic does not know ",
                one ? "it" : "them");
}

/// One finding for the models of one file that the same thing hides: one import mends them all.
void models(const Project& project, Cause cause, Findings& findings) {
  for (const UnseenGroup& group : project::unseenGroups(project, cause)) {
    const Environment& environment = project.environments().all()[group.environment];
    const project::ClassInfo& first = project.classes().at(group.models.front());
    Finding finding = at(project, first.file, first.node, first.name);
    const Consequence consequence = consequenceOf(project, group);
    if (consequence.tended) finding.severity = Severity::Info;
    finding.message = notImported(project, namesOf(project, group.models), group.models.size() == 1, environment);
    finding.message += consequence.text;
    for (std::size_t i = 1; i < group.models.size(); ++i) {
      const project::ClassInfo& info = project.classes().at(group.models[i]);
      finding.related.push_back({{project.file(info.file).path(), info.node.nameSpan()},
                                 concat(quoted(info.name), " comes with the same import")});
    }
    addAssumption(project, group.models.front(), finding);
    if (cause == Cause::BehindBroken) {
      finding.because = {"MR212", {project.file(group.file).path(), group.at.span()}};
    } else {
      finding.fixes.push_back(importModels(project, environment, group.models));
      const bool doubtful = consequence.tended && finding.fixes.back().fixClass == FixClass::Safe;
      if (doubtful) finding.fixes.back().fixClass = FixClass::Unsafe;
      if (consequence.never) {  // nobody has missed the table so far
        finding.fixes.back().title += group.models.size() == 1 ? ", or delete the class" : ", or delete the classes";
        finding.fixes.back().fixClass = FixClass::Unsafe;
      }
    }
    findings.push_back(std::move(finding));
  }
}

void tables(const Project& project, Findings& findings) {
  for (const project::UnseenTables& one : project::findUnseenTables(project)) {
    const Environment& environment = project.environments().all()[one.environment];
    const bool single = one.tables.size() == 1;
    std::vector<std::string> names;
    for (const project::CoreTable& table : one.tables) {
      const facts::Expr statement = table.call.parent();
      if (statement.is(facts::Kind::Assign) && statement[0].is(facts::Kind::Name)) names.push_back(statement[0].text());
    }
    Finding finding = at(project, one.file, one.tables.front().call, one.tables.front().name);
    const std::string what = single ? concat("The table ", quoted(one.tables.front().name))
                                    : concat(std::to_string(one.tables.size()), " tables");
    finding.message = notImported(project, what, single, environment);
    if (environment.broken.empty()) finding.fixes.push_back(importNames(project, environment, one.file, names));
    else
      finding.because = {"MR212", {project.file(environment.broken[0].file).path(), environment.broken[0].at.span()}};
    findings.push_back(std::move(finding));
  }
}

/// The registration file omits what env.py gets to by another way: whoever else imports that file does not see it.
void omissions(const Project& project, Findings& findings) {
  for (const project::Omission& one : project::findOmissions(project)) {
    const project::ClassInfo& first = project.classes().at(one.models.front());
    Finding finding = at(project, one.file, first.node, first.name);
    finding.severity = Severity::Info;
    finding.message = concat(namesOf(project, one.models), one.models.size() == 1 ? " is" : " are", " missing in ",
                             quoted(project.file(one.central).path()),
                             "; Alembic gets there another way, whoever else relies on that file does not");
    for (const Evidence& step : sightingOf(project, one.models.front()).steps)
      finding.related.push_back({step.place, step.text});
    finding.fixes.push_back(importModels(project, project.environments().all()[one.environment], one.models));
    findings.push_back(std::move(finding));
  }
}

void check(const Project& project, Findings& findings) {
  models(project, Cause::NotImported, findings);
  models(project, Cause::BehindBroken, findings);
  tables(project, findings);
  omissions(project, findings);
}

}  // namespace
}  // namespace mr210

extern const Rule model_not_imported{"MR210", Severity::Error, FixClass::Safe, "B1", &mr210::check};

}  // namespace limbeck::rules
