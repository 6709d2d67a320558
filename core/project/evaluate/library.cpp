#include "project/evaluate/library.h"

#include <algorithm>

#include "project/evaluate/evaluator.h"
#include "project/evaluate/regexes.h"
#include "project/given/places.h"
#include "project/project.h"
#include "text/concat.h"
#include "text/glob.h"

namespace limbeck::project::evaluate {
namespace {

std::string stem(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  return std::string(dot == std::string_view::npos || dot == 0 ? name : name.substr(0, dot));
}

std::string suffix(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  return dot == std::string_view::npos || dot == 0 ? std::string() : std::string(name.substr(dot));
}

Value strings(const std::vector<std::string>& texts) {
  std::vector<Value> items;
  for (const std::string& text : texts) items.push_back(Value::string(text));
  return Value::list(std::move(items));
}

}  // namespace

Value Library::pathValue(std::string at) {
  Object object;
  object.type = std::string(pathType);
  object.own.emplace("at", Value::string(std::move(at)));
  return Value::object(std::move(object));
}

std::optional<std::string> Library::pathOf(const Value& value) {
  const Value& text = value.isObject(pathType) ? value.object().kept("at") : value;
  return text.isString() && text.size() <= longestPath ? std::optional(text.text()) : std::nullopt;
}

std::string Library::normal(std::string_view path) {
  std::vector<std::string_view> parts;
  while (!path.empty()) {
    const std::size_t slash = std::min(path.find('/'), path.size());
    const std::string_view part = path.substr(0, slash);
    path.remove_prefix(std::min(slash + 1, path.size()));
    if (part.empty() || part == ".") continue;
    if (part == ".." && !parts.empty()) parts.pop_back();
    else if (part != "..") parts.push_back(part);
  }
  std::string made;
  for (const std::string_view part : parts) made += made.empty() ? std::string(part) : concat("/", part);
  return made;
}

Value Library::paths(const std::vector<std::string>& texts) {
  std::vector<Value> items;
  for (const std::string& text : texts) items.push_back(pathValue(text));
  return Value::list(std::move(items));
}

Library::Library(const Inputs& inputs) {
  const auto add = [&](std::string_view path) {
    files_.emplace(path);
    for (std::string_view folder = folderOf(path); !folder.empty(); folder = folderOf(folder)) folders_.emplace(folder);
  };
  for (const FactsPtr& facts : inputs.files) add(facts->path());
  for (const std::string& path : inputs.otherFiles) add(path);
  for (const DataFile& file : inputs.data) data_.emplace(file.path, &file.content);
}

bool Library::isFile(std::string_view path) const { return files_.count(path) > 0; }
bool Library::isFolder(std::string_view path) const { return path.empty() || folders_.count(path) > 0; }

std::optional<std::vector<std::string>> Library::listing(std::string_view folder) const {
  if (!isFolder(folder)) return std::nullopt;
  std::set<std::string> names;
  const std::string below = folder.empty() ? std::string() : concat(folder, "/");
  const auto collect = [&](const std::set<std::string, std::less<>>& from) {
    for (auto path = from.lower_bound(below); path != from.end() && path->starts_with(below); ++path) {
      if (folderOf(*path) == folder) names.emplace(fileNameOf(*path));
    }
  };
  collect(files_);
  collect(folders_);
  return std::vector<std::string>(names.begin(), names.end());
}

std::vector<std::string> Library::matching(std::string_view folder, std::string_view pattern, bool deep) const {
  std::vector<std::string> found;
  const auto collect = [&](const std::set<std::string, std::less<>>& from) {
    for (const std::string& path : from) {
      if (!isBelow(path, folder) || path == folder) continue;
      const std::string_view inside = std::string_view(path).substr(folder.empty() ? 0 : folder.size() + 1);
      const bool simple = pattern.find('/') == std::string_view::npos;
      const bool matches = deep && simple ? globMatches(pattern, fileNameOf(inside))
                           : simple       ? inside.find('/') == std::string_view::npos && globMatches(pattern, inside)
                                          : globMatches(pattern, inside);
      if (matches) found.push_back(path);
    }
  };
  collect(files_);
  collect(folders_);
  std::sort(found.begin(), found.end());
  return found;
}

std::optional<Value> Library::call(Evaluator& evaluator, const Call& call) {
  if (auto value = regexCall(call)) return value;
  if (call.callee.isObject("path method")) {
    const Object& method = call.callee.object();
    return callPath(call, method.kept("at").text(), method.kept("name").text());
  }
  if (call.callee.isObject("file method")) {
    const Object& method = call.callee.object();
    return method.kept("name").text() == "read" ? handleOn(textType, method.kept("at").text()) : std::nullopt;
  }
  if (call.callee.is(Value::Kind::Builtin) && call.callee.text() == "open") {
    const auto at = call.positional.empty() ? std::nullopt : pathOf(call.positional[0]);
    return at ? handleOn(fileType, normal(*at)) : std::nullopt;
  }
  if (call.callee.is(Value::Kind::Builtin) && call.callee.text() == "str" && call.positional.size() == 1) {
    if (call.positional[0].is(Value::Kind::Object)) {
      if (const auto at = pathOf(call.positional[0])) return Value::string(*at);
    }
    return std::nullopt;
  }
  if (auto value = loading(evaluator, call)) return value;
  if (call.callee.isObject("thread method")) {  // Thread(target=f).start()
    const Object& thread = call.callee.object();
    if (thread.kept("name").text() != "start" && thread.kept("name").text() != "run") return std::nullopt;
    return evaluator.call({call.file, call.node, thread.kept("target"), {}, {}, true, call.certain});
  }
  if (call.callee.isObject("partial call")) {
    const Object& partial = call.callee.object();
    Call whole = call;
    whole.callee = partial.kept("function");
    const std::vector<Value>& given = partial.kept("given").sequence().items;
    whole.positional.insert(whole.positional.begin(), given.begin(), given.end());
    for (const auto& [key, value] : partial.kept("keywords").mapping().items) {
      const auto isKey = [&text = key.text()](const auto& one) { return one.first == text; };
      if (std::none_of(call.keywords.begin(), call.keywords.end(), isKey))
        whole.keywords.emplace_back(key.text(), value);
    }
    whole.openArguments = whole.openArguments || partial.open;
    return evaluator.call(std::move(whole));
  }
  if (!call.callee.is(Value::Kind::External)) return std::nullopt;
  const std::string& name = call.callee.text();
  if (name == "operator./" && call.positional.size() == 2) {
    const auto left = pathOf(call.positional[0]);
    const auto right = pathOf(call.positional[1]);
    if (!left || !right || !call.positional[0].is(Value::Kind::Object)) return std::nullopt;
    return pathValue(normal(joinPath(*left, *right)));
  }
  if (name == "json.load") return loaded(call, fileType);
  if (name == "json.loads") return loaded(call, textType);
  if (name == "importlib.import_module") return importModule(evaluator, call);
  if (name == "pkgutil.extend_path" && !call.positional.empty()) return call.positional[0];  // what of it is here
  if (name == "pkgutil.iter_modules") return modulesBelow(call, false);
  if (name == "pkgutil.walk_packages") return modulesBelow(call, true);
  if (name == "threading.Thread" || name == "threading.Timer") {
    const Value* target = call.argument(1, name == "threading.Thread" ? "target" : "function");
    if (target == nullptr) return std::nullopt;
    Object thread;
    thread.type = "thread";
    thread.own.emplace("target", *target);
    return Value::object(std::move(thread));
  }
  if (name == "functools.reduce" && call.positional.size() >= 2) {
    for (const Value& item : evaluator.iterate(call.positional[1]).items)
      (void)evaluator.call(
          {call.file, call.node, call.positional[0], {Value::unknown("so far"), item}, {}, false, call.certain});
    return std::nullopt;
  }
  if (name == "functools.partial" && !call.positional.empty()) {
    Object partial;
    partial.type = "partial call";
    partial.own.emplace("function", call.positional[0]);
    partial.own.emplace("given", Value::list({call.positional.begin() + 1, call.positional.end()}));
    const Value keywords = Value::dict();
    for (const auto& [key, value] : call.keywords) keywords.mapping().put(Value::string(key), value);
    partial.own.emplace("keywords", keywords);
    partial.open = call.openArguments;
    return Value::object(std::move(partial));
  }
  if (name == "pathlib.Path.cwd") return pathValue("");
  if (name == "pathlib.Path" || name == "pathlib.PurePath" || name == "pathlib.PosixPath") {
    std::string at;
    for (const Value& part : call.positional) {
      const auto text = pathOf(part);
      if (!text || at.size() > longestPath) return std::nullopt;
      at = joinPath(at, *text);
    }
    return pathValue(normal(at));
  }
  if (name == "glob.glob" || name == "glob.iglob") {
    if (call.positional.empty() || !call.positional[0].isString()) return std::nullopt;
    const std::string pattern = normal(call.positional[0].text());
    const std::size_t wild = pattern.find_first_of("*?[");
    const std::string_view folder = folderOf(std::string_view(pattern).substr(0, std::min(wild, pattern.size())));
    if (!isFolder(folder)) return std::nullopt;
    return strings(matching(folder, std::string_view(pattern).substr(folder.empty() ? 0 : folder.size() + 1), false));
  }
  if (name.starts_with("os.")) return callOs(call, std::string_view(name).substr(3));
  return std::nullopt;
}

std::optional<Value> Library::callOs(const Call& call, std::string_view name) const {
  const Value* first = call.argument(0);
  if (name == "getcwd" || name == "path.curdir") return Value::string("");
  if (name == "path.join") {
    std::string at;
    for (const Value& part : call.positional) {
      const auto text = pathOf(part);
      if (!text || at.size() > longestPath) return Value::partialString(at.empty() ? "" : at + "/", "");
      at = joinPath(at, *text);
    }
    return Value::string(normal(at));
  }
  const auto path = first == nullptr ? std::nullopt : pathOf(*first);
  if (!path) return std::nullopt;
  if (name == "path.relpath") {
    const Value* start = call.argument(1, "start");
    const auto from = start == nullptr ? std::optional(std::string()) : pathOf(*start);
    if (!from || !isBelow(normal(*path), normal(*from))) return std::nullopt;
    const std::string folder = normal(*from);
    const std::string inside = normal(*path).substr(folder.empty() ? 0 : folder.size());
    return Value::string(inside.empty() ? "." : inside.substr(inside.starts_with('/') ? 1 : 0));
  }
  if (name == "path.split")
    return Value::tuple({Value::string(std::string(folderOf(*path))), Value::string(std::string(fileNameOf(*path)))});
  if (name == "path.dirname") return Value::string(std::string(folderOf(*path)));
  if (name == "path.basename") return Value::string(std::string(fileNameOf(*path)));
  if (name == "path.abspath" || name == "path.realpath" || name == "path.normpath" || name == "fspath")
    return Value::string(normal(*path));
  if (name == "path.splitext")
    return Value::tuple({Value::string(path->substr(0, path->size() - suffix(fileNameOf(*path)).size())),
                         Value::string(suffix(fileNameOf(*path)))});
  if (name == "path.exists") return Value::boolean(isFile(normal(*path)) || isFolder(normal(*path)));
  if (name == "path.isdir") return Value::boolean(isFolder(normal(*path)));
  if (name == "path.isfile") return Value::boolean(isFile(normal(*path)));
  if (name == "listdir" || name == "scandir") {
    const auto names = listing(normal(*path));
    if (!names || name == "listdir") return names ? std::optional<Value>(strings(*names)) : std::nullopt;
    std::vector<std::string> entries;
    for (const std::string& entry : *names) entries.push_back(joinPath(normal(*path), entry));
    return Value::tuple(paths(entries).sequence().items);  // as a context it is itself
  }
  return name == "walk" ? walk(normal(*path), false) : std::nullopt;
}

/// os.walk, and Path.walk: a row for each folder.
std::optional<Value> Library::walk(const std::string& top, bool asPaths) const {
  if (!isFolder(top)) return std::nullopt;
  std::vector<Value> rows;
  const auto row = [&](const std::string& folder) {
    std::vector<std::string> files;
    std::vector<std::string> folders;
    const std::vector<std::string> entries = listing(folder).value_or(std::vector<std::string>{});
    for (const std::string& entry : entries) (isFile(joinPath(folder, entry)) ? files : folders).push_back(entry);
    rows.push_back(
        Value::tuple({asPaths ? pathValue(folder) : Value::string(folder), strings(folders), strings(files)}));
  };
  row(top);
  for (const std::string& folder : folders_) {
    if (folder != top && isBelow(folder, top)) row(folder);
  }
  return Value::list(std::move(rows));
}

std::optional<Value> Library::callPath(const Call& call, const std::string& at, std::string_view method) const {
  const Value* first = call.argument(0);
  if (method == "resolve" || method == "absolute" || method == "expanduser") return pathValue(at);
  if (method == "open") return handleOn(fileType, at);
  if (method == "read_text" || method == "read_bytes") return handleOn(textType, at);
  if (method == "exists") return Value::boolean(isFile(at) || isFolder(at));
  if (method == "is_dir") return Value::boolean(isFolder(at));
  if (method == "is_file") return Value::boolean(isFile(at));
  if (method == "as_posix" || method == "__str__") return Value::string(at);
  if (method == "iterdir") {
    const auto names = listing(at);
    if (!names) return std::nullopt;
    std::vector<std::string> all;
    for (const std::string& name : *names) all.push_back(joinPath(at, name));
    return paths(all);
  }
  if ((method == "glob" || method == "rglob") && first != nullptr && first->isString()) {
    if (!isFolder(at)) return std::nullopt;
    return paths(matching(at, first->text(), method == "rglob"));
  }
  if (method == "walk") return walk(at, true);
  if (method == "joinpath") {
    std::string joined = at;
    for (const Value& part : call.positional) {
      const auto text = pathOf(part);
      if (!text || joined.size() > longestPath) return std::nullopt;
      joined = joinPath(joined, *text);
    }
    return pathValue(normal(joined));
  }
  if (method == "with_suffix" && first != nullptr && first->isString()) {
    return pathValue(joinPath(folderOf(at), stem(fileNameOf(at)) + first->text()));
  }
  if (method == "relative_to" && first != nullptr) {
    const auto base = pathOf(*first);
    if (!base || !isBelow(at, normal(*base))) return std::nullopt;
    const std::string folder = normal(*base);
    return pathValue(at == folder ? std::string() : at.substr(folder.empty() ? 0 : folder.size() + 1));
  }
  return std::nullopt;
}

std::optional<Value> Library::importModule(Evaluator& evaluator, const Call& call) const {
  const Value* name = call.argument(0, "name");
  if (name == nullptr) return std::nullopt;
  if (name->is(Value::Kind::OneOf)) {
    std::vector<Value> modules;
    for (const Value& one : name->sequence().items) {
      if (!one.isString()) return std::nullopt;
      modules.push_back(evaluator.importDotted(one.text(), call.file, call.file, call.node));
    }
    return Value::oneOf(std::move(modules));
  }
  if (!name->isString()) return std::nullopt;
  std::string dotted = name->text();
  if (dotted.starts_with('.')) {  // relative to `package`
    const Value* package = call.argument(1, "package");
    if (package == nullptr || !package->isString()) return std::nullopt;
    dotted = package->text() + dotted;
  }
  return evaluator.importDotted(dotted, call.file, call.file, call.node);
}

/// ModuleInfo(finder, name, ispkg) for every module in a list of folders; folders without __init__.py are skipped
/// (F83).
std::optional<Value> Library::modulesBelow(const Call& call, bool deep) const {
  const Value* where = call.argument(0, "path");
  const Value* given = call.argument(1, "prefix");
  if (where == nullptr) return std::nullopt;
  const std::string prefix = given != nullptr && given->isString() ? given->text() : std::string();
  if (given != nullptr && (!given->isString() || given->size() > longestPath)) return std::nullopt;
  const Sequence folders = where->isSequence() ? where->sequence() : Sequence{{*where}, false};
  std::vector<Value> found;
  const auto finder = [](const std::string& folder) {
    Object object;
    object.type = std::string(finderType);
    object.own.emplace("at", Value::string(folder));
    return Value::object(std::move(object));
  };
  struct Open {
    std::string folder;
    std::string prefix;
  };
  std::vector<Open> open;
  for (const Value& folder : folders.items) {
    const auto path = pathOf(folder);
    if (!path || !isFolder(normal(*path))) return std::nullopt;
    open.push_back({normal(*path), prefix});
  }
  for (std::size_t i = 0; i < open.size(); ++i) {
    const Open at = open[i];
    const std::vector<std::string> names = listing(at.folder).value_or(std::vector<std::string>{});
    for (const std::string& name : names) {
      const std::string path = joinPath(at.folder, name);
      const bool package = isFolder(path) && isFile(path + "/__init__.py");
      const bool module = name.ends_with(".py") && name != "__init__.py";
      if (!package && !module) continue;
      const std::string dotted = at.prefix + (package ? name : stem(name));
      Object info;
      info.type = "module info";
      info.attributes.emplace("name", Value::string(dotted));
      info.attributes.emplace("ispkg", Value::boolean(package));
      info.attributes.emplace("module_finder", finder(at.folder));
      found.push_back(Value::object(std::move(info)));
      if (deep && package) open.push_back({path, dotted + "."});
    }
  }
  return Value::list(std::move(found), folders.open);
}

std::optional<Value> Library::attribute(Evaluator& evaluator, const Value& object, std::string_view name) {
  if (auto value = regexAttribute(object, name)) return value;
  if (object.is(Value::Kind::Module)) {
    const std::string& path = object.folder();
    const std::string_view folder = object.file() == noFile ? std::string_view(path) : folderOf(path);
    if (name == "__path__") return Value::list({Value::string(std::string(folder))});
    if (name == "__file__" && object.file() != noFile) return Value::string(path);
    if (name == "__name__" || name == "__package__") {
      if (object.file() != noFile) return Value::string(evaluator.resolver().dottedName(object.file()));
      std::string dotted = path;
      std::replace(dotted.begin(), dotted.end(), '/', '.');
      return Value::string(dotted);
    }
    return std::nullopt;
  }
  if (object.is(Value::Kind::External)) {
    const std::string& of = object.text();
    if ((of == "os" || of == "os.path") && name == "sep") return Value::string("/");
    if ((of == "os" || of == "os.path") && name == "pathsep") return Value::string(":");
    if (of == "os" && (name == "curdir" || name == "pardir")) return Value::string(name == "curdir" ? "." : "..");
    return std::nullopt;
  }
  if (!object.is(Value::Kind::Object)) return std::nullopt;
  if (auto value = specMember(object, name)) return value;
  const std::string& type = object.object().type;
  if (type == "thread") {
    Object method;
    method.type = "thread method";
    method.own.emplace("target", object.object().kept("target"));
    method.own.emplace("name", Value::string(std::string(name)));
    return Value::object(std::move(method));
  }
  if (type != pathType && type != fileType) return std::nullopt;
  const std::string& at = object.object().kept("at").text();
  if (type == fileType) {
    Object method;
    method.type = "file method";
    method.own.emplace("at", Value::string(at));
    method.own.emplace("name", Value::string(std::string(name)));
    return Value::object(std::move(method));
  }
  if (name == "parent") return pathValue(std::string(folderOf(at)));
  if (at.empty() && (name == "name" || name == "stem" || name == "suffix"))
    return std::nullopt;  // the folder that was given
  if (name == "name") return Value::string(std::string(fileNameOf(at)));
  if (name == "path") return Value::string(at);  // of os.scandir
  if (name == "stem") return Value::string(stem(fileNameOf(at)));
  if (name == "suffix") return Value::string(suffix(fileNameOf(at)));
  if (name == "parents") {
    std::vector<std::string> all;
    for (std::string_view folder = folderOf(at);; folder = folderOf(folder)) {
      all.emplace_back(folder);
      if (folder.empty()) break;
    }
    return paths(all);
  }
  if (name == "parts") {
    std::vector<std::string> parts;
    for (std::string_view rest = at; !rest.empty();) {
      const std::size_t slash = std::min(rest.find('/'), rest.size());
      parts.emplace_back(rest.substr(0, slash));
      rest.remove_prefix(std::min(slash + 1, rest.size()));
    }
    Value list = strings(parts);
    return Value::tuple(list.sequence().items);
  }
  Object method;
  method.type = "path method";
  method.own.emplace("at", Value::string(at));
  method.own.emplace("name", Value::string(std::string(name)));
  return Value::object(std::move(method));
}

/// for finder, name, ispkg in pkgutil.iter_modules(...)
std::optional<Sequence> Library::iterate(Evaluator&, const Value& value) {
  if (!value.is(Value::Kind::Object) || value.object().type != "module info") return std::nullopt;
  const auto& fields = value.object().attributes;
  return Sequence{{fields.at("module_finder"), fields.at("name"), fields.at("ispkg")}, false};
}

}  // namespace limbeck::project::evaluate
