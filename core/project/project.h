// project.h: all files together, linked: what each name means, which classes are models, which modules register them.
// It refuses to tell good from bad, and never changes after it is made; what is dear is computed when it is first asked
// for.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "facts/facts.h"
#include "project/given/alembic_config.h"
#include "project/given/data_file.h"
#include "project/given/linters.h"
#include "project/given/settings.h"
#include "project/given/versions.h"

namespace limbeck::project {

using facts::Expr;
using facts::FactsPtr;
using facts::Kind;
using facts::ModuleFacts;

class Resolver;
class Classes;
class Modules;
class Registrations;
class Environments;
class Histories;
class Declared;
class Replays;
struct Dialects;
struct TableAction;
struct WebApplication;

/// A `manifest.json` of a module folder, as far as it says where the entry is (shapes: module framework).
struct Manifest {
  std::string path;        ///< of the manifest itself
  std::string entryPoint;  ///< "api.py"
};

/// What linking starts from. `files` are the Python files, sorted by path.
struct Inputs {
  std::vector<FactsPtr> files;
  std::vector<Manifest> manifests;
  std::vector<DataFile> data;            ///< what small JSON files hold, in order of path
  std::vector<std::string> otherFiles;   ///< paths of files that are present but not Python (".disabled" markers)
  std::vector<AlembicConfig> alembic;    ///< of every alembic.ini and pyproject.toml, in order of path
  std::vector<SourceFilePtr> templates;  ///< every script.py.mako
  std::vector<LinterIgnore> linters;     ///< what linters are told to leave alone
  std::vector<std::string> drivers;      ///< dialects that the requirements name a driver of, sorted
  SettingsReading settings;
  std::vector<VersionClaim> versions;  ///< of requirements and lock files, in the order of their paths
};

/// Of an Unknown that leaves no verdict of a module open.
inline constexpr std::string_view noRequirement = "-";

/// Something that could not be known, where, and what it leaves open (rule XX004).
struct Unknown {
  std::uint32_t file = 0;
  Span span;
  std::string message;  ///< one sentence, no period
  std::string subject;
  std::string module;       ///< path of the module whose verdict it keeps open; empty for none
  std::string requirement;  ///< empty: every one of the module
};

class Project {
 public:
  explicit Project(Inputs inputs);
  ~Project();
  Project(const Project&) = delete;
  Project& operator=(const Project&) = delete;

  [[nodiscard]] const std::vector<FactsPtr>& files() const { return inputs_.files; }
  [[nodiscard]] const ModuleFacts& file(std::uint32_t index) const { return *inputs_.files[index]; }
  [[nodiscard]] const Inputs& inputs() const { return inputs_; }
  [[nodiscard]] const Settings& settings() const { return inputs_.settings.settings; }
  [[nodiscard]] const std::vector<SettingsProblem>& settingsProblems() const { return inputs_.settings.problems; }

  [[nodiscard]] const Resolver& resolver() const { return *resolver_; }
  [[nodiscard]] const Classes& classes() const { return *classes_; }
  [[nodiscard]] const Modules& modules() const { return *modules_; }
  [[nodiscard]] const Registrations& registrations() const { return *registrations_; }
  /// Every env.py of Alembic and what running it would import (environments/environments.h).
  [[nodiscard]] const Environments& environments() const { return *environments_; }
  /// Every history of migrations with its revision graph (migrations/histories.h).
  [[nodiscard]] const Histories& histories() const { return *histories_; }
  /// Which databases it runs on (dialects.h). Looked for when somebody first asks.
  [[nodiscard]] const Dialects& dialects() const;
  /// What the models say the schema is (models/declared.h). Read when somebody first asks.
  [[nodiscard]] const Declared& declared() const;
  /// What the migrations would build (migrations/replay/replay.h). Run when somebody first asks.
  [[nodiscard]] const Replays& replays() const;
  /// Where the code creates or drops tables by itself (tables.h).
  [[nodiscard]] const std::vector<TableAction>& tables() const { return tables_; }
  /// The web application around the models (application/application.h).
  [[nodiscard]] const WebApplication& application() const { return *application_; }
  [[nodiscard]] const Versions& versions() const { return versions_; }
  [[nodiscard]] const std::vector<Unknown>& unknowns() const { return unknowns_; }

 private:
  Inputs inputs_;
  Versions versions_;
  std::unique_ptr<Resolver> resolver_;
  std::unique_ptr<Modules> modules_;
  std::unique_ptr<Classes> classes_;
  std::unique_ptr<Environments> environments_;
  std::unique_ptr<Histories> histories_;
  std::unique_ptr<Registrations> registrations_;
  std::vector<TableAction> tables_;
  std::unique_ptr<WebApplication> application_;
  std::vector<Unknown> unknowns_;
  mutable std::unique_ptr<Dialects> dialects_;
  mutable std::unique_ptr<Declared> declared_;
  mutable std::unique_ptr<Replays> replays_;
};

}  // namespace limbeck::project
