#include <algorithm>
#include <map>
#include <set>

#include "project/environments/central.h"
#include "project/environments/environments.h"
#include "project/given/places.h"
#include "project/project.h"
#include "project/registration/model_registries.h"
#include "rules/fixes/edits.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace mr218 {
namespace {

using project::ClassId;
using project::ClassInfo;
using project::ModelRegistry;
using project::Project;

/// How the class statement is decorated: `@ModelRegistry.register`, with the import that it takes.
Fix fixFor(const Project& project, const ModelRegistry& registry, const ClassInfo& info) {
  const ModuleFacts& facts = project.file(info.file);
  const std::string head = registry.owner ? registry.owner.text() : registry.function.text();
  const std::string decorator = registry.owner ? concat(head, ".", registry.function.text()) : head;
  const Expr owner = registry.owner ? registry.owner : registry.function;
  Fix fix{concat("Decorate it with ", quoted(concat("@", decorator))), FixClass::Safe, {}, {}};
  // Decorators are part of the class: the line is that of the first one.
  fix.edits.push_back(insertBefore(facts, info.node, {concat("@", decorator)}));
  const auto bound = facts.names.finally(0, head);
  if (!bound.empty() && registry.file != info.file) {
    const project::Symbols symbols = project.resolver().member(info.file, head);
    if (symbols.size() != 1 || symbols[0].node != owner) return {};
  } else if (registry.file != info.file) {
    for (FileEdit& edit : addImport(facts, project::importableName(project, registry.file, info.file), head))
      fix.edits.push_back(std::move(edit));
  }
  return fix;
}

/// The models this registry should know, by the folder of their file: all that are on a MetaData of a decorated one.
std::map<std::string, std::vector<ClassId>> candidates(const Project& project, const std::set<ClassId>& decorated) {
  std::set<project::MetaDataId> metadatas;
  for (const ClassId model : decorated) metadatas.insert(project.environments().metadataOf(model));
  metadatas.erase(project::none);
  std::map<std::string, std::vector<ClassId>> found;
  for (const ClassId model : project.environments().asked()) {
    const ClassInfo& info = project.classes().at(model);
    const bool child = info.parent != project::none && !info.table;
    if (info.mapped != project::Mapped::Yes || child || metadatas.count(project.environments().metadataOf(model)) == 0)
      continue;
    found[std::string(project::folderOf(project.file(info.file).path()))].push_back(model);
  }
  return found;
}

void check(const Project& project, Findings& findings) {
  for (const ModelRegistry& registry : project::modelRegistries(project)) {
    std::set<ClassId> known;
    std::size_t decorators = 0;
    for (const ModelRegistry::Use& use : registry.uses) {
      known.insert(use.model);
      decorators += use.decorator ? 1 : 0;
    }
    if (registry.open || decorators == 0) continue;
    std::vector<ClassId> missing;
    for (const auto& [folder, models] : candidates(project, known)) {
      const auto isKnown = [&](ClassId model) { return known.count(model) > 0; };
      // A folder of several models without any decorator goes another way.
      if (models.size() > 1 && std::none_of(models.begin(), models.end(), isKnown)) continue;
      std::remove_copy_if(models.begin(), models.end(), std::back_inserter(missing), isKnown);
    }
    if (missing.size() > known.size()) continue;  // the decorator is the exception
    for (const ClassId model : missing) {
      const ClassInfo& info = project.classes().at(model);
      Finding finding;
      finding.place = {project.file(info.file).path(), info.node.nameSpan()};
      finding.subject = info.name;
      const std::string name =
          registry.owner ? concat(registry.owner.text(), ".", registry.function.text()) : registry.function.text();
      finding.message =
          concat(quoted(info.name), " is not decorated with ", quoted(name), ", so the registry does not know it");
      finding.related.push_back({{project.file(registry.file).path(), registry.function.nameSpan()}, "the registry"});
      Fix fix = fixFor(project, registry, info);
      if (!fix.edits.empty()) finding.fixes.push_back(std::move(fix));
      findings.push_back(std::move(finding));
    }
  }
}

}  // namespace
}  // namespace mr218

extern const Rule plugin_model_not_decorated{"MR218", Severity::Error, FixClass::Safe, "B1", &mr218::check};

}  // namespace limbeck::rules
