#include <algorithm>
#include <map>
#include <set>

#include "project/classes.h"
#include "project/environments/central.h"
#include "project/environments/unseen.h"
#include "rules/importing.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace {

using project::Cause;
using project::Environment;
using project::FileId;
using project::Project;
using project::UnseenModel;

/// One finding for the models of one file that the same thing hides: one import mends them all.
Finding about(const Project& project, const Models& models, const std::string& environment) {
  const project::ClassInfo& first = project.classes().at(models.front());
  Finding finding;
  finding.place = {project.file(first.file).path(), first.node.nameSpan()};
  finding.subject = first.name;
  finding.message = concat(namesOf(project, models), models.size() == 1 ? " is" : " are", " not imported anywhere that ", quoted(environment),
                           " gets to, so Alembic does not know ", models.size() == 1 ? "it" : "them");
  for (std::size_t i = 1; i < models.size(); ++i) {
    const project::ClassInfo& info = project.classes().at(models[i]);
    finding.related.push_back({{project.file(info.file).path(), info.node.nameSpan()}, concat(quoted(info.name), " comes with the same import")});
  }
  return finding;
}

void unseen(const Project& project, Findings& findings) {
  std::map<std::pair<FileId, std::uint32_t>, Models> groups;
  std::map<std::uint32_t, const UnseenModel*> causes;
  for (const UnseenModel& one : project.environments().unseen()) {
    if (one.cause != Cause::NotImported && one.cause != Cause::BehindBroken) continue;
    groups[{project.classes().at(one.model).file, one.environment}].push_back(one.model);
    causes[one.model] = &one;
  }
  for (const auto& [where, models] : groups) {
    const Environment& environment = project.environments().all()[where.second];
    const UnseenModel& cause = *causes[models.front()];
    Finding finding = about(project, models, project.file(environment.file).path());
    if (cause.cause == Cause::BehindBroken) finding.because = {"MR212", {project.file(cause.file).path(), cause.at.span()}};
    else finding.fixes.push_back(importModels(project, environment, models));
    findings.push_back(std::move(finding));
  }
}

/// Files that running one file leads to.
std::set<FileId> reachedFrom(const Environment& environment, FileId start) {
  std::set<FileId> reached{start};
  for (bool grown = true; grown;) {
    grown = false;
    for (const project::ImportEdge& edge : environment.edges) {
      if (reached.count(edge.running) > 0 && reached.insert(edge.to).second) grown = true;
    }
  }
  return reached;
}

/// The registration file omits what env.py gets to by another way: whoever else imports that file does not see it.
void omitted(const Project& project, Findings& findings) {
  for (const project::CentralFile& central : project.environments().central()) {
    const auto& all = project.environments().all();
    const auto environment = std::find_if(all.begin(), all.end(), [&](const Environment& one) { return one.reach[central.file] == project::Reach::Yes; });
    if (!central.named || environment == all.end()) continue;
    const std::set<FileId> reached = reachedFrom(*environment, central.file);
    std::map<FileId, Models> files;
    for (const std::uint32_t model : project.environments().asked()) {
      const FileId file = project.classes().at(model).file;
      const project::Visibility& visibility = project.environments().of(model);
      const bool here = visibility.sight == project::Sight::Seen && &all[visibility.environment] == &*environment;
      // What a discovery finds need not be listed.
      const bool found = std::any_of(visibility.chain.begin(), visibility.chain.end(), [](const project::ImportEdge& edge) { return edge.computed; });
      if (here && !found && reached.count(file) == 0) files[file].push_back(model);
    }
    for (const auto& [file, models] : files) {
      Finding finding;
      finding.severity = Severity::Info;
      finding.place = {project.file(file).path(), project.classes().at(models.front()).node.nameSpan()};
      finding.subject = project.classes().at(models.front()).name;
      finding.message = concat(namesOf(project, models), models.size() == 1 ? " is" : " are", " missing in ", quoted(project.file(central.file).path()),
                               "; Alembic gets there another way, whoever else relies on that file does not");
      finding.related = relatedChain(project, project.environments().of(models.front()).chain);
      finding.fixes.push_back(importModels(project, *environment, models));
      findings.push_back(std::move(finding));
    }
  }
}

void check(const Project& project, Findings& findings) {
  unseen(project, findings);
  omitted(project, findings);
}

}  // namespace

extern const Rule model_not_imported{"MR210", Severity::Error, FixClass::Safe, "B1", &check};

}  // namespace limbeck::rules
