#include "project/models/repeats.h"

#include <map>
#include <optional>
#include <string>

#include "project/classes/classes.h"
#include "project/environments/imports.h"
#include "project/given/places.h"
#include "project/names/modules.h"
#include "project/unknowns.h"

namespace limbeck::project {
namespace {

bool isPlainlyNamed(const Project& project, const DeclaredTable& table) {
  if (table.model == none || !table.nameKnown || table.mayRepeat || table.anySchema) return false;
  const ClassInfo& info = project.classes().at(table.model);
  // Below a condition, or in a function, the class is one of several, or none.
  const bool onTop = !info.node.parent().parent();
  return onTop && !info.open && !classAttribute(info.node, "metadata");
}

/// The one class derives from the other, directly or not.
bool derives(const Project& project, ClassId child, ClassId parent) {
  std::vector<ClassId> open{child};
  for (std::size_t at = 0; at < open.size() && at < 256; ++at) {
    if (open[at] == parent) return true;
    const std::vector<ClassId>& more = project.classes().at(open[at]).parents;
    open.insert(open.end(), more.begin(), more.end());
  }
  return false;
}

/// In the module framework every module is loaded, and what it registers stands in one MetaData.
bool bothRegistered(const Project& project, ClassId a, ClassId b) {
  const auto registered = [&](ClassId model) {
    const auto module = project.modules().moduleOf(project.classes().at(model).file);
    return module && registrationOf(project, *module, model) == Registered::Yes;
  };
  return project.modules().framework() && registered(a) && registered(b);
}

std::optional<Repeat> repeatOf(const Project& project, const DeclaredTable& a, const DeclaredTable& b) {
  const ImportLines& imports = project.importLines();
  if (derives(project, a.model, b.model) || derives(project, b.model, a.model)) return std::nullopt;
  if (imports.together(a.file, b.file) || bothRegistered(project, a.model, b.model)) return Repeat{&a, &b};
  const bool near = folderOf(project.file(a.file).path()) == folderOf(project.file(b.file).path());
  const bool used = imports.isImported(a.file);
  if (!near || used == imports.isImported(b.file)) return std::nullopt;
  return used ? Repeat{&a, &b, true} : Repeat{&b, &a, true};
}

}  // namespace

std::vector<Repeat> repeatedTables(const Project& project) {
  std::vector<Repeat> found;
  for (const DeclaredMetaData& metadata : project.declared().all()) {
    std::map<schema::TableName, const DeclaredTable*> known;
    for (const DeclaredTable& table : metadata.tables) {
      if (!isPlainlyNamed(project, table)) continue;
      const auto [first, fresh] = known.try_emplace(table.name(), &table);
      const auto repeat = fresh ? std::nullopt : repeatOf(project, *first->second, table);
      if (repeat) found.push_back(*repeat);
    }
  }
  return found;
}

}  // namespace limbeck::project
