// recorder.h: Alembic's vocabulary for the evaluator: what a call of `op`, of a batch object, of a connection does.
// It refuses to keep the schema: it hands each event to an execution, and keeps the events.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "project/definitions/definitions.h"
#include "project/evaluate/vocabulary.h"
#include "project/migrations/replay/execution.h"

namespace limbeck::project {

class Declared;
struct DeclaredMetaData;

class Recorder : public evaluate::Vocabulary {
 public:
  explicit Recorder(schema::Dialect dialect) : dialect_(dialect) {}

  /// From now on events go there; the ones before are forgotten.
  void begin(Execution* execution) {
    execution_ = execution;
    events_.clear();
    asked_ = false;
    curious_ = false;
    entered_.clear();
    attempts_ = 0;
    batches_.clear();
    temporary_.clear();
    operations_ = 0;
    asides_ = 0;
  }
  /// `apart`: SQL is read as that database's, and a script that asks for it gets no answer.
  void on(schema::Dialect dialect, bool apart) {
    dialect_ = dialect;
    apart_ = apart;
  }
  void read(const Definitions* definitions) { definitions_ = definitions; }
  /// What the environment compares with; nothing where that is not told.
  using Targets = std::optional<std::vector<const DeclaredMetaData*>>;
  /// What `create_all` of a MetaData makes: its tables as the models are now.
  void know(const Declared* declared, Targets targets) {
    declared_ = declared;
    targets_ = std::move(targets);
  }
  [[nodiscard]] std::vector<Event> take() { return std::move(events_); }
  /// The script asked which database it runs on, or what is in it: on another one it may do something else.
  [[nodiscard]] bool asked() const { return asked_; }
  /// It asked, and did not only execute SQL.
  [[nodiscard]] bool curious() const { return curious_; }
  /// The functions that ran.
  [[nodiscard]] const std::vector<Expr>& entered() const { return entered_; }

  std::optional<evaluate::Value> call(evaluate::Evaluator& evaluator, const evaluate::Call& call) override;
  std::optional<evaluate::Value> attribute(evaluate::Evaluator& evaluator, const evaluate::Value& object,
                                           std::string_view name) override;
  void leaves(evaluate::Evaluator& evaluator, const evaluate::Value& context) override;
  void raises(evaluate::Evaluator& evaluator, FileId file, Expr node) override;
  void enters(evaluate::Evaluator& evaluator, FileId file, Expr function) override;
  void unreadable(evaluate::Evaluator& evaluator, FileId file, Expr node, const std::string& why) override;
  void attempts(bool begins) override {
    attempts_ += begins ? 1 : -1;
    path(begins ? Event::Kind::Attempt : Event::Kind::AttemptEnds, false);
  }
  void part() override { path(Event::Kind::Part, false); }
  void other(bool dead) override { path(Event::Kind::Other, dead); }
  void meet(bool dead) override { path(Event::Kind::Meet, dead); }

 private:
  using Call = evaluate::Call;
  using Value = evaluate::Value;

  struct Block {
    const evaluate::Object* object = nullptr;
    BatchBlock batch;
    Executed operation;
    std::vector<Executed> inside;
  };

  void path(Event::Kind kind, bool dead);
  void ask() { asked_ = curious_ = true; }
  [[nodiscard]] bool tells() const { return !apart_ && dialect_ != schema::Dialect::Generic; }
  void emit(Executed operation);
  [[nodiscard]] Executed start(evaluate::Evaluator& evaluator, const Call& call, std::string name,
                               schema::Does does = schema::Does::Unknown) const;
  void unread(Executed operation, std::string reason, schema::Unread::Reach reach,
              std::optional<schema::TableName> table = std::nullopt);

