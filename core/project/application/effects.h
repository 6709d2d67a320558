// effects.h: what a piece of code does about trouble: stops, only writes it down, or cannot be told.
// It refuses to follow values: a condition may hold or not.
#pragma once

#include "project/names/resolver.h"
#include "project/project.h"
#include "project/truth.h"

namespace limbeck::project {

/// logger.error(...), print(...), warnings.warn(...)
[[nodiscard]] bool isLogging(Expr call);
/// Nothing but logging, `pass` and a bare `return`: whoever comes here carries on.
[[nodiscard]] bool onlyLogs(Expr block);
/// The handler around the node, within its function, that catches `name` and carries on; Missing if none does.
[[nodiscard]] Expr swallowing(Expr node, std::string_view name);
/// Whether the function can stop the program by raising or leaving; what it calls in the workspace counts.
[[nodiscard]] Truth stops(const Project& project, FileId file, Expr function);
/// The name of what the function raises itself; "Exception" when it is not one name.
[[nodiscard]] std::string raisedBy(Expr function);

}  // namespace limbeck::project
