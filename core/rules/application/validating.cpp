#include "rules/application/validating.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "project/application/references.h"
#include "project/classes/canonical.h"
#include "project/classes/classes.h"
#include "project/environments/environments.h"
#include "project/environments/imports.h"
#include "project/given/places.h"
#include "project/models/declared.h"
#include "rules/fixes/edits.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace {

using facts::Kind;
using project::ClassId;
using project::FileId;
using project::Project;

/// Files of models that the file imports by its own lines.
std::set<FileId> modelsImportedBy(const Project& project, FileId file) {
  std::set<FileId> found;
  for (const Expr statement : project.file(file).imports) {
    for (const Expr alias : statement) {
      const project::Resolver::Imported imported = project.resolver().imported(alias, file);
      found.insert(imported.submodule != project::noFile ? imported.submodule : imported.module);
    }
  }
  return found;
}

/// A file that does nothing but import, and imports every model: the place for looking at all of them (B:175).
FileId registrationFile(const Project& project) {
  for (FileId file{0}; file < project.files().size(); ++file) {
    const facts::ModuleFacts& facts = project.file(file);
    if (!project::isApplicationFile(project, file) || project::fileNameOf(facts.path()) == "__init__.py" ||
        facts.imports.empty())
      continue;
    const Expr module = facts.module();
    const bool importsOnly = std::all_of(module.begin(), module.end(), [](Expr statement) {
      return statement.is(Kind::Import) || statement.is(Kind::ImportFrom) ||
             (statement.is(Kind::Expression) && statement[0].is(Kind::String));
    });
    const std::set<FileId> imported = importsOnly ? modelsImportedBy(project, file) : std::set<FileId>();
    const std::vector<ClassId>& models = project.environments().asked();
    const bool all = std::all_of(models.begin(), models.end(),
                                 [&](ClassId model) { return imported.count(project.classes().at(model).file) == 1; });
    if (importsOnly && all) return file;
  }
  return project::noFile;
}

/// The names of all tables of models, when they can be told and all are on one MetaData.
std::set<std::string> tableNames(const Project& project) {
  std::set<std::string> names;
  std::set<project::MetaDataId> metadatas;
  for (const ClassId model : project.environments().asked()) {
    const project::DeclaredTable* const table = project.declared().ofModel(model);
    if (table == nullptr || !table->nameKnown || table->anySchema) return {};
    metadatas.insert(project.environments().metadataOf(model));
    names.insert(schema::show(table->name()));
  }
  return metadatas.size() == 1 && *metadatas.begin() != project::none ? names : std::set<std::string>();
}

}  // namespace

Fix callAtStart(const Project& project, const project::Startup& startup, const project::Validation& validation) {
  const std::string call = concat(validation.name, "()");
  Fix fix{concat("Call ", quoted(call), " when the application starts"), FixClass::Generate, {}, {}};
  const Fix words{fix.title, FixClass::Advice, {}, {}};
  if (!validation.callable || validation.stops == project::Truth::False) return words;
  const bool async = validation.function.isAsync();
  const auto hook = std::find_if(startup.hooks.begin(), startup.hooks.end(), [&](const project::StartHook& one) {
    return one.lifespan && (!async || one.function.isAsync()) && one.function.body().size() > 0;
  });
  if (hook == startup.hooks.end()) {
    if (async) return words;
    fix.title = concat("Call ", quoted(call), " at the end of its file, so that importing it validates");
    fix.edits.push_back(appendToFile(project.file(validation.file), {call}));
    return fix;
  }
  std::vector<std::string> lines;
  if (hook->file != validation.file)
    lines.push_back(concat("from ", project.importLines().nameOf(validation.file), " import ", validation.name));
  if (!lines.empty()) lines.emplace_back();
  lines.push_back(concat(async ? "await " : "", call));
  fix.title = concat("Call ", quoted(call), " in ", quoted(hook->function.text()));
  fix.edits.push_back(insertAtTop(project.file(hook->file), hook->function.body(), lines));
  return fix;
}

Fix writeValidation(const Project& project) {
  const Fix words{
      "Compare `Base.metadata.tables` with the tables you expect when the application starts, and raise when one is "
      "missing",
      FixClass::Advice,
      {},
      {}};
  const FileId file = registrationFile(project);
  const std::set<std::string> names = tableNames(project);
  auto [module, base] = project.canonical().import();
  for (std::uint32_t i = 0; i < project.classes().bases().size(); ++i) {
    const project::DeclarativeBase& one = project.classes().bases()[i];
    if (one.file == project::noFile || one.name != base || project.resolver().dottedName(one.file) != module) continue;
    module = project.importLines().nameOf(one.file);
    break;
  }
  if (file == project::noFile || names.empty() || module.empty()) return words;
  std::string list;
  for (const std::string& name : names) list += concat(list.empty() ? "\"" : ", \"", name, "\"");
  const std::vector<std::string> lines{
      "def validate_model_registration() -> None:",
      "    \"\"\"Raise when a table that the application needs is missing from the metadata.\"\"\"",
      concat("    from ", module, " import ", base),
      "",
      concat("    missing = {", list, "} - set(", base, ".metadata.tables)"),
      "    if missing:",
      "        raise RuntimeError(f\"Models that are not registered: {sorted(missing)}\")",
      "",
      "",
      "validate_model_registration()"};
  Fix fix{concat("Write and call `validate_model_registration` in ",
                 quoted(project::fileNameOf(project.file(file).path()))),
          FixClass::Generate,
          {},
          {}};
  fix.edits.push_back(appendToFile(project.file(file), lines));
  return fix;
}

}  // namespace limbeck::rules
