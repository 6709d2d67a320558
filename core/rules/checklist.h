// checklist.h: the five review items of Standard B for one revision, as far as they are told without running anything.
// It refuses to say yes where only a replay of the migrations could.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "project/migrations/histories.h"
#include "rules/report.h"

namespace limbeck::rules {

/// What every item says that waits for the replay.
inline constexpr std::string_view needsReplay = "cannot tell yet: needs the migrations to be replayed";

struct CheckItem {
  std::string id;     ///< "expected", "foreign-keys", "indexes", "downgrade", "data-loss"
  std::string title;  ///< in the standard's words
  Verdict verdict = Verdict::Undecided;
  std::string text;   ///< the reason in a sentence, without a period
  std::vector<Evidence> evidence;
  std::vector<std::string> codes;  ///< of the rules that say the same: "MS602"
};

/// In the order of the standard (Standard B, lines 102 to 106).
[[nodiscard]] std::vector<CheckItem> checklist(const project::Project& project, const project::History& history, project::RevisionGraph::Index index);

}  // namespace limbeck::rules
