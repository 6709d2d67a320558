// suppress.h: which findings are silenced by a comment, and which comments silence nothing (rule XX002).
// It refuses to drop anything: settle moves what is silenced aside, with its reason.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "facts/facts.h"
#include "project/names/ids.h"
#include "rules/finding.h"

namespace limbeck::project {
class Project;
}

namespace limbeck::rules {

/// The code of findings about suppressions; it has a page and no check of its own.
inline constexpr std::string_view unusedSuppression = "XX002";

/// All suppression comments of a project, and what they were good for. Lives shorter than the project.
class Suppressions {
 public:
  explicit Suppressions(const project::Project& project);

  /// The comment that silences the finding, now marked as used; null if none does.
  const facts::Suppression* match(const Finding& finding);

  /// One finding per comment, or per code of a comment, that silenced nothing although its rule is on; each with the
  /// deletion as its fix. Codes other than XX002 come
  /// first: whether a comment about XX002 is of use is known only after them.
  [[nodiscard]] std::vector<Finding> unused(bool aboutItself) const;

 private:
  /// File, comment, code within the comment.
  using Use = std::tuple<project::FileId, std::size_t, std::size_t>;
  /// Something that could not be read keeps it open whether the code would have been found here.
  [[nodiscard]] bool isOpen(project::FileId file, std::string_view code) const;
  void review(project::FileId file, std::size_t comment, bool aboutItself, std::vector<Finding>& into) const;

  const project::Project& project_;
  std::map<std::string, project::FileId, std::less<>> fileByPath_;
  std::set<Use> used_;
};

}  // namespace limbeck::rules
