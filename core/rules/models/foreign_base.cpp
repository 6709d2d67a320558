#include "rules/models/foreign_base.h"

#include <algorithm>

#include "project/classes/canonical.h"
#include "project/classes/classes.h"
#include "project/environments/environments.h"
#include "project/names/modules.h"

namespace limbeck::rules {
namespace {

using facts::Expr;
using facts::Kind;
using project::DeclarativeBase;
using project::Project;

/// db = SQLAlchemy(model_class=declarative_base()), db = SQLAlchemy(model_class=Base): what stands on it stands on
/// `db`.
bool isModelClass(const Project& project, std::uint32_t index) {
  const DeclarativeBase& base = project.classes().bases()[index];
  if (base.node.parent().is(Kind::Keyword) && base.node.parent().text() == "model_class") return true;
  for (project::FileId file{0}; file < project.files().size(); ++file) {
    for (const Expr call : project.file(file).calls) {
      const Expr given = call.keyword("model_class");
      if (given && project.classes().baseOf(file, given) == index) return true;
    }
  }
  return false;
}

bool isAimed(const Project& project, std::uint32_t base) {
  const project::MetaDataId id = project.environments().metadatas().ofBase(base);
  const std::vector<project::Environment>& all = project.environments().all();
  return id != project::none && std::any_of(all.begin(), all.end(), [&](const project::Environment& environment) {
           return environment.aims(id);
         });
}

}  // namespace

bool isForeignBase(const Project& project, std::uint32_t index) {
  const DeclarativeBase& base = project.classes().bases()[index];
  if (!project.canonical().known() || project.canonical().has(index) || base.reflected) return false;
  if (isAimed(project, index) || isModelClass(project, index)) return false;
  if (project.modules().framework() || base.file == project::noFile) return true;
  return project.classes().uses()[index] > 0 && !python::enclosing(base.node, Kind::Function) &&
         !project.canonical().madeIn(base.file) && !project.modules().isExample(base.file);
}

Severity foreignBaseSeverity(const Project& project) {
  if (project.modules().framework()) return Severity::Error;
  return project.usesAlembic() ? Severity::Warning : Severity::Info;
}

}  // namespace limbeck::rules
