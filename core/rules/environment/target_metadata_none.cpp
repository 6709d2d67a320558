#include <algorithm>

#include "project/migrations/histories.h"
#include "project/project.h"
#include "rules/environment/configure_calls.h"
#include "rules/fixes/edits.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace ev101 {
namespace {

using facts::Kind;
using project::Configure;
using project::Environment;
using project::MetaDataUse;
using project::Project;
using project::Target;

/// `target_metadata` is set, and no call of configure is given it.
bool isNeverHandedOver(const Project& project, const Environment& environment) {
  const std::vector<Configure>& calls = environment.configures;
  return environment.target == Target::Known && !environment.flask && !calls.empty() && !hasOpenCall(environment) &&
         !project.file(environment.file).names.finally(0, "target_metadata").empty() &&
         std::none_of(calls.begin(), calls.end(),
                      [](const Configure& one) { return one.argument("target_metadata") != nullptr; });
}

Fix fixFor(const Project& project, const Environment& environment, const std::vector<const MetaDataUse*>& uses,
           bool handOver) {
  Fix fix;
  fix.fixClass = FixClass::Unsafe;
  const auto give = [&](std::string_view value) {
    for (const Configure& configure : environment.configures)
      fix.edits.push_back(giveArgument(project, configure, "target_metadata", value));
  };
  if (handOver) {
    fix.title = "Hand `target_metadata` to `context.configure`";
    give("target_metadata");
    return fix;
  }
  const auto name = uses.size() == 1 ? nameOf(project, *uses[0], environment.targetFile) : std::nullopt;
  if (!name) return fix;
  const facts::ModuleFacts& facts = project.file(environment.targetFile);
  fix.title = concat("Compare with ", quoted(name->expression));
  if (environment.targetAt.is(Kind::None))
    fix.edits.push_back(replace(facts, environment.targetAt.span(), name->expression));
  else if (environment.targetAt.is(Kind::Call)) give(name->expression);
  else return {};
  if (name->module.empty()) return fix;
  for (FileEdit& edit : addImport(facts, name->module, name->name)) fix.edits.push_back(std::move(edit));
  return fix;
}

void check(const Project& project, Findings& findings) {
  if (!project.settings().autogenerate) return;
  const project::MetaDataUses& uses = project.metadataUses();
  for (const Environment& environment : project.environments().all()) {
    const bool handOver = isNeverHandedOver(project, environment);
    if ((environment.target != Target::None && !handOver) || !environment.targetAt) continue;
    std::vector<const MetaDataUse*> unseen;
    for (const MetaDataUse& use : uses.all()) {
      const bool mine =
          handOver ? environment.aims(use.id) : uses.isUntargeted(use) && concerns(project, environment, use);
      if (mine) unseen.push_back(&use);
    }
    if (unseen.empty()) continue;
    const Configure* call = onlineCall(environment);
    Finding finding;
    finding.place = {project.file(environment.targetFile).path(), environment.targetAt.span()};
    const bool lacks = handOver || environment.targetAt.is(Kind::Call);
    if (lacks && call != nullptr) finding.place = placeOf(project, *call, "target_metadata");
    finding.subject = project.file(environment.file).path();
    const std::string what = unseen.size() == 1 ? unseen[0]->inWords(project) : std::string("the models");
    finding.message =
        concat(lacks ? "`context.configure` is given no `target_metadata`" : "`target_metadata` is `None`",
               ", so `--autogenerate` stops with an error and never compares ", what);
    const project::History* const history = project.histories().below(environment.file);
    if (history != nullptr && project::isWrittenByHand(project, *history)) finding.severity = Severity::Info;
    Fix fix = fixFor(project, environment, unseen, handOver);
    if (!fix.edits.empty()) finding.fixes.push_back(std::move(fix));
    findings.push_back(std::move(finding));
  }
}

}  // namespace
}  // namespace ev101

extern const Rule target_metadata_none{"EV101", Severity::Error, FixClass::Unsafe, "B1", &ev101::check};

}  // namespace limbeck::rules
