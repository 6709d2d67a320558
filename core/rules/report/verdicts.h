// verdicts.h: per module and requirement: passes, fails, or cannot tell; private to settling.
// It refuses to find anything: it counts what the rules found and what the project could not know.
#pragma once

#include <vector>

#include "rules/report/report.h"

namespace limbeck::project {
class Project;
}

namespace limbeck::rules {

/// Engine 1.4. `findings` are settled: they have ids, severities, and no suppressed one is among them.
[[nodiscard]] std::vector<ModuleVerdict> judgeModules(const project::Project& project,
                                                      const std::vector<Finding>& findings);

/// One note per file of the workspace, sorted by path.
[[nodiscard]] std::vector<FileNote> describeFiles(const project::Project& project,
                                                  const std::vector<SourceFilePtr>& otherFiles);

}  // namespace limbeck::rules
