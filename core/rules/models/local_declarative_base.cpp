#include "project/classes/canonical.h"
#include "project/classes/classes.h"
#include "project/names/modules.h"
#include "project/project.h"
#include "rules/fixes/base_change.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace mb102 {
namespace {

using project::DeclarativeBase;
using project::Project;

void check(const Project& project, Findings& findings) {
  const project::Classes& classes = project.classes();
  const project::Modules& modules = project.modules();
  if (!project.canonical().known()) return;
  for (const std::uint32_t index : classes.madeHere()) {
    const DeclarativeBase& base = classes.bases()[index];
    const auto creation = creationOf(project, index);
    if (!creation || project.canonical().has(index) || base.reflected) continue;
    if (modules.isTest(base.file) || modules.isOwner(creation->path)) continue;
    Finding finding;
    finding.place = *creation;
    finding.subject = base.name;
    if (modules.isMigration(base.file)) {  // a private base for data work
      finding.severity = Severity::Info;
      finding.message = concat(quoted(base.name), " is a declarative base of this revision's own");
      findings.push_back(std::move(finding));
      continue;
    }
    finding.message =
        concat(quoted(base.name), " is a declarative base of its own; models belong on ", canonicalBase(project));
    Fix fix = useCanonicalBase(project, base.file, index);
    if (!fix.edits.empty()) finding.fixes.push_back(std::move(fix));
    findings.push_back(std::move(finding));
  }
}

}  // namespace
}  // namespace mb102

extern const Rule local_declarative_base{"MB102", Severity::Error, FixClass::Unsafe, "A1", &mb102::check};

}  // namespace limbeck::rules
