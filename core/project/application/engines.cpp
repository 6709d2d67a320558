#include "project/application/engines.h"

#include <vector>

#include "project/application/references.h"
#include "project/classes/classes.h"
#include "project/classes/sqlalchemy.h"
#include "project/names/modules.h"

namespace limbeck::project {

std::optional<EngineVariable> applicationEngine(const Project& project) {
  std::vector<EngineVariable> found;
  for (FileId file{0}; file < project.files().size(); ++file) {
    if (!isApplicationFile(project, file) || project.modules().isScript(file)) continue;
    for (const Expr statement : project.file(file).module()) {
      const bool assigns = (statement.is(Kind::Assign) || statement.is(Kind::AnnAssign)) && statement[0].is(Kind::Name);
      if (!assigns || !statement.value().is(Kind::Call)) continue;
      const std::string origin = project.classes().origin(file, statement.value());
      const std::string& name = statement[0].text();
      const bool known = origin.starts_with("sqlalchemy.") || origin.starts_with("sqlmodel.");
      if (sqlalchemy::isFlaskDatabase(origin)) found.push_back({file, name, name + ".engine", false});
      else if (known && (origin.ends_with(".create_engine") || origin.ends_with(".engine_from_config")))
        found.push_back({file, name, name, false});
      else if (known && (origin.ends_with(".create_async_engine") || origin.ends_with(".async_engine_from_config")))
        found.push_back({file, name, name, true});
    }
  }
  return found.size() == 1 ? std::optional(found[0]) : std::nullopt;
}

}  // namespace limbeck::project
