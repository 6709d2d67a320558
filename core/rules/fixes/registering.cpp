#include "rules/fixes/registering.h"

#include <algorithm>
#include <map>

#include "project/given/places.h"
#include "rules/fixes/edits.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace {

using facts::Kind;
using project::ClassId;
using project::ClassInfo;
using project::EntryPoint;
using project::FileId;
using project::ModuleId;
using project::noFile;
using project::Project;
using project::RegistrationCall;
using project::Symbol;

/// Text with the names it needs, for one place in one file.
class Writer {
 public:
  Writer(const Project& project, ModuleId module, FileId file)
      : project_(project), module_(module), file_(file), facts_(project.file(file)) {}

  [[nodiscard]] const ClassInfo& classAt(ClassId model) const { return project_.classes().at(model); }

  /// The class can be written by its name where `use` stands: bound there, and before.
  [[nodiscard]] bool isVisible(ClassId model, Expr use) const {
    const ClassInfo& info = classAt(model);
    const auto found = facts_.names.find(info.name, use);
    const bool sameScope = found.scope == facts_.names.scopeOf(use);
    const bool late = std::any_of(found.bindings.begin(), found.bindings.end(), [&](const python::Binding* binding) {
      return binding->node.span().begin >= use.span().begin;
    });
    if (found.bindings.empty() || (sameScope && late)) return false;
    const project::Symbols symbols = project_.resolver().named(file_, info.name, use);
    return std::any_of(symbols.begin(), symbols.end(),
                       [&](const Symbol& s) { return s.file == info.file && s.node == info.node; });
  }

  /// An import at the top of the file, or in the same function and before, that could bring the class as well.
  [[nodiscard]] Expr importToJoin(ClassId model, Expr function, std::uint32_t before) const {
    Expr best;
    for (const Expr statement : facts_.imports) {
      const bool top = statement.parent() == facts_.module();
      const bool inside = function && statement.parent() == function.body() && statement.span().end <= before;
      const bool usable = inside || (top && (function || statement.span().end <= before));
      if (!usable || !statement.is(Kind::ImportFrom) || statement[0].text() == "*" || !offers(statement, model))
        continue;
      if (!best || inside) best = statement;
    }
    return best;
  }

  [[nodiscard]] std::string importLine(FileId from, const std::vector<std::string>& names) const {
    return concat("from ", importName(from, facts_.path()), " import ", joined(names));
  }

  [[nodiscard]] std::string importName(FileId from, std::string_view path) const {
    return project_.resolver().importName(from, path, project_.modules().all()[module_].path);
  }

  [[nodiscard]] const ModuleFacts& facts() const { return facts_; }

 private:
  [[nodiscard]] bool offers(Expr statement, ClassId model) const {
    const FileId from = project_.resolver().importTarget(statement.text(), file_).file;
    if (from == noFile) return false;
    const ClassInfo& info = classAt(model);
    const project::Symbols symbols = project_.resolver().member(from, info.name);
    return symbols.size() == 1 && symbols[0].file == info.file && symbols[0].node == info.node;
  }

  const Project& project_;
  ModuleId module_;
  FileId file_;
  const ModuleFacts& facts_;
};

/// Only what stands at the top of its file can be imported.
bool isImportable(const Project& project, ClassId model) {
  const ClassInfo& info = project.classes().at(model);
  return info.node.parent() == project.file(info.file).module();
}

/// What is to be imported, joined to imports that are there, the rest as new lines.
struct Imports {
  std::vector<FileEdit> edits;
  std::vector<std::string> lines;
};

bool imports(Expr statement, std::string_view name) {
  for (const Expr alias : statement) {
    if (alias.text() == name && alias.size() == 0) return true;
  }
  return false;
}

/// For text that goes to `before`, where names mean what they mean at `use`.
Imports importsFor(const Writer& writer, const Models& models, Expr use, Expr function, std::uint32_t before) {
  std::map<std::uint32_t, std::vector<std::string>> joined;
  std::map<FileId, std::vector<std::string>> fresh;
  for (const ClassId model : models) {
    if (writer.isVisible(model, use)) continue;
    const Expr statement = writer.importToJoin(model, function, before);
    if (imports(statement, writer.classAt(model).name)) continue;
    std::vector<std::string>& names = statement ? joined[statement.index()] : fresh[writer.classAt(model).file];
    names.push_back(writer.classAt(model).name);
  }
  Imports imports;
  for (const auto& [index, names] : joined)
    imports.edits.push_back(appendItems(writer.facts(), writer.facts().code->at(index), names));
  for (const auto& [from, names] : fresh) imports.lines.push_back(writer.importLine(from, names));
  return imports;
}

