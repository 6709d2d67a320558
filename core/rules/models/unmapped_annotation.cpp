#include "project/models/unmapped.h"

#include "project/classes/classes.h"
#include "rules/fixes/edits.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace mb110 {
namespace {

using project::UnmappedAnnotation;

/// name: Column(String) becomes name = Column(String), name: int becomes name: Mapped[int].
Fix fixOf(const facts::ModuleFacts& facts, const UnmappedAnnotation& one) {
  const Span name = one.statement[0].span();
  const Span annotation = one.statement[1].span();
  const std::string_view between = facts.file->text().substr(name.end, annotation.begin - name.end);
  if (between.find_first_not_of(": ") != std::string_view::npos)
    return {"Write `=` in place of the colon", FixClass::Advice, {}, {}};
  if (one.call)
    return {
        "Write `=` in place of the colon", FixClass::Safe, {replace(facts, {name.end, annotation.begin}, " = ")}, {}};
  const std::string text = concat("Mapped[", facts.file->text().substr(annotation.begin, annotation.size()), "]");
  Fix fix{concat("Write ", quoted(text)), FixClass::Unsafe, addImport(facts, "sqlalchemy.orm", "Mapped"), {}};
  fix.edits.push_back(replace(facts, annotation, text));
  return fix;
}

std::string messageOf(const project::ClassInfo& info, const UnmappedAnnotation& one) {
  const std::string_view name = one.statement[0].text();
  if (!one.call)
    return concat(quoted(name), " is annotated without `Mapped`, and SQLAlchemy 2 refuses to map ", quoted(info.name));
  const std::string_view what = one.statement[1].callee().text() == "relationship" ? "relationship" : "column";
  const std::string_view end = one.refused ? ", and SQLAlchemy 2 refuses to map the class" : "";
  return concat("The colon makes ", quoted(name), " an annotation, so ", quoted(info.name), " has no such ", what, end);
}

void check(const project::Project& project, Findings& findings) {
  for (project::ClassId i{0}; i < project.classes().all().size(); ++i) {
    const project::ClassInfo& info = project.classes().at(i);
    if (project.modules().isTest(info.file)) continue;
    const facts::ModuleFacts& facts = project.file(info.file);
    for (const UnmappedAnnotation& one : project::unmappedAnnotations(project, i)) {
      Finding finding;
      if (one.passes) finding.severity = Severity::Warning;
      finding.place = {facts.path(), one.call ? Span{one.statement[0].span().end, one.statement[1][0].span().end}
                                              : one.statement[1].span()};
      finding.subject = concat(info.name, ".", one.statement[0].text());
      finding.message = messageOf(info, one);
      finding.fixes.push_back(fixOf(facts, one));
      findings.push_back(std::move(finding));
    }
  }
}

}  // namespace
}  // namespace mb110

extern const Rule unmapped_annotation{"MB110", Severity::Error, FixClass::Safe, "A4", &mb110::check, Weight::Unseen};

}  // namespace limbeck::rules
