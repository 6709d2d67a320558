#include <set>
#include <utility>

#include "project/application/application.h"
#include "project/project.h"
#include "rules/fixes/edits.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace ap105 {
namespace {

using facts::Expr;
using facts::Kind;
using project::Project;

/// The value is compared and goes nowhere else: directly, or through one name.
bool onlyCompared(const facts::ModuleFacts& facts, Expr value) {
  const auto compared = [](Expr node) {
    const Expr compare = node.parent().is(Kind::Comparison) ? node.parent().parent() : node.parent();
    return compare.is(Kind::Compare) && compare.size() == 2 && (compare[1].text() == "==" || compare[1].text() == "!=");
  };
  if (compared(value)) return true;
  const Expr assign = value.parent();
  if (!assign.is(Kind::Assign) || assign.size() != 2 || !assign[0].is(Kind::Name)) return false;
  const Expr function = python::enclosing(assign, Kind::Function);
  bool all = true;
  project::forBelow(function, [&](Expr node) {
    const bool same = node.is(Kind::Name) && node.text() == assign[0].text() && node != assign[0];
    all = all && (!same || compared(node));
  });
  return all && !facts.opaque;
}

/// script.get_current_head() -> set(script.get_heads()), on both sides of the comparison or not at all.
Fix useSets(const Project& project, const std::vector<project::SingleHead>& calls, Expr function) {
  Fix fix{"Compare `set(script.get_heads())` with `set(context.get_current_heads())`", FixClass::Safe, {}, {}};
  unsigned heads = 0;
  for (const project::SingleHead& one : calls) {
    if (python::enclosing(one.call, Kind::Function) != function) continue;
    const facts::ModuleFacts& facts = project.file(one.file);
    const bool head = one.call.callee().text() == "get_current_head";
    if (!one.call.callee().is(Kind::Attribute) || one.call.size() > 1 || !onlyCompared(facts, one.call))
      return {fix.title, FixClass::Advice, {}, {}};
    const std::string_view object = facts.file->text(one.call.callee()[0].span());
    fix.edits.push_back(
        replace(facts, one.call.span(), concat("set(", object, head ? ".get_heads())" : ".get_current_heads())")));
    heads += head ? 1 : 0;
  }
  const bool pair = fix.edits.size() == 2 && heads == 1;
  return pair ? fix : Fix{fix.title, FixClass::Advice, {}, {}};
}

void check(const Project& project, Findings& findings) {
  const std::vector<project::SingleHead>& calls = project.application().health.single;
  std::set<std::pair<project::FileId, std::uint32_t>> said;  // handlers: what one of them hides is one defect
  for (const project::SingleHead& one : calls) {
    if (!said.insert({one.file, one.handler.index()}).second) continue;
    const std::string& path = project.file(one.file).path();
    const std::string& name = one.call.callee().text();
    Finding finding;
    finding.place = {path, one.call.callee().nameSpan()};
    finding.subject = name;
    finding.message =
        concat(quoted(name + "()"),
               " raises as soon as there are two heads, and the handler below turns that into a healthy answer");
    for (const project::SingleHead& other : calls) {
      if (other.call != one.call && other.file == one.file && other.handler == one.handler)
        finding.related.push_back({{path, other.call.callee().nameSpan()}, "raises likewise"});
    }
    finding.related.push_back({{path, one.handler[0] ? one.handler[0].span() : one.handler.nameSpan()}, "caught here"});
    finding.fixes.push_back(useSets(project, calls, python::enclosing(one.call, Kind::Function)));
    findings.push_back(std::move(finding));
  }
}

}  // namespace
}  // namespace ap105

extern const Rule health_assumes_single_head{"AP105", Severity::Warning, FixClass::Safe, "B7", &ap105::check};

}  // namespace limbeck::rules
