#include <algorithm>

#include "project/classes/classes.h"
#include "project/environments/unseen.h"
#include "project/given/places.h"
#include "project/names/resolver.h"
#include "rules/fixes/importing.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace mr215 {
namespace {

using project::Cause;
using project::Project;
using project::UnseenGroup;

/// Everything the loop imported lies below this folder.
std::string commonFolder(const Project& project, const project::Environment& environment, const UnseenGroup& one) {
  std::string common;
  bool first = true;
  for (const project::ImportEdge& edge : environment.edges) {
    if (!edge.computed || edge.file != one.file || edge.at != one.at) continue;
    std::string_view folder = project::folderOf(project.file(edge.to).path());
    if (first) common = std::string(folder);
    if (first && project::fileNameOf(project.file(edge.to).path()) == "models.py")
      common = std::string(project::folderOf(common));
    first = false;
    while (!project::isBelow(folder, common)) common = std::string(project::folderOf(common));
  }
  return common;
}

/// What the loop finds stands in packages with an __init__.py, so it may well need one.
bool findsPackages(const Project& project, const project::Environment& environment, const UnseenGroup& one) {
  return std::any_of(environment.edges.begin(), environment.edges.end(), [&](const project::ImportEdge& edge) {
    const std::string init = project::joinPath(project::folderOf(project.file(edge.to).path()), "__init__.py");
    return edge.computed && edge.file == one.file && edge.at == one.at &&
           project.resolver().fileAt(init) != project::noFile;
  });
}

/// Why the loop does not come by, as far as the path tells.
std::string why(const Project& project, const std::string& folder, const std::string& path, bool packages) {
  if (!project::isBelow(path, folder)) return {};
  std::string_view rest = std::string_view(path).substr(folder.empty() ? 0 : folder.size() + 1);
  std::string at = folder;
  for (std::size_t slash = rest.find('/'); slash != std::string_view::npos; slash = rest.find('/')) {
    const std::string_view name = rest.substr(0, slash);
    at = project::joinPath(at, name);
    if (name.starts_with('_')) return concat(", which passes by ", quoted(name));
    if (packages && project.resolver().fileAt(project::joinPath(at, "__init__.py")) == project::noFile)
      return concat("; ", quoted(at), " has no `__init__.py`");
    rest.remove_prefix(slash + 1);
  }
  return {};
}

void check(const Project& project, Findings& findings) {
  for (const UnseenGroup& one : project::unseenGroups(project, Cause::BlindSpot)) {
    const project::Environment& environment = project.environments().all()[one.environment];
    const project::ClassInfo& info = project.classes().at(one.models.front());
    const std::string& path = project.file(info.file).path();
    Finding finding;
    finding.place = {path, info.node.nameSpan()};
    finding.subject = info.name;
    finding.message =
        concat(namesOf(project, one.models), one.models.size() == 1 ? " is" : " are", " not found by the discovery in ",
               quoted(project.file(one.file).path()),
               why(project, commonFolder(project, environment, one), path, findsPackages(project, environment, one)));
    finding.related.push_back({{project.file(one.file).path(), one.at.span()}, "the loop imports what it finds here"});
    Fix fix = importModels(project, environment, one.models);
    fix.fixClass = FixClass::Unsafe;
    finding.fixes.push_back(std::move(fix));
    findings.push_back(std::move(finding));
  }
}

}  // namespace
}  // namespace mr215

extern const Rule discovery_blind_spot{"MR215", Severity::Error, FixClass::Unsafe, "B1", &mr215::check};

}  // namespace limbeck::rules
