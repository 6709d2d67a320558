#include <map>

#include "project/classes/classes.h"
#include "project/environments/environments.h"
#include "project/given/places.h"
#include "project/names/modules.h"
#include "project/project.h"
#include "rules/fixes/base_change.h"
#include "rules/models/foreign_base.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace mb102 {
namespace {

using project::DeclarativeBase;
using project::Project;

std::string messageFor(const Project& project, const DeclarativeBase& base) {
  if (project.modules().framework() || project.environments().all().empty())
    return concat(quoted(base.name), " is a declarative base of its own; models belong on ", canonicalBase(project));
  return concat("No `env.py` compares with the `MetaData` of ", quoted(base.name),
                ", so nothing migrates the models on it");
}

void check(const Project& project, Findings& findings) {
  const project::Classes& classes = project.classes();
  const project::Modules& modules = project.modules();
  std::map<std::string, Place> perFolder;
  for (const std::uint32_t index : classes.madeHere()) {
    const DeclarativeBase& base = classes.bases()[index];
    const auto creation = creationOf(project, index);
    if (!creation || !isForeignBase(project, index)) continue;
    if (modules.isTest(base.file) || modules.isMigration(base.file) || modules.isOwner(creation->path)) continue;
    Finding finding;
    finding.place = *creation;
    finding.subject = base.name;
    finding.severity = foreignBaseSeverity(project);
    finding.message = messageFor(project, base);
    // One base for each database, side by side: one decision, and one finding.
    const auto [first, alone] = perFolder.try_emplace(std::string(project::folderOf(creation->path)), *creation);
    if (!alone && !modules.framework()) finding.because = {"MB102", first->second};
    Fix fix = useCanonicalBase(project, base.file, index);
    if (!fix.edits.empty()) finding.fixes.push_back(std::move(fix));
    findings.push_back(std::move(finding));
  }
}

}  // namespace
}  // namespace mb102

extern const Rule local_declarative_base{"MB102", Severity::Error, FixClass::Unsafe, "A1", &mb102::check};

}  // namespace limbeck::rules
