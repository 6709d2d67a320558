#include <set>
#include <string>
#include <tuple>

#include "project/classes/classes.h"
#include "project/environments/environments.h"
#include "project/names/resolver.h"
#include "project/project.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace mr212 {
namespace {

using project::BrokenImport;
using project::Project;

/// Where a class of the imported name is defined now.
void moved(const Project& project, const BrokenImport& broken, Finding& finding) {
  const facts::Expr statement = broken.at.is(facts::Kind::ImportFrom) ? broken.at : broken.at.parent();
  for (const facts::Expr alias : statement) {
    if (!broken.name.empty() && alias.text() != broken.name) continue;
    for (const project::ClassInfo& info : project.classes().all()) {
      if (!info.isModel() || info.name != alias.text()) continue;
      finding.related.push_back(
          {{project.file(info.file).path(), info.node.nameSpan()}, concat(quoted(info.name), " is defined here")});
    }
  }
}

void check(const Project& project, Findings& findings) {
  std::set<std::tuple<project::FileId, std::uint32_t, std::string>> said;  // several env.py may come by one import
  for (const project::Environment& environment : project.environments().all()) {
    for (const BrokenImport& broken : environment.broken) {
      if (!said.emplace(broken.file, broken.at.index(), broken.name).second) continue;
      Finding finding;
      finding.place = {project.file(broken.file).path(), broken.at.span()};
      finding.subject = broken.name.empty() ? broken.dotted : concat(broken.dotted, ".", broken.name);
      if (broken.name.empty()) {
        finding.message = concat("There is no module ", quoted(broken.dotted), ", so this import fails when ",
                                 quoted(project.file(environment.file).path()), " runs");
      } else if (broken.waiting) {
        const facts::ModuleFacts& waiting = project.file(broken.in);
        finding.message = concat(quoted(waiting.path()), " has no ", quoted(broken.name),
                                 " yet, since an import of its own has led here in a circle, so this import fails");
        finding.related.push_back({{waiting.path(), broken.waiting.span()}, "this import has not come back by then"});
      } else if (broken.in == project::noFile) {
        finding.message =
            concat(quoted(broken.dotted), " has no module ", quoted(broken.name), ", so this import fails");
      } else {
        finding.message = concat(quoted(project.file(broken.in).path()), " defines no ", quoted(broken.name),
                                 ", so this import fails");
      }
      moved(project, broken, finding);
      findings.push_back(std::move(finding));
    }
  }
}

}  // namespace
}  // namespace mr212

extern const Rule registration_import_broken{"MR212", Severity::Error, FixClass::None, "B1", &mr212::check};

}  // namespace limbeck::rules
