// registrations.h: which models each module hands to the application context, from where, and when.
// It refuses to say whether that is enough: rules do.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "project/classes/classes.h"
#include "project/names/modules.h"
#include "project/names/resolver.h"
#include "project/registration/class_list.h"

namespace limbeck::project {

/// When a function of a module runs (shapes 2.2).
enum class Phase : std::uint8_t {
  Never,     ///< nothing in the workspace calls it
  TopLevel,  ///< on import, before any phase
  Handler,   ///< when a request comes
  Phase2,    ///< setup_module, setup_phase2, hooks
  Maybe,     ///< its reference leaves our sight: it may run in any phase
  Phase1,    ///< initialize and what it calls
};

/// A function the framework calls by itself.
struct EntryPoint {
  FileId file = noFile;
  Expr function;
  Phase phase = Phase::Phase1;
};

/// One call (or decorator) that registers models.
struct RegistrationCall {
  FileId file = noFile;
  Expr call;
  Phase phase = Phase::Never;
  bool decorator = false;
  std::string name;         ///< "register_models"
  Expr function;            ///< innermost function it stands in; Missing at top level
  Expr condition;           ///< the If, or the Try that swallows, which makes it uncertain; Missing if certain
  bool impossible = false;  ///< below a condition that is always false, or behind a `return`
  Expr tablesBefore;        ///< a call in the same function, before this one, that creates tables
  std::string database;     ///< constant `database=` keyword
  Expr argument;            ///< the list expression; Missing when there is none
  bool wrongForm = false;   ///< classes given one by one instead of in a list, and nothing says that this is meant
  ClassList list;

  /// The models are certain to be registered before tables are created.
  [[nodiscard]] bool counts() const {
    return (phase == Phase::Phase1 || phase == Phase::Maybe || decorator) && !condition && !impossible && !tablesBefore;
  }
};

/// What is known about the registration of one module.
struct ModuleRegistration {
  std::vector<EntryPoint> entries;      ///< best first
  std::vector<RegistrationCall> calls;  ///< in file and source order
  std::vector<ClassId> models;          ///< classes of the module that are models, in file and source order
  /// Models in files that the framework's own loader finds by the constant `DATABASE_NAME`, without any call.
  std::vector<ClassId> byConvention;
  [[nodiscard]] const EntryPoint* phase1() const;
};

class Registrations {
 public:
  Registrations(const Inputs& inputs, const Resolver& resolver, const Modules& modules, const Classes& classes);

  /// One per module, same order as Modules::all().
  [[nodiscard]] const ModuleRegistration& of(ModuleId module) const { return modules_[module]; }
  /// Modules that have to register their models: none outside the framework, never the owner.
  [[nodiscard]] const std::vector<ModuleId>& expected() const { return expected_; }
  /// Calls in files that belong to no module: an application that registers on behalf of its modules.
  [[nodiscard]] const std::vector<RegistrationCall>& elsewhere() const { return elsewhere_; }

 private:
  std::optional<FileId> loader_;
  std::vector<ModuleId> expected_;
  std::vector<RegistrationCall> elsewhere_;
  std::vector<ModuleRegistration> modules_;
};

}  // namespace limbeck::project
