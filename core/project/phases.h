// phases.h: a project while it is made: each phase has all that the one before it has, and its own result.
// It refuses to hand on what is half made: what needs a phase takes a reference to it, and cannot ask for what comes
// later.
//
//   Given ─▶ WithNames ─▶ WithEnvironments ─▶ WithRegistrations ─▶ Project (project.h)
#pragma once

#include <memory>
#include <vector>

#include "project/given/inputs.h"
#include "project/names/ids.h"

namespace limbeck::project::evaluate {
class Library;
}  // namespace limbeck::project::evaluate

namespace limbeck::project {

class BuiltModules;
class CanonicalBases;
class Classes;
class Environments;
class Modules;
class Project;
class Registrations;
class Resolver;

/// What was given, and which versions it claims.
class Given {
 public:
  explicit Given(Inputs inputs);
  ~Given();
  Given(const Given&) = delete;
  Given& operator=(const Given&) = delete;

  [[nodiscard]] const std::vector<FactsPtr>& files() const { return inputs_.files; }
  [[nodiscard]] const ModuleFacts& file(FileId index) const { return *inputs_.files[index]; }
  [[nodiscard]] const Inputs& inputs() const { return inputs_; }
  [[nodiscard]] const Settings& settings() const { return inputs_.settings.settings; }
  [[nodiscard]] const Versions& versions() const { return versions_; }
  /// What Python's own library means in it (evaluate/library.h): one for every evaluator, for it only remembers files.
  [[nodiscard]] evaluate::Library& library() const { return *library_; }

 private:
  Inputs inputs_;
  Versions versions_;
  std::unique_ptr<evaluate::Library> library_;
};

/// What every name means, which folders are modules, and which classes there are.
class WithNames : public Given {
 public:
  explicit WithNames(Inputs inputs);
  ~WithNames();

  [[nodiscard]] const Resolver& resolver() const { return *resolver_; }
  [[nodiscard]] const Modules& modules() const { return *modules_; }
  [[nodiscard]] const Classes& classes() const { return *classes_; }
  /// Modules of which builds make something else than Python (environments/elsewhere.h).
  [[nodiscard]] const BuiltModules& builtModules() const { return *builtModules_; }
  /// Of the settings files themselves, and values in them that lead to nothing.
  [[nodiscard]] const std::vector<SettingsProblem>& settingsProblems() const { return settingsProblems_; }

 private:
  std::unique_ptr<Resolver> resolver_;
  std::unique_ptr<Modules> modules_;
  std::unique_ptr<Classes> classes_;
  std::unique_ptr<BuiltModules> builtModules_;
  std::vector<SettingsProblem> settingsProblems_;
};

/// What every env.py of Alembic imports when it runs, and compares with.
class WithEnvironments : public WithNames {
 public:
  explicit WithEnvironments(Inputs inputs);
  ~WithEnvironments();

  /// Every env.py of Alembic and what running it would import (environments/environments.h).
  [[nodiscard]] const Environments& environments() const { return *environments_; }

 private:
  std::unique_ptr<Environments> environments_;
};

/// Which base the models are to use, and which modules register them.
class WithRegistrations : public WithEnvironments {
 public:
  explicit WithRegistrations(Inputs inputs);
  ~WithRegistrations();

  [[nodiscard]] const CanonicalBases& canonical() const { return *canonical_; }
  [[nodiscard]] const Registrations& registrations() const { return *registrations_; }

 private:
  std::unique_ptr<CanonicalBases> canonical_;
  std::unique_ptr<Registrations> registrations_;
};

}  // namespace limbeck::project
