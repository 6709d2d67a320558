// Modules that are found and loaded by hand: specs, finders, loaders, and calls that import what a text names.

#include <algorithm>
#include <iterator>

#include "project/evaluate/evaluator.h"
#include "project/evaluate/library.h"
#include "project/given/places.h"
#include "text/concat.h"
#include "text/dotted.h"

namespace limbeck::project::evaluate {
namespace {

constexpr std::string_view specType = "module spec";
constexpr std::string_view specMethodType = "method of a module spec";

Value specOf(std::string path) {
  Object spec;
  spec.type = std::string(specType);
  spec.own.emplace("at", Value::string(std::move(path)));
  return Value::object(std::move(spec));
}

/// importutils.try_import, import_string, import_object: whose purpose is to import what a text names.
bool importsItsText(std::string_view name) {
  static constexpr std::string_view names[] = {
      "try_import", "import_string", "import_object",      "import_class", "import_module",
      "import_any", "import_item",   "import_from_string", "import_name",  "import_module_by_name"};
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

}  // namespace

/// pkg/mod.py, or pkg/mod/__init__.py
std::optional<std::string> Library::moduleAt(std::string_view folder, std::string_view name) const {
  const std::string path = joinPath(folder, pathOfDotted(name));
  for (const std::string& candidate : {joinPath(path, "__init__.py"), path + ".py"}) {
    if (isFile(candidate)) return candidate;
  }
  return std::nullopt;
}

/// Runs the file under the name it usually has.
Value Library::load(Evaluator& evaluator, const Call& call, std::string_view path) {
  const FileId file = evaluator.resolver().fileAt(path);
  if (file == noFile) return Value::unknown("a module that is not here");
  return evaluator.importDotted(evaluator.resolver().dottedName(file), call.file, call.file, call.node);
}

std::optional<Value> Library::specMember(const Value& object, std::string_view name) {
  const std::string& type = object.object().type;
  if (type != specType && type != finderType) return std::nullopt;
  const std::string& at = object.object().kept("at").text();
  if (type == specType) {
    if (name == "origin") return Value::string(at);
    if (name == "loader") return object;
    if (name == "parent") {
      std::string dotted(folderOf(at));
      std::replace(dotted.begin(), dotted.end(), '/', '.');
      return Value::string(std::move(dotted));
    }
    if (name == "submodule_search_locations")
      return at.ends_with("__init__.py") ? Value::list({Value::string(std::string(folderOf(at)))}) : Value::none();
  }
  Object method;
  method.type = std::string(specMethodType);
  method.own.emplace("of", object);
  method.own.emplace("name", Value::string(std::string(name)));
  return Value::object(std::move(method));
}

std::optional<Value> Library::loading(Evaluator& evaluator, const Call& call) const {
  const Value* const first = call.argument(0, "name");
  if (call.callee.isObject(specMethodType)) {
    const Object& of = call.callee.object().kept("of").object();
    const std::string& name = call.callee.object().kept("name").text();
    const std::string& at = of.kept("at").text();
    if (of.type == finderType) {
      const bool finds = name == "find_module" || name == "find_spec";
      if (!finds || first == nullptr || !first->isString()) return std::nullopt;
      const auto found = moduleAt(at, lastOf(first->text()));
      return found ? std::optional(specOf(*found)) : std::nullopt;
    }
    return name == "load_module" || name == "exec_module" ? std::optional(load(evaluator, call, at)) : std::nullopt;
  }
  if (!call.callee.is(Value::Kind::External)) return std::nullopt;
  const std::string& callee = call.callee.text();
  const std::string_view name = lastOf(callee);
  if (name == "spec_from_file_location" || name == "SourceFileLoader" || name == "load_source") {
    const Value* const where = call.argument(1, name == "spec_from_file_location" ? "location" : "path");
    const auto path = where == nullptr ? std::nullopt : pathOf(*where);
    if (!path || !isFile(normal(*path))) return std::nullopt;
    return name == "load_source" ? load(evaluator, call, normal(*path)) : specOf(normal(*path));
  }
  if (name == "module_from_spec" && !call.positional.empty() && call.positional[0].isObject(specType)) {
    const std::string& path = call.positional[0].object().kept("at").text();
    return Value::module(evaluator.resolver().fileAt(path), path);
  }
  if (first == nullptr || !first->isString()) return std::nullopt;
  const std::string& text = first->text();
  const bool root = callee == "flask.helpers.get_root_path";
  if (callee == "importlib.util.find_spec" || callee == "pkgutil.get_loader" || callee == "importlib.resources.files" ||
      root) {
    const Resolver::Target& target = evaluator.resolver().importTarget(text, call.file);
    const bool here = target.file != noFile;
    if (!here && target.folder.empty()) return std::nullopt;
    const std::string path = here ? evaluator.files()[target.file]->path() : target.folder + "/__init__.py";
    if (callee == "importlib.resources.files") return pathValue(std::string(folderOf(path)));
    return root ? Value::string(std::string(folderOf(path))) : specOf(path);
  }
  if (!importsItsText(name) || text.find_first_of("/ \n") != std::string::npos) return std::nullopt;
  // "app.models", "app.models.User", "app.models:User"
  std::string dotted = text.substr(0, text.find(':'));
  while (evaluator.resolver().importTarget(dotted, call.file).file == noFile) {
    const std::size_t dot = dotted.rfind('.');
    if (dot == std::string::npos) return std::nullopt;
    dotted.resize(dot);
  }
  return evaluator.importDotted(dotted, call.file, call.file, call.node);
}

}  // namespace limbeck::project::evaluate
