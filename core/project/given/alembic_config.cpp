#include "project/given/alembic_config.h"

#include <algorithm>

#include "project/given/inputs.h"
#include "project/given/places.h"
#include "text/concat.h"

namespace limbeck::project {
namespace {

/// app:migrations, the folder of an installed package
bool namesFolder(const AlembicConfig& config, std::string_view folder) {
  const std::size_t colon = config.scriptLocation.find(':');
  if (colon == std::string::npos) return config.scriptLocation == folder;
  std::string path = config.scriptLocation;
  std::replace(path.begin(), path.begin() + static_cast<std::ptrdiff_t>(colon), '.', '/');
  path[colon] = '/';
  return folder == path || folder.ends_with("/" + path);
}

}  // namespace

std::string AlembicConfig::folder() const { return std::string(folderOf(path)); }

const AlembicConfig* configOf(const Inputs& inputs, std::string_view folder) {
  for (const AlembicConfig& config : inputs.alembic) {
    if (namesFolder(config, folder)) return &config;
  }
  return nullptr;
}

std::string pathFrom(std::string_view folder, std::string_view relative) {
  std::string path(folder);
  while (!relative.empty()) {
    const std::size_t slash = std::min(relative.find_first_of("/\\"), relative.size());
    const std::string_view part = relative.substr(0, slash);
    relative.remove_prefix(std::min(slash + 1, relative.size()));
    if (part == "..") path = std::string(folderOf(path));
    else if (!part.empty() && part != ".") path = joinPath(path, part);
  }
  return path;
}

}  // namespace limbeck::project
