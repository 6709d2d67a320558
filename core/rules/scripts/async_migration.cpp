#include <algorithm>

#include "project/application/references.h"
#include "project/project.h"
#include "rules/fixes/edits.h"
#include "rules/revising.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace ms613 {
namespace {

using facts::Expr;
using facts::Kind;
using project::Project;

/// Something of its own in the function needs it to be a coroutine.
bool awaits(Expr function) {
  return project::anyBelow(function.body(), [&](Expr node) {
    const bool waits = node.is(Kind::Await) ||
                       ((node.is(Kind::With) || node.is(Kind::For) || node.is(Kind::CompFor)) && node.isAsync());
    return waits && python::enclosing(node, Kind::Function) == function;
  });
}

/// env.py runs the functions of the revisions itself: await module.upgrade()
bool environmentAwaits(const Project& project, const project::History& history) {
  if (history.environment == project::noFile) return false;
  return project::anyBelow(project.file(history.environment).module(), [](Expr node) {
    static constexpr std::string_view names[] = {"upgrade", "downgrade", "iscoroutinefunction", "iscoroutine",
                                                 "isawaitable"};
    return node.is(Kind::Attribute) && std::find(std::begin(names), std::end(names), node.text()) != std::end(names) &&
           node.parent().is(Kind::Call);
  });
}

void check(const Project& project, Findings& findings) {
  for (const project::History* history : project.histories().judged()) {
    if (environmentAwaits(project, *history)) continue;
    for (const Judged& judged : judgedIn(*history)) {
      const project::Revision& revision = judged.revision();
      const facts::ModuleFacts& facts = project.file(revision.file);
      for (const Expr function : {revision.upgrade, revision.downgrade}) {
        if (!function || !function.isAsync() || function.decorators().size() > 0) continue;
        Finding finding = findingIn(project, revision, function.nameSpan());
        finding.subject = function.text();
        finding.message = concat("Alembic calls ", quoted(function.text()), " and never awaits it: nothing in it runs");
        const std::string_view before = facts.file->text({function.span().begin, function.nameSpan().begin});
        Fix fix{"Drop `async`: operations are not awaited", FixClass::Safe, {}, {}};
        if (!awaits(function) && before.starts_with("async ")) {
          const auto def = static_cast<std::uint32_t>(before.find("def"));
          fix.edits.push_back(replace(facts, {function.span().begin, function.span().begin + def}, ""));
        } else {
          fix = {"Write it as a plain function; `op.run_async` runs what has to be awaited", FixClass::Advice, {}, {}};
        }
        finding.fixes.push_back(std::move(fix));
        findings.push_back(std::move(finding));
      }
    }
  }
}

}  // namespace
}  // namespace ms613

extern const Rule async_migration{"MS613", Severity::Error, FixClass::Safe, "", &ms613::check};

}  // namespace limbeck::rules
