// phases.h: when each function of a module runs: the framework's entries and everything they call.
// It refuses to guess: a function whose reference leaves our sight may run in any phase.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "project/registration/registrations.h"

namespace limbeck::project {

/// Which modules call a function of that name: made once, asked for every function that nothing seems to call.
class Callers {
 public:
  Callers(const Inputs& inputs, const Modules& modules);
  /// Some file outside of the module calls something of that name.
  [[nodiscard]] bool callsFromOutside(const std::string& name, std::optional<ModuleId> module) const;

 private:
  struct Seen {
    std::optional<ModuleId> module;
    bool several = false;
  };
  std::unordered_map<std::string_view, Seen> byName_;  ///< looked up only, never iterated; the facts own the names
};

class Phases {
 public:
  Phases(const Inputs& inputs, const Resolver& resolver, const Modules& modules, const Classes& classes,
         const Callers& callers, const Module& module);

  [[nodiscard]] const std::vector<EntryPoint>& entries() const { return entries_; }
  /// Phase of the code at that node: of the innermost function around it, TopLevel outside of any.
  [[nodiscard]] Phase of(FileId file, Expr node) const;

 private:
  void findEntries();
  void findNamedMethods(FileId file, Expr classNode);
  void findHooks(FileId file);
  void findHandlers(FileId file, Expr function);
  void orderEntries();
  void addEntry(FileId file, Expr function, Phase phase);
  void visit(FileId file, Expr function, Phase phase);
  void visitBody(FileId file, Expr owner, Phase phase);
  void follow(FileId file, Expr call, Phase phase);
  void followMethod(FileId file, Expr callee, Phase phase);
  void visitMethod(ClassId classIndex, std::string_view name, Phase phase);
  void byName(std::string_view name, Phase phase);
  void escapedReferences();

  const Inputs& inputs_;
  const Resolver& resolver_;
  const Modules& modules_;
  const Classes& classes_;
  const Callers& callers_;
  const Module& module_;
  /// The methods of the module's classes by name; looked up only, never iterated; the facts own the names.
  std::unordered_map<std::string_view, std::vector<std::pair<FileId, Expr>>> methods_;
  std::vector<EntryPoint> entries_;
  std::map<std::pair<FileId, std::uint32_t>, Phase> phases_;
  struct Pending {
    FileId file;
    Expr function;
    Phase phase;
  };
  std::vector<Pending> pending_;
};

}  // namespace limbeck::project
