#include <algorithm>
#include <iterator>

#include "project/environments/environments.h"
#include "project/names/modules.h"
#include "project/project.h"
#include "rules/fixes/edits.h"
#include "rules/registration/discovery_loops.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace mr216 {
namespace {

using facts::Kind;
using project::Project;

/// `except ImportError`, or only `except`.
Span headOf(const ModuleFacts& facts, Expr handler) {
  if (handler[0]) return {handler.span().begin, handler[0].span().end};
  const auto begin = handler.span().begin;
  return {begin, begin + static_cast<std::uint32_t>(std::min<std::size_t>(6, facts.file->text().size() - begin))};
}

/// A last `raise`: after what the handler does, or in place of doing nothing.
FileEdit raiseIn(const ModuleFacts& facts, Expr handler) {
  const Expr last = handler.body().back();
  if (last.is(Kind::Pass) || last.is(Kind::Continue)) return replace(facts, last.span(), "raise");
  return insertAfter(facts, last, {"raise"});
}

void check(const Project& project, Findings& findings) {
  for (project::FileId file{0}; file < project.files().size(); ++file) {
    if (project.modules().isTest(file)) continue;
    const ModuleFacts& facts = project.file(file);
    for (const DiscoveryLoop& loop : discoveryLoops(project, file)) {
      const Expr handler = loop.swallower;
      if (!handler) continue;
      Finding finding;
      finding.place = {facts.path(), headOf(facts, handler)};
      finding.subject = loop.function ? loop.function.text() : facts.path();
      if (!project.usesAlembic()) finding.severity = Severity::Info;
      finding.message = !project.usesAlembic()
                            ? "An import that fails here goes unnoticed, and the models of that file are missing"
                            : "An import that fails here goes unnoticed: its models disappear, and the next "
                              "autogenerate drops their tables";
      finding.related.push_back({{facts.path(), loop.call.span()}, "this import may fail"});
      finding.fixes.push_back({"Raise the error again", FixClass::Unsafe, {raiseIn(facts, handler)}, {}});
      findings.push_back(std::move(finding));
    }
  }
}

}  // namespace
}  // namespace mr216

extern const Rule discovery_swallows_errors{"MR216", Severity::Warning, FixClass::Unsafe, "B1", &mr216::check};

}  // namespace limbeck::rules
