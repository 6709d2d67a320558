#include <set>

#include "formats/formats.h"
#include "formats/json_parts.h"
#include "rules/registry.h"

namespace limbeck::formats {
namespace {

Json moduleJson(const rules::Report& report, const rules::ModuleVerdict& module) {
  Json models = Json::array();
  for (const rules::ModelNote& model : module.models) {
    Json json = locationJson(report, model.place);
    json["name"] = model.name;
    if (!model.table.empty()) json["table"] = model.table;
    if (model.sighting.verdict != rules::Verdict::NotApplicable) {
      json["sighting"] = {{"verdict", verdictName(model.sighting.verdict)},
                          {"text", model.sighting.text},
                          {"steps", evidenceJson(report, model.sighting.steps)}};
    }
    models.push_back(std::move(json));
  }
  Json requirements = Json::array();
  for (const rules::RequirementVerdict& one : module.requirements) {
    requirements.push_back({{"id", one.id},
                            {"verdict", verdictName(one.verdict)},
                            {"text", one.text},
                            {"evidence", evidenceJson(report, one.evidence)},
                            {"findings", one.findings}});
  }
  return {{"path", module.path},   {"name", module.name},         {"verdict", verdictName(module.verdict)},
          {"label", module.label}, {"models", std::move(models)}, {"requirements", std::move(requirements)}};
}

Json summaryJson(const rules::Report& report) {
  Json json = {{"errors", report.count(rules::Severity::Error)},
               {"warnings", report.count(rules::Severity::Warning)},
               {"infos", report.count(rules::Severity::Info)},
               {"files", report.pythonFiles()},
               {"filesWithFindings", report.filesWithFindings()},
               {"ignored", report.ignored.size()},
               {"modules",
                {{"pass", report.countModules(rules::Verdict::Pass)},
                 {"fail", report.countModules(rules::Verdict::Fail)},
                 {"noModels", report.countModules(rules::Verdict::NoModels)},
                 {"undecided", report.countModules(rules::Verdict::Undecided)}}},
               {"decided", {{"known", report.decided}, {"total", report.questions}}}};
  if (report.accepted > 0) json["accepted"] = report.accepted;
  if (report.changedFiles) json["changedFiles"] = *report.changedFiles;
  return json;
}

Json filesJson(const rules::Report& report) {
  Json list = Json::array();
  for (const rules::FileNote& file : report.files) {
    Json json = {{"path", file.path}, {"kind", file.kind}};
    if (!file.module.empty()) json["module"] = file.module;
    if (!file.opaque.empty()) json["opaque"] = file.opaque;
    list.push_back(std::move(json));
  }
  return list;
}

/// Notes of the rules that the report speaks of, by code.
Json rulesJson(const rules::Report& report) {
  std::set<std::string> codes;
  for (const rules::Finding& finding : report.findings) codes.insert(finding.code);
  for (const rules::Finding& finding : report.ignored) codes.insert(finding.code);
  Json json = Json::object();
  for (const std::string& code : codes) {
    const rules::RegisteredRule* rule = rules::findRule(code);
    if (rule == nullptr) continue;
    Json note = Json::object();
    addRuleNote(note, rules::readPage(rule->head()));
    json[code] = std::move(note);
  }
  return json;
}

}  // namespace

std::string json(const rules::Report& report) {
  Json json = {{"limbeck", LIMBECK_VERSION},  {"schema", 1},           {"profile", report.profile},
               {"headline", report.headline}, {"clean", report.clean}, {"summary", summaryJson(report)}};
  json["requirements"] = requirementsJson();
  json["files"] = filesJson(report);
  json["findings"] = Json::array();
  for (const rules::Finding& finding : report.findings) json["findings"].push_back(findingJson(report, finding));
  json["ignored"] = Json::array();
  for (const rules::Finding& finding : report.ignored) json["ignored"].push_back(findingJson(report, finding, true));
  json["rules"] = rulesJson(report);
  json["modules"] = Json::array();
  for (const rules::ModuleVerdict& module : report.modules) json["modules"].push_back(moduleJson(report, module));
  json["histories"] = historiesJson(report);
  return dumped(json);
}

}  // namespace limbeck::formats
