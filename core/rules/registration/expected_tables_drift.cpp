#include <algorithm>
#include <map>

#include "project/environments/metadata_use.h"
#include "project/models/declared.h"
#include "project/project.h"
#include "project/registration/expected_tables.h"
#include "rules/declaring.h"
#include "rules/registration/name_lists.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace mr213 {
namespace {

using facts::Expr;
using project::ExpectedTables;
using project::Project;

/// The tables of one MetaData, as far as their names can be told.
struct Tables {
  std::map<std::string, Place> names;
  bool open = false;  ///< there may be more
};

Tables tablesOf(const Project& project, const project::DeclaredMetaData& metadata) {
  Tables tables;
  tables.open = metadata.open || project.metadataUses().open();
  for (const project::DeclaredTable& table : metadata.tables) {
    if (!table.nameKnown) continue;  // which leaves the MetaData open
    if (table.table.place.isKnown()) tables.names.emplace(table.table.name, placeOf(project, table.table.place));
    else tables.open = true;
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
  for (const ExpectedTables& expected : all) {
    const auto* const metadata = project.declared().of(project, expected.metadata, expected.file);
    if (metadata == nullptr) continue;
    const Tables tables = tablesOf(project, *metadata);
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
