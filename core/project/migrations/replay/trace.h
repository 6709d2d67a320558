// trace.h: what one revision leaves behind: the tables it changes, as it met and as it left them, and what is different
// after going up and down again. It refuses to judge: an empty downgrade may be meant.
#pragma once

#include <string>
#include <vector>

#include "project/migrations/replay/execution.h"
#include "schema/compare.h"

namespace limbeck::project {

struct ScriptRun;

/// Null where there was none, or none is left.
struct TouchedTable {
  schema::TableName name;
  schema::TablePtr before;
  schema::TablePtr after;
};

/// On the left as it was before, on the right as it is after `upgrade` and `downgrade`. Of a whole table the part is
/// Table.
struct Leftover {
  schema::TableName table;
  schema::Row row;
};

struct Trace {
  std::vector<TouchedTable> touched;      ///< by `upgrade`, in the order of their names
  std::vector<schema::TablePtr> targets;  ///< of the foreign keys it makes, as it leaves them
  std::vector<Leftover> leftovers;        ///< certain ones
  /// Why there may be more of them, or none of these; without a reason, these are all.
  schema::Doubt unsure;
  [[nodiscard]] const TouchedTable* find(const schema::TableName& name) const;
};

/// The schema before a revision, after its upgrade, and after its downgrade behind that.
struct ThreeStates {
  const schema::Schema& before;
  const schema::Schema& after;
  const schema::Schema& back;
};
[[nodiscard]] Trace traceOf(const ThreeStates& states, const ScriptRun& up, const ScriptRun& down,
                            const schema::Conditions& rules);

}  // namespace limbeck::project
