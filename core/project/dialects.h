// dialects.h: which databases the project runs on: told by the settings, or found in its addresses and imports.
// It refuses to connect, and to guess a version.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "project/project.h"

namespace limbeck::project {

struct Dialects {
  std::vector<std::string> names;  ///< sorted: "mysql" (MariaDB too), "postgresql", "sqlite", ...
  bool told = false;               ///< by the settings

  [[nodiscard]] bool has(std::string_view name) const;
  /// SQLite is told, or the only one there is a trace of: a default for development beside another says nothing.
  [[nodiscard]] bool meansSqlite() const { return has("sqlite") && (told || names.size() == 1); }
};

/// What `Project::dialects` keeps. Engine 4.9; SQLite for the module framework when there is no trace of any (standard
/// A, "SQLite for development").
[[nodiscard]] Dialects dialectsOf(const Project& project);

}  // namespace limbeck::project
