// running.h: who runs a piece of code: an import or the start of a server, a person, or nobody in the application.
// It refuses to guess: what goes through a request, a table of functions or a name that may mean several things is not
// told.
#pragma once

#include <cstdint>
#include <set>
#include <string_view>
#include <vector>

#include "project/application/references.h"
#include "project/application/routes.h"
#include "project/project.h"

namespace limbeck::project {

/// Of several the last one holds: what the start of a server runs may be a command as well.
enum class Runner : std::uint8_t {
  Nobody,       ///< nothing in the application names it; tests and other projects may
  Person,       ///< a command line, a script, what stands below a main guard
  Unknown,      ///< something else runs it
  Development,  ///< a start, where a condition says that it is not the real one: `if settings.debug:`
  Start,        ///< importing a module of the application, or starting its server
};

class Running {
 public:
  explicit Running(const Project& project);

  [[nodiscard]] Runner of(FileId file, Expr node) const;
  /// A database is marked as being at a revision in the same function, in what it calls, or in what calls it: a new
  /// database is created from the models and stamped, which is the documented way to install.
  [[nodiscard]] bool isStamped(FileId file, Expr node) const;

 private:
  using Seen = std::set<Body>;
  [[nodiscard]] Runner ofBody(const Body& body, Seen& seen) const;
  [[nodiscard]] Runner ofReference(const Reference& reference, const Body& body, Seen& seen) const;
  [[nodiscard]] Runner ofModule(FileId file, Expr node) const;
  [[nodiscard]] bool makesApplication(FileId file, Expr function) const;
  [[nodiscard]] bool serves(FileId file, Expr within) const;

  const Project& project_;
  References references_;
  std::vector<Application> apps_;
};

}  // namespace limbeck::project
