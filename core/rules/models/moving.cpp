#include "rules/models/moving.h"

#include <algorithm>
#include <set>
#include <string>

#include "project/classes/classes.h"
#include "project/given/places.h"
#include "project/names/modules.h"
#include "rules/fixes/edits.h"
#include "text/concat.h"
#include "text/dotted.h"

namespace limbeck::rules {
namespace {

using facts::Kind;
using project::ClassId;
using project::FileId;
using project::ModuleId;
using project::Project;
using python::Binding;
using python::BindingKind;

const std::string& boundName(Expr alias) { return alias.size() > 0 ? alias[0].text() : alias.text(); }

bool isTop(const ModuleFacts& facts, Expr statement) { return statement.parent() == facts.module(); }

/// What goes: classes at the top of one file, and the imports they use.
class Move {
 public:
  Move(const Project& project, FileId file) : project_(project), facts_(project.file(file)), file_(file) {}

  /// False when the class needs something that cannot go with it.
  bool take(Expr node) {
    std::vector<Expr> open{node};
    while (!open.empty()) {
      const Expr next = open.back();
      open.pop_back();
      if (!isTop(facts_, next) || next.decorators().size() > 0) return false;
      classes_.insert(next.index());
      for (std::uint32_t i = next.index(); i < facts_.code->size(); ++i) {
        const Expr name = facts_.code->at(i);
        if (!next.span().contains(name.span())) continue;
        if (name.is(Kind::Name) && !takeName(name, open)) return false;
      }
    }
    return true;
  }

  [[nodiscard]] std::string text() const {
    const SourceFile& source = *facts_.file;
    const std::string ending(source.lineEnding());
    std::string out;
    std::uint32_t last = 0;
    for (const Expr statement : facts_.module()) {
      if (!statement.is(Kind::Import) && !statement.is(Kind::ImportFrom)) continue;
      const std::vector<Expr> wanted = neededOf(statement, true);
      if (wanted.empty()) continue;
      const std::uint32_t line = source.lineOf(statement.span().begin);
      bool gap = false;
      for (std::uint32_t between = last; !out.empty() && between < line; ++between)
        gap = gap || source.line(between).empty();
      out += concat(gap ? ending : "", header(statement), listed(wanted), ending);
      last = line;
    }
    for (const std::uint32_t index : classes_) {
      const Span span = facts_.code->at(index).span();
      out += concat(out.empty() ? "" : ending + ending, source.text(span));
      if (!out.ends_with('\n')) out += ending;
    }
    return out;
  }

  /// Takes the classes out, drops the imports that nothing else uses, and imports the classes where they are still
  /// needed.
  [[nodiscard]] std::vector<FileEdit> edits(std::string_view module) const {
    std::vector<FileEdit> edits;
    std::vector<Expr> gone;
    Expr lastImport;
    for (const Expr statement : facts_.module()) {
      if (classes_.count(statement.index()) > 0) gone.push_back(statement);
      if (!statement.is(Kind::Import) && !statement.is(Kind::ImportFrom)) continue;
      const std::vector<Expr> kept = neededOf(statement, false);
      if (kept.empty()) gone.push_back(statement);
      else lastImport = statement;
      if (kept.empty() || kept.size() == statement.size()) continue;
      edits.push_back(replace(facts_, {statement[0].span().begin, statement.back().span().end}, listed(kept)));
    }
    for (FileEdit& edit : removeStatements(facts_, gone)) edits.push_back(std::move(edit));
    std::string names;
    for (const std::uint32_t index : classes_) {
      const std::string& name = facts_.code->at(index).text();
      if (isUsed(name, false) || isImportedElsewhere(name)) names += concat(names.empty() ? "" : ", ", name);
    }
    if (names.empty()) return edits;
    std::vector<std::string> lines{concat("from ", module, " import ", names)};
    if (lastImport && !lastImport.text().starts_with('.')) lines.insert(lines.begin(), "");
    edits.push_back(lastImport ? insertAfter(facts_, lastImport, lines) : insertAtTop(facts_, facts_.module(), lines));
    return edits;
  }

