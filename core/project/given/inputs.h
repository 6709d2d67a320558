// inputs.h: what linking starts from: the facts of every file, and what was given beside them.
// It refuses to conclude anything: nothing in here has been looked up in anything else.
#pragma once

#include <string>
#include <vector>

#include "facts/facts.h"
#include "project/given/alembic_config.h"
#include "project/given/data_file.h"
#include "project/given/linters.h"
#include "project/given/settings.h"
#include "project/given/versions.h"

namespace limbeck::project {

using facts::Expr;
using facts::FactsPtr;
using facts::Kind;
using facts::ModuleFacts;

/// A `manifest.json` of a module folder, as far as it says where the entry is (shapes: module framework).
struct Manifest {
  std::string path;        ///< of the manifest itself
  std::string entryPoint;  ///< "api.py"
};

/// One entry point that this workspace declares (trust D2).
struct EntryPointClaim {
  std::string group;   ///< "app.plugins"
  std::string module;  ///< "app.plugins.blog"
};

/// `files` are the Python files, sorted by path.
struct Inputs {
  std::vector<FactsPtr> files;
  std::vector<Manifest> manifests;
  std::vector<DataFile> data;                ///< what small JSON files hold, in order of path
  std::vector<std::string> otherFiles;       ///< paths of files that are present but not Python (".disabled" markers)
  std::vector<AlembicConfig> alembic;        ///< of every alembic.ini and pyproject.toml, in order of path
  std::vector<SourceFilePtr> templates;      ///< every script.py.mako
  std::vector<LinterIgnore> linters;         ///< what linters are told to leave alone
  std::vector<std::string> drivers;          ///< dialects that the requirements name a driver of, sorted
  std::vector<EntryPointClaim> entryPoints;  ///< of pyproject.toml and setup.cfg, in order of path
  SettingsReading settings;
  std::vector<VersionClaim> versions;  ///< of requirements and lock files, in the order of their paths
  std::vector<std::string> changed;    ///< paths that the change at hand touches; empty when nobody asks about one
};

}  // namespace limbeck::project
