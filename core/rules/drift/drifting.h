// drifting.h: what the rules about drift share: the differences that may be told, each once, and where they are shown.
// It refuses to say which side is wrong.
#pragma once

#include <string>
#include <vector>

#include "project/comparison/differences.h"
#include "rules/finding.h"

namespace limbeck::rules {

struct Drift {
  const project::Differences* compared = nullptr;  ///< on the first database that differs
  const project::Difference* row = nullptr;        ///< one of them
  std::vector<std::string> databases;              ///< "PostgreSQL"; none: on all of the project
};

/// Certain differences of declared tables that Alembic certainly sees, where both the target and the history are known.
[[nodiscard]] std::vector<Drift> driftsOf(const project::Project& project, schema::Part part, schema::Mark mark);

/// Without a message: marks the table's name, and has the table for its subject.
[[nodiscard]] Finding findingAbout(const project::Project& project, const Drift& drift);

/// The table may be there although the migrations have none of that name: as a view, under another schema or spelling,
/// in another history, or under a name that was only derived.
[[nodiscard]] bool mayStandElsewhere(const project::Project& project, const Drift& drift);

}  // namespace limbeck::rules
