#include "project/models/table_names.h"

#include <algorithm>
#include <optional>

#include "project/classes/classes.h"
#include "project/environments/environments.h"
#include "project/given/places.h"
#include "project/names/modules.h"
#include "project/unknowns.h"

namespace limbeck::project {
namespace {

constexpr unsigned depthLimit = 20;

bool definesFunction(Expr classNode, std::string_view name) {
  const Expr body = classNode.body();
  return std::any_of(body.begin(), body.end(),
                     [&](Expr statement) { return statement.is(Kind::Function) && statement.text() == name; });
}

/// The attribute of the class or of its nearest parent; nothing when that cannot be told.
std::optional<Expr> inherited(const Project& project, ClassId model, std::string_view name, unsigned depth = 0) {
  const ClassInfo& info = project.classes().at(model);
  if (definesFunction(info.node, name) || depth > depthLimit) return std::nullopt;  // declared_attr
  if (const Expr own = classAttribute(info.node, name)) return own;
  for (const ClassId parent : info.parents) {
    const auto found = inherited(project, parent, name, depth + 1);
    if (!found || *found) return found;
  }
  return Expr();
}

/// __table_args__ = {...} or (..., {...}); false when it is anything else.
bool readArguments(Expr arguments, NamedTable& table) {
  if (arguments.is(Kind::Tuple)) {
    if (arguments.size() == 0 || !arguments.back().is(Kind::Dict)) return true;
    arguments = arguments.back();
  }
  if (!arguments.is(Kind::Dict)) return false;
  for (const Expr pair : arguments) {
    if (!pair.is(Kind::Pair) || !pair[0].is(Kind::String)) return false;
    const std::string& key = pair[0].text();
    if (key == "extend_existing" || key == "keep_existing") table.tolerant = table.tolerant || !pair[1].is(Kind::False);
    if (key != "schema" || pair[1].is(Kind::None)) continue;
    if (!pair[1].is(Kind::String)) return false;
    table.schema = pair[1].text();
  }
  return true;
}

std::optional<NamedTable> read(const Project& project, ClassId model) {
  const ClassInfo& info = project.classes().at(model);
  NamedTable table;
  table.model = model;
  table.metadata = project.environments().metadataOf(model);
  // Below a condition, or in a function, the class is one of several, or none.
  if (info.mapped != Mapped::Yes || !info.table || info.open || table.metadata == none || info.node.parent().parent())
    return std::nullopt;
  table.at = classAttribute(info.node, "__tablename__");
  if (classAttribute(info.node, "__table__") || classAttribute(info.node, "metadata")) return std::nullopt;
  const auto arguments = inherited(project, model, "__table_args__");
  const auto bind = inherited(project, model, "__bind_key__");
  if (!arguments || (*arguments && !readArguments(*arguments, table))) return std::nullopt;
  if (!bind || (*bind && !bind->is(Kind::String))) return std::nullopt;
  if (*bind) table.bind = bind->text();
  return table;
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

}  // namespace

Meeting meetingOf(const Project& project, const ImportLines& imports, const NamedTable& a, const NamedTable& b) {
  const FileId first = project.classes().at(a.model).file;
  const FileId second = project.classes().at(b.model).file;
  if (a.tolerant || b.tolerant || derives(project, a.model, b.model) || derives(project, b.model, a.model))
    return Meeting::Never;
  if (imports.together(first, second) || bothRegistered(project, a.model, b.model)) return Meeting::Certain;
  const bool near = folderOf(project.file(first).path()) == folderOf(project.file(second).path());
  return near && imports.isImported(first) != imports.isImported(second) ? Meeting::Waiting : Meeting::Never;
}

std::vector<NamedTable> namedTables(const Project& project) {
  std::vector<NamedTable> tables;
  for (const ClassId model : project.environments().asked()) {
    if (auto table = read(project, model)) tables.push_back(std::move(*table));
  }
  return tables;
}

}  // namespace limbeck::project
