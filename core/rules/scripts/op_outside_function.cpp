#include "project/project.h"
#include "rules/revising.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace ms610 {
namespace {

using facts::Expr;
using facts::Kind;
using project::FileId;
using project::Project;

/// Runs when the file is imported: no function, class or lambda around it, and no `if __name__ == "__main__":`.
bool runsOnImport(Expr call) {
  for (Expr at = call.parent(); at; at = at.parent()) {
    if (at.is(Kind::Function) || at.is(Kind::Class) || at.is(Kind::Lambda)) return false;
    if (at.is(Kind::If) && at[0].is(Kind::Compare) && at[0][0].text() == "__name__") return false;
    if (at.is(Kind::Try)) return false;  // somebody expects it to fail
  }
  return true;
}

void check(const Project& project, Findings& findings) {
  for (const FileId file : revisionFiles(project)) {
    const facts::ModuleFacts& facts = project.file(file);
    for (const Expr call : facts.calls) {
      if (!runsOnImport(call)) continue;
      const auto operation = project::operationOf(project, file, call);
      if (!operation || operation->batched) continue;
      const project::Signature* const signature = project::signatureOf(operation->name, false);
      if (signature == nullptr || signature->kind->op == project::Op::Registering) continue;
      Finding finding;
      finding.place = {facts.path(), call.callee().span()};
      finding.subject = operation->name;
      finding.message =
          concat(quoted(facts.file->text(call.callee().span())),
                 " runs while the file is loaded: `alembic revision`, `history` and `heads` end in a `NameError` here");
      findings.push_back(std::move(finding));
    }
  }
}

}  // namespace
}  // namespace ms610

extern const Rule op_outside_function{"MS610", Severity::Error, FixClass::None, "", &ms610::check};

}  // namespace limbeck::rules
