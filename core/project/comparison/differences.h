// differences.h: what the models say beside what the migrations build, row by row, with everything that is known of a
// row: who declares it, which revision made it, and what Alembic would see.
// It refuses to judge: rules say which of the differences is a mistake.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "project/comparison/autogenerate.h"
#include "project/migrations/replay/replay.h"
#include "project/project.h"
#include "schema/compare.h"

namespace limbeck::project {

struct DeclaredTable;

/// A table, or something of one, as it stands on both sides; most of them are the same.
struct Difference {
  schema::TableName table;
  schema::Row row;  ///< the left side is the models; of the table itself the part is Table, and its members follow
  Noticed noticed;  ///< whether autogenerate sees it, and why not
  const DeclaredTable* declared = nullptr;  ///< the model's, or the Table's; null where no model has the table
  /// The revision that changed it last, or made it; of what the migrations lack, the one that dropped it.
  std::optional<RevisionGraph::Index> revision;

  [[nodiscard]] bool isTable() const { return row.part == schema::Part::Table; }
};

struct Differences {
  const History* history = nullptr;          ///< null: there are no migrations, the models stand alone
  const Environment* environment = nullptr;  ///< null: no env.py belongs to them
  std::vector<std::string> metadata;         ///< "Base.metadata": what the models stand on
  std::vector<std::string> at;               ///< ids of revisions
  schema::Dialect dialect = schema::Dialect::Generic;
  schema::Schema models;
  schema::Schema migrations;
  std::vector<Difference> rows;  ///< in the order of the tables' names
};

/// Those that are compared: the histories that are judged; where there is none, the models alone, which is null.
[[nodiscard]] std::vector<const History*> comparedHistories(const Project& project);

/// All comparisons of a project, each made when somebody first asks.
class Comparisons {
 public:
  explicit Comparisons(const Project& project);
  ~Comparisons();
  Comparisons(const Comparisons&) = delete;
  Comparisons& operator=(const Comparisons&) = delete;

  /// At the heads.
  [[nodiscard]] const Differences& of(const History* history, schema::Dialect dialect);
  /// At another moment, which nobody keeps; nothing where the history has no such revision.
  [[nodiscard]] std::optional<Differences> of(const History* history, schema::Dialect dialect, const Moment& moment);

 private:
  [[nodiscard]] const Replay* replayOf(const History* history, schema::Dialect dialect);

  const Project& project_;
  std::map<std::pair<const History*, schema::Dialect>, Differences> kept_;
  std::map<schema::Dialect, Replays> others_;  ///< on databases that the project does not name
};

}  // namespace limbeck::project
