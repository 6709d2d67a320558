// imports.h: which file imports which by its import statements, under which name, and which files surely run together.
// It refuses to run anything: computed imports and conditions are for environments/ to follow.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "project/names/resolver.h"
#include "project/project.h"

namespace limbeck::project {

struct ImportLine {
  FileId from = noFile;
  FileId to = noFile;
  Expr at;  ///< Alias of an `import`, or the ImportFrom
  std::string
      written;  ///< absolute dotted name by which `to` is imported; empty for a relative import or a parent package
  bool certain = false;  ///< at module level, under no condition
};

/// Test files are left out: they import under names of their own.
class ImportLines {
 public:
  explicit ImportLines(const Project& project);

  [[nodiscard]] const std::vector<ImportLine>& all() const { return all_; }
  /// Those that stand in the file, and those that lead to it, as indices into `all`.
  [[nodiscard]] const std::vector<std::uint32_t>& in(FileId file) const { return in_[file]; }
  [[nodiscard]] const std::vector<std::uint32_t>& to(FileId file) const { return to_[file]; }
  /// Something imports the file, or an environment may.
  [[nodiscard]] bool isImported(FileId file) const;
  /// Revisions import it, by themselves or through files that only revisions import, and nothing else does.
  [[nodiscard]] bool isOfMigrations(FileId file) const;
  /// One run of the program certainly loads both: a file, or an env.py, that leads to either of them.
  [[nodiscard]] bool together(FileId a, FileId b) const;
  /// The absolute name by which most lines import the file; the resolver's own when none does.
  [[nodiscard]] std::string nameOf(FileId file) const;
  /// Files that one program imports under two absolute names (`app.models` and `src.app.models`): the line with the odd
  /// name, and one with the name the file usually has.
  [[nodiscard]] std::vector<std::pair<ImportLine, ImportLine>> underTwoNames() const;

 private:
  void add(FileId from, FileId to, Expr at, std::string written, bool certain);
  void read(FileId file, Expr statement);
  void addParents(FileId file, Expr at, const std::string& dotted, bool certain);
  [[nodiscard]] std::set<FileId> leadingTo(FileId file) const;
  [[nodiscard]] bool beginsInside(FileId file, const std::string& dotted) const;
  [[nodiscard]] std::set<FileId> readApplication() const;

  const Project& project_;
  std::vector<ImportLine> all_;
  std::vector<std::vector<std::uint32_t>> in_;  ///< per file: the lines that stand there
  std::vector<std::vector<std::uint32_t>> to_;  ///< per file: the lines that lead there
  std::set<FileId> application_;                ///< what anything but a revision leads to
};

}  // namespace limbeck::project
