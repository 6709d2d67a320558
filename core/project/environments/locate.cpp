#include <algorithm>
#include <iterator>

#include "project/environments/environments.h"
#include "project/given/places.h"
#include "project/names/modules.h"
#include "project/names/resolver.h"
#include "text/concat.h"

namespace limbeck::project {
namespace {

bool importsContext(const ModuleFacts& facts) {
  return std::any_of(facts.imports.begin(), facts.imports.end(), [](Expr statement) {
    if (statement.is(Kind::ImportFrom))
      return statement.text() == "alembic" || statement.text().starts_with("alembic.");
    return std::any_of(statement.begin(), statement.end(),
                       [](Expr alias) { return alias.text().starts_with("alembic"); });
  });
}

/// What `alembic init --template` copies from: `shop/alembic/templates/async/env.py`, which no history lies beside.
bool isTemplate(const WithNames& project, std::string_view folder) {
  if (concat("/", folder, "/").find("/templates/") == std::string::npos) return false;
  const std::string below = concat(folder, "/");
  const std::vector<FactsPtr>& files = project.files();
  return configOf(project.inputs(), folder) == nullptr &&
         std::none_of(files.begin(), files.end(),
                      [&](const FactsPtr& facts) { return facts->isRevision && facts->path().starts_with(below); });
}

}  // namespace

std::vector<FileId> findEnvironments(const WithNames& project) {
  std::vector<FileId> found;
  for (FileId file{0}; file < project.files().size(); ++file) {
    const std::string& path = project.file(file).path();
    if (fileNameOf(path) != "env.py" || isTestPath(path) || project.modules().isExample(file)) continue;
    // One that could not be read, or leaves everything to a helper (`run(Base.metadata)`), is one if its neighbours say
    // so.
    const std::string folder(folderOf(path));
    if (isTemplate(project, folder)) continue;
    const auto isNeighbour = [&](std::string_view name) {
      const std::vector<std::string>& others = project.inputs().otherFiles;
      return std::find(others.begin(), others.end(), joinPath(folder, name)) != others.end();
    };
    if (importsContext(project.file(file)) || isNeighbour("script.py.mako")) found.push_back(file);
  }
  return found;
}

}  // namespace limbeck::project
