#include <algorithm>

#include "project/classes/classes.h"
#include "project/given/places.h"
#include "project/names/modules.h"
#include "project/project.h"
#include "project/unknowns.h"
#include "rules/fixes/edits.h"
#include "rules/fixes/registering.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace mr203 {
namespace {

using project::ClassId;
using project::ModuleId;
using project::Project;

/// Models that are not registered by other means: an application that does it for the module, a decorator, a loader.
Models waitingIn(const Project& project, ModuleId module) {
  Models models;
  for (const ClassId model : project.registrations().of(module).models) {
    const project::Registered state = registrationOf(project, module, model);
    const bool local = static_cast<bool>(python::enclosing(project.classes().at(model).node, facts::Kind::Function));
    if (state != project::Registered::Yes && !local) models.push_back(model);
  }
  return models;
}

/// The file the framework starts a module with: the manifest's, or api.py.
std::string entryPath(const Project& project, const project::Module& module) {
  for (const project::Manifest& manifest : project.inputs().manifests) {
    const bool own = project::folderOf(manifest.path) == module.path && manifest.entryPoint.ends_with(".py");
    if (own) return project::joinPath(module.path, manifest.entryPoint);
  }
  return project::joinPath(module.path, "api.py");
}

/// The function of the standard (A:50-61), with these models.
std::vector<std::string> functionFor(const Project& project, ModuleId module, std::string_view path,
                                     const Models& models) {
  std::vector<std::string> lines{"def initialize(app_context):", "    \"\"\"Initialize the module.\"\"\""};
  const std::vector<std::string> imports = importLines(project, module, path, models);
  if (!imports.empty()) lines.emplace_back("    # Import models");
  for (const std::string& line : imports) lines.push_back("    " + line);
  if (!imports.empty()) lines.emplace_back();
  lines.emplace_back("    # Register models with the application context");
  std::string list;
  for (const ClassId model : models) list += concat(list.empty() ? "" : ", ", project.classes().at(model).name);
  lines.push_back(concat("    app_context.register_models([", list, "])"));
  lines.insert(lines.end(), {"", "    return True"});
  return lines;
}

Fix fixFor(const Project& project, ModuleId module, const Models& models) {
  const std::string path = entryPath(project, project.modules().all()[module]);
  const std::vector<std::string> lines = functionFor(project, module, path, models);
  Fix fix{concat("Write `initialize` in ", quoted(project::fileNameOf(path))), FixClass::Generate, {}, {}};
  const project::FileId file = project.resolver().fileAt(path);
  if (file != project::noFile) {
    fix.edits.push_back(appendToFile(project.file(file), lines));
  } else {
    fix.creates.push_back({path, {}});
    for (const std::string& line : lines) fix.creates[0].text += line + "\n";
  }
  // What is registered at the wrong time would be registered twice.
  for (const project::RegistrationCall& call : project.registrations().of(module).calls) {
    const bool covered =
        std::all_of(call.list.items.begin(), call.list.items.end(), [&](const project::ClassItem& item) {
          return std::find(models.begin(), models.end(), item.index) != models.end();
        });
    if (!isPlain(call) || !covered) continue;
    for (FileEdit& edit : removeCall(project, call)) fix.edits.push_back(std::move(edit));
  }
  return fix;
}

void check(const Project& project, Findings& findings) {
  for (const ModuleId module : project.registrations().expected()) {
    if (project.registrations().of(module).phase1() != nullptr || hasUnreadText(project, module)) continue;
    const Models models = waitingIn(project, module);
    if (models.empty()) continue;
    const project::ClassInfo& first = project.classes().at(models[0]);
    const project::Module& info = project.modules().all()[module];
    Finding finding;
    finding.place = {project.file(first.file).path(), first.node.nameSpan()};
    finding.message = concat(quoted(info.name), " defines ", namesOf(project, models),
                             " but has no `initialize` that registers ", models.size() == 1 ? "it" : "them");
    finding.subject = info.name;
    finding.module = info.path;
    for (const project::RegistrationCall& call : project.registrations().of(module).calls) {
      finding.related.push_back({{project.file(call.file).path(), call.call.span()}, "not called in Phase 1"});
    }
    finding.fixes.push_back(fixFor(project, module, models));
    findings.push_back(std::move(finding));
  }
}

}  // namespace
}  // namespace mr203

extern const Rule initialize_missing{"MR203", Severity::Error, FixClass::Generate, "A2", &mr203::check};

}  // namespace limbeck::rules
