#include <algorithm>

#include "project/classes/classes.h"
#include "project/names/modules.h"
#include "project/project.h"
#include "project/registration/registrations.h"
#include "project/unknowns.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace mr207 {
namespace {

using facts::Expr;
using facts::Kind;
using facts::ModuleFacts;
using project::ClassItem;
using project::ModuleId;
using project::Phase;
using project::Project;
using project::RegistrationCall;

/// Wrong for another reason (MR202), or certain after all because every branch registers the same.
bool isSettled(const Project& project, ModuleId module, const RegistrationCall& call) {
  const bool late = !call.decorator && call.phase != Phase::Phase1 && call.phase != Phase::Maybe;
  if (late || call.impossible || call.tablesBefore) return true;
  const std::vector<ClassItem>& items = call.list.items;
  return !call.list.open && !items.empty() && std::all_of(items.begin(), items.end(), [&](const ClassItem& item) {
    return item.kind == ClassItem::Kind::Class &&
           registrationOf(project, module, item.index) == project::Registered::Yes;
  });
}

void check(const Project& project, Findings& findings) {
  for (const ModuleId module : project.registrations().expected()) {
    if (project.registrations().of(module).phase1() == nullptr) continue;  // that is MR203
    for (const RegistrationCall& call : project.registrations().of(module).calls) {
      if (!call.condition || isSettled(project, module, call)) continue;
      const ModuleFacts& facts = project.file(call.file);
      const bool attempt = call.condition.is(Kind::Try);
      const Expr head =
          call.condition.is(Kind::If) || call.condition.is(Kind::While) ? call.condition[0] : call.condition;
      Finding finding;
      finding.place = {facts.path(), call.call.span()};
      finding.subject = std::string(facts.file->text(call.argument.span()));
      finding.module = project.modules().all()[module].path;
      if (attempt) {
        finding.message = concat(quoted(call.name),
                                 " stands in a `try` that hides its failure, so the models may be missing unnoticed");
      } else if (call.condition.is(Kind::If)) {
        finding.message = concat(quoted(call.name), " runs only if ", quoted(facts.file->text(head.span())),
                                 ", which cannot be known here");
      } else {
        finding.message = concat(quoted(call.name), " does not run every time, so the models may be missing");
      }
      const Span first{head.span().begin,
                       std::min(head.span().end, facts.file->lineSpan(facts.file->lineOf(head.span().begin)).end)};
      finding.related.push_back({{facts.path(), first}, attempt ? "hides the failure" : "decides whether it runs"});
      findings.push_back(std::move(finding));
    }
  }
}

}  // namespace
}  // namespace mr207

extern const Rule conditional_registration{"MR207", Severity::Warning, FixClass::None, "A2", &mr207::check};

}  // namespace limbeck::rules
