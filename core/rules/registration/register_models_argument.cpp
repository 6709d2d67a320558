#include "project/classes/classes.h"
#include "project/names/modules.h"
#include "project/project.h"
#include "project/registration/registrations.h"
#include "rules/fixes/edits.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace mr205 {
namespace {

using project::ModuleId;
using project::RegistrationCall;

void check(const project::Project& project, Findings& findings) {
  for (const ModuleId module : project.registrations().expected()) {
    for (const RegistrationCall& call : project.registrations().of(module).calls) {
      if (!call.wrongForm) continue;
      const std::vector<project::ClassItem>& items = call.list.items;
      const Span span{items.front().at.span().begin, items.back().at.span().end};
      const ModuleFacts& facts = project.file(call.file);
      Finding finding;
      finding.place = {facts.path(), span};
      finding.subject = std::string(facts.file->text(span));
      finding.module = project.modules().all()[module].path;
      finding.message =
          items.size() == 1
              ? concat(quoted(call.name), " takes a list of models, not ", quoted(items[0].text), " itself")
              : concat(quoted(call.name), " takes one list of models, not the models one by one");
      Fix fix{"Put the brackets of a list around it", FixClass::Safe, {}, {}};
      fix.edits.push_back(replace(facts, {span.begin, span.begin}, "["));
      fix.edits.push_back(replace(facts, {span.end, span.end}, "]"));
      finding.fixes.push_back(std::move(fix));
      findings.push_back(std::move(finding));
    }
  }
}

}  // namespace
}  // namespace mr205

extern const Rule register_models_argument{"MR205", Severity::Error, FixClass::Safe, "A2", &mr205::check};

}  // namespace limbeck::rules
