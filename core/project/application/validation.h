// validation.h: the functions that check whether all models are registered, and whether starting the application runs
// them. It refuses to call one missing where anything that is not understood might do the same.
#pragma once

#include <string>
#include <vector>

#include "project/application/references.h"
#include "project/application/routes.h"
#include "project/project.h"
#include "project/truth.h"

namespace limbeck::project {

/// One call of a validation that starting the application runs.
struct ValidationCall {
  FileId file = noFile;
  Expr call;
  Expr function;         ///< it stands in; Missing at module level
  Expr swallowed;        ///< the handler that catches what it raises and carries on
  bool late = false;     ///< behind the `yield` of a lifespan
  bool dropped = false;  ///< nobody looks at what it returns
  bool logged = false;   ///< what it returns is only logged
  Expr event;            ///< `app.on_event("startup")` above the function
};

struct Validation {
  FileId file = noFile;
  Expr function;
  std::string name;
  Truth stops = Truth::Unknown;  ///< it raises, or ends the program, when something is missing
  bool returns = false;          ///< it hands back a value
  bool callable = false;         ///< without arguments
  bool started = false;          ///< something that runs at the start names it
  std::vector<ValidationCall> calls;
};

/// A function that runs when the application starts.
struct StartHook {
  FileId file = noFile;
  Expr function;
  bool lifespan = false;  ///< otherwise @app.on_event("startup")
};

struct Startup {
  std::vector<Validation> validations;
  std::vector<StartHook> hooks;
  Body atImport;   ///< the statement at module level that validates while its file is imported; Missing for none
  Body elsewhere;  ///< something else that may validate: a class, a script, a function from outside the workspace
};

[[nodiscard]] Startup readStartup(const Project& project, const References& references,
                                  const std::vector<Application>& apps);

}  // namespace limbeck::project
