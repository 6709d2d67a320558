// resolver.h: what a name or a dotted expression refers to, across files.
// It refuses to evaluate: a value is followed only while it is itself a name.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "facts/facts.h"
#include "project/given/settings.h"
#include "project/names/ids.h"

namespace limbeck::project {

using facts::Expr;
using facts::FactsPtr;
using facts::Kind;

/// What a name stands for.
struct Symbol {
  enum class Kind : std::uint8_t {
    Unknown,    ///< cannot be said; `name` tells what was looked for
    External,   ///< something outside the workspace; `name` is its dotted origin: "sqlalchemy.orm.DeclarativeBase"
    Builtin,    ///< a name no file binds: `print`, `object`
    Module,     ///< a file (`file`), or a folder without one (`file` is noFile, `name` its path)
    Class,      ///< `node` is the Class in `file`
    Function,   ///< `node` is the Function in `file`
    Variable,   ///< `node` the binding statement in `file`, `value` what is assigned, Missing when that is not one
                ///< expression
    Parameter,  ///< `node` the Parameter
  };
  Kind kind = Kind::Unknown;
  FileId file = noFile;
  Expr node;
  Expr value;
  std::string name;

  [[nodiscard]] bool is(Kind k) const { return kind == k; }
  friend bool operator==(const Symbol&, const Symbol&) = default;
};

/// All it may be: one, when nothing is ambiguous. Never empty.
using Symbols = std::vector<Symbol>;

/// SQLAlchemy, Alembic and what comes with them: a folder of that name without an __init__.py never shadows the
/// package.
[[nodiscard]] bool isWellKnown(std::string_view top);

/// A folder that imports start from when nothing nearer has the module, for the files below `scope`.
struct ImportRoot {
  std::string scope;
  std::string folder;
};

class Resolver {
 public:
  Resolver(const std::vector<FactsPtr>& files, const Settings& settings, std::vector<ImportRoot> lastRoots = {});

  /// The file that `import dotted` would execute, seen from `from`; noFile when it is not in the workspace.
  [[nodiscard]] FileId module(std::string_view dotted, FileId from) const;
  /// The module a from-import names, its leading dots resolved against the importing file.
  struct Target {
    FileId file = noFile;
    std::string folder;    ///< set when it is a folder of the workspace, with or without an __init__.py
    std::string external;  ///< dotted name when it lies outside
  };
  /// It is looked for once, and stays where it is as long as the resolver does.
  [[nodiscard]] const Target& importTarget(std::string_view written, FileId from) const;
  /// What one name of an import statement runs by itself: `import a.b`, or the module of `from a import b` and the
  /// submodule that `b` is, if it is one. Their parent packages come on top (parentsOf).
  struct Imported {
    FileId module = noFile;
    FileId submodule = noFile;
  };
  [[nodiscard]] Imported imported(Expr alias, FileId from) const;

  /// What a Name, an Attribute chain or a Subscript of one refers to, read where it stands. Aliases are followed to
  /// their origin.
  [[nodiscard]] Symbols resolve(FileId file, Expr expression) const;
  /// The same when there is exactly one answer, Unknown otherwise.
  [[nodiscard]] Symbol only(FileId file, Expr expression) const;
  /// What a name would refer to if it were written where `use` stands; Builtin when nothing binds it there.
  [[nodiscard]] Symbols named(FileId file, std::string_view name, Expr use) const;
  /// A name at the top level of a file, imports and star imports followed.
  [[nodiscard]] Symbols member(FileId file, std::string_view name) const;
  /// Some `from top.x import y` of the workspace finds a file.
  [[nodiscard]] bool isImportedFrom(std::string_view top) const;
  /// noFile when there is none.
  [[nodiscard]] FileId fileAt(std::string_view path) const;
  /// A folder that holds Python somewhere below.
  [[nodiscard]] bool isFolder(std::string_view path) const { return folders_.count(path) > 0; }
  /// "modules.core.database.models" for the way this file is usually imported.
  [[nodiscard]] std::string dottedName(FileId file) const;
  /// The folder that its dotted name starts below; empty for the top.
  [[nodiscard]] std::string rootOf(FileId file) const;
  /// The packages' own files that importing this one runs before it, outermost first (facts F80).
  [[nodiscard]] std::vector<FileId> parentsOf(FileId file) const;
  /// How a file at `path`, which need not exist, imports `file`: ".models" within `folder`, else the dotted name.
  [[nodiscard]] std::string importName(FileId file, std::string_view path, std::string_view folder) const;

 private:
  struct Walk;
  void resolveInto(Walk& walk, FileId file, Expr expression) const;
  void resolveName(Walk& walk, FileId file, std::string_view name, Expr use) const;
  void resolveAttribute(Walk& walk, FileId file, Expr attribute) const;
  void bindingInto(Walk& walk, FileId file, const python::Binding& binding) const;
  void importInto(Walk& walk, FileId file, Expr alias) const;
  void memberInto(Walk& walk, FileId file, std::string_view name) const;
  void attributeOf(Walk& walk, const Symbol& object, std::string_view name) const;
  [[nodiscard]] std::optional<std::string> rootFor(std::string_view dotted, FileId from) const;
  [[nodiscard]] Target below(const std::string& folder, std::string_view dotted) const;
  [[nodiscard]] Target lookFor(std::string_view written, FileId from) const;

  const std::vector<FactsPtr>& files_;
  const Settings& settings_;
  std::vector<ImportRoot> lastRoots_;
  std::map<std::string, FileId, std::less<>> byPath_;
  std::map<std::string, int, std::less<>> folders_;  ///< every folder that holds Python somewhere below
  std::map<std::string, std::vector<std::string>, std::less<>>
      rootsByTop_;  ///< first component -> folders it stands in
  mutable std::optional<std::set<std::string, std::less<>>> importedFrom_;
  mutable std::vector<std::map<std::string, Target, std::less<>>> targets_;  ///< per file: what it was asked for
};

}  // namespace limbeck::project
