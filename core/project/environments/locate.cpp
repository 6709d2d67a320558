#include <algorithm>
#include <iterator>

#include "project/environments/environments.h"
#include "project/given/places.h"
#include "project/names/modules.h"
#include "project/names/resolver.h"

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

}  // namespace

std::vector<FileId> findEnvironments(const WithNames& project) {
  std::vector<FileId> found;
  for (FileId file{0}; file < project.files().size(); ++file) {
    const std::string& path = project.file(file).path();
    if (fileNameOf(path) != "env.py" || isTestPath(path) || project.modules().isExample(file)) continue;
    // One that could not be read, or leaves everything to a helper (`run(Base.metadata)`), is one if its neighbours say
    // so.
    const std::string folder(folderOf(path));
    const auto isNeighbour = [&](std::string_view name) {
      const std::vector<std::string>& others = project.inputs().otherFiles;
      return std::find(others.begin(), others.end(), joinPath(folder, name)) != others.end();
    };
    if (importsContext(project.file(file)) || isNeighbour("script.py.mako")) found.push_back(file);
  }
  return found;
}

}  // namespace limbeck::project
