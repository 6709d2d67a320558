#include <algorithm>
#include <map>
#include <utility>

#include "project/classes/classes.h"
#include "project/environments/imports.h"
#include "project/given/places.h"
#include "project/names/modules.h"
#include "project/project.h"
#include "project/registration/registrations.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace mb105 {
namespace {

using project::ClassId;
using project::ModuleId;
using project::Project;

/// The file the class should move to: the first of the module's own models files.
std::string destination(const Project& project, ModuleId module) {
  for (const project::FileId file : project.modules().all()[module].files) {
    if (project.modules().isForModels(file)) return std::string(project::fileNameOf(project.file(file).path()));
  }
  return "models.py";
}

Finding about(const Project& project, ModuleId module, ClassId model) {
  const project::ClassInfo& info = project.classes().at(model);
  const std::string& path = project.file(info.file).path();
  Finding finding;
  finding.place = {path, info.node.nameSpan()};
  finding.message =
      concat(quoted(info.name), " is defined in ", quoted(project::fileNameOf(path)), ", not in a models file");
  finding.subject = info.name;
  finding.module = project.modules().all()[module].path;
  finding.fixes.push_back(
      {concat("Move ", quoted(info.name), " to ", quoted(destination(project, module))), FixClass::Advice, {}, {}});
  return finding;
}

bool isOutside(const Project& project, ClassId model) {
  const project::ClassInfo& info = project.classes().at(model);
  return !project.modules().isForModels(info.file) && !project.modules().isOwner(project.file(info.file).path());
}

/// No standard says where models stand: one note, where the project itself keeps most of its folders in order.
void remark(const Project& project, Findings& findings) {
  std::map<std::string_view, bool> folders;  // with models -> all of them in a models file
  std::vector<std::pair<ModuleId, ClassId>> outside;
  for (ModuleId module{0}; module < project.modules().all().size(); ++module) {
    for (const ClassId model : project.registrations().of(module).models) {
      const project::FileId file = project.classes().at(model).file;
      if (project.modules().isExample(file) || project.importLines().isOfMigrations(file)) continue;
      const bool out = isOutside(project, model);
      bool& kept = folders.try_emplace(project::folderOf(project.file(file).path()), true).first->second;
      kept = kept && !out;
      if (out) outside.emplace_back(module, model);
    }
  }
  const auto tidy = std::count_if(folders.begin(), folders.end(), [](const auto& one) { return one.second; });
  if (outside.empty() || static_cast<std::size_t>(tidy) * 2 <= folders.size()) return;
  Finding finding = about(project, outside[0].first, outside[0].second);
  finding.severity = Severity::Info;
  if (outside.size() > 1)
    finding.message +=
        concat(outside.size() == 2 ? "; so is " : "; so are ", std::to_string(outside.size() - 1), " more");
  for (std::size_t i = 1; i < outside.size(); ++i) {
    const project::ClassInfo& info = project.classes().at(outside[i].second);
    finding.related.push_back({{project.file(info.file).path(), info.node.nameSpan()}, "likewise"});
  }
  findings.push_back(std::move(finding));
}

void check(const Project& project, Findings& findings) {
  const project::Modules& modules = project.modules();
  if (!modules.framework()) {
    remark(project, findings);
    return;
  }
  for (ModuleId module{0}; module < modules.all().size(); ++module) {
    if (modules.all()[module].owner || !modules.hasModelsFile(module)) continue;  // without one that is MB104
    for (const ClassId model : project.registrations().of(module).models) {
      if (isOutside(project, model)) findings.push_back(about(project, module, model));
    }
  }
}

}  // namespace
}  // namespace mb105

extern const Rule model_outside_models_file{"MB105", Severity::Warning, FixClass::Advice, "A5", &mb105::check};

}  // namespace limbeck::rules
