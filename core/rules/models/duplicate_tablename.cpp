#include <algorithm>
#include <map>

#include "project/classes/classes.h"
#include "project/environments/imports.h"
#include "project/models/table_names.h"
#include "project/project.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace mb109 {
namespace {

using project::ClassId;
using project::ClassInfo;
using project::NamedTable;
using project::Project;

Finding twice(const Project& project, const NamedTable& table, const NamedTable& other, bool waiting) {
  const ClassInfo& info = project.classes().at(table.model);
  const ClassInfo& before = project.classes().at(other.model);
  const std::string& path = project.file(before.file).path();
  Finding finding;
  if (waiting) finding.severity = Severity::Info;
  finding.place = {project.file(info.file).path(), table.at.span()};
  finding.subject = info.name;
  finding.related.push_back({{path, other.at.span()}, concat(quoted(before.name), " has the same table")});
  finding.message = waiting ? concat("Two files define the table ", quoted(*info.table),
                                     ": this one, which nothing imports, and ", quoted(path))
                            : concat("The table ", quoted(*info.table), " is already defined by ", quoted(before.name),
                                     " in ", quoted(path));
  return finding;
}

/// `app.models` here and `src.app.models` there: two modules of one file, every class of it mapped twice.
void addTwiceImported(const Project& project, const project::ImportLines& imports, Findings& findings) {
  for (const auto& [odd, usual] : imports.underTwoNames()) {
    const std::vector<ClassId>& classes = project.classes().inFile(odd.to);
    const bool maps = std::any_of(classes.begin(), classes.end(), [&](ClassId i) {
      return project.classes().at(i).mapped == project::Mapped::Yes && project.classes().at(i).table;
    });
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
  const project::ImportLines imports(project);
  const std::vector<NamedTable> tables = namedTables(project);
  std::map<decltype(NamedTable().key({})), std::vector<const NamedTable*>> byName;
  for (const NamedTable& table : tables) byName[table.key(*project.classes().at(table.model).table)].push_back(&table);
  for (const auto& [key, group] : byName) {
    for (std::size_t i = 1; i < group.size(); ++i) {
      const project::Meeting meeting = meetingOf(project, imports, *group[0], *group[i]);
      if (meeting == project::Meeting::Never) continue;
      // Of two files, the one that nothing imports is the odd one.
      const bool waiting = meeting == project::Meeting::Waiting;
      const bool swap = waiting && imports.isImported(project.classes().at(group[i]->model).file);
      findings.push_back(twice(project, *group[swap ? 0 : i], *group[swap ? i : 0], waiting));
    }
  }
  addTwiceImported(project, imports, findings);
}

}  // namespace
}  // namespace mb109

extern const Rule duplicate_tablename{"MB109", Severity::Error, FixClass::None, "", &mb109::check};

}  // namespace limbeck::rules
