#include "project/names/resolver.h"

#include <algorithm>

#include "project/given/places.h"
#include "project/names/star_imports.h"
#include "text/concat.h"
#include "text/dotted.h"

namespace limbeck::project {
namespace {

/// Following imports and aliases may run in circles (`a.py` imports from `b.py`, which imports from `a.py`).
constexpr unsigned stepLimit = 64;

/// Modules of Python's library that are loaded before the first line of a program that uses Alembic runs: no file of
/// the same name comes in their place.
bool isLoadedBefore(std::string_view top) {
  static constexpr std::string_view names[] = {
      "abc",      "argparse", "collections", "configparser", "contextlib", "copy",     "dataclasses", "datetime",
      "decimal",  "enum",     "functools",   "hashlib",      "importlib",  "inspect",  "io",          "itertools",
      "json",     "logging",  "operator",    "os",           "pathlib",    "platform", "random",      "re",
      "shutil",   "socket",   "string",      "struct",       "sys",        "tempfile", "textwrap",    "threading",
      "time",     "token",    "tokenize",    "traceback",    "types",      "typing",   "urllib",      "uuid",
      "warnings", "weakref",  "zipfile"};
  return std::find(std::begin(names), std::end(names), top) != std::end(names);
}

bool isIdentifier(std::string_view name) {
  const auto plain = [](char c) {
    return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           static_cast<unsigned char>(c) >= 0x80;
  };
  return !name.empty() && !(name[0] >= '0' && name[0] <= '9') && std::all_of(name.begin(), name.end(), plain);
}

}  // namespace

/// `from alembic import op` in a repository whose migrations live in a folder called alembic/: a folder without
/// __init__.py never shadows an installed package.
bool isWellKnown(std::string_view top) {
  constexpr std::string_view names[] = {"sqlalchemy", "alembic", "sqlmodel", "flask_sqlalchemy", "flask_migrate",
                                        "flask",      "fastapi", "pydantic", "typing",           "typing_extensions"};
  return std::find(std::begin(names), std::end(names), top) != std::end(names);
}

/// One resolution: what was found so far, and how far it may still go.
struct Resolver::Walk {
  Symbols found;
  unsigned steps = 0;

