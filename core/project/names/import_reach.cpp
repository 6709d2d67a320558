#include "project/names/import_reach.h"

namespace limbeck::project {

bool runsWithItsFile(Expr statement) {
  return !python::enclosing(statement, Kind::Function) && !python::isForTypeCheckers(statement);
}

/// A module runs after the packages it lies in.
void ImportReach::add(FileId target, std::vector<FileId>& into) const {
  if (target == noFile) return;
  into.push_back(target);
  for (const FileId parent : project_.resolver().parentsOf(target)) into.push_back(parent);
}

std::vector<FileId> ImportReach::targetsOf(FileId file, Expr statement) const {
  std::vector<FileId> found;
  const auto one = [&](Expr alias) {
    const Resolver::Imported imported = project_.resolver().imported(alias, file);
    add(imported.module, found);
    add(imported.submodule, found);
  };
  if (statement.is(Kind::Alias)) {
    one(statement);
  } else {
    for (const Expr alias : statement) one(alias);
  }
  return found;
}

const std::vector<FileId>& ImportReach::next(FileId file) {
  const auto [at, fresh] = next_.emplace(file, std::vector<FileId>());
  if (!fresh) return at->second;
  for (const Expr statement : project_.file(file).imports) {
    if (!runsWithItsFile(statement)) continue;
    for (const FileId target : targetsOf(file, statement)) at->second.push_back(target);
  }
  return at->second;
}

std::set<FileId> ImportReach::from(const std::vector<FileId>& files) {
  std::set<FileId> seen(files.begin(), files.end());
  std::vector<FileId> open(seen.begin(), seen.end());
  for (std::size_t i = 0; i < open.size(); ++i) {
    for (const FileId target : next(open[i])) {
      if (seen.insert(target).second) open.push_back(target);
    }
  }
  return seen;
}

}  // namespace limbeck::project
