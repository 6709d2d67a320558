// limits.h: what a finished report leaves out: what a baseline accepts, and what a change has nothing to do with.
// It refuses to change what the verdicts are: what is accepted is still so.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "project/given/settings.h"
#include "rules/report/report.h"

namespace limbeck::rules {

/// One finding that a team lives with.
struct Accepted {
  std::string id;  ///< its fingerprint, seen from the folder of the baseline
  std::string code;
  std::string path;  ///< seen from the folder of the baseline
  Span span;         ///< of the id, in the file of the baseline
};

/// The file of accepted findings (engine 1.7); formats/ reads and writes it.
struct Baseline {
  std::string path;
  std::vector<Accepted> accepted;
};

/// What is new to a project, seen from what it was.
struct Change {
  std::vector<std::string> paths;  ///< that it touches, sorted
  /// ids of what was found before; nothing when nobody knows.
  std::optional<std::set<std::string, std::less<>>> before;
};

/// What a report is limited to. Null: not limited.
struct Limits {
  const Baseline* baseline = nullptr;
  const Change* change = nullptr;
};

/// Takes out of a settled report what the limits leave out. Entries of the baseline that fit nothing any more are one
/// note, as far as their rules ran over their files.
void limit(Report& report, const project::Settings& settings, const Limits& limits);

}  // namespace limbeck::rules
