// checklist.h: the five review items of Standard B for one revision, as far as they are told without running anything.
// It refuses to say yes where only a replay of the migrations could.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "project/migrations/histories.h"
#include "rules/report/history_notes.h"

namespace limbeck::rules {

/// What every item says that waits for the replay.
inline constexpr std::string_view needsReplay = "cannot tell yet: needs the migrations to be replayed";

/// In the order of the standard (Standard B, lines 102 to 106).
[[nodiscard]] std::vector<CheckItem> checklist(const project::Project& project, const project::History& history,
                                               project::RevisionGraph::Index index);

}  // namespace limbeck::rules
