#include <algorithm>

#include "project/project.h"
#include "rules/environment/configure_calls.h"
#include "rules/fixes/base_change.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace ev102 {
namespace {

using project::Environment;
using project::MetaDataUse;
using project::MetaDataUses;
using project::Project;

/// A MetaData of this workspace, or SQLModel's: what stands on any other is not for us to count.
bool isCounted(const Project& project, project::MetaDataId id) {
  const project::MetaData& metadata = project.environments().metadatas().at(id);
  return metadata.file != project::noFile || metadata.name == "SQLModel.metadata";
}

/// Flask-SQLAlchemy has a MetaData for each bind key, and this environment compares with the one for all the others.
bool isBound(const Project& project, const Environment& environment, const MetaDataUse& use) {
  if (use.id == project::none) return false;
  const project::MetaData& metadata = project.environments().metadatas().at(use.id);
  return !metadata.bind.empty() && environment.aims(metadata.rest);
}

/// The MetaData that models stand on and no environment compares with, as far as this one should.
std::vector<const MetaDataUse*> leftOut(const Project& project, const MetaDataUses& uses,
                                        const Environment& environment) {
  std::vector<const MetaDataUse*> found;
  for (const MetaDataUse& use : uses.all()) {
    if (uses.isUntargeted(use) && !isBound(project, environment, use) && concerns(project, environment, use))
      found.push_back(&use);
  }
  return found;
}

Finding findingAt(const Project& project, const Environment& environment, const MetaDataUse& use) {
  Finding finding;
  finding.place = {project.file(environment.targetFile).path(), environment.targetAt.span()};
  finding.subject = use.name;
  const auto related = [&](project::FileId file, Span span, std::string text) {
    if (file != project::noFile) finding.related.push_back({{project.file(file).path(), span}, std::move(text)});
  };
  if (!use.models.empty()) {
    const project::ClassInfo& info = project.classes().at(use.models[0]);
    related(info.file, info.node.nameSpan(), concat(quoted(info.name), " is on ", quoted(use.name)));
  } else {
    related(use.tables[0].file, use.tables[0].call.span(), concat("this table is on ", quoted(use.name)));
  }
  return finding;
}

/// An env.py for one database, in an application of several. It may be meant: the other one may be somebody else's.
void checkBinds(const Project& project, const Environment& environment, Findings& findings) {
  if (environment.target != project::Target::Known || environment.more || !environment.targetAt) return;
  const MetaDataUses& uses = project.metadataUses();
  for (const MetaDataUse& use : uses.all()) {
    if (!isBound(project, environment, use) || !uses.isUntargeted(use)) continue;
    const project::MetaData& metadata = project.environments().metadatas().at(use.id);
    const bool many = use.models.size() + use.tables.size() > 1;
    Finding finding = findingAt(project, environment, use);
    finding.severity = Severity::Warning;
    finding.message = concat("This is ", quoted(project.environments().metadatas().at(metadata.rest).name), ", and ",
                             use.inWords(project), many ? " have" : " has", " the bind key ", quoted(metadata.bind),
                             ", so autogenerate never sees ", many ? "them" : "it");
    findings.push_back(std::move(finding));
  }
}

void check(const Project& project, Findings& findings) {
  if (project.environments().all().empty()) return;
  for (const Environment& environment : project.environments().all()) checkBinds(project, environment, findings);
  const MetaDataUses& uses = project.metadataUses();
  if (uses.open()) return;
  for (const Environment& environment : project.environments().all()) {
    if (environment.target != project::Target::Known || !environment.targetAt) continue;
    const std::vector<project::MetaDataId>& targets = environment.targets;
    const bool idle = std::all_of(targets.begin(), targets.end(), [&](project::MetaDataId id) {
      return uses.of(id) == nullptr && isCounted(project, id);
    });
    if (!idle && !environment.several) continue;  // one base too many: that is MB101
    const std::vector<const MetaDataUse*> missing = leftOut(project, uses, environment);
    const std::string& target = project.environments().metadatas().at(targets[0]).name;
    for (const MetaDataUse* use : missing) {
      Finding finding = findingAt(project, environment, *use);
      const std::string what = use->inWords(project);
      finding.message =
          environment.several
              ? concat("This list leaves out ", quoted(use->name), ", so autogenerate never sees ", what)
              : concat("Nothing is mapped on ", quoted(target), "; ", what,
                       use->models.size() + use->tables.size() > 1 ? " are on " : " is on ", quoted(use->name));
      // The base it names should not be there at all.
      const std::vector<std::uint32_t>& bases = project.environments().metadatas().at(targets[0]).bases;
      const auto creation = idle && !bases.empty() ? creationOf(project, bases[0]) : std::nullopt;
      if (creation) finding.because = {"MB102", *creation};
      findings.push_back(std::move(finding));
      if (!environment.several) break;
    }
  }
}

}  // namespace
}  // namespace ev102

extern const Rule target_metadata_wrong{"EV102", Severity::Error, FixClass::None, "B1", &ev102::check};

}  // namespace limbeck::rules