  bool step() { return ++steps <= stepLimit; }
  void add(Symbol symbol) {
    if (std::find(found.begin(), found.end(), symbol) == found.end()) found.push_back(std::move(symbol));
  }
  void unknown(std::string_view name) { add({Symbol::Kind::Unknown, noFile, {}, {}, std::string(name)}); }
};

Resolver::Resolver(const std::vector<FactsPtr>& files, const Settings& settings, std::vector<ImportRoot> lastRoots)
    : files_(files), settings_(settings), lastRoots_(std::move(lastRoots)), targets_(files.size()) {
  for (FileId id{0}; id < files_.size(); ++id) {
    const std::string& path = files_[id]->path();
    byPath_.emplace(path, id);
    std::string_view name = path;
    for (std::string_view folder = folderOf(path);; folder = folderOf(folder)) {
      std::string_view top = name.substr(folder.empty() ? 0 : folder.size() + 1);
      if (top.ends_with(".py")) top.remove_suffix(3);
      std::vector<std::string>& roots = rootsByTop_[std::string(top)];
      if (roots.empty() || roots.back() != folder) roots.emplace_back(folder);
      if (folder.empty()) break;
      folders_.emplace(folder, 0);
      name = folder;
    }
  }
  for (auto& [top, roots] : rootsByTop_) {
    std::sort(roots.begin(), roots.end());
    roots.erase(std::unique(roots.begin(), roots.end()), roots.end());
  }
}

FileId Resolver::fileAt(std::string_view path) const {
  const auto it = byPath_.find(path);
  return it == byPath_.end() ? noFile : it->second;
}

std::string Resolver::dottedName(FileId file) const {
  std::string path = files_[file]->path();
  path.resize(path.size() - 3);
  if (path.ends_with("/__init__")) path.resize(path.size() - 9);
  // The root is the parent of the topmost package; folders without __init__.py count as packages, so the whole path is
  // the name, unless an __init__.py chain ends below.
  std::string_view root;
  for (std::string_view folder = folderOf(files_[file]->path()); !folder.empty(); folder = folderOf(folder)) {
    if (fileAt(joinPath(folder, "__init__.py")) == noFile) continue;
    root = folderOf(folder);
    if (fileAt(joinPath(root, "__init__.py")) == noFile) break;
  }
  // `families-api/app/models.py`: a folder whose name is no identifier is part of no dotted name.
  for (std::string_view folder = folderOf(path); !folder.empty(); folder = folderOf(folder)) {
    if (isIdentifier(fileNameOf(folder))) continue;
    if (folder.size() > root.size()) root = std::string_view(files_[file]->path()).substr(0, folder.size());
    break;
  }
  const std::size_t modules = path.rfind("modules/");
  if (modules != std::string::npos && (modules == 0 || path[modules - 1] == '/'))
    root = folderOf(path.substr(0, modules + 7));
  std::string dotted = path.substr(root.empty() ? 0 : root.size() + 1);
  std::replace(dotted.begin(), dotted.end(), '/', '.');
  return dotted;
}

std::string Resolver::rootOf(FileId file) const {
  const std::string& path = files_[file]->path();
  std::size_t tail = dottedName(file).size() + 3;
  if (path.ends_with("/__init__.py")) tail += 9;
  return std::string(folderOf(std::string_view(path).substr(0, path.size() - std::min(path.size(), tail) + 1)));
}

std::vector<FileId> Resolver::parentsOf(FileId file) const {
  std::vector<FileId> parents;
  const std::string dotted = dottedName(file);
  auto levels = static_cast<std::size_t>(std::count(dotted.begin(), dotted.end(), '.'));
  const std::string& path = files_[file]->path();
  if (path.ends_with("__init__.py")) ++levels;
  // A folder without __init__.py is a package that runs nothing; the ones above it still run.
  for (std::string_view folder = folderOf(path); levels > 0 && !folder.empty(); folder = folderOf(folder), --levels) {
    const FileId parent = fileAt(joinPath(folder, "__init__.py"));
    if (parent != noFile && parent != file) parents.insert(parents.begin(), parent);
  }
  return parents;
}

std::string Resolver::importName(FileId file, std::string_view path, std::string_view folder) const {
  const std::string& target = files_[file]->path();
  if (!isBelow(target, folder) || !isBelow(path, folder)) return dottedName(file);
  std::string dots = ".";
  std::string_view from = folderOf(path);
  while (!isBelow(target, from)) {
    dots += '.';
    from = folderOf(from);
  }
  std::string rest = target.substr(from.empty() ? 0 : from.size() + 1);
  if (rest.ends_with("__init__.py")) rest.resize(rest.size() - 11);
  else rest.resize(rest.size() - 3);
  if (rest.ends_with('/')) rest.pop_back();
  std::replace(rest.begin(), rest.end(), '/', '.');
  return dots + rest;
}

Resolver::Target Resolver::below(const std::string& folder, std::string_view dotted) const {
  Target target;
  const std::string path = dotted.empty() ? folder : joinPath(folder, pathOfDotted(dotted));
  // A package comes before a module of the same name.
  target.file = fileAt(joinPath(path, "__init__.py"));
  if (target.file == noFile && !dotted.empty()) target.file = fileAt(path + ".py");
  if (folders_.count(path) > 0 || path.empty()) target.folder = path;
  return target;
}

/// Where `dotted` may stand, best first: an ancestor of the importing file (the nearest that is no package itself), a
/// configured root, what alembic.ini puts on the path, `src`, and otherwise the only place in the workspace that has
/// it.
std::optional<std::string> Resolver::rootFor(std::string_view dotted, FileId from) const {
  const std::string_view top = topOf(dotted);
  const auto it = rootsByTop_.find(top);
  if (it == rootsByTop_.end() || isLoadedBefore(top)) return std::nullopt;
  const std::vector<std::string>& roots = it->second;
  // glance/db/sqlalchemy/ is no SQLAlchemy: neither without an __init__.py, nor inside of a package. A folder alembic/
  // is the library only where the library itself stands.
  const auto shadows = [&](std::string_view folder) {
    if (top == "alembic") return fileAt(joinPath(folder, "alembic/op.py")) != noFile;
    return fileAt(joinPath(joinPath(folder, top), "__init__.py")) != noFile &&
           fileAt(joinPath(folder, "__init__.py")) == noFile;
  };
  const auto has = [&](std::string_view folder) {
    return std::binary_search(roots.begin(), roots.end(), folder, std::less<>()) &&
           (!isWellKnown(top) || shadows(folder));
  };
  for (const std::string& root : settings_.roots) {
    if (has(root)) return root;
  }
  const auto isItself = [&](FileId file) { return file == from && !files_[from]->path().ends_with("__init__.py"); };
  // A file beats a mere folder: `core/database.py` at the top is meant, not the folder `modules/core/database`.
  std::optional<std::string> folderOnly;
  for (std::string_view folder = folderOf(files_[from]->path());; folder = folderOf(folder)) {
    if (fileAt(joinPath(folder, "__init__.py")) == noFile && has(folder)) {
      const Target target = below(std::string(folder), dotted);
      // `import plugins` in app/plugins.py means the package: no module imports itself by its own name.
      if (target.file != noFile && !isItself(target.file)) return std::string(folder);
      if (target.file == noFile && !folderOnly && (!target.folder.empty() || dotted == top))
        folderOnly = std::string(folder);
    }
    if (folder.empty()) break;
  }
  if (folderOnly) return folderOnly;
  for (const ImportRoot& root : lastRoots_) {
    if (!isBelow(files_[from]->path(), root.scope) || !has(root.folder)) continue;
    const Target target = below(root.folder, dotted);
    if (target.file != noFile ? !isItself(target.file) : !target.folder.empty()) return root.folder;
  }
  // The outermost package is where programs are started by hand (`cd app; uvicorn main:app`): a root as well. One
  // inside of another package is none: `from requests.exceptions import ...` is not shop/modules/events/requests.
  for (std::string_view folder = folderOf(files_[from]->path()); !folder.empty() && dotted != top;
       folder = folderOf(folder)) {
    const bool inner = fileAt(joinPath(folderOf(folder), "__init__.py")) != noFile;
    if (!inner && has(folder) && below(std::string(folder), dotted).file != noFile) return std::string(folder);
  }
  std::optional<std::string> only;
  for (const std::string& root : roots) {
    if (!has(root) || fileAt(joinPath(root, "__init__.py")) != noFile) continue;
    const Target target = below(root, dotted);
    if (target.file == noFile && target.folder.empty()) continue;
    const bool conventional = root == "src" || root.ends_with("/src");
    if (dotted == top && !conventional) continue;  // `import types` is not every types.py
    if (only) return std::nullopt;
    only = root;
  }
  return only;
}

FileId Resolver::module(std::string_view dotted, FileId from) const {
  const auto root = rootFor(dotted, from);
  return root ? below(*root, dotted).file : noFile;
}

const Resolver::Target& Resolver::importTarget(std::string_view written, FileId from) const {
  const auto known = targets_[from].find(written);
  if (known != targets_[from].end()) return known->second;
  return targets_[from].emplace(written, lookFor(written, from)).first->second;
}

bool Resolver::isImportedFrom(std::string_view top) const {
  if (!importedFrom_) {
    importedFrom_.emplace();
    for (FileId file{0}; file < files_.size(); ++file) {
      for (const Expr statement : files_[file]->imports) {
        const std::string_view one = topOf(statement.text());
        if (one.empty() || one == statement.text() || importedFrom_->count(one) > 0) continue;
        if (importTarget(statement.text(), file).file != noFile) importedFrom_->emplace(one);
      }
    }
  }
  return importedFrom_->count(top) > 0;
}

Resolver::Target Resolver::lookFor(std::string_view written, FileId from) const {
  const std::size_t dots = std::min(written.find_first_not_of('.'), written.size());
  const std::string_view dotted = written.substr(dots);
  if (dots > 0) {
    std::string folder(folderOf(files_[from]->path()));
    for (std::size_t i = 1; i < dots; ++i) {
      if (folder.empty()) return {noFile, "", std::string(dotted)};
      folder = std::string(folderOf(folder));
    }
    Target target = below(folder, dotted);
    if (target.file == noFile && target.folder.empty() && !dotted.empty()) target.external = std::string(written);
    return target;
  }
  if (const auto root = rootFor(dotted, from)) {
    Target target = below(*root, dotted);
    if (target.file != noFile || !target.folder.empty()) return target;
  }
  return {noFile, "", std::string(dotted)};
}

Resolver::Imported Resolver::imported(Expr alias, FileId from) const {
  const Expr statement = alias.parent();
  if (statement.is(Kind::Import)) return {importTarget(alias.text(), from).file, noFile};
  const std::string& written = statement.text();
  const Target& target = importTarget(written, from);
  if (alias.text() == "*") return {target.file, noFile};
  // from . import models: the folder may be the top one, which has no name
  if (written.find_first_not_of('.') == std::string::npos)
    return {target.file, importTarget(written + alias.text(), from).file};
  const bool package =
      !target.folder.empty() && (target.file == noFile || files_[target.file]->path().ends_with("__init__.py"));
  return {target.file, package ? below(target.folder, alias.text()).file : noFile};
}

Symbols Resolver::resolve(FileId file, Expr expression) const {
  Walk walk;
  resolveInto(walk, file, expression);
  if (walk.found.empty()) walk.unknown(expression.dotted());
  return walk.found;
}

Symbol Resolver::only(FileId file, Expr expression) const {
  Symbols all = resolve(file, expression);
  if (all.size() == 1) return std::move(all[0]);
  return {Symbol::Kind::Unknown, noFile, {}, {}, expression.dotted()};
}

Symbols Resolver::named(FileId file, std::string_view name, Expr use) const {
  Walk walk;
  resolveName(walk, file, name, use);
  if (walk.found.empty()) walk.unknown(name);
  return walk.found;
}

Symbols Resolver::member(FileId file, std::string_view name) const {
  Walk walk;
  memberInto(walk, file, name);
  if (walk.found.empty()) walk.unknown(name);
  return walk.found;
}

void Resolver::resolveInto(Walk& walk, FileId file, Expr expression) const {
  if (!walk.step()) return;
  switch (expression.kind()) {
    case Kind::Name: resolveName(walk, file, expression.text(), expression); return;
    case Kind::Attribute: resolveAttribute(walk, file, expression); return;
    case Kind::Subscript: resolveInto(walk, file, expression[0]); return;  // Generic[T] is still Generic
    case Kind::Conditional:
      resolveInto(walk, file, expression[0]);
      resolveInto(walk, file, expression[2]);
      return;
    default: return;
  }
}

void Resolver::resolveName(Walk& walk, FileId file, std::string_view name, Expr use) const {
  const facts::ModuleFacts& facts = *files_[file];
  const python::Names::Found found = facts.names.find(name, use);
  if (!found.bindings.empty()) {
    for (const python::Binding* binding : found.bindings) bindingInto(walk, file, *binding);
    return;
  }
  // Star imports of the enclosing scopes, then of the module.
  std::vector<std::string> libraries;
  for (std::uint32_t scope = facts.names.scopeOf(use);; scope = facts.names.scope(scope).parent) {
    for (const Expr star : facts.names.scope(scope).starImports) {
      const Target& target = importTarget(star.text(), file);
      const std::size_t before = walk.found.size();
      if (target.file != noFile) memberInto(walk, target.file, name);
      if (walk.found.size() > before) return;
      if (target.file == noFile && target.folder.empty()) libraries.push_back(target.external);
    }
    if (scope == 0) break;
  }
  if (!libraries.empty()) {
    const std::string_view library = starGiver(name, libraries);
    if (library.empty()) walk.unknown(name);
    else walk.add({Symbol::Kind::External, noFile, {}, {}, concat(library, ".", name)});
    return;
  }
  walk.add({Symbol::Kind::Builtin, noFile, {}, {}, std::string(name)});
}

void Resolver::bindingInto(Walk& walk, FileId file, const python::Binding& binding) const {
  if (!walk.step()) return;
  switch (binding.kind) {
    case python::BindingKind::Import: importInto(walk, file, binding.node); return;
    case python::BindingKind::Class:
      walk.add({Symbol::Kind::Class, file, binding.node, {}, binding.node.text()});
      return;
    case python::BindingKind::Function:
      walk.add({Symbol::Kind::Function, file, binding.node, {}, binding.node.text()});
      return;
    case python::BindingKind::Parameter:
      walk.add({Symbol::Kind::Parameter, file, binding.node, {}, binding.node.text()});
      return;
    case python::BindingKind::Value:
      if (binding.value.is(Kind::Name) || binding.value.is(Kind::Attribute)) {  // md = Base.metadata
        const std::size_t before = walk.found.size();
        resolveInto(walk, file, binding.value);
        const bool followed = walk.found.size() > before &&
                              std::none_of(walk.found.begin() + static_cast<std::ptrdiff_t>(before), walk.found.end(),
                                           [](const Symbol& s) { return s.is(Symbol::Kind::Unknown); });
        if (followed) return;
        walk.found.resize(before);
      }
      walk.add({Symbol::Kind::Variable, file, binding.node, binding.value, ""});
      return;
    case python::BindingKind::Other: walk.add({Symbol::Kind::Variable, file, binding.node, {}, ""}); return;
  }
}

void Resolver::importInto(Walk& walk, FileId file, Expr alias) const {
  const Expr statement = alias.parent();
  if (statement.is(Kind::Import)) {
    // `import a.b` binds a; `import a.b as m` binds a.b.
    const std::string dotted = alias.size() > 0 ? alias.text() : std::string(topOf(alias.text()));
    const Target& target = importTarget(dotted, file);
    if (target.file == noFile && target.folder.empty()) {
      walk.add({Symbol::Kind::External, noFile, {}, {}, dotted});
    } else {
      walk.add({Symbol::Kind::Module, target.file, {}, {}, target.folder});
    }
    return;
  }
  const Target& target = importTarget(statement.text(), file);
  if (target.file == noFile && target.folder.empty()) {
    walk.add({Symbol::Kind::External, noFile, {}, {}, concat(target.external, ".", alias.text())});
    return;
  }
  attributeOf(walk, {Symbol::Kind::Module, target.file, {}, {}, target.folder}, alias.text());
}

void Resolver::memberInto(Walk& walk, FileId file, std::string_view name) const {
  if (!walk.step()) return;
  const python::Names& names = files_[file]->names;
  const std::vector<const python::Binding*> bindings = names.finally(0, name);
  for (const python::Binding* binding : bindings) bindingInto(walk, file, *binding);
  if (!bindings.empty() || name.starts_with('_')) return;
  std::vector<std::string> libraries;
  for (const Expr star : names.module().starImports) {
    const Target& target = importTarget(star.text(), file);
    if (target.file != noFile && target.file != file) {
      const std::size_t before = walk.found.size();
      memberInto(walk, target.file, name);
      if (walk.found.size() > before) return;
    } else if (target.file == noFile && target.folder.empty()) {
      libraries.push_back(target.external);
    }
  }
  if (libraries.empty()) return;
  const std::string_view library = starGiver(name, libraries);
  if (!library.starts_with("sqlalchemy")) walk.unknown(name);  // it may come from there
  else walk.add({Symbol::Kind::External, noFile, {}, {}, concat(library, ".", name)});
}

void Resolver::attributeOf(Walk& walk, const Symbol& object, std::string_view name) const {
  switch (object.kind) {
    case Symbol::Kind::External:
      walk.add({Symbol::Kind::External, noFile, {}, {}, concat(object.name, ".", name)});
      return;
    case Symbol::Kind::Module: {
      const std::size_t before = walk.found.size();
      if (object.file != noFile) {
        memberInto(walk, object.file, name);
        if (walk.found.size() > before) return;
        if (files_[object.file]->opaque) return walk.unknown(name);
      }
      // A submodule of the package.
      const std::string folder =
          object.file == noFile ? object.name : std::string(folderOf(files_[object.file]->path()));
      const bool package = object.file == noFile || files_[object.file]->path().ends_with("__init__.py");
      if (package) {
        const Target target = below(folder, name);
        if (target.file != noFile || !target.folder.empty()) {
          walk.add({Symbol::Kind::Module, target.file, {}, {}, target.folder});
          return;
        }
      }
      walk.unknown(name);
      return;
    }
    default: walk.unknown(name); return;
  }
}

void Resolver::resolveAttribute(Walk& walk, FileId file, Expr attribute) const {
  Walk objects;
  objects.steps = walk.steps;
  resolveInto(objects, file, attribute[0]);
  walk.steps = objects.steps;
  for (const Symbol& object : objects.found) attributeOf(walk, object, attribute.text());
  if (objects.found.empty()) walk.unknown(attribute.text());
}

}  // namespace limbeck::project
