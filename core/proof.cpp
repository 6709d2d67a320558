#include "proof.h"

#include <algorithm>
#include <map>
#include <optional>
#include <vector>

#include "project/dialects.h"
#include "project/models/declared.h"
#include "project/names/import_reach.h"
#include "project/names/resolver.h"
#include "schema/compare.h"
#include "schema/dialect.h"
#include "text/concat.h"

namespace limbeck {
namespace {

using facts::Expr;
using facts::Kind;
using project::FileId;
using project::Project;
using project::Resolver;
using project::Symbol;

/// "import a.b", "from .a import b": what an import says, wherever it stands in its file.
std::string written(Expr alias) {
  const Expr statement = alias.parent();
  return statement.is(Kind::Import) ? concat("import ", alias.text())
                                    : concat("from ", statement.text(), " import ", alias.text());
}

/// Imports of the files that a change touches: those that were not there before lead somewhere, and in no circle.
class NewImports {
 public:
  explicit NewImports(const ProjectChange& change) : change_(change), resolver_(change.after.resolver()) {}

  [[nodiscard]] std::string objection() {
    for (const std::string& path : change_.paths) {
      const FileId file = resolver_.fileAt(path);
      if (file == project::noFile) continue;
      const std::set<std::string> known = importsOf(change_.before, change_.before.resolver().fileAt(path));
      for (const Expr statement : change_.after.file(file).imports) {
        for (const Expr alias : statement) {
          if (known.count(written(alias)) == 1) continue;
          std::string wrong = wrongWith(file, alias);
          if (!wrong.empty()) return wrong;
        }
      }
    }
    return {};
  }

 private:
  static std::set<std::string> importsOf(const Project& project, FileId file) {
    std::set<std::string> found;
    if (file == project::noFile) return found;
    for (const Expr statement : project.file(file).imports) {
      for (const Expr alias : statement) found.insert(written(alias));
    }
    return found;
  }

  [[nodiscard]] std::string wrongWith(FileId file, Expr alias) {
    const std::string path = quoted(change_.after.file(file).path());
    const Resolver::Imported target = resolver_.imported(alias, file);
    if (target.module == file || target.submodule == file) return concat(path, " would import itself");
    if (!leadsSomewhere(file, alias)) return concat("`", written(alias), "` in ", path, " would lead nowhere");
    if (project::runsWithItsFile(alias) && (leadsBack(target.module, file) || leadsBack(target.submodule, file)))
      return concat("`", written(alias), "` in ", path, " would close a circle of imports");
    return {};
  }

  [[nodiscard]] bool leadsSomewhere(FileId file, Expr alias) const {
    const Expr statement = alias.parent();
    const std::string& module = statement.is(Kind::Import) ? alias.text() : statement.text();
    const Resolver::Target& target = resolver_.importTarget(module, file);
    if (target.file == project::noFile && target.folder.empty())
      return !target.external.empty() && !module.starts_with('.');
    if (statement.is(Kind::Import) || alias.text() == "*" || target.file == project::noFile) return true;
    if (change_.after.file(target.file).opaque || resolver_.imported(alias, file).submodule != project::noFile)
      return true;
    const project::Symbols found = resolver_.member(target.file, alias.text());
    return std::any_of(found.begin(), found.end(), [](const Symbol& one) {
      return !one.is(Symbol::Kind::Unknown) && !one.is(Symbol::Kind::Builtin);
    });
  }

  /// Modules that load when this one does, packages around them left out: those are loading already.
  const std::vector<FileId>& next(FileId file) {
    const auto [at, fresh] = next_.emplace(file, std::vector<FileId>());
    if (!fresh) return at->second;
    std::vector<FileId> found;
    for (const Expr statement : change_.after.file(file).imports) {
      if (!project::runsWithItsFile(statement)) continue;
      for (const Expr alias : statement) {
        const Resolver::Imported target = resolver_.imported(alias, file);
        // `from package import module` needs the module, and nothing that the package itself defines.
        const FileId needed = target.submodule != project::noFile ? target.submodule : target.module;
        if (needed != project::noFile) found.push_back(needed);
      }
    }
    return next_[file] = std::move(found);
  }

