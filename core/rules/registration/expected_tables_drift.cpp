#include <algorithm>
#include <map>

#include "project/classes/classes.h"
#include "project/project.h"
#include "project/registration/expected_tables.h"
#include "rules/registration/name_lists.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace mr213 {
namespace {

using facts::Expr;
using project::ClassId;
using project::ExpectedTables;
using project::MetaDataUse;
using project::Project;

/// The tables of one MetaData, as far as their names can be told.
struct Tables {
  std::map<std::string, Place> names;
  bool open = false;  ///< there may be more
};

Tables tablesOf(const Project& project, const project::MetaDataUses& uses, const MetaDataUse& use) {
  Tables tables;
  tables.open = uses.open();
  for (const ClassId model : use.models) {
    if (project::sharesTable(project, model)) continue;
    const project::ClassInfo& info = project.classes().at(model);
    const std::string name = project::tableNameOf(project, model);
    if (name.empty()) tables.open = true;
    else tables.names.emplace(name, Place{project.file(info.file).path(), info.node.nameSpan()});
  }
  for (const project::CoreTable& table : use.tables) {
    if (table.name.empty()) tables.open = true;
    else tables.names.emplace(table.name, Place{project.file(table.file).path(), table.call.positional(0).span()});
  }
  return tables;
}

std::string messageFor(const std::vector<std::string>& missing, const std::vector<Expr>& stale) {
  const auto& name = [](std::string_view text, std::size_t count) {
    return concat(quoted(text), count > 1 ? concat(" and ", std::to_string(count - 1), " more") : std::string());
  };
  std::string text;
  if (!missing.empty()) text = concat("This list of expected tables lacks ", name(missing[0], missing.size()));
  if (!stale.empty()) {
    text += concat(text.empty() ? "This list of expected tables" : " and", " names ",
                   name(stale[0].text(), stale.size()), ", which no model defines");
  }
  return text;
}

void check(const Project& project, Findings& findings) {
  const std::vector<ExpectedTables> all = project::expectedTables(project);
  if (all.empty()) return;
  const project::MetaDataUses uses(project);
  for (const ExpectedTables& expected : all) {
    const MetaDataUse* use = uses.of(expected.metadata);
    if (use == nullptr) continue;
    const Tables tables = tablesOf(project, uses, *use);
    std::vector<Expr> stale;
    for (const Expr item : expected.list) {
      const std::string plain = item.text().substr(item.text().find('.') + 1);  // billing.invoices
      if (!tables.open && tables.names.count(item.text()) == 0 && tables.names.count(plain) == 0) stale.push_back(item);
    }
    std::vector<std::string> missing;
    Finding finding;
    for (const auto& [name, place] : tables.names) {
      const bool listed = std::any_of(expected.list.begin(), expected.list.end(), [&, n = name](Expr item) {
        return item.text() == n || item.text().ends_with("." + n);
      });
      if (expected.subset || listed) continue;
      missing.push_back(name);
      finding.related.push_back({place, concat("the table ", quoted(name), " is defined here")});
    }
    if (missing.empty() && stale.empty()) continue;
    const facts::ModuleFacts& facts = project.file(expected.file);
    finding.place = {facts.path(), expected.list.span()};
    finding.subject = expected.name;
    finding.message = messageFor(missing, stale);
    const auto edits = changeNames(facts, expected.list, missing, stale);
    if (!edits.empty()) finding.fixes.push_back({"Name the tables that there are", FixClass::Safe, edits, {}});
    findings.push_back(std::move(finding));
  }
}

}  // namespace
}  // namespace mr213

extern const Rule expected_tables_drift{"MR213", Severity::Error, FixClass::Safe, "B1", &mr213::check};

}  // namespace limbeck::rules
