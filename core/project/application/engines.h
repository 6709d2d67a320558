// engines.h: the engine that the application itself talks to its database with.
// It refuses to choose between two.
#pragma once

#include <optional>
#include <string>

#include "project/names/resolver.h"
#include "project/project.h"

namespace limbeck::project {

struct EngineVariable {
  FileId file = noFile;
  std::string name;     ///< what a file imports: `engine`, or `db` of Flask-SQLAlchemy
  std::string spelled;  ///< how the engine is written with it: `engine`, `db.engine`
  bool async = false;
};

/// The one variable at module level that holds an engine; nothing when there is none or there are several.
[[nodiscard]] std::optional<EngineVariable> applicationEngine(const Project& project);

}  // namespace limbeck::project