  [[nodiscard]] bool leadsBack(FileId from, FileId to) {
    if (from == project::noFile || from == to) return false;
    std::set<FileId> seen{from};
    std::vector<FileId> open{from};
    for (std::size_t i = 0; i < open.size(); ++i) {
      for (const FileId target : next(open[i])) {
        if (target == to) return true;
        if (seen.insert(target).second) open.push_back(target);
      }
    }
    return false;
  }

  const ProjectChange& change_;
  const Resolver& resolver_;
  std::map<FileId, std::vector<FileId>> next_;
};

/// The tables that all models declare, whatever MetaData they stand on; a name that is there twice is left out.
schema::Schema declaredIn(const Project& project, schema::Dialect dialect) {
  schema::Schema all;
  std::set<schema::TableName> twice;
  for (const project::DeclaredMetaData& metadata : project.declared().all()) {
    for (const auto& [name, table] : project.declared().schemaOf(metadata, dialect).tables()) {
      if (all.find(name) != nullptr) twice.insert(name);
      else all.put(*table);
    }
  }
  for (const schema::TableName& name : twice) all.remove(name);
  return all;
}

/// What the models declare differs only where the change was made, and as far as its class lets it.
class DeclaredSchemas {
 public:
  explicit DeclaredSchemas(const ProjectChange& change) : change_(change) {}

  [[nodiscard]] std::string objection() const {
    const std::vector<std::string>& names = change_.before.dialects().names;
    const auto first = names.empty() ? std::nullopt : schema::dialectNamed(names.front());
    const schema::Dialect dialect = first.value_or(schema::Dialect::Generic);
    for (const schema::TableRows& table :
         schema::compare(declaredIn(change_.before, dialect), declaredIn(change_.after, dialect), dialect,
                         change_.before.declared().legacy())) {
      std::string wrong = wrongWith(table);
      if (!wrong.empty()) return wrong;
    }
    return {};
  }

 private:
  [[nodiscard]] bool isTouched(const Project& project, const std::optional<schema::FilePlace>& place) const {
    return place && place->isKnown() && change_.paths.count(project.file(place->file).path()) == 1;
  }

  [[nodiscard]] std::string wrongWith(const schema::TableRows& table) const {
    const std::string name = quoted(schema::show(table.name));
    const bool touched = isTouched(change_.before, table.left) || isTouched(change_.after, table.right);
    if (table.mark == schema::Mark::OnlyLeft && (change_.safe || !touched))
      return concat("the models would declare ", name, " no more");
    if (table.mark == schema::Mark::OnlyRight && !touched) return concat("the models would declare ", name, " too");
    if (table.mark != schema::Mark::Differs) return {};
    for (const schema::Row& row : table.rows) {
      if (row.mark == schema::Mark::Same || row.mark == schema::Mark::Unknown) continue;
      const bool here = touched || (row.left && isTouched(change_.before, row.left->place)) ||
                        (row.right && isTouched(change_.after, row.right->place));
      if (!here) return concat("it would change ", name, ", which it does not speak of");
      if (change_.safe && isUnsafe(row)) return concat("it would change ", what(row), " of ", name);
    }
    return {};
  }

  /// Something goes, or a foreign key leads elsewhere.
  static bool isUnsafe(const schema::Row& row) {
    if (row.mark == schema::Mark::OnlyLeft) return true;
    return row.part == schema::Part::ForeignKey &&
           std::find(row.differs.begin(), row.differs.end(), schema::Aspect::Target) != row.differs.end();
  }

  static std::string what(const schema::Row& row) {
    return concat("the ", schema::nameOf(row.part), row.name.empty() ? std::string() : concat(" ", quoted(row.name)));
  }

  const ProjectChange& change_;
};

}  // namespace

std::string objectionTo(const ProjectChange& change) {
  std::string wrong = NewImports(change).objection();
  return wrong.empty() ? DeclaredSchemas(change).objection() : wrong;
}

}  // namespace limbeck
