#include "project/environments/imports.h"

#include <algorithm>
#include <map>

#include "project/environments/environments.h"
#include "project/given/places.h"
#include "project/names/modules.h"
#include "text/concat.h"

namespace limbeck::project {

ImportLines::ImportLines(const Project& project)
    : project_(project), in_(project.files().size()), to_(project.files().size()) {
  for (FileId file{0}; file < project.files().size(); ++file) {
    if (project.modules().isTest(file)) continue;
    for (const Expr statement : project.file(file).imports) read(file, statement);
  }
  application_ = readApplication();
}

void ImportLines::add(FileId from, FileId to, Expr at, std::string written, bool certain) {
  if (to == noFile || to == from) return;
  in_[from].push_back(static_cast<std::uint32_t>(all_.size()));
  to_[to].push_back(static_cast<std::uint32_t>(all_.size()));
  all_.push_back({from, to, at, std::move(written), certain});
}

/// `import a.b.c` runs a/__init__.py and a/b/__init__.py as well (fact F80).
void ImportLines::addParents(FileId file, Expr at, const std::string& dotted, bool certain) {
  for (std::size_t dot = dotted.find('.', 1); dot != std::string::npos; dot = dotted.find('.', dot + 1)) {
    if (dotted[dot - 1] == '.') continue;
    add(file, project_.resolver().importTarget(dotted.substr(0, dot), file).file, at, {}, certain);
  }
}

void ImportLines::read(FileId file, Expr statement) {
  if (python::isForTypeCheckers(statement)) return;
  const Resolver& resolver = project_.resolver();
  const bool certain = !statement.parent().parent();
  if (statement.is(Kind::Import)) {
    for (const Expr alias : statement) {
      add(file, resolver.importTarget(alias.text(), file).file, alias, alias.text(), certain);
      addParents(file, alias, alias.text(), certain);
    }
    return;
  }
  const std::string& module = statement.text();
  const bool relative = module.starts_with('.');
  add(file, resolver.importTarget(module, file).file, statement, relative ? std::string() : module, certain);
  addParents(file, statement, module, certain);
  for (const Expr alias : statement) {  // from package import module
    const std::string dotted = concat(module, module.ends_with('.') ? "" : ".", alias.text());
    add(file, resolver.imported(alias, file).submodule, statement, relative ? std::string() : dotted, certain);
  }
}

bool ImportLines::isImported(FileId file) const { return !to_[file].empty() || project_.environments().mayRun(file); }

/// From every file that nothing imports, revisions left out.
std::set<FileId> ImportLines::readApplication() const {
  std::set<FileId> found;
  std::vector<FileId> open;
  for (FileId file{0}; file < project_.files().size(); ++file) {
    if (!project_.modules().isMigration(file) && to_[file].empty() && found.insert(file).second) open.push_back(file);
  }
  while (!open.empty()) {
    const FileId at = open.back();
    open.pop_back();
    for (const std::uint32_t line : in_[at]) {
      if (found.insert(all_[line].to).second) open.push_back(all_[line].to);
    }
  }
  return found;
}

bool ImportLines::isOfMigrations(FileId file) const {
  return !to_[file].empty() && application_.count(file) == 0 && !project_.modules().isTest(file);
}

std::set<FileId> ImportLines::leadingTo(FileId file) const {
  std::set<FileId> found{file};
  std::vector<FileId> open{file};
  while (!open.empty()) {
    const FileId at = open.back();
    open.pop_back();
    for (const std::uint32_t line : to_[at]) {
      if (all_[line].certain && found.insert(all_[line].from).second) open.push_back(all_[line].from);
    }
  }
  return found;
}

bool ImportLines::together(FileId a, FileId b) const {
  if (a == b) return true;
  for (const Environment& environment : project_.environments().all()) {
    if (environment.reach[a] == Reach::Yes && environment.reach[b] == Reach::Yes) return true;
  }
  const std::set<FileId> first = leadingTo(a);
  const std::set<FileId> second = leadingTo(b);
  return std::any_of(first.begin(), first.end(), [&](FileId file) { return second.count(file) == 1; });
}

std::string ImportLines::nameOf(FileId file) const {
  std::map<std::string, unsigned> counts;
  for (const std::uint32_t line : to_[file]) {
    if (!all_[line].written.empty()) ++counts[all_[line].written];
  }
  const auto most =
      std::max_element(counts.begin(), counts.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  return most == counts.end() ? project_.resolver().dottedName(file) : most->first;
}

/// `accounts` for shop/accounts.py, where shop/ is a package: somebody put the package itself on sys.path.
bool ImportLines::beginsInside(FileId file, const std::string& dotted) const {
  std::string_view folder = folderOf(project_.file(file).path());
  if (fileNameOf(project_.file(file).path()) == "__init__.py") folder = folderOf(folder);
  for (const char c : dotted) {
    if (c == '.') folder = folderOf(folder);
  }
  return project_.resolver().fileAt(joinPath(folder, "__init__.py")) != noFile;
}

std::vector<std::pair<ImportLine, ImportLine>> ImportLines::underTwoNames() const {
  std::map<FileId, std::map<std::string, std::vector<const ImportLine*>>> names;
  for (const ImportLine& line : all_) {
    if (line.certain && !line.written.empty() && !project_.modules().isScript(line.from))
      names[line.to][line.written].push_back(&line);
  }
  std::vector<std::pair<ImportLine, ImportLine>> found;
  for (const auto& [file, lines] : names) {
    if (lines.size() < 2) continue;
    // What most lines write is the usual name; of two one that does not begin inside of a package, then the shorter
    // one.
    const FileId one = file;  // clang 14 takes no structured binding into a lambda
    const auto& usual = std::max_element(lines.begin(), lines.end(), [&, one](const auto& a, const auto& b) {
                          if (a.second.size() != b.second.size()) return a.second.size() < b.second.size();
                          const bool within = beginsInside(one, a.first);
                          if (within != beginsInside(one, b.first)) return within;
                          return a.first.size() > b.first.size();
                        })->second;
    for (const auto& [name, odd] : lines) {
      if (&odd != &usual && together(odd[0]->from, usual[0]->from)) found.emplace_back(*odd[0], *usual[0]);
    }
  }
  return found;
}

}  // namespace limbeck::project
