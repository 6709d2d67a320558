// serving.h: what the rules about the application share: where it stands, and the text of a complete health route.
// It refuses to decide whether one is wanted; rules do.
#pragma once

#include "project/application/routes.h"
#include "project/project.h"
#include "rules/finding.h"

namespace limbeck::rules {

/// `app` in `app = FastAPI()`, else what makes it.
[[nodiscard]] Place placeOf(const project::Project& project, const project::Application& app);

/// Writes `GET /health/migrations` for the application, with its own engine: behind the last line of its file, or in
/// its factory, but before a mount takes the path. Words only where neither can be done, or no engine is known.
[[nodiscard]] Fix addHealthRoute(const project::Project& project, const project::Application& app);

/// Puts the complete comparison in place of the body of a route's function.
[[nodiscard]] Fix completeHealthRoute(const project::Project& project, const project::Route& route);

}  // namespace limbeck::rules
