#include "project/environments/central.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "project/classes/classes.h"
#include "project/given/places.h"
#include "project/names/modules.h"
#include "project/names/resolver.h"
#include "text/dotted.h"

namespace limbeck::project {
namespace {

/// Fewer files with models are no list, unless the file is called like one.
constexpr std::size_t enough = 2;

/// The name an import binds.
std::string boundName(Expr alias) {
  if (alias.size() > 0) return alias[0].text();
  return alias.parent().is(Kind::Import) ? std::string(topOf(alias.text())) : alias.text();
}

/// Whether the file ever reads the name.
bool uses(const ModuleFacts& facts, const std::string& name) {
  for (std::uint32_t i = 1; i < facts.code->size(); ++i) {
    const python::Node& node = facts.code->node(i);
    if (node.kind == Kind::Name && facts.code->string(node.text) == name && !facts.code->at(i).parent().is(Kind::Alias))
      return true;
  }
  return false;
}

/// The files one name of an import leads to: the module itself, a submodule, or where the imported class is defined.
std::vector<FileId> filesOf(const WithNames& project, FileId file, Expr alias) {
  std::vector<FileId> found;
  const auto add = [&](FileId one) {
    if (one != noFile && one != file) found.push_back(one);
  };
  const Resolver& resolver = project.resolver();
  const Resolver::Imported imported = resolver.imported(alias, file);
  add(imported.module);
  add(imported.submodule);
  const bool name = alias.parent().is(Kind::ImportFrom) && alias.text() != "*";
  if (!name || found.size() != 1) return found;
  for (const Symbol& symbol : resolver.member(found.front(), alias.text())) {
    if (symbol.is(Symbol::Kind::Class)) add(symbol.file);
  }
  return found;
}

bool isQuiet(Expr statement) {
  const bool docstring = statement.is(Kind::Expression) && statement[0].is(Kind::String);
  return docstring || statement.is(Kind::Import) || statement.is(Kind::ImportFrom) || statement.is(Kind::Pass);
}

}  // namespace

bool looksCentral(const WithNames& project, FileId file) {
  const ModuleFacts& facts = project.file(file);
  const Expr module = facts.module();
  return soundsLikeRegistration(facts.path()) || (fileNameOf(facts.path()) == "base.py" && module.size() > 0 &&
                                                  std::all_of(module.begin(), module.end(), isQuiet));
}

bool soundsLikeRegistration(std::string_view path) {
  std::string_view stem = fileNameOf(path);
  stem.remove_suffix(std::min<std::size_t>(3, stem.size()));
  while (stem.starts_with('_')) stem.remove_prefix(1);
  static constexpr std::string_view exact[] = {"registry",        "all_models",    "import_models",
                                               "load_models",     "model_imports", "models_import",
                                               "register_models", "model_loader",  "models_loader"};
  if (std::find(std::begin(exact), std::end(exact), stem) != std::end(exact)) return true;
  return stem.find("model") != std::string_view::npos && stem.find("regist") != std::string_view::npos;
}

std::vector<CentralFile> findCentralFiles(const WithNames& project, const std::vector<ClassId>& models) {
  std::set<FileId> holding;
  for (const ClassId model : models) holding.insert(project.classes().at(model).file);
  std::vector<CentralFile> all;
  for (FileId file{0}; file < project.files().size(); ++file) {
    const ModuleFacts& facts = project.file(file);
    if (project.modules().isTest(file) || project.modules().isMigration(file) || fileNameOf(facts.path()) == "env.py")
      continue;
    CentralFile central;
    central.file = file;
    central.named = soundsLikeRegistration(facts.path());
    for (const Expr statement : facts.imports) {
      for (const Expr alias : statement) {
        for (const FileId one : filesOf(project, file, alias)) {
          if (holding.count(one) == 0) continue;
          const bool known =
              std::find(central.modelFiles.begin(), central.modelFiles.end(), one) != central.modelFiles.end();
          if (!known && !central.named && alias.text() != "*" && uses(facts, boundName(alias))) continue;
          if (!known) central.modelFiles.push_back(one);
          central.lastImport = statement;
        }
      }
    }
    if (central.modelFiles.size() >= enough || (central.named && !central.modelFiles.empty()))
      all.push_back(std::move(central));
  }
  return all;
}

std::string importableName(const WithNames& project, FileId file, FileId from) {
  std::string dotted = project.file(file).path();
  dotted.resize(dotted.size() - 3);
  if (dotted.ends_with("/__init__")) dotted.resize(dotted.size() - 9);
  std::replace(dotted.begin(), dotted.end(), '/', '.');
  std::vector<std::string> candidates;
  for (std::string_view rest = dotted; !rest.empty();) {
    if (project.resolver().importTarget(rest, from).file == file) candidates.emplace_back(rest);
    const std::size_t dot = rest.find('.');
    rest = dot == std::string_view::npos ? std::string_view() : rest.substr(dot + 1);
  }
  if (candidates.empty()) return project.resolver().dottedName(file);
  const auto isSpoken = [&](const std::string& candidate) {
    const std::string top(topOf(candidate));
    const std::vector<Expr>& imports = project.file(from).imports;
    return std::any_of(imports.begin(), imports.end(), [&](Expr statement) {
      const std::string& written = statement.is(Kind::ImportFrom) ? statement.text() : statement[0].text();
      return written == top || written.starts_with(top + ".");
    });
  };
  const auto spoken = std::find_if(candidates.begin(), candidates.end(), isSpoken);
  return spoken != candidates.end() ? *spoken : candidates.back();
}

}  // namespace limbeck::project
