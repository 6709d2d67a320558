#include "rules/fixes/importing.h"

#include <algorithm>

#include "project/classes/classes.h"
#include "project/environments/central.h"
#include "project/given/places.h"
#include "project/names/resolver.h"
#include "rules/fixes/edits.h"
#include "text/concat.h"
#include "text/words.h"

namespace limbeck::rules {
namespace {

using project::CentralFile;
using project::ClassId;
using project::Environment;
using project::FileId;
using project::Project;

constexpr std::string_view unusedOnPurpose = "  # noqa: F401";

/// "# noqa: F401, E402" in "# noqa: F401, E402 for the migrations  # limbeck: ignore[...]"; empty if there is none.
std::string_view noqaIn(std::string_view line) {
  const std::size_t word = lowered(line).find("noqa");
  const std::size_t hash =
      word == std::string::npos || word == 0 ? std::string::npos : line.find_last_not_of(" \t", word - 1);
  if (hash == std::string::npos || line[hash] != '#') return {};
  std::size_t end = word + 4;
  const auto upper = [&](std::size_t i) { return i < line.size() && line[i] >= 'A' && line[i] <= 'Z'; };
  const auto digit = [&](std::size_t i) { return i < line.size() && line[i] >= '0' && line[i] <= '9'; };
  for (std::size_t at = end; at < line.size();) {
    if (at == word + 4 && line[at] != ':') break;
    at = line.find_first_not_of(at == word + 4 ? ": \t" : ", \t", at);
    std::size_t code = at;
    while (upper(code)) ++code;
    if (code == at || !digit(code)) break;
    while (digit(code)) ++code;
    end = at = code;
  }
  return line.substr(hash, end - hash);
}

/// What tells linters to leave the neighbouring import alone, on its first line or its last, so that the new line looks
/// like it. What else is said there is said about the neighbour.
std::string commentLike(const facts::ModuleFacts& facts, facts::Expr statement) {
  if (!statement) return std::string(unusedOnPurpose);
  const SourceFile& file = *facts.file;
  for (const std::uint32_t place : {statement.span().end, statement.span().begin}) {
    const std::string_view noqa = noqaIn(file.line(file.lineOf(place)));
    if (!noqa.empty()) return concat("  ", noqa);
  }
  return {};
}

const CentralFile* runningList(const Project& project, const Environment& environment) {
  const CentralFile* best = nullptr;
  for (const CentralFile& one : project.environments().central()) {
    if (environment.reach[one.file] != project::Reach::Yes) continue;
    const auto rank = [](const CentralFile& file) { return std::pair(file.named, file.modelFiles.size()); };
    if (best == nullptr || rank(*best) < rank(one)) best = &one;
  }
  return best;
}

/// The last import of env.py that brings a model: where people put the next one.
facts::Expr lastModelImport(const Project& project, const Environment& environment) {
  facts::Expr last;
  for (const project::ImportEdge& edge : environment.edges) {
    if (edge.file != environment.file || edge.computed) continue;
    const facts::Expr statement = statementOf(edge.at);
    if (project.classes().holdsModels(edge.to) && statement.parent().parent() == facts::Expr() &&
        (!last || last.span() < statement.span()))
      last = statement;
  }
  return last;
}

}  // namespace

FileId listFor(const Project& project, const Environment& environment) {
  const CentralFile* list = runningList(project, environment);
  return list == nullptr ? environment.file : list->file;
}

FileEdit addLine(const facts::ModuleFacts& facts, std::string line) {
  facts::Expr last;
  for (const facts::Expr statement : facts.module()) {
    if (statement.is(facts::Kind::Import) || statement.is(facts::Kind::ImportFrom)) last = statement;
    else if (last) break;
  }
  return last ? insertAfter(facts, last, {std::move(line)}) : insertAtTop(facts, facts.module(), {std::move(line)});
}

Fix importModels(const Project& project, const Environment& environment, const Models& models) {
  std::vector<std::string> names;
  for (const ClassId model : models) names.push_back(project.classes().at(model).name);
  return importNames(project, environment, project.classes().at(models.front()).file, names);
}

Fix importNames(const Project& project, const Environment& environment, FileId from,
                const std::vector<std::string>& written) {
  const CentralFile* list = runningList(project, environment);
  const FileId into = list == nullptr ? environment.file : list->file;
  const facts::ModuleFacts& facts = project.file(into);
  const facts::Expr neighbour = list != nullptr ? list->lastImport : lastModelImport(project, environment);
  const std::string names = joined(written);
  const std::string shown = written.empty() ? quoted(project.file(from).path()) : quotedAll(written);
  std::string dotted = project::importableName(project, from, into);
  if (neighbour.is(facts::Kind::ImportFrom) && neighbour.text().starts_with('.')) {
    std::string_view folder = project::folderOf(facts.path());
    if (project::isBelow(project.file(from).path(), folder))
      dotted = project.resolver().importName(from, facts.path(), folder);
  }
  const bool plain = neighbour.is(facts::Kind::Import) || names.empty();
  std::string line = plain ? concat("import ", dotted) : concat("from ", dotted, " import ", names);
  line += commentLike(facts, neighbour);
  Fix fix;
  fix.title = concat("Import ", shown, " in ", quoted(facts.path()));
  fix.fixClass = FixClass::Safe;
  fix.edits.push_back(neighbour ? insertAfter(facts, neighbour, {std::move(line)}) : addLine(facts, std::move(line)));
  return fix;
}

std::string importLine(const Project& project, FileId file, FileId from) {
  const std::string dotted = project::importableName(project, file, from);
  const std::size_t dot = dotted.rfind('.');
  if (dot == std::string::npos) return concat("import ", dotted);
  if (project.file(file).path().ends_with("__init__.py")) return concat("import ", dotted);
  return concat("from ", dotted.substr(0, dot), " import ", dotted.substr(dot + 1));
}

Fix importFile(const Project& project, const Environment& environment, FileId file) {
  Fix fix;
  fix.title =
      concat("Import ", quoted(project.file(file).path()), " in ", quoted(project.file(environment.file).path()));
  fix.fixClass = FixClass::Safe;
  fix.edits.push_back(
      addLine(project.file(environment.file), concat(importLine(project, file, environment.file), unusedOnPurpose)));
  return fix;
}

}  // namespace limbeck::rules