  // recorder_operations.cpp: `op.name(...)` and `batch_op.name(...)`
  struct Bound;
  std::optional<Value> operation(evaluate::Evaluator& evaluator, const Call& call, std::string_view name, Block* block);
  bool findTable(Bound& bound);
  std::optional<Value> createTable(Bound& bound);
  void renameTable(Bound& bound);
  void bulkInsert(Bound& bound);
  void syncEnum(Bound& bound);
  Value batch(Bound& bound);
  void copyFrom(BatchBlock& block, const Construct& made) const;
  void cannotRead(Bound& bound, std::string reason);
  void pluginOperation(Executed made, const Call& call);
  void finish(Executed made, schema::Effect effect, Block* block);
  [[nodiscard]] std::optional<schema::Table> tableOf(const Construct& construct) const;
  // recorder_changes.cpp: columns, indexes and constraints of a table
  void finish(Bound&& bound, schema::Effect effect);
  void changeTable(Bound& bound);
  void addColumn(Bound& bound);
  void alterColumn(Bound& bound);
  void dropColumn(Bound& bound);
  void createIndex(Bound& bound);
  void dropIndex(Bound& bound);
  void createConstraint(Bound& bound);
  void createForeignKey(Bound& bound);
  void dropConstraint(Bound& bound);
  // recorder_connection.cpp: execute, Enum.create, Table.create, inspectors, sessions
  void execute(Executed made, const Value& statement);
  /// What a statement does, and its changes; false when it is only known when the program runs.
  bool judge(Executed& made, const Value& statement);
  std::optional<Value> onBound(evaluate::Evaluator& evaluator, const Call& call);
  std::optional<Value> onInspector(const Call& call, const Value& inspector, std::string_view method);
  bool handedOn(evaluate::Evaluator& evaluator, const Call& call);
  void runAsync(evaluate::Evaluator& evaluator, const Call& call);
  // recorder_asides.cpp: calls that change no schema that could be told
  void note(Event::Kind kind, Executed operation);
  void aside(evaluate::Evaluator& evaluator, const Call& call, schema::Does does);
  /// A call that nobody can follow: of the tables that its arguments name, or of everything, nothing is known any more.
  void unfollowed(evaluate::Evaluator& evaluator, const Call& call, bool anything);
  [[nodiscard]] std::vector<schema::TableName> tablesIn(const Call& call) const;
  void onSession(evaluate::Evaluator& evaluator, const Call& call, std::string_view method);
  void onUnheard(evaluate::Evaluator& evaluator, const Call& call);
  // recorder_models.cpp: metadata.create_all(bind), User.__table__.create(bind)
  bool allTables(evaluate::Evaluator& evaluator, const Call& call);
  [[nodiscard]] std::optional<Value> tableOfModel(const Value& model) const;
  std::optional<Value> onTableOfModel(evaluate::Evaluator& evaluator, const Call& call, const Value& table,
                                      std::string_view method);

  schema::Dialect dialect_;
  Execution* execution_ = nullptr;
  const Definitions* definitions_ = nullptr;
  const Declared* declared_ = nullptr;
  Targets targets_;
  std::vector<Event> events_;
  std::vector<std::unique_ptr<Block>> batches_;
  bool apart_ = false;
  bool asked_ = false;
  bool curious_ = false;
  std::vector<Expr> entered_;
  int attempts_ = 0;
  std::size_t operations_ = 0;
  std::size_t asides_ = 0;
  /// Of one script (engine 2.7): what comes after is not known.
  static constexpr std::size_t operationLimit = 20'000;
  std::set<schema::TableName> temporary_;  ///< CREATE TEMP TABLE: what happens to them happens to nobody else
};

/// A value of one of the types below.
[[nodiscard]] evaluate::Value handleOf(std::string_view type);

/// Types of the handles a recorder gives out.
inline constexpr std::string_view bindType = "alembic.bind";
inline constexpr std::string_view inspectorType = "alembic.inspector";
inline constexpr std::string_view batchType = "alembic.batch";
inline constexpr std::string_view contextType = "alembic.context handle";
inline constexpr std::string_view dialectType = "alembic.dialect";
inline constexpr std::string_view modelTableType = "table of a model";

}  // namespace limbeck::project
