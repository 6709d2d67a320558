// health.h: which code compares the migration the database is at with the newest one there is, and which routes pretend
// to. It refuses to call a route a stub when it calls something that is not understood.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "project/application/references.h"
#include "project/application/routes.h"
#include "project/project.h"

namespace limbeck::project {

/// A call that fails as soon as there are several heads: get_current_head(), get_current_revision() (fact F55).
struct SingleHead {
  FileId file = noFile;
  Expr call;
  Expr handler;  ///< the `except` that turns the error into a healthy answer
};

struct Health {
  bool compared = false;         ///< some code of the application compares the two
  std::vector<Route> comparing;  ///< routes that do, by themselves or by what they call
  std::vector<Route> stubs;      ///< routes about migrations that never do
  std::vector<SingleHead> single;
};

[[nodiscard]] Health readHealth(const Project& project, const References& references);

}  // namespace limbeck::project
