// dump.h: what was understood of a project, in lines that a person can read and a test can compare.
// It refuses to be parsed by anything.
#pragma once

#include <string>

#include "project/project.h"

namespace limbeck::project {

/// Every name at the top level of every file and what it stands for.
[[nodiscard]] std::string dumpNames(const Project& project);
/// Declarative bases, and every class that is, or may be, declarative.
[[nodiscard]] std::string dumpClasses(const Project& project);
/// Profile, modules, entries, registration calls and the standing of each model.
[[nodiscard]] std::string dumpModules(const Project& project);
/// Every environment with its target, and for every model whether it is seen, by which way.
[[nodiscard]] std::string dumpEnvironments(const Project& project);
/// Every history with its revisions in load order and what its graph says (migrations/dump.cpp).
[[nodiscard]] std::string dumpRevisions(const Project& project);
/// What every revision is called and what its functions do, step by step (migrations/dump_scripts.cpp).
[[nodiscard]] std::string dumpScripts(const Project& project);
/// What could not be known.
[[nodiscard]] std::string dumpUnknowns(const Project& project);

}  // namespace limbeck::project
