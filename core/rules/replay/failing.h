// failing.h: what the rules about the replay share: the failures that may be told, each once, and how one is shown.
// It refuses to say what is wrong: each kind of failure is a rule.
#pragma once

#include <string>
#include <vector>

#include "project/migrations/histories.h"
#include "project/migrations/replay/replay.h"
#include "rules/finding.h"

namespace limbeck::rules {

struct Failing {
  const project::History* history = nullptr;
  const project::Replay* replay = nullptr;  ///< of the first database it fails on
  const project::ReplayFailure* failure = nullptr;
  std::vector<std::string> databases;  ///< "PostgreSQL"; none: on all of the project

  [[nodiscard]] const schema::Failure& what() const { return failure->failure; }
};

/// Of histories that are judged, and of which no revision may be missing.
[[nodiscard]] std::vector<Failing> failuresOf(const project::Project& project, schema::Failure::Kind kind);

/// A finding that marks the argument, or the function that leads there from another file: "`op.add_column` fails on
/// PostgreSQL: " and the rest.
[[nodiscard]] Finding findingAbout(const project::Project& project, const Failing& failing, std::string_view rest);

}  // namespace limbeck::rules
