// replay.h: what running a history of migrations would build: the schema before and after every revision, per database.
// It refuses a database, and to run what it reads.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "project/migrations/histories.h"
#include "project/migrations/replay/execution.h"
#include "project/migrations/replay/script_run.h"
#include "project/migrations/replay/trace.h"
#include "schema/schema.h"

namespace limbeck::project {

class Declared;

/// A failure in one revision, on one database.
struct ReplayFailure {
  RevisionGraph::Index revision;
  bool downgrade = false;
  schema::Failure failure;
  std::string operation;  ///< "add_column"
  schema::FilePlace
      argument;  ///< `"emial"` in `op.drop_column("users", "emial")`; the call where it is not in one argument
  schema::Dialect dialect = schema::Dialect::Generic;
};

/// Before or after a revision, named as `revisionNamed` takes it; without a name, at the heads.
struct Moment {
  std::string revision;
  bool before = false;
};

/// What a history has built at a moment.
struct Standing {
  std::vector<std::string> at;  ///< ids of the revision, or of the heads
  schema::Schema schema;
};

/// One history on one database. Indices are those of the history's graph.
struct Replay {
  std::vector<ScriptRun> upgrades;  ///< by revision
  std::vector<ScriptRun> downgrades;
  std::vector<Trace> traces;             ///< what each leaves behind; where there is no order, nothing
  schema::Schema start;                  ///< before the first revision
  schema::Schema final;                  ///< at the heads
  const RevisionGraph* graph = nullptr;  ///< of the history, which outlives the replay
  schema::Conditions rules;
  std::vector<ReplayFailure> failures;  ///< in the order of the run; those of downgrades behind

  [[nodiscard]] schema::Dialect dialect() const { return rules.dialect; }
  /// The tables of the beginning were made by something else (engine 7.8).
  [[nodiscard]] bool baseline() const { return start.baseline; }
  /// Operations understood, and all.
  struct Share {
    std::size_t decided = 0;
    std::size_t all = 0;
  };
  [[nodiscard]] Share share() const;
  /// Revisions whose upgrade creates the table, or renames one to it, on whatever path; in load order.
  [[nodiscard]] RevisionGraph::Indices makersOf(const schema::TableName& table) const;
  /// Some upgrade makes a view of that name.
  [[nodiscard]] bool isView(const schema::TableName& name) const;
  /// The schema as `upgrade REV` leaves it, or meets the revision: all it comes after is executed again, and nothing
  /// else. States are not kept: a long history has many, and few are asked for.
  [[nodiscard]] schema::Schema at(RevisionGraph::Index revision) const;
  [[nodiscard]] schema::Schema before(RevisionGraph::Index revision) const;
  /// What has run when it runs, in order.
  [[nodiscard]] RevisionGraph::Indices ranBefore(RevisionGraph::Index revision) const;
  /// Nothing when the history, which is that of the replay, has no such revision.
  [[nodiscard]] std::optional<Standing> at(const History& history, const Moment& moment) const;

 private:
  [[nodiscard]] schema::Schema execute(schema::Schema state, const ScriptRun& run) const;
};

/// One history, on each database that it may meet.
struct HistoryReplays {
  std::uint32_t history = 0;    ///< index into Histories::all()
  std::vector<Replay> replays;  ///< one per dialect
  /// Scripts that ask for their database, and those that no replay reaches, as they run where nothing is known.
  std::map<RevisionGraph::Index, ScriptRun> upgradesApart;
  std::map<RevisionGraph::Index, ScriptRun> downgradesApart;
};

/// All histories that are judged, on the databases of the project.
class Replays {
 public:
  Replays(const Project& project, const Declared& declared);
  Replays(const Project& project, const Declared& declared, const std::vector<schema::Dialect>& dialects);

  [[nodiscard]] const std::vector<HistoryReplays>& all() const { return all_; }
  [[nodiscard]] const HistoryReplays* of(std::uint32_t history) const;
  /// Null where the history is not run, or not on that database.
  [[nodiscard]] const Replay* of(std::uint32_t history, schema::Dialect dialect) const;
  /// What a script does, whatever database it meets: branches that hang on one run both ways.
  [[nodiscard]] const ScriptRun& upgradeOf(const History& history, RevisionGraph::Index revision) const;
  [[nodiscard]] const ScriptRun& downgradeOf(const History& history, RevisionGraph::Index revision) const;

 private:
  [[nodiscard]] const ScriptRun& runOf(const History& history, RevisionGraph::Index revision, bool downgrade) const;
  void run(const Project& project, const Declared& declared, const std::vector<schema::Dialect>& dialects);
  std::vector<HistoryReplays> all_;
  const std::vector<History>* histories_ = nullptr;
};

/// The databases to replay for: those the project names, else the generic one (engine 4.9).
[[nodiscard]] std::vector<schema::Dialect> replayDialects(const Project& project);

}  // namespace limbeck::project
