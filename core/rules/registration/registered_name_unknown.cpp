#include "project/classes/classes.h"
#include "project/names/modules.h"
#include "project/project.h"
#include "project/registration/wrong_names.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace mr204 {
namespace {

using project::ModuleId;
using project::WrongName;

std::string messageFor(const WrongName& wrong) {
  const std::string name = quoted(wrong.name);
  switch (wrong.why) {
    case WrongName::Why::Unbound: return concat(name, " is registered, but neither imported nor defined");
    case WrongName::Why::NotDefined:
      return concat(name, " is registered, but the file it comes from does not define it");
    case WrongName::Why::NoSuchClass:
      return concat(name, " is registered by name, but no class of this module is called so");
    case WrongName::Why::NotMapped: return concat(name, " is registered, but is no model: it has no table");
    case WrongName::Why::Abstract: return concat(name, " is registered, but is abstract: it has no table of its own");
    case WrongName::Why::NoClass: break;
  }
  return concat(name, " is registered, but is no class");
}

void check(const project::Project& project, Findings& findings) {
  for (const ModuleId module : project.registrations().expected()) {
    for (const WrongName& wrong : wrongNames(project, module)) {
      Finding finding;
      finding.place = {project.file(wrong.file).path(), wrong.at.span()};
      finding.message = messageFor(wrong);
      finding.subject = wrong.name;
      finding.module = project.modules().all()[module].path;
      if (wrong.meant != project::none) {
        const project::ClassInfo& meant = project.classes().at(wrong.meant);
        finding.message += concat("; ", quoted(meant.name), " was probably meant");
        finding.related.push_back({{project.file(meant.file).path(), meant.node.nameSpan()}, "probably meant"});
      }
      findings.push_back(std::move(finding));
    }
  }
}

}  // namespace
}  // namespace mr204

extern const Rule registered_name_unknown{"MR204", Severity::Error, FixClass::None, "A2", &mr204::check};

}  // namespace limbeck::rules