/// `[models.User]`: another one is written the same way.
std::string prefixLike(const Project& project, FileId file, Expr list, ClassId model) {
  const Expr last = list.back();
  if (!last.is(Kind::Attribute) || last[0].dotted().empty()) return {};
  const Symbol object = project.resolver().only(file, last[0]);
  if (!object.is(Symbol::Kind::Module) || object.file != project.classes().at(model).file) return {};
  return last[0].dotted() + ".";
}

std::vector<FileEdit> appendToList(const Project& project, ModuleId module, const RegistrationCall& call,
                                   const Models& models) {
  const Expr list = call.list.literal;
  const Writer writer(project, module, call.list.literalFile);
  const bool strings = list.size() > 0 && list.back().is(Kind::String);
  std::vector<std::string> items;
  Models named;
  for (const ClassId model : models) {
    const std::string& name = project.classes().at(model).name;
    const std::string prefix = prefixLike(project, call.list.literalFile, list, model);
    items.push_back(strings ? concat("\"", name, "\"") : prefix + name);
    if (prefix.empty() && !strings) named.push_back(model);
  }
  const Expr function = python::enclosing(list, Kind::Function);
  const Expr body = function && function.body().span().contains(list.span()) ? function : Expr();
  Imports imports = importsFor(writer, named, list, body, list.span().begin);
  for (const ClassId model : named) {
    // MODELS = [User] above the class: its name does not exist yet.
    if (project.classes().at(model).file == call.list.literalFile && !writer.isVisible(model, list)) return {};
  }
  std::vector<FileEdit> edits = std::move(imports.edits);
  if (!imports.lines.empty() && body) {
    edits.push_back(insertBefore(writer.facts(), statementOf(list), imports.lines));
  } else if (!imports.lines.empty()) {
    return {};
  }
  edits.push_back(appendItems(writer.facts(), list, items));
  return edits;
}

/// The name under which an entry knows the application context; empty when it has none.
std::string contextOf(Expr function) {
  std::string first;
  bool method = false;
  for (const Expr parameter : function.parameters()) {
    const std::string& name = parameter.text();
    if (name == "self" || name == "cls") {
      method = true;
    } else if (name.find("context") != std::string::npos || name == "ctx" || name == "app") {
      return name;
    } else if (first.empty() && name[0] != '*' && name != "/") {
      first = name;
    }
  }
  return method ? "self.app_context" : first;
}

std::string callName(const Project& project) {
  return project.settings().calls.empty() ? "register_models" : project.settings().calls[0];
}

/// The standard's two lines, at the top of the entry; behind imports that stand there already. `keywords` are further
/// arguments: `, database="shop"`.
std::vector<FileEdit> addCall(const Project& project, ModuleId module, const Models& models,
                              std::string_view keywords) {
  const EntryPoint* entry = project.registrations().of(module).phase1();
  if (entry == nullptr) return {};
  const std::string context = contextOf(entry->function);
  const Expr block = entry->function.body();
  if (context.empty() || block.size() == 0) return {};
  std::uint32_t at = 0;
  Expr behind;
  while (at < block.size()) {
    const bool import = block[at].is(Kind::Import) || block[at].is(Kind::ImportFrom);
    const bool docstring = at == 0 && block[at].is(Kind::Expression) && block[at][0].is(Kind::String);
    if (!import && !docstring) break;
    if (import) behind = block[at];
    ++at;
  }
  const Writer writer(project, module, entry->file);
  const bool last = at == block.size();
  Imports imports = importsFor(writer, models, last ? block.back() : block[at], entry->function,
                               last ? block.span().end : block[at].span().begin);
  std::string call = concat(context, ".", callName(project), "([");
  for (std::size_t i = 0; i < models.size(); ++i)
    call += concat(i == 0 ? "" : ", ", project.classes().at(models[i]).name);
  imports.lines.push_back(concat(call, "]", keywords, ")"));
  imports.edits.push_back(behind ? insertAfter(writer.facts(), behind, imports.lines)
                                 : insertAtTop(writer.facts(), block, imports.lines));
  return std::move(imports.edits);
}

