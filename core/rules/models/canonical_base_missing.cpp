#include <algorithm>

#include "project/classes/canonical.h"
#include "project/classes/classes.h"
#include "project/environments/environments.h"
#include "project/environments/imports.h"
#include "project/migrations/histories.h"
#include "project/names/modules.h"
#include "project/project.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace mb103 {
namespace {

using project::DeclarativeBase;
using project::Project;

Place placeOf(const Project& project, std::uint32_t index) {
  const DeclarativeBase& base = project.classes().bases()[index];
  const facts::Expr assign = base.node.parent();
  const bool named = assign.is(facts::Kind::Assign) && assign[0].is(facts::Kind::Name);
  return {project.file(base.file).path(), named ? assign[0].span() : base.node.nameSpan()};
}

/// Two programs of one workspace may have a base each: a tie is one only where something loads both.
bool meet(const Project& project, const std::vector<std::uint32_t>& bases) {
  const project::ImportLines& imports = project.importLines();
  const auto fileOf = [&](std::uint32_t base) { return project.classes().bases()[base].file; };
  return std::all_of(bases.begin() + 1, bases.end(),
                     [&](std::uint32_t base) { return imports.together(fileOf(bases[0]), fileOf(base)); });
}

void check(const Project& project, Findings& findings) {
  if (project.canonical().known() || !project.environments().all().empty()) return;
  const std::vector<std::uint32_t> used = project.classes().uses();
  std::vector<std::uint32_t> bases;
  for (std::uint32_t i = 0; i < used.size(); ++i) {
    const DeclarativeBase& base = project.classes().bases()[i];
    if (used[i] == 0 || base.reflected) continue;
    if (base.file == project::noFile) return;  // `SQLModel` and other bases from outside have no place of their own
    bases.push_back(i);
  }
  if (bases.size() < 2 || !meet(project, bases)) return;
  std::sort(bases.begin(), bases.end(),
            [&](std::uint32_t a, std::uint32_t b) { return placeOf(project, a) < placeOf(project, b); });
  Finding finding;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < bases.size(); ++i) {
    const std::string& name = project.classes().bases()[bases[i]].name;
    names.push_back(name);
    const std::string carries =
        concat(quoted(name), " carries ", std::to_string(used[bases[i]]), used[bases[i]] == 1 ? " model" : " models");
    if (i > 0) finding.related.push_back({placeOf(project, bases[i]), carries});
  }
  finding.place = placeOf(project, bases[0]);
  finding.subject = project.classes().bases()[bases[0]].name;
  if (!project.usesAlembic()) finding.severity = Severity::Info;
  finding.message = concat("Models are divided between ", quotedAll(names),
                           ", and nothing says which of them is the project's base class");
  finding.fixes.push_back(
      {"Put every model on one base, or name the right one in the settings: `base = [\"package.module:Base\"]`",
       FixClass::Advice,
       {},
       {}});
  findings.push_back(std::move(finding));
}

}  // namespace
}  // namespace mb103

extern const Rule canonical_base_missing{"MB103", Severity::Warning, FixClass::Advice, "A1", &mb103::check};

}  // namespace limbeck::rules
