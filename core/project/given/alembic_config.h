// alembic_config.h: what alembic.ini and [tool.alembic] of pyproject.toml say, as far as it can be read without
// running. It refuses to know the syntax of either: formats reads them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace limbeck::project {

struct Inputs;

/// One section of an alembic.ini, or the table of a pyproject.toml (engine 4.2). Folders are paths of the workspace.
struct AlembicConfig {
  std::string path;                 ///< of the file it stands in
  std::string section = "alembic";  ///< "tool.alembic" in pyproject.toml
  std::string scriptLocation;       ///< "migrations"; as written when it is `package:folder`
  std::vector<std::string> prependSysPath;
  std::vector<std::string> versionLocations;  ///< empty: `versions` below the script location
  std::string pathSeparator;                  ///< as written: "os", "newline"; empty when it is not given
  bool recursiveVersions = false;
  std::string url;                     ///< sqlalchemy.url
  std::vector<std::string> databases;  ///< of the template for several: `databases = engine1, engine2`
  std::vector<std::string> urls;       ///< of their sections
  std::string fileTemplate;
  std::string truncateSlugLength;

  [[nodiscard]] std::string folder() const;
};

/// The first that names this folder, which holds an env.py, as its script location; null when none does.
[[nodiscard]] const AlembicConfig* configOf(const Inputs& inputs, std::string_view folder);

/// "backend/migrations" for "../migrations" seen from "backend/etc"; what climbs above everything stays at the top.
[[nodiscard]] std::string pathFrom(std::string_view folder, std::string_view relative);

}  // namespace limbeck::project
