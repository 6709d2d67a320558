// proof.h: what a change to files may not do besides making its findings go: break an import, close a circle of
// imports, or change the schema that the models declare where it does not say so. It refuses to apply anything, and to
// look at findings: fix.cpp does.
#pragma once

#include <set>
#include <string>

#include "project/project.h"

namespace limbeck {

/// Two states of one project, and the files that differ.
struct ProjectChange {
  const project::Project& before;
  const project::Project& after;
  const std::set<std::string>& paths;  ///< of files that were changed or made
  /// Only what a safe fix may do: nothing that the models declare goes, and no foreign key leads elsewhere.
  bool safe = false;
};

/// The first thing that is wrong with it, as a clause: "`shop/models.py` would import itself"; empty when nothing is.
[[nodiscard]] std::string objectionTo(const ProjectChange& change);

}  // namespace limbeck
