// histories.h: every history of migrations in the workspace: its folders, its revisions in load order, its graph.
// It refuses to judge, and to read what a revision does.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "project/migrations/graph.h"
#include "project/migrations/revision.h"
#include "project/phases.h"

namespace limbeck::project {

/// What Alembic calls a script directory, with the folders its revisions are read from.
struct History {
  std::string folder;                     ///< script_location; a folder of revisions without an env.py is its own
  std::vector<std::string> locations;     ///< version locations, in the order Alembic reads them
  FileId environment = noFile;            ///< its env.py
  const AlembicConfig* config = nullptr;  ///< null when no alembic.ini and no pyproject.toml names it
  /// Some location is not the configured one: the program chooses it when it runs.
  bool chosenAtRunTime = false;
  /// The same history with the folders that plug-ins add; rules look at that one.
  std::optional<std::uint32_t> partOf;
  /// Nothing is missing: a revision that is not here does not exist. False for files without env.py or configuration,
  /// for locations outside the workspace, and where a file could not be read.
  bool whole = true;
  bool test = false;  ///< below a path of tests or examples: shown, and not judged

  std::vector<Revision> revisions;  ///< those that load, in load order: the nodes of the graph
  std::vector<Revision> others;     ///< files of its locations that do not load
  RevisionGraph graph;

  [[nodiscard]] const Revision& at(RevisionGraph::Index index) const { return revisions[index]; }
};

/// A revision by its id or label, or by the only beginning of an id that it is.
[[nodiscard]] std::optional<RevisionGraph::Index> revisionNamed(const History& history, const std::string& name);

/// Several revisions, and none with what autogenerate leaves in a script: all were written by hand.
[[nodiscard]] bool isWrittenByHand(const WithNames& project, const History& history);

class Histories {
 public:
  explicit Histories(const WithEnvironments& project);

  /// Sorted by folder, then by locations.
  [[nodiscard]] const std::vector<History>& all() const { return all_; }
  /// Those that rules look at: outside tests, each revision in one of them.
  [[nodiscard]] std::vector<const History*> judged() const;
  /// The one that runs this env.py; null when there is none.
  [[nodiscard]] const History* below(FileId environment) const;
  /// The history and revision that a file is; nothing for files that are none, or do not load.
  [[nodiscard]] std::optional<std::pair<std::uint32_t, RevisionGraph::Index>> of(FileId file) const;

 private:
  std::vector<History> all_;
  std::map<FileId, std::pair<std::uint32_t, RevisionGraph::Index>> byFile_;
};

}  // namespace limbeck::project
