// modules.h: which folders are modules of the framework, which one owns the Base, and what kind of project this is.
// It refuses to look inside functions: entries and registrations are next door.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "project/given/inputs.h"
#include "project/names/resolver.h"

namespace limbeck::project {

enum class Profile : std::uint8_t { ModuleFramework, FastApi, Flask, Generic };
[[nodiscard]] std::string_view profileName(Profile profile);

/// One folder that counts as a module (engine 4.8). In a project without modules there is one that holds everything.
struct Module {
  std::string path;           ///< folder, empty for the whole workspace
  std::string name;           ///< last segment, for people
  std::vector<FileId> files;  ///< sorted; tests are not part of it
  bool owner = false;         ///< provides the canonical Base: exempt from the table rules
};

class Modules {
 public:
  explicit Modules(const Inputs& inputs);

  [[nodiscard]] Profile profile() const { return profile_; }
  /// True when models are to be registered with an application context.
  [[nodiscard]] bool framework() const { return profile_ == Profile::ModuleFramework; }
  /// Sorted by path. Empty when there is no Python.
  [[nodiscard]] const std::vector<Module>& all() const { return modules_; }
  [[nodiscard]] std::optional<ModuleId> moduleOf(FileId file) const;
  /// Folders with a `.disabled` file: skipped, and said so.
  [[nodiscard]] const std::vector<std::string>& disabled() const { return disabled_; }

  /// Below the owner's patterns: provides the Base, may create tables.
  [[nodiscard]] bool isOwner(std::string_view path) const;
  /// `modules.core.database.models` or anything below the owner, by its dotted name: an import from there is canonical
  /// even when the owner is not in the workspace.
  [[nodiscard]] bool isOwnerName(std::string_view dotted) const;
  /// The file is where the module's models belong (places.h); false for files of no module.
  [[nodiscard]] bool isForModels(FileId file) const;
  /// The module has such a file, with or without a class in it.
  [[nodiscard]] bool hasModelsFile(ModuleId module) const;
  /// By its place, or because it imports pytest or unittest and defines fixtures or cases.
  [[nodiscard]] bool isTest(FileId file) const { return test_[file]; }
  /// Documentation, examples and benchmarks beside an application, which imports nothing from them.
  [[nodiscard]] bool isExample(FileId file) const { return example_[file]; }
  [[nodiscard]] bool isMigration(FileId file) const { return migration_[file]; }
  [[nodiscard]] bool isScript(FileId file) const { return script_[file]; }

 private:
  void findRoles();
  void findProfile();
  void findModules();
  [[nodiscard]] std::set<std::string, std::less<>> importedExamples() const;
  void findExamples();
  /// `direct`: the folders that hold Python themselves.
  [[nodiscard]] std::string moduleFolder(std::string_view path, const std::set<std::string_view>& direct) const;

  const Inputs& inputs_;
  Profile profile_ = Profile::Generic;
  std::vector<Module> modules_;
  std::vector<ModuleId> moduleOf_;  ///< per file; none for a file of no module
  std::vector<std::string> disabled_;
  std::vector<bool> test_;  ///< per file, as the next three
  std::vector<bool> migration_;
  std::vector<bool> script_;
  std::vector<bool> example_;
};

}  // namespace limbeck::project
