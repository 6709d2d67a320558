#include <algorithm>
#include <map>

#include "project/environments/table_schema.h"
#include "project/project.h"
#include "rules/environment/configure_calls.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace ev107 {
namespace {

using project::ClassId;
using project::Configure;
using project::Environment;
using project::MetaDataUse;
using project::MetaDataUses;
using project::NamedSchema;
using project::Project;
using project::evaluate::Value;

using Schemas = std::map<std::string, NamedSchema>;

/// What the tables of this environment's MetaData stand in, each with the first place that says so.
Schemas schemasOf(const Project& project, const MetaDataUses& uses, const Environment& environment) {
  Schemas found;
  const auto add = [&](const NamedSchema& schema) {
    // The schema that connections of PostgreSQL, SQL Server and SQLite begin in.
    const bool usual = schema.name == "public" || schema.name == "dbo" || schema.name == "main";
    if (!schema.name.empty() && !usual) found.emplace(schema.name, schema);
  };
  for (const MetaDataUse& use : uses.all()) {
    if (!environment.aims(use.id)) continue;
    add(schemaOf(project, use));
    for (const ClassId model : use.models) add(schemaOf(project, model));
    for (const project::CoreTable& table : use.tables) add(schemaOf(project, table));
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

bool lacks(const Configure& configure) {
  const Value* value = configure.argument("include_schemas");
  return value == nullptr || value->truth() == false;
}

void check(const Project& project, Findings& findings) {
  if (project.environments().all().empty()) return;
  const MetaDataUses uses(project);
  for (const Environment& environment : project.environments().all()) {
    const Configure* online = onlineCall(environment);
    if (online == nullptr || environment.target != project::Target::Known || hasOpenCall(environment) ||
        !lacks(*online))
      continue;
    const Schemas schemas = schemasOf(project, uses, environment);
    if (schemas.empty() || choosesSchema(project.file(environment.file), schemas.size() == 1)) continue;
    const auto& [name, first] = *schemas.begin();
    Finding finding;
    finding.place = placeOf(project, *online, "include_schemas");
    finding.subject = project.file(environment.file).path();
    finding.message = concat("`include_schemas` is not on, so autogenerate proposes the tables of the schema ",
                             quoted(name), " as new every time");
    finding.related.push_back({{project.file(first.file).path(), first.at.span()}, "the schema is named here"});
    Fix fix{"Give `include_schemas=True`", FixClass::Safe, {}, {}};
    for (const Configure& configure : environment.configures) {
      if (lacks(configure)) fix.edits.push_back(giveArgument(project, configure, "include_schemas", "True"));
    }
    finding.fixes.push_back(std::move(fix));
    findings.push_back(std::move(finding));
  }
}

}  // namespace
}  // namespace ev107

extern const Rule include_schemas_missing{"EV107", Severity::Warning, FixClass::Safe, "", &ev107::check};

}  // namespace limbeck::rules
