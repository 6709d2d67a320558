// checklist.h: the five review items of Standard B for one revision, as the replay of the migrations answers them.
// It refuses to say yes where something is not known, and to judge what only a reviewer can.
#pragma once

#include <string>
#include <vector>

#include "project/migrations/histories.h"
#include "rules/report/history_notes.h"

namespace limbeck::rules {

/// In the order of the standard (Standard B, lines 102 to 106).
[[nodiscard]] std::vector<CheckItem> checklist(const project::Project& project, const project::History& history,
                                               project::RevisionGraph::Index index);

}  // namespace limbeck::rules
