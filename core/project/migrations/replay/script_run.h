// script_run.h: what `upgrade` or `downgrade` of a revision did when it was evaluated: its operations in order.
// It refuses to know the schema they meet; a call that is not understood is kept as one, so that absence proves
// nothing.
#pragma once

#include <vector>

#include "project/migrations/replay/execution.h"

namespace limbeck::project {

struct ScriptRun {
  std::vector<Event> events;
  /// It raised, it was too much to evaluate, or it is not a function of the file: what it does is not known.
  bool unread = false;
  schema::FilePlace place;  ///< of the function's name
  /// It asked which database it runs on, or what is in it, or executed SQL, which is read for one database.
  bool asked = false;
  bool curious = false;  ///< it asked, and did not only execute SQL
  bool ran = false;      ///< false: no replay came to it
  /// It ran once for each of several databases, whose tables stand here as those of one: what fails may not.
  bool several = false;
  python::Expr function;  ///< Missing when the file has none of that name
  /// More may happen: a decorator, a coroutine, code that a condition of this run left out where nothing else happened.
  bool open = false;

  /// The operations in order; those of a batch block behind it.
  [[nodiscard]] std::vector<const Executed*> operations() const;
  /// All that has an effect or may have one, in order, up to a `raise` that is certainly reached: operations, those of
  /// a batch block in its place, and calls beside them.
  [[nodiscard]] std::vector<const Executed*> steps() const;
  /// A `raise` that is certainly reached; null when there is none.
  [[nodiscard]] const Executed* raise() const;

  [[nodiscard]] bool does(schema::Does what) const;
  /// Nothing happens that is not among the steps, and every step is understood.
  [[nodiscard]] bool clear() const { return !open && !unread && !does(schema::Does::Unknown); }
  [[nodiscard]] bool changesSchema() const { return does(schema::Does::Schema); }
  /// No statement has an effect (rule MS601); a function that raises has one.
  [[nodiscard]] bool isEmpty() const { return !open && !unread && raise() == nullptr && steps().empty(); }
  /// It raises, and does nothing before.
  [[nodiscard]] bool onlyRaises() const { return !open && !unread && raise() != nullptr && steps().empty(); }
  /// The call stands in the function itself, in no other that it calls.
  [[nodiscard]] bool holds(const Executed& step) const;
  /// It stands there under no condition and in no loop: what is written is what happens, once.
  [[nodiscard]] bool isPlain(const Executed& step) const;
};

}  // namespace limbeck::project
