// routes.h: the web application: its objects, and which function answers which path.
// It refuses to follow prefixes and mounts: a path is what the route itself says.
#pragma once

#include <string>
#include <vector>

#include "project/names/resolver.h"
#include "project/project.h"

namespace limbeck::project {

enum class Web : std::uint8_t { FastApi, Flask, Other };

/// app = FastAPI(...), app = Flask(__name__)
struct Application {
  Web web = Web::FastApi;
  FileId file = noFile;
  Expr call;
  Expr name;      ///< `app`; Missing when the call is not assigned to a name
  Expr function;  ///< the factory it is made in; Missing at module level
};

struct Route {
  FileId file = noFile;
  Expr at;        ///< what to mark: the decorator's call, or the call that adds the route
  Expr function;  ///< Missing when it is not in the workspace
  FileId functionFile = noFile;
  std::string path;   ///< as written; empty when it is not a literal
  bool reads = true;  ///< answers GET
  Web web = Web::FastApi;
};

/// Outside tests, by path and place.
[[nodiscard]] std::vector<Application> applications(const Project& project);
/// Likewise.
[[nodiscard]] std::vector<Route> routes(const Project& project);
/// The rules about the application have something to say: a web framework is used, and Alembic has an environment.
[[nodiscard]] bool servesWithAlembic(const Project& project);
/// The settings ask for the standard for FastAPI, or its registration file or its validation is there.
[[nodiscard]] bool followsStandard(const Project& project);
/// Some application, router or blueprint object is made.
[[nodiscard]] bool usesWebFramework(const Project& project);

}  // namespace limbeck::project
