#include "project/classes/classes.h"
#include "project/names/modules.h"
#include "project/project.h"
#include "rules/fixes/base_change.h"
#include "rules/models/foreign_base.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace mb101 {
namespace {

using project::ClassInfo;
using project::DeclarativeBase;
using project::Project;

/// The base is known, is not the canonical one, and nothing about the place excuses it.
bool isWrong(const Project& project, const ClassInfo& info) {
  if (!info.isModel() || info.base == project::none || !isForeignBase(project, info.base)) return false;
  const project::Modules& modules = project.modules();
  return !modules.isTest(info.file) && !modules.isMigration(info.file) &&
         !modules.isOwner(project.file(info.file).path()) && !modules.isExample(info.file);
}

std::string messageFor(const Project& project, const ClassInfo& info) {
  const DeclarativeBase& base = project.classes().bases()[info.base];
  const std::string& file = base.file == project::noFile ? base.dotted : project.file(base.file).path();
  const bool outside = base.file != info.file;
  return concat(quoted(info.name), " inherits from ", quoted(base.name), outside ? " of " : " of this file",
                outside ? quoted(file) : "", ", not from ", canonicalBase(project));
}

void check(const Project& project, Findings& findings) {
  for (const ClassInfo& info : project.classes().all()) {
    if (!isWrong(project, info)) continue;
    Finding finding;
    finding.place = {project.file(info.file).path(), info.baseExpr ? info.baseExpr.span() : info.node.nameSpan()};
    finding.message = messageFor(project, info);
    finding.subject = info.name;
    finding.severity = foreignBaseSeverity(project);
    if (const auto creation = creationOf(project, info.base)) {
      finding.because = {"MB102", *creation};
      finding.related.push_back({*creation, "this base is made here"});
    }
    Fix fix = useCanonicalBase(project, info.file, info.base);
    if (!fix.edits.empty()) finding.fixes.push_back(std::move(fix));
    findings.push_back(std::move(finding));
  }
}

}  // namespace
}  // namespace mb101

extern const Rule wrong_declarative_base{"MB101", Severity::Error, FixClass::Unsafe, "A1", &mb101::check};

}  // namespace limbeck::rules
