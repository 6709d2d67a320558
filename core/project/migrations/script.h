// script.h: what `upgrade` and `downgrade` of a revision do: the operations in order, read without running them.
// It refuses to know the schema they meet; a call that is not understood is kept as one, so that absence proves
// nothing.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "project/migrations/operations.h"
#include "project/migrations/revision.h"
#include "project/migrations/sql_effect.h"
#include "project/project.h"

namespace limbeck::project {

/// One call that has an effect, or may have one.
struct Step {
  Does does = Does::Unknown;
  bool operation = false;  ///< a call of `op` or of a batch object: `name` is its name
  std::string name;        ///< "add_column"; for other calls the callee's last name; empty when it has none
  Expr call;
  bool batched = false;
  Expr batch;
  std::optional<std::string> table;
  std::string sql;           ///< of SQL: the deciding words, "ALTER TYPE"
  bool stays = false;        ///< nobody takes it back: an extension, a value of an enum
  bool conditional = false;  ///< below a condition, a loop, or after a possible return
  bool followed = false;     ///< in another function of the file, which the script calls
};

/// One of the two functions.
struct Script {
  Expr function;            ///< Missing when the file has none of that name
  std::vector<Step> steps;  ///< in the order they are written, those of called functions where they are called
  Expr raise;               ///< a `raise` that is certainly reached; what follows it is left out
  bool open = false;        ///< more may happen: a decorator, a function from elsewhere, too much to read

  [[nodiscard]] bool does(Does what) const;
  /// Nothing happens that is not among the steps, and every step is understood.
  [[nodiscard]] bool clear() const { return !open && !does(Does::Unknown); }
  [[nodiscard]] bool changesSchema() const { return does(Does::Schema); }
  /// No statement has an effect (rule MS601); a function that raises has one.
  [[nodiscard]] bool isEmpty() const { return !open && !raise && steps.empty(); }
  /// It raises, and does nothing before.
  [[nodiscard]] bool onlyRaises() const { return !open && raise && steps.empty(); }
};

[[nodiscard]] Script readScript(const Project& project, FileId file, Expr function, bool elsewhere = false);
[[nodiscard]] inline Script upgradeOf(const Project& project, const Revision& revision) {
  return readScript(project, revision.file, revision.upgrade, revision.upgradeElsewhere);
}
[[nodiscard]] inline Script downgradeOf(const Project& project, const Revision& revision) {
  return readScript(project, revision.file, revision.downgrade, revision.downgradeElsewhere);
}

}  // namespace limbeck::project
