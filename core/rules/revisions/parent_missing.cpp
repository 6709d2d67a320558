#include <algorithm>
#include <optional>
#include <string_view>

#include "project/given/places.h"
#include "project/migrations/histories.h"
#include "project/migrations/revision.h"
#include "project/project.h"
#include "rules/revision_places.h"
#include "rules/revisions/revision_names.h"
#include "rules/rule.h"
#include "text/concat.h"
#include "text/likeness.h"

namespace limbeck::rules {
namespace rv503 {
namespace {

using project::History;
using project::MissingRevision;
using project::Project;
using project::Revision;
using project::RevisionGraph;

std::string nearestId(const RevisionGraph& graph, const MissingRevision& missing, const std::string& name) {
  std::vector<std::string_view> ids;
  for (RevisionGraph::Index i{0}; i < graph.size(); ++i) {
    if (i != missing.node) ids.push_back(graph.node(i).id);
  }
  return nearest(name, ids);
}

/// Another history of the workspace that has the revision.
const History* elsewhere(const Project& project, const History& here, std::string_view name) {
  for (const History& history : project.histories().all()) {
    if (&history != &here && history.graph.findNamed(name)) return &history;
  }
  return nullptr;
}

std::string_view stemOf(std::string_view path) {
  const std::string_view name = project::fileNameOf(path);
  return name.ends_with(".py") ? name.substr(0, name.size() - 3) : name;
}

/// "0003_add_users" is the name of a file of the history, and no id.
const Revision* calledSo(const Project& project, const History& history, std::string_view name) {
  const auto found = std::find_if(history.revisions.begin(), history.revisions.end(), [&](const Revision& one) {
    return stemOf(project.file(one.file).path()) == stemOf(name) && !one.id.empty();
  });
  return found == history.revisions.end() ? nullptr : &*found;
}

/// A revision of that id in a file that no history with an env.py reads: in `versions/old`.
std::optional<project::FileId> unread(const Project& project, std::string_view name) {
  for (project::FileId file{0}; file < project.files().size(); ++file) {
    const auto read = project.histories().of(file);
    const bool outside = !read || project.histories().all()[read->first].environment == project::noFile;
    if (project.file(file).isRevision && outside && project::readRevision(project, file).id == name) return file;
  }
  return std::nullopt;
}

void check(const Project& project, Findings& findings) {
  for (const History* history : project.histories().judged()) {
    for (const MissingRevision& missing : history->graph.missing()) {
      const Revision& revision = history->at(missing.node);
      const project::RevisionNames& names = missing.dependency ? revision.depends : revision.down;
      const std::string& name = names.names[missing.position].text;
      if (formOf(*history, revision, names.names[missing.position], missing.dependency) != NameForm::Id) continue;
      const History* other = elsewhere(project, *history, name);
      if (other != nullptr && history->environment == project::noFile)
        continue;  // nobody reads it: the other one says so
      const std::string near = nearestId(history->graph, missing, name);
      const Revision* const file = calledSo(project, *history, name);
      const bool read = history->environment != project::noFile;
      const auto hidden = file == nullptr && read ? unread(project, name) : std::nullopt;
      if (!history->whole && near.empty() && file == nullptr && !hidden) continue;
      Finding finding;
      finding.place = placeOf(project, revision, names, missing.position);
      finding.subject = name;
      finding.message = concat("No revision has the id ", quoted(name),
                               other == nullptr ? "" : concat(" in this history; it is one of ", quoted(other->folder)),
                               ", so every command of Alembic stops with a `KeyError`");
      if (file != nullptr) {
        finding.message = concat("No revision has the id ", quoted(name), ": that is the name of a file, whose id is ",
                                 quoted(file->id), "; every command of Alembic stops with a `KeyError`");
        finding.related.push_back({placeOf(project, *file), "its id stands here"});
        finding.fixes.push_back({concat("Write the id: ", quoted(file->id)), FixClass::Advice, {}, {}});
      } else if (hidden) {
        finding.message = concat("No revision has the id ", quoted(name), " for Alembic: it lies in ",
                                 quoted(project::folderOf(project.file(*hidden).path())),
                                 ", which is no version location, so every command of Alembic stops with a `KeyError`");
        finding.fixes.push_back(
            {"Move the file to the others, or add its folder to `version_locations`", FixClass::Advice, {}, {}});
      } else if (!near.empty()) {
        const Revision& meant = history->at(*history->graph.find(near));
        finding.related.push_back({placeOf(project, meant), concat(quoted(near), " is the nearest id")});
        finding.fixes.push_back({concat("Name an existing revision: ", quoted(near), "?"), FixClass::Advice, {}, {}});
      } else {
        finding.fixes.push_back({"Bring the missing file back, or name the revision that this one really follows",
                                 FixClass::Advice,
                                 {},
                                 {}});
      }
      findings.push_back(std::move(finding));
    }
  }
}

}  // namespace
}  // namespace rv503

extern const Rule parent_missing{"RV503", Severity::Error, FixClass::Advice, "", &rv503::check};

}  // namespace limbeck::rules
