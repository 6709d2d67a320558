// import_reach.h: which files an import statement leads to, through the imports at the top of every file on the way.
// It refuses to run anything: loops that import, and imports inside functions, are for environments.
#pragma once

#include <map>
#include <set>
#include <vector>

#include "project/names/resolver.h"
#include "project/project.h"

namespace limbeck::project {

/// The statement runs whenever its file does: it stands in no function, and is not for type checkers alone.
[[nodiscard]] bool runsWithItsFile(Expr statement);

class ImportReach {
 public:
  explicit ImportReach(const Project& project) : project_(project) {}

  /// The files that the statement, or one Alias of it, imports itself: a module, or the module a name comes from.
  [[nodiscard]] std::vector<FileId> targetsOf(FileId file, Expr statement) const;
  /// All files that run when these do, themselves included.
  [[nodiscard]] std::set<FileId> from(const std::vector<FileId>& files);

 private:
  const std::vector<FileId>& next(FileId file);
  void add(FileId target, std::vector<FileId>& into) const;

  const Project& project_;
  std::map<FileId, std::vector<FileId>> next_;
};

}  // namespace limbeck::project
