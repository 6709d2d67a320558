// history.h: older revisions are not judged line by line: what a rule finds in them is one note for each history.
// It refuses to fold what breaks today, whichever revision it stands in: files that do not load, a torn graph.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "project/migrations/histories.h"
#include "rules/finding.h"

namespace limbeck::rules {

/// What is done about findings in revisions that are not among the newest (project/migrations/newest.h). Lives shorter
/// than the project.
class OlderRevisions {
 public:
  explicit OlderRevisions(const project::Project& project);

  /// The history whose note the finding belongs into; null when it stands for itself.
  [[nodiscard]] const project::History* noteOf(const Finding& finding) const;

  /// The note that stands for all of them: of one rule, in older revisions of that history. Its place is the oldest of
  /// theirs, and it offers no edit: what is deployed stays as it is.
  [[nodiscard]] Finding note(const project::History& history, std::vector<const Finding*> findings) const;

 private:
  [[nodiscard]] bool isHistory(const Finding& finding, project::FileId file) const;

  const project::Project& project_;
  std::map<std::string, project::FileId, std::less<>> files_;  ///< older revisions, by path
};

}  // namespace limbeck::rules
