#include "project/classes/sqlmodel.h"

#include <algorithm>
#include <string_view>

#include "project/names/modules.h"

namespace limbeck::project {
namespace {

/// Classes that repeat a model's fields for requests and answers are named so.
constexpr std::string_view schemaEndings[] = {
    "Base",    "Create", "Update",   "Read",   "Public", "In",     "Out",     "Schema", "Response",
    "Request", "Patch",  "Mixin",    "DTO",    "Input",  "Output", "Filter",  "Params", "Form",
    "Detail",  "Delete", "Register", "Upsert", "List",   "Insert", "Private", "Data",   "Payload"};

std::string_view stemOf(std::string_view name) {
  for (const std::string_view ending : schemaEndings) {
    if (name.size() > ending.size() && name.ends_with(ending)) return name.substr(0, name.size() - ending.size());
  }
  return name;
}

/// What in the body only a table has use for, in the words of the file; empty for none.
std::string markerOf(const Project& project, const ClassInfo& info) {
  if (classAttribute(info.node, "__tablename__")) return "__tablename__";
  for (const Expr statement : info.node.body()) {
    const Expr value = statement.value();
    if (!statement.is(Kind::AnnAssign) || !value.is(Kind::Call)) continue;
    const std::string origin = project.classes().origin(info.file, value);
    if (!origin.starts_with("sqlmodel")) continue;
    if (origin.ends_with(".Relationship")) return "Relationship()";
    if (!origin.ends_with(".Field")) continue;
    for (const std::string_view name : {"primary_key", "foreign_key", "index", "unique", "sa_column"}) {
      const Expr given = value.keyword(name);
      if (given && !given.is(Kind::False) && !given.is(Kind::None)) return std::string(name);
    }
  }
  return {};
}

bool hasKey(const ClassInfo& info) {
  const Expr body = info.node.body();
  return std::any_of(body.begin(), body.end(),
                     [](Expr statement) { return statement.value().keyword("primary_key").is(Kind::True); });
}

/// Its own fields or those of a parent contain a primary key: SQLAlchemy maps nothing without one.
bool hasKeyAnywhere(const Project& project, const ClassInfo& info, unsigned depth = 0) {
  return hasKey(info) || std::any_of(info.parents.begin(), info.parents.end(), [&](ClassId parent) {
           return depth < 20 && hasKeyAnywhere(project, project.classes().at(parent), depth + 1);
         });
}

/// Some class is derived from it, or it repeats the fields of a table: then it need not be one.
bool serves(const Project& project, ClassId index) {
  const ClassInfo& info = project.classes().at(index);
  const std::string_view stem = stemOf(info.name);
  const std::vector<ClassInfo>& all = project.classes().all();
  return stem != info.name || std::any_of(all.begin(), all.end(), [&](const ClassInfo& other) {
           return std::find(other.parents.begin(), other.parents.end(), index) != other.parents.end() ||
                  (other.isModel() && other.name != info.name && info.name.starts_with(other.name)) ||
                  (other.isModel() && other.name == info.name);
         });
}

/// A class of SQLModel that certainly has no table, outside tests and migrations.
bool isPlain(const Project& project, const ClassInfo& info) {
  if (info.base == none || info.mapped != Mapped::No || info.abstract || info.open) return false;
  if (project.classes().bases()[info.base].form != BaseForm::SqlModel) return false;
  if (project.modules().isTest(info.file) || project.modules().isMigration(info.file)) return false;
  const Expr bases = info.node.bases();
  const bool computed =
      std::any_of(bases.begin(), bases.end(), [](Expr one) { return one.is(Kind::DoubleStar) || one.is(Kind::Star); });
  return !computed && !bases.keyword("table") && !classAttribute(info.node, "model_config");
}

}  // namespace

std::vector<Tableless> tablelessModels(const Project& project) {
  std::vector<Tableless> found;
  for (ClassId i{0}; i < project.classes().all().size(); ++i) {
    const ClassInfo& info = project.classes().at(i);
    if (!isPlain(project, info)) continue;
    std::string marker = markerOf(project, info);
    if (!marker.empty() && !serves(project, i)) found.push_back({i, std::move(marker), hasKeyAnywhere(project, info)});
  }
  return found;
}

}  // namespace limbeck::project