/// Statements of the call's own function that import nothing but what the call alone uses.
std::vector<Expr> importsOnlyFor(const ModuleFacts& facts, const RegistrationCall& call) {
  std::vector<Expr> found;
  for (const Expr statement : facts.imports) {
    if (!call.function || !statement.is(Kind::ImportFrom) ||
        python::enclosing(statement, Kind::Function) != call.function)
      continue;
    bool inside = false;
    bool outside = false;
    for (const Expr alias : statement) {
      const std::string& name = alias.size() > 0 ? alias[0].text() : alias.text();
      for (std::uint32_t i = call.function.index(); i < facts.code->size(); ++i) {
        const Expr node = facts.code->at(i);
        if (!node.is(Kind::Name) || node.text() != name || !call.function.span().contains(node.span())) continue;
        if (statement.span().contains(node.span())) continue;
        (call.call.span().contains(node.span()) ? inside : outside) = true;
      }
    }
    if (inside && !outside) found.push_back(statement);
  }
  return found;
}

}  // namespace

std::string namesOf(const Project& project, const Models& models) {
  std::vector<std::string> names;
  for (const ClassId model : models) names.push_back(project.classes().at(model).name);
  return quotedAll(names);
}

std::vector<std::string> importLines(const Project& project, ModuleId module, std::string_view path,
                                     const Models& models) {
  std::map<FileId, std::string> byFile;
  for (const ClassId model : models) {
    const ClassInfo& info = project.classes().at(model);
    if (project.file(info.file).path() == path) continue;
    std::string& line = byFile[info.file];
    const std::string& folder = project.modules().all()[module].path;
    if (line.empty())
      line = concat("from ", project.resolver().importName(info.file, path, folder), " import ", info.name);
    else line += ", " + info.name;
  }
  std::vector<std::string> lines;
  for (auto& [file, line] : byFile) lines.push_back(std::move(line));
  return lines;
}

std::vector<FileEdit> registerModels(const Project& project, ModuleId module, const Models& models) {
  if (!std::all_of(models.begin(), models.end(), [&](ClassId model) { return isImportable(project, model); }))
    return {};
  for (const RegistrationCall& call : project.registrations().of(module).calls) {
    const FileId file = call.list.literalFile;
    if (!call.counts() || call.wrongForm || !call.list.literal || project.modules().moduleOf(file) != module) continue;
    std::vector<FileEdit> edits = appendToList(project, module, call, models);
    if (!edits.empty()) return edits;
  }
  return addCall(project, module, models, "");
}

bool isPlain(const RegistrationCall& call) {
  const Expr statement = statementOf(call.call);
  const bool own = statement.is(Kind::Expression) &&
                   (statement[0] == call.call || (statement[0].is(Kind::Await) && statement[0][0] == call.call));
  const bool classes = std::all_of(call.list.items.begin(), call.list.items.end(), [](const project::ClassItem& item) {
    return item.kind == project::ClassItem::Kind::Class;
  });
  return own && classes && !call.list.open && !call.list.items.empty();
}

std::vector<FileEdit> moveToEntry(const Project& project, ModuleId module, const RegistrationCall& call) {
  if (!isPlain(call)) return {};
  Models models;
  for (const project::ClassItem& item : call.list.items) {
    if (std::find(models.begin(), models.end(), item.index) == models.end()) models.push_back(item.index);
    if (!isImportable(project, item.index)) return {};
  }
  std::vector<FileEdit> edits = call.database.empty()
                                    ? registerModels(project, module, models)
                                    : addCall(project, module, models, concat(", database=\"", call.database, "\""));
  if (edits.empty()) return {};
  for (FileEdit& edit : removeCall(project, call)) edits.push_back(std::move(edit));
  return edits;
}

std::vector<FileEdit> removeCall(const Project& project, const RegistrationCall& call) {
  const ModuleFacts& facts = project.file(call.file);
  std::vector<Expr> statements{statementOf(call.call)};
  const auto module = project.modules().moduleOf(call.file);
  const EntryPoint* entry = module ? project.registrations().of(*module).phase1() : nullptr;
  // What the entry imports it may need for the call that takes this one's place.
  if (entry == nullptr || entry->function != call.function || entry->file != call.file) {
    for (const Expr statement : importsOnlyFor(facts, call)) statements.push_back(statement);
  }
  return removeStatements(facts, statements);
}

}  // namespace limbeck::rules
