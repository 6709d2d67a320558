#include <algorithm>
#include <map>
#include <optional>

#include "project/classes.h"
#include "project/imports.h"
#include "project/modules.h"
#include "project/places.h"
#include "project/project.h"
#include "project/table_names.h"
#include "project/unknowns.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace {

using project::ClassInfo;
using project::FileId;
using project::NamedTable;
using project::Project;

/// In the module framework every module is loaded, and what it registers stands in one MetaData.
bool bothRegistered(const Project& project, std::uint32_t a, std::uint32_t b) {
  const auto registered = [&](std::uint32_t model) {
    const auto module = project.modules().moduleOf(project.classes().at(model).file);
    return module && registrationOf(project, *module, model) == project::Registered::Yes;
  };
  return project.modules().framework() && registered(a) && registered(b);
}

/// How bad it is that both define the table; nothing where they may never meet.
std::optional<Severity> clash(const Project& project, const project::ImportLines& imports, const NamedTable& a, const NamedTable& b) {
  const FileId first = project.classes().at(a.model).file;
  const FileId second = project.classes().at(b.model).file;
  if (a.tolerant || b.tolerant || derives(project, a.model, b.model) || derives(project, b.model, a.model)) return std::nullopt;
  if (imports.together(first, second) || bothRegistered(project, a.model, b.model)) return Severity::Error;
  const bool near = project::folderOf(project.file(first).path()) == project::folderOf(project.file(second).path());
  return near && imports.isImported(first) != imports.isImported(second) ? std::optional(Severity::Info) : std::nullopt;
}

Finding twice(const Project& project, const NamedTable& table, const NamedTable& other, Severity severity) {
  const ClassInfo& info = project.classes().at(table.model);
  const ClassInfo& before = project.classes().at(other.model);
  const std::string& path = project.file(before.file).path();
  Finding finding;
  finding.severity = severity;
  finding.place = {project.file(info.file).path(), table.at.span()};
  finding.subject = info.name;
  finding.related.push_back({{path, other.at.span()}, concat(quoted(before.name), " has the same table")});
  finding.message = severity == Severity::Info
                        ? concat("Two files define the table ", quoted(*info.table), ": this one, which nothing imports, and ", quoted(path))
                        : concat("The table ", quoted(*info.table), " is already defined by ", quoted(before.name), " in ", quoted(path));
  return finding;
}

/// `app.models` here and `src.app.models` there: two modules of one file, every class of it mapped twice.
void addTwiceImported(const Project& project, const project::ImportLines& imports, Findings& findings) {
  for (const auto& [odd, usual] : imports.underTwoNames()) {
    const std::vector<std::uint32_t>& classes = project.classes().inFile(odd.to);
    const bool maps = std::any_of(classes.begin(), classes.end(), [&](std::uint32_t i) {
      return project.classes().at(i).mapped == project::Mapped::Yes && project.classes().at(i).table;
    });
    if (!maps) continue;
    Finding finding;
    finding.severity = Severity::Warning;
    finding.place = {project.file(odd.from).path(), odd.at.nameSpan()};
    finding.subject = odd.written;
    finding.related.push_back({{project.file(usual.from).path(), usual.at.nameSpan()}, concat("imported as ", quoted(usual.written))});
    finding.message = concat(quoted(odd.written), " is also imported as ", quoted(usual.written), ", which makes two modules of one file and maps its classes twice");
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
      const auto severity = clash(project, imports, *group[0], *group[i]);
      if (!severity) continue;
      // Of two files, the one that nothing imports is the odd one.
      const bool swap = *severity == Severity::Info && imports.isImported(project.classes().at(group[i]->model).file);
      findings.push_back(swap ? twice(project, *group[0], *group[i], *severity) : twice(project, *group[i], *group[0], *severity));
    }
  }
  addTwiceImported(project, imports, findings);
}

}  // namespace

extern const Rule duplicate_tablename{"MB109", Severity::Error, FixClass::None, "", &check};

}  // namespace limbeck::rules
