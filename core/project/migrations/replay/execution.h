// execution.h: what the operations of a migration do to one schema on one database, path by path.
// It refuses to know Python: it is told operations, and where paths part and meet.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "project/migrations/operation_table.h"
#include "python/code.h"
#include "schema/change.h"
#include "schema/does.h"

namespace limbeck::project {

/// How a batch block wants its table made anew.
enum class Recreate : std::uint8_t { Auto, Always, Never };

/// `with op.batch_alter_table(...)`: what happens when the block ends (engine 7.5).
struct BatchBlock {
  schema::TableName table;
  Recreate recreate = Recreate::Auto;
  std::vector<schema::Change> changes;
  std::optional<schema::NamingConvention> naming;  ///< names what the database left unnamed
  std::optional<schema::Table> copyFrom;
  /// Whose convention names what `copyFrom` leaves unnamed: no one's, that of the history, or one that cannot be told.
  enum class Naming : std::uint8_t { Nobody, History, Unknown };
  Naming copyNaming = Naming::Nobody;
  std::optional<schema::Table> additions;  ///< table_args
  schema::FilePlace place;
  bool placesColumns = false;  ///< insert_before, insert_after
};

/// One operation as it ran.
struct Executed {
  std::string name;                     ///< Alembic's: "add_column"; "Enum.create", "Table.create" for calls beside op
  const OperationKind* kind = nullptr;  ///< its row in the table of operations; null for calls beside op
  bool ofAlembic = false;  ///< a call of `op` or of a batch object, whether there is such an operation or not
  python::Expr call;       ///< as it is written; valid as long as the project
  bool batched = false;    ///< a method of a batch object
  /// The batch_alter_table call whose block it belongs to; of a call of `op`, the one that is open on the same table
  /// and comes later.
  python::Expr within;
  schema::FilePlace place;
  bool certain = true;     ///< no condition, no possible return, no `try` above it leaves doubt
  bool maybe = false;      ///< some path may have left before: it may not run although its own path is known
  bool attempted = false;  ///< in a `try` that survives its failure

  [[nodiscard]] bool isSure() const { return certain && !maybe && !attempted; }
  /// What is written for an argument, by the name that Alembic gives it; Missing when it is not given, or comes out of
  /// `*arguments`. Its place is in the file of `place`.
  [[nodiscard]] python::Expr argument(std::string_view argument) const;
  std::optional<schema::TableName> table;
  std::string object;  ///< column, index or constraint; the new name of a table
  std::vector<schema::Change> changes;
  schema::Does does = schema::Does::Unknown;
  std::string words;                ///< of SQL: those that decide, "ALTER TYPE"
  bool stays = false;               ///< nobody takes it back: an extension, a value of an enum
  std::optional<BatchBlock> batch;  ///< of batch_alter_table: all that was collected
  std::vector<Executed> inside;     ///< of batch_alter_table: the calls of the block, for readers; `batch` does them
};

/// What an evaluated function did, in order: enough to do it again on another database.
struct Event {
  enum class Kind : std::uint8_t {
    Operation,
    Part,
    Other,
    Meet,
    Attempt,
    AttemptEnds,
    Aside,  ///< no change of a schema: rows of a session, or a call of which nothing is known
    Raise,  ///< the `raise` is the operation's call
  };
  Kind kind = Kind::Operation;
  bool dead = false;  ///< Other, Meet: the path that ended raised
  Executed operation;
};

/// A failure on the only path.
struct ExecutionFailure {
  schema::Failure failure;
  std::string operation;
  schema::FilePlace
      argument;  ///< what the operation is told and cannot do: `"emial"`; all of it where nothing less is it
};

class Execution {
 public:
  Execution(schema::Schema state, const schema::Conditions& rules) : state_(std::move(state)), rules_(rules) {}

  void handle(const Event& event);
  [[nodiscard]] const schema::Schema& state() const { return state_; }
  [[nodiscard]] schema::Schema& state() { return state_; }
  [[nodiscard]] const std::vector<ExecutionFailure>& failures() const { return failures_; }
  [[nodiscard]] const schema::Conditions& rules() const { return rules_; }

 private:
  void run(const Executed& operation);
  void flush(const BatchBlock& block, std::vector<schema::Failure>& failures);

  struct Fork {
    schema::Schema before;
    std::optional<schema::Schema> joined;
  };
  schema::Schema state_;
  schema::Conditions rules_;
  std::vector<Fork> forks_;
  unsigned attempts_ = 0;
  std::vector<ExecutionFailure> failures_;
};

}  // namespace limbeck::project
