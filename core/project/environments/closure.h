// closure.h: what running one env.py imports, and what it tells Alembic; the vocabulary of Alembic and MetaData.
// It refuses to judge: an import that fails is noted, and the walk goes on as if the line were not there.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "project/environments/metadata.h"
#include "project/evaluate/evaluator.h"
#include "project/evaluate/vocabulary.h"

namespace limbeck::project {

/// One import that was followed: while `running` ran, the line in `file` imported `to`.
struct ImportEdge {
  FileId running = noFile;
  FileId file = noFile;
  Expr at;
  FileId to = noFile;
  bool certain = true;
  bool computed = false;  ///< by a call such as import_module(name), not by an import statement
};

/// Something imported that could not be named: every module below `prefix` (or anywhere, when empty) may be imported.
struct Opening {
  FileId running = noFile;
  FileId file = noFile;
  Expr at;
  std::string prefix;  ///< dotted, "app.plugins."; empty for everywhere
  std::string why;     ///< "imports a module whose name is only known when the program runs"
};

/// A function that is handed to code outside the workspace, which is taken not to call it while modules are imported
/// (trust D1).
struct HandedOn {
  evaluate::Value function;
  FileId file = noFile;
  Expr at;           ///< the decorator, or the call it is an argument of
  std::string name;  ///< "@app.command()", "scheduler.add_job"
};

/// An import of something the workspace does not have although it should (rule MR212).
struct BrokenImport {
  FileId file = noFile;
  Expr at;             ///< Alias, ImportFrom or Call
  std::string dotted;  ///< the module as written
  std::string name;    ///< the missing name; empty when the module itself is missing
  FileId in = noFile;  ///< the module that lacks the name
  Expr waiting;        ///< it lacks the name as yet, in a circle: its own import that has not come back; else Missing
};

/// One call of context.configure.
struct Configure {
  FileId file = noFile;
  Expr call;
  Expr function;      ///< the function it stands in; Missing at module level
  bool open = false;  ///< **kwargs that are not known
  std::vector<std::pair<std::string, evaluate::Value>> arguments;
  bool offline = false;  ///< below `url=`, without a connection
  /// Calls of Flask-Migrate's `Migrate` and its `init_app`, when `**configure_args` hands on what they were given.
  std::vector<std::pair<FileId, Expr>> handedBy;

  [[nodiscard]] const evaluate::Value* argument(std::string_view name) const;
  /// The same call runs once more: for each of several databases.
  void again(const Configure& later);
};

/// The tables of one MetaData are put into another: table.to_metadata(other), other._add_table(name, schema, table).
struct Merge {
  MetaDataId from = none;
  MetaDataId into = none;
  bool certain = true;  ///< false: of some of them, perhaps
};

/// Runs on an Evaluator; one object per run.
class Closure : public evaluate::Vocabulary {
 public:
  Closure(const WithNames& project, MetaDatas& metadatas) : project_(project), metadatas_(metadatas) {}

  std::optional<evaluate::Value> call(evaluate::Evaluator& evaluator, const evaluate::Call& call) override;
  bool takesOver(evaluate::Evaluator& evaluator, const evaluate::Value& callee) override;
  std::optional<evaluate::Value> attribute(evaluate::Evaluator& evaluator, const evaluate::Value& object,
                                           std::string_view name) override;
  std::optional<evaluate::Sequence> iterate(evaluate::Evaluator& evaluator, const evaluate::Value& value) override;
  void imports(evaluate::Evaluator& evaluator, const evaluate::Import& import) override;
  void missing(evaluate::Evaluator& evaluator, const evaluate::Import& import, FileId in,
               const std::string& name) override;
  void unreadable(evaluate::Evaluator& evaluator, FileId file, Expr at, const std::string& why) override;
  void escapes(evaluate::Evaluator& evaluator, const evaluate::Call& call, const evaluate::Value& function) override;
  void enters(evaluate::Evaluator& evaluator, FileId file, Expr what) override;

  std::vector<ImportEdge> edges;
  std::vector<Opening> openings;
  std::vector<BrokenImport> broken;
  std::vector<Configure> configures;
  std::vector<Merge> merges;
  std::vector<HandedOn> handedOn;
  /// MetaData handed to code outside the workspace, and the file that does it: env.py to a helper that calls
  /// context.configure (trust D6).
  std::vector<std::pair<FileId, evaluate::Value>> handedMetadata;
  std::set<std::pair<FileId, std::uint32_t>> called;  ///< functions that ran
  bool choosesByBind = false;                         ///< tables are looked at for Flask-SQLAlchemy's bind key

  /// A MetaData as a value, and back.
  [[nodiscard]] static evaluate::Value valueOf(MetaDataId id);
  [[nodiscard]] static std::optional<MetaDataId> metadataOf(const evaluate::Value& value);

 private:
  std::optional<evaluate::Value> made(const evaluate::Call& call, const std::string& dotted);
  std::optional<evaluate::Value> alembic(const evaluate::Call& call, std::string_view name);
  /// A method of a MetaData, of its tables, or of one of them.
  std::optional<evaluate::Value> method(const evaluate::Call& call);
  evaluate::Value database(const evaluate::Call& call);
  evaluate::Value migrate(const evaluate::Call& call, bool init);
  evaluate::Value configureArguments();
  void open(evaluate::Evaluator& evaluator, const evaluate::Call& call, const std::string& dotted);
  [[nodiscard]] Expr waitingIn(const evaluate::Evaluator& evaluator, const evaluate::Import& import, FileId in,
                               const std::string& name) const;
  void openEntryPoints(evaluate::Evaluator& evaluator, const evaluate::Call& call);
  void addOpening(evaluate::Evaluator& evaluator, FileId file, Expr at, std::string prefix, std::string why);
  [[nodiscard]] MetaDataId given(const evaluate::Call& call, std::string_view keyword, std::size_t position) const;

  const WithNames& project_;
  MetaDatas& metadatas_;
  std::optional<evaluate::Value> database_;            ///< what Flask-Migrate was given
  std::set<std::pair<FileId, std::uint32_t>> handed_;  ///< the functions of handedOn
  evaluate::Mapping configureArguments_;               ///< likewise: the options that env.py hands to context.configure
  bool toldOfMigrate_ = false;                         ///< an application was seen to be told of it
  bool askedForArguments_ = false;
  std::vector<std::pair<FileId, Expr>> migrateCalls_;
};

}  // namespace limbeck::project
