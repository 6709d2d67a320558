#include <algorithm>

#include "project/classes/classes.h"
#include "project/environments/imports.h"
#include "project/models/repeats.h"
#include "project/project.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace mb109 {
namespace {

using project::ClassId;
using project::DeclaredTable;
using project::Project;

Place placeOf(const Project& project, const DeclaredTable& table) {
  const facts::Expr written = project::classAttribute(table.at, "__tablename__");
  return {project.file(table.file).path(), written ? written.span() : table.at.nameSpan()};
}

Finding twice(const Project& project, const project::Repeat& repeat) {
  const DeclaredTable& before = *repeat.first;
  const std::string& name = project.classes().at(before.model).name;
  const std::string& path = project.file(before.file).path();
  const std::string table = quoted(before.table.name);
  Finding finding;
  if (repeat.waiting) finding.severity = Severity::Info;
  finding.place = placeOf(project, *repeat.again);
  finding.subject = project.classes().at(repeat.again->model).name;
  finding.related.push_back({placeOf(project, before), concat(quoted(name), " has the same table")});
  finding.message =
      repeat.waiting
          ? concat("Two files define the table ", table, ": this one, which nothing imports, and ", quoted(path))
          : concat("The table ", table, " is already defined by ", quoted(name), " in ", quoted(path));
  return finding;
}

/// `app.models` here and `src.app.models` there: two modules of one file, every class of it mapped twice.
void addTwiceImported(const Project& project, Findings& findings) {
  for (const auto& [odd, usual] : project.importLines().underTwoNames()) {
    const std::vector<ClassId>& classes = project.classes().inFile(odd.to);
    const bool maps = std::any_of(classes.begin(), classes.end(),
                                  [&](ClassId i) { return project.declared().ofModel(i) != nullptr; });
    if (!maps) continue;
    Finding finding;
    finding.severity = Severity::Warning;
    finding.place = {project.file(odd.from).path(), odd.at.nameSpan()};
    finding.subject = odd.written;
    finding.related.push_back(
        {{project.file(usual.from).path(), usual.at.nameSpan()}, concat("imported as ", quoted(usual.written))});
    finding.message = concat(quoted(odd.written), " is also imported as ", quoted(usual.written),
                             ", which makes two modules of one file and maps its classes twice");
    findings.push_back(std::move(finding));
  }
}

void check(const Project& project, Findings& findings) {
  for (const project::Repeat& repeat : project::repeatedTables(project)) findings.push_back(twice(project, repeat));
  addTwiceImported(project, findings);
}

}  // namespace
}  // namespace mb109

extern const Rule duplicate_tablename{"MB109", Severity::Error, FixClass::None, "", &mb109::check};

}  // namespace limbeck::rules
