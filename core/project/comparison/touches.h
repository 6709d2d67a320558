// touches.h: which revision made a thing of the migrated schema, or was the last to change it.
// It refuses to know whether the thing is still there: of what was dropped it knows who dropped it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "project/migrations/replay/replay.h"
#include "schema/compare.h"

namespace limbeck::project {

class Touches {
 public:
  /// The revisions in the order they run.
  Touches(const Replay& replay, const std::vector<RevisionGraph::Index>& ran);

  [[nodiscard]] std::optional<RevisionGraph::Index> ofTable(const schema::TableName& table) const;
  /// Of a column, or of another part by its name; of a part without one, nothing.
  [[nodiscard]] std::optional<RevisionGraph::Index> of(const schema::TableName& table, schema::Part part,
                                                       const std::string& name) const;

 private:
  using Index = RevisionGraph::Index;
  void note(const schema::Effect& effect, Index revision);
  void touch(const schema::TableName& table, schema::Part part, const std::string& name, Index revision);

  std::string usual_;  ///< what the default schema is called by those who name it
  /// By table, then by what it is: constraints and indexes share their names.
  std::map<schema::TableName, std::map<std::pair<bool, std::string>, Index>> members_;
  std::map<schema::TableName, Index> tables_;
};

}  // namespace limbeck::project
