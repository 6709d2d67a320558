#include "project/names/modules.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include "project/given/places.h"
#include "text/concat.h"
#include "text/expect.h"
#include "text/glob.h"

namespace limbeck::project {
namespace {

/// The database module, and the start-up file of the framework that creates what it registered (shapes 2.5).
constexpr std::string_view defaultOwners[] = {"modules/core/database/**", "core/bootstrap.py"};
constexpr std::string_view defaultOwnerName = "modules.core.database";

bool importsFrom(const ModuleFacts& facts, std::string_view top) {
  return std::any_of(facts.imports.begin(), facts.imports.end(), [&](Expr import) {
    const auto names = [&](std::string_view dotted) {
      return dotted == top || (dotted.starts_with(top) && dotted[top.size()] == '.');
    };
    if (import.is(Kind::ImportFrom)) return names(import.text());
    for (const Expr alias : import) {
      if (names(alias.text())) return true;
    }
    return false;
  });
}

/// models.register_models(engine): a function of an imported module, and no context that models are handed to.
bool isOfModule(const ModuleFacts& facts, Expr call) {
  const Expr object = call.callee()[0];
  const Expr given = call.positional(0);
  if (!object.is(Kind::Name) || object.text().find("context") != std::string::npos || given.is(Kind::List))
    return false;
  const std::vector<const python::Binding*> bindings = facts.names.finally(0, object.text());
  return !bindings.empty() && std::all_of(bindings.begin(), bindings.end(), [](const python::Binding* binding) {
    return binding->kind == python::BindingKind::Import;
  });
}

bool callsRegistration(const ModuleFacts& facts, const Settings& settings) {
  return std::any_of(facts.calls.begin(), facts.calls.end(), [&](Expr call) {
    const std::string& name = call.callee().text();
    if (!call.callee().is(Kind::Attribute) || isOfModule(facts, call)) return false;
    return settings.calls.empty()
               ? name == "register_models"
               : std::find(settings.calls.begin(), settings.calls.end(), name) != settings.calls.end();
  });
}

/// def initialize(app_context): the signature the standard prescribes, found nowhere else.
bool hasStandardEntry(const ModuleFacts& facts) {
  return std::any_of(facts.functions.begin(), facts.functions.end(), [](Expr function) {
    if (function.text() != "initialize") return false;
    for (const Expr parameter : function.parameters()) {
      if (parameter.text() == "app_context") return true;
    }
    return false;
  });
}

/// A fixture or test_users() in a file that imports pytest, class UserCase(unittest.TestCase).
bool isTestFile(const ModuleFacts& facts) {
  const auto isFixture = [](Expr decorator) {
    return (decorator.is(Kind::Call) ? decorator.callee() : decorator).text() == "fixture";
  };
  const bool pytest = importsFrom(facts, "pytest") || importsFrom(facts, "pytest_asyncio");
  const bool tests = pytest && std::any_of(facts.functions.begin(), facts.functions.end(), [&](Expr function) {
                       return function.text().starts_with("test_") ||
                              std::any_of(function.decorators().begin(), function.decorators().end(), isFixture);
                     });
  return tests ||
         (importsFrom(facts, "unittest") && std::any_of(facts.classes.begin(), facts.classes.end(), [](Expr one) {
            return std::any_of(one.bases().begin(), one.bases().end(),
                               [](Expr base) { return base.text().ends_with("TestCase"); });
          }));
}

/// The n-th folder of a path, counted from `from`; npos when there are fewer.
std::size_t folderEnd(std::string_view path, std::size_t from, unsigned count) {
  std::size_t at = from;
  for (unsigned i = 0; i < count; ++i) {
    at = path.find('/', at);
    if (at == std::string_view::npos) return at;
    if (i + 1 < count) ++at;
  }
  return at;
}

}  // namespace

std::string_view profileName(Profile profile) {
  switch (profile) {
    case Profile::ModuleFramework: return "module-framework";
    case Profile::FastApi: return "fastapi-standard";
    case Profile::Flask: return "flask";
    case Profile::Generic: return "generic";
  }
  return "generic";
}

Modules::Modules(const Inputs& inputs) : inputs_(inputs) {
  for (const std::string& path : inputs_.otherFiles) {
    if (fileNameOf(path) == ".disabled") disabled_.emplace_back(folderOf(path));
  }
  findRoles();
  findProfile();
  findModules();
  findExamples();
}

void Modules::findRoles() {
  for (const FactsPtr& facts : inputs_.files) {
    test_.push_back(isTestPath(facts->path()) || isTestFile(*facts));
    migration_.push_back(facts->isRevision || isVersionsPath(facts->path()));
    script_.push_back(isScriptPath(facts->path()));
  }
}

void Modules::findProfile() {
  const std::string& wanted = inputs_.settings.settings.profile;
  for (const Profile profile : {Profile::ModuleFramework, Profile::FastApi, Profile::Flask, Profile::Generic}) {
    if (wanted == profileName(profile)) {
      profile_ = profile;
      return;
    }
  }
  bool fastapi = false;
  bool flask = false;
  bool alembic = false;
  for (FileId file{0}; file < inputs_.files.size(); ++file) {
    const FactsPtr& facts = inputs_.files[file];
    if (isTest(file)) continue;
    if (isOwner(facts->path()) || importsFrom(*facts, defaultOwnerName) || hasStandardEntry(*facts) ||
        callsRegistration(*facts, inputs_.settings.settings)) {
      profile_ = Profile::ModuleFramework;
      return;
    }
    fastapi = fastapi || importsFrom(*facts, "fastapi");
    flask = flask || importsFrom(*facts, "flask") || importsFrom(*facts, "flask_sqlalchemy");
    alembic = alembic || facts->isRevision || importsFrom(*facts, "alembic");
  }
  profile_ = fastapi && alembic ? Profile::FastApi : flask ? Profile::Flask : Profile::Generic;
}

bool Modules::isOwner(std::string_view path) const {
  const std::vector<std::string>& patterns = inputs_.settings.settings.owner;
  if (patterns.empty()) {
    return std::any_of(std::begin(defaultOwners), std::end(defaultOwners),
                       [&](std::string_view pattern) { return matchesAnywhere(pattern, path); });
  }
  return std::any_of(patterns.begin(), patterns.end(), [&](const std::string& p) { return matchesAnywhere(p, path); });
}

bool Modules::isOwnerName(std::string_view dotted) const {
  std::string path(dotted);
  std::replace(path.begin(), path.end(), '.', '/');
  return isOwner(path);
}

bool Modules::isForModels(FileId file) const {
  const auto module = moduleOf(file);
  if (!module) return false;
  const std::string_view path = inputs_.files[file]->path();
  if (isModelsFile(path, framework() ? std::string_view(modules_[*module].path) : std::string_view(),
                   inputs_.settings.settings))
    return true;
  // Where no standard names the file, `model.py` and a folder `model` say it as well.
  return !framework() && inputs_.settings.settings.modelsFiles.empty() &&
         (fileNameOf(path).ends_with("model.py") || path.find("model/") != std::string_view::npos);
}

bool Modules::hasModelsFile(ModuleId module) const {
  const std::vector<FileId>& files = modules_[module].files;
  return std::any_of(files.begin(), files.end(), [&](FileId file) { return isForModels(file); });
}

/// What the program itself imports is a part of it, whatever it is called: `from api.samples.models import Sample`.
std::set<std::string, std::less<>> Modules::importedExamples() const {
  std::set<std::string, std::less<>> folders;
  for (const FactsPtr& facts : inputs_.files) {
    if (const std::string_view folder = exampleFolderOf(facts->path()); !folder.empty()) folders.emplace(folder);
  }
  std::set<std::string, std::less<>> used;
  const auto use = [&](std::string_view from, std::string_view written) {
    const std::size_t dots = std::min(written.find_first_not_of('.'), written.size());
    std::string path(written.substr(dots));
    std::replace(path.begin(), path.end(), '.', '/');
    std::string_view above = folderOf(from);
    for (std::size_t i = 1; i < dots; ++i) above = folderOf(above);
    const std::string whole = concat(dots > 0 ? joinPath(above, path) : path, "/");
    const std::string_view named = exampleFolderOf(whole);
    if (named.empty()) return;
    for (const std::string& folder : folders) {
      if (folder == named || (dots == 0 && folder.ends_with(concat("/", named)))) used.insert(folder);
    }
  };
  for (FileId file{0}; file < inputs_.files.size() && !folders.empty(); ++file) {
    const ModuleFacts& facts = *inputs_.files[file];
    if (test_[file] || isExamplePath(facts.path())) continue;
    for (const Expr statement : facts.imports) {
      const bool from = statement.is(Kind::ImportFrom);
      for (const Expr alias : statement) {
        const bool dotted = from && !statement.text().ends_with('.');
        use(facts.path(), from ? concat(statement.text(), dotted ? "." : "", alias.text()) : alias.text());
      }
    }
  }
  return used;
}

void Modules::findExamples() {
  const std::set<std::string, std::less<>> used = importedExamples();
  bool beside = false;  // some file is neither a test nor an example
  for (FileId file{0}; file < inputs_.files.size(); ++file) {
    const std::string_view folder = exampleFolderOf(inputs_.files[file]->path());
    example_.push_back(!folder.empty() && used.count(folder) == 0);
    beside = beside || (!test_[file] && !example_.back());
  }
  for (FileId file{0}; file < inputs_.files.size(); ++file) {
    const auto module = moduleOf(file);
    if (!beside || (module && isExamplePath(concat(modules_[*module].path, "/"))))  // modules/standard/docs is a module
      example_[file] = false;
  }
}

std::optional<ModuleId> Modules::moduleOf(FileId file) const {
  if (file >= moduleOf_.size() || moduleOf_[file] == none) return std::nullopt;
  return moduleOf_[file];
}

/// modules/<group>/<name>, wherever the folder `modules` stands; with a grouping folder in between when the second
/// level holds no Python itself. Empty when the path lies in no module.
std::string Modules::moduleFolder(std::string_view path, const std::set<std::string_view>& direct) const {
  const Settings& settings = inputs_.settings.settings;
  if (!settings.modules.empty()) {
    for (std::size_t slash = path.find('/'); slash != std::string_view::npos; slash = path.find('/', slash + 1)) {
      const std::string_view folder = path.substr(0, slash);
      for (const std::string& pattern : settings.modules) {
        if (matchesAnywhere(pattern, folder)) return std::string(folder);
      }
    }
    return {};
  }
  // Elsewhere a folder of that name holds what a program or a tool happens to call so.
  if (!framework()) return {};
  std::size_t start = 8;
  if (!path.starts_with("modules/")) {
    const std::size_t folder = path.find("/modules/");
    if (folder == std::string_view::npos) return {};
    start = folder + 9;
  }
  for (const unsigned depth : {2U, 3U}) {
    const std::size_t end = folderEnd(path, start, depth);
    if (end == std::string_view::npos) break;
    const std::string_view folder = path.substr(0, end);
    // A package of models and nothing else beside it: `modules/core/shop/models/user.py`.
    const bool package = fileNameOf(path.substr(0, folderEnd(path, start, depth + 1))) == "models";
    if (package || direct.count(folder) > 0) return std::string(folder);
  }
  return {};
}

void Modules::findModules() {
  const std::vector<FactsPtr>& files = inputs_.files;
  std::map<std::string, std::vector<FileId>> byFolder;
  moduleOf_.assign(files.size(), none);
  std::set<std::string_view> direct;
  for (const FactsPtr& facts : files) direct.insert(folderOf(facts->path()));
  std::map<std::string_view, std::string> folderCache;
  for (FileId id{0}; id < files.size(); ++id) {
    const std::string_view key = folderOf(files[id]->path());
    auto cached = folderCache.find(key);
    if (cached == folderCache.end()) cached = folderCache.emplace(key, moduleFolder(files[id]->path(), direct)).first;
    const std::string& folder = cached->second;
    if (!folder.empty()) byFolder[folder].push_back(id);
  }
  const bool single = byFolder.empty();
  if (single && framework()) {
    // No modules/ folder: the topmost folders that hold Python directly are the modules, a pasted file is one of its
    // own.
    for (FileId id{0}; id < files.size(); ++id) {
      std::string_view folder = folderOf(files[id]->path());
      for (std::string_view up = folder; !up.empty(); up = folderOf(up)) {
        if (direct.count(up) > 0) folder = up;
      }
      if (direct.count("") > 0) folder = "";
      byFolder[std::string(folder)].push_back(id);
    }
  } else if (single) {
    for (FileId id{0}; id < files.size(); ++id) byFolder[""].push_back(id);
  }
  for (auto& [folder, members] : byFolder) {
    if (std::find(disabled_.begin(), disabled_.end(), folder) != disabled_.end()) continue;
    Module module;
    module.path = folder;
    module.name = !folder.empty()     ? std::string(fileNameOf(folder))
                  : files.size() == 1 ? std::string(fileNameOf(files[0]->path()))
                                      : "project";
    for (const FileId id : members) {
      if (isTest(id)) continue;
      module.files.push_back(id);
      moduleOf_[id] = ModuleId(static_cast<std::uint32_t>(modules_.size()));
    }
    if (module.files.empty()) continue;
    module.owner =
        std::all_of(module.files.begin(), module.files.end(), [&](FileId id) { return isOwner(files[id]->path()); });
    modules_.push_back(std::move(module));
  }
  for (const ModuleId module : moduleOf_) LIMBECK_EXPECT(module == none || module < modules_.size());
}

}  // namespace limbeck::project
