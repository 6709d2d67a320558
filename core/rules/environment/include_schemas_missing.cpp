#include <algorithm>
#include <map>

#include "project/models/declared.h"
#include "project/project.h"
#include "rules/declaring.h"
#include "rules/environment/configure_calls.h"
#include "rules/rule.h"
#include "text/concat.h"
#include "text/words.h"

namespace limbeck::rules {
namespace ev107 {
namespace {

using project::Configure;
using project::Environment;
using project::Project;

using Schemas = std::map<std::string, const project::DeclaredTable*>;

/// What the tables of this environment's MetaData stand in, each with the first of them.
Schemas schemasOf(const Project& project, const Environment& environment) {
  // Those that connections of PostgreSQL, SQL Server and SQLite begin in.
  static constexpr std::string_view usual[] = {"", "public", "dbo", "main"};
  Schemas found;
  for (const project::DeclaredMetaData* const metadata : project.declared().comparedBy(environment)) {
    for (const project::DeclaredTable& table : metadata->tables) {
      const bool told = table.nameKnown && table.table.place.isKnown();
      if (told && !oneOf(table.table.schema, usual)) found.try_emplace(table.table.schema, &table);
    }
  }
  return found;
}

/// env.py says by other means where tables are looked for.
bool choosesSchema(const facts::ModuleFacts& facts, bool single) {
  for (std::uint32_t i = 1; i < facts.code->size(); ++i) {
    const facts::Expr node = facts.code->at(i);
    const std::string& text = node.text();
    if (text.find("schema_translate_map") != std::string::npos) return true;
    if (single &&
        (text.find("search_path") != std::string::npos || text.find("default_schema_name") != std::string::npos))
      return true;
  }
  return false;
}

void check(const Project& project, Findings& findings) {
  if (project.environments().all().empty()) return;
  for (const Environment& environment : project.environments().all()) {
    const Configure* online = onlineCall(environment);
    if (online == nullptr || environment.target != project::Target::Known || hasOpenCall(environment) ||
        !lacks(*online, "include_schemas"))
      continue;
    const Schemas schemas = schemasOf(project, environment);
    if (schemas.empty() || choosesSchema(project.file(environment.file), schemas.size() == 1)) continue;
    const auto& [name, first] = *schemas.begin();
    Finding finding;
    finding.place = placeOf(project, *online, "include_schemas");
    finding.subject = project.file(environment.file).path();
    finding.message = concat("`include_schemas` is not on, so autogenerate proposes the tables of the schema ",
                             quoted(name), " as new every time");
    finding.related.push_back(
        {placeOf(project, first->table.place), concat(quoted(schema::show(first->name())), " is declared here")});
    finding.fixes.push_back(switchOn(project, environment, "include_schemas"));
    findings.push_back(std::move(finding));
  }
}

}  // namespace
}  // namespace ev107

extern const Rule include_schemas_missing{"EV107", Severity::Warning, FixClass::Safe, "", &ev107::check};

}  // namespace limbeck::rules
