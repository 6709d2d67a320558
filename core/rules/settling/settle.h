// settle.h: the only place that suppresses, applies settings, removes duplicates, attaches consequences and sorts.
// It refuses to find anything itself, except suppressions that silence nothing.
#pragma once

#include <span>
#include <vector>

#include "rules/registry.h"
#include "rules/report/report.h"
#include "rules/settling/limits.h"

namespace limbeck::project {
class Project;
}

namespace limbeck::rules {

/// Runs every registered rule over the project and settles what they say. `otherFiles` are those that are no Python but
/// may hold a place: settings, manifests.
[[nodiscard]] Report check(const project::Project& project, const std::vector<SourceFilePtr>& otherFiles = {},
                           const Limits& limits = {});

/// The same with other rules than the registered ones: what tests of settling itself use.
[[nodiscard]] Report check(const project::Project& project, const std::vector<SourceFilePtr>& otherFiles,
                           std::span<const RegisteredRule> rules, const Limits& limits = {});

}  // namespace limbeck::rules
