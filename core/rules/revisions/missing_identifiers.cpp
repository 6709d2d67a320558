#include <algorithm>

#include "project/given/places.h"
#include "project/migrations/histories.h"
#include "project/project.h"
#include "rules/revision_places.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace rv507 {
namespace {

using project::History;
using project::Loading;
using project::Project;
using project::Revision;

/// Without env.py, configuration or the usual name, a folder need not be one that Alembic reads.
bool isVersionLocation(const History& history, const std::string& folder) {
  return history.environment != project::noFile || history.config != nullptr ||
         project::fileNameOf(folder) == "versions";
}

/// `version_locations = %(here)s/migrations`: env.py is then loaded as a revision, outside of what it needs to run.
void checkEnvironment(const Project& project, const History& history, Findings& findings) {
  if (history.environment == project::noFile || history.config == nullptr) return;
  const std::string& path = project.file(history.environment).path();
  const std::string folder(project::folderOf(path));
  if (std::find(history.locations.begin(), history.locations.end(), folder) == history.locations.end()) return;
  Finding finding;
  finding.place = {path, {}};
  finding.subject = folder;
  finding.message = concat(
      "`version_locations` names the folder of this `env.py`, so Alembic loads it as a revision, "
      "and every command stops");
  finding.fixes.push_back({"Name the folder of the revisions alone, and keep them in one of their own: `versions`",
                           FixClass::Advice,
                           {},
                           {}});
  findings.push_back(std::move(finding));
}

void check(const Project& project, Findings& findings) {
  for (const History* history : project.histories().judged()) {
    checkEnvironment(project, *history, findings);
    for (const Revision& other : history->others) {
      if (other.loading != Loading::NoIdentifier && other.loading != Loading::NoDownRevision) continue;
      if (!isVersionLocation(*history, locationOf(project, other))) continue;
      const bool revision = other.loading == Loading::NoDownRevision;
      const std::string name(project::fileNameOf(project.file(other.file).path()));
      Finding finding;
      finding.place = placeOf(project, other);
      finding.subject = name;
      finding.message =
          revision
              ? concat(
                    "This revision has no `down_revision`, so every command of Alembic stops with an `AttributeError`")
              : concat("Alembic reads every file in this folder as a revision, and ", quoted(name),
                       " has no `revision`: every command stops");
      const bool helper = !revision && !other.upgrade && !other.downgrade;
      finding.fixes.push_back({revision
                                   ? "Write `down_revision = None` if it is the first, else the id of the one before it"
                               : helper ? concat("Move ", quoted(name), " out of the version location")
                                        : "Give it `revision` and `down_revision`",
                               FixClass::Advice,
                               {},
                               {}});
      findings.push_back(std::move(finding));
    }
  }
}

}  // namespace
}  // namespace rv507

extern const Rule missing_identifiers{"RV507", Severity::Error, FixClass::Advice, "", &rv507::check};

}  // namespace limbeck::rules
