// discovery_loops.h: loops that import modules of models by name, and what they do when an import fails.
// It refuses loops that import something else: routers, plugins, commands.
#pragma once

#include <vector>

#include "project/names/resolver.h"
#include "project/project.h"

namespace limbeck::rules {

struct DiscoveryLoop {
  facts::Expr call;      ///< import_module(...), __import__(...)
  facts::Expr loop;      ///< For or While
  facts::Expr function;  ///< Missing at module level
  facts::Expr
      swallower;  ///< the Handler that lets the loop go on as if nothing had happened; Missing when there is none
};

/// In source order, one per call.
[[nodiscard]] std::vector<DiscoveryLoop> discoveryLoops(const project::Project& project, project::FileId file);

}  // namespace limbeck::rules
