// application.h: the web application as a whole, read once: its objects, what validates at the start, what compares
// revisions. It refuses to look where no web framework is used, or Alembic has no environment: then it is empty.
#pragma once

#include <vector>

#include "project/application/health.h"
#include "project/application/routes.h"
#include "project/application/validation.h"

namespace limbeck::project {

struct WebApplication {
  std::vector<Application> objects;
  Startup startup;
  Health health;
};

[[nodiscard]] WebApplication readApplication(const Project& project);

}  // namespace limbeck::project
