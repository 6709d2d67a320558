#include <map>

#include "project/environments/central.h"
#include "project/classes.h"
#include "project/environments/unseen.h"
#include "rules/importing.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace {

using project::Cause;
using project::FileId;
using project::Project;
using project::UnseenModel;

/// The first import of the list, or the beginning of the file when it only runs a loop.
Place placeOf(const Project& project, FileId file) {
  const facts::ModuleFacts& facts = project.file(file);
  for (const project::CentralFile& one : project.environments().central()) {
    if (one.file == file) return {facts.path(), one.lastImport.span()};
  }
  return {facts.path(), facts.module().size() > 0 ? facts.module()[0].span() : Span{}};
}

void check(const Project& project, Findings& findings) {
  std::map<FileId, Models> lists;
  std::map<FileId, std::uint32_t> environments;
  for (const UnseenModel& one : project.environments().unseen()) {
    if (one.cause != Cause::CentralUnreached) continue;
    lists[one.file].push_back(one.model);
    environments.emplace(one.file, one.environment);
  }
  for (const auto& [file, models] : lists) {
    const project::Environment& environment = project.environments().all()[environments[file]];
    const std::string& path = project.file(file).path();
    Finding finding;
    finding.place = placeOf(project, file);
    finding.subject = path;
    finding.message = concat(quoted(project.file(environment.file).path()), " never imports ", quoted(path), ", so Alembic does not know ", namesOf(project, models));
    for (const std::uint32_t model : models) {
      const project::ClassInfo& info = project.classes().at(model);
      finding.related.push_back({{project.file(info.file).path(), info.node.nameSpan()}, concat(quoted(info.name), " is only listed there")});
    }
    finding.fixes.push_back(importFile(project, environment, file));
    findings.push_back(std::move(finding));
  }
}

}  // namespace

extern const Rule registration_file_not_imported{"MR211", Severity::Error, FixClass::Safe, "B1", &check};

}  // namespace limbeck::rules