 private:
  bool takeName(Expr name, std::vector<Expr>& open) const {
    const auto found = facts_.names.find(name.text(), name, true);
    if (found.scope != 0) return true;  // the class's own
    for (const Binding* binding : found.bindings) {
      const bool import = binding->kind == BindingKind::Import && isTop(facts_, binding->node.parent());
      const bool moves = binding->kind == BindingKind::Class && isTop(facts_, binding->node);
      if (!import && !moves) return false;
      if (moves && classes_.count(binding->node.index()) == 0) {
        const auto index = project_.classes().find(file_, binding->node);
        if (!index || !project_.classes().at(*index).declarative) return false;
        open.push_back(binding->node);
      }
    }
    return true;
  }

  /// Inside the classes that go, or outside of them.
  [[nodiscard]] bool isUsed(std::string_view name, bool inside) const {
    for (std::uint32_t i = 1; i < facts_.code->size(); ++i) {
      const Expr node = facts_.code->at(i);
      if (!node.is(Kind::Name) || node.text() != name || node.parent().is(Kind::Alias)) continue;
      const bool goes = std::any_of(classes_.begin(), classes_.end(), [&](std::uint32_t index) {
        return facts_.code->at(index).span().contains(node.span());
      });
      if (goes == inside) return true;
    }
    return false;
  }

  /// Names of an import that the moved classes use, or those that stay: still used, or not used before either.
  [[nodiscard]] std::vector<Expr> neededOf(Expr statement, bool moved) const {
    const bool future = statement.text() == "__future__";
    std::vector<Expr> found;
    for (const Expr alias : statement) {
      std::string_view name = boundName(alias);
      if (statement.is(Kind::Import) && alias.size() == 0) name = topOf(name);
      const bool goes = isUsed(name, true);
      if (future || (moved ? goes : !goes || isUsed(name, false))) found.push_back(alias);
    }
    return found;
  }

  [[nodiscard]] std::string header(Expr statement) const {
    return statement.is(Kind::Import) ? std::string("import ") : concat("from ", statement.text(), " import ");
  }

  [[nodiscard]] std::string listed(const std::vector<Expr>& aliases) const {
    std::string text;
    for (const Expr alias : aliases) text += concat(text.empty() ? "" : ", ", facts_.file->text(alias.span()));
    return text;
  }

  [[nodiscard]] bool isImportedElsewhere(std::string_view name) const {
    for (FileId other{0}; other < project_.files().size(); ++other) {
      for (const Expr statement : project_.file(other).imports) {
        if (other == file_ || !statement.is(Kind::ImportFrom)) continue;
        if (project_.resolver().importTarget(statement.text(), other).file != file_) continue;
        for (const Expr alias : statement) {
          if (alias.text() == name || alias.text() == "*") return true;
        }
      }
    }
    return false;
  }

  const Project& project_;
  const ModuleFacts& facts_;
  FileId file_;
  std::set<std::uint32_t> classes_;  ///< node indices: source order
};

}  // namespace

Fix moveToModelsFile(const Project& project, ModuleId module, const std::vector<ClassId>& models) {
  const std::string& folder = project.modules().all()[module].path;
  const std::string path = project::joinPath(folder, "models.py");
  Fix fix{concat("Move ", models.size() == 1 ? quoted(project.classes().at(models[0]).name) : std::string("the models"),
                 " to ", quoted("models.py")),
          FixClass::Generate,
          {},
          {}};
  const Fix advice{fix.title, FixClass::Advice, {}, {}};
  const FileId file = project.classes().at(models[0]).file;
  const ModuleFacts& facts = project.file(file);
  // Relative imports mean the same in both files only when they are neighbours.
  if (project::folderOf(facts.path()) != folder || !project.settings().modelsFiles.empty()) return advice;
  if (!facts.names.module().starImports.empty() || !facts.syntax.empty()) return advice;
  Move move(project, file);
  for (const ClassId model : models) {
    const project::ClassInfo& info = project.classes().at(model);
    if (info.file != file || !move.take(info.node)) return advice;
  }
  fix.creates.push_back({path, move.text()});
  fix.edits = move.edits(".models");
  return fix;
}

}  // namespace limbeck::rules
