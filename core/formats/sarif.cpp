#include <map>

#include "formats/formats.h"
#include "formats/json_parts.h"
#include "rules/registry.h"
#include "text/concat.h"

namespace limbeck::formats {
namespace {

std::string_view levelOf(rules::Severity severity) {
  if (severity == rules::Severity::Error) return "error";
  return severity == rules::Severity::Warning ? "warning" : "note";
}

/// A relative URI reference of a path (RFC 3986): everything but unreserved characters and slashes is escaped.
std::string uriOf(std::string_view path) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string uri;
  for (const char c : path) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (letter || std::string_view("-._~/").find(c) != std::string_view::npos) {
      uri += c;
    } else {
      uri += '%';
      uri += digits[static_cast<unsigned char>(c) >> 4U];
      uri += digits[static_cast<unsigned char>(c) & 15U];
    }
  }
  return uri;
}

Json artifact(std::string_view path) { return {{"uri", uriOf(path)}, {"uriBaseId", "SRCROOT"}}; }

/// SARIF 2.1.0, 3.30: lines and columns from 1, the end column behind the last character.
Json region(const SourceFile& file, Span span) {
  const Position start = file.positionAt(span.begin);
  const Position end = file.positionAt(span.end);
  return {{"startLine", start.line + 1},
          {"startColumn", start.column + 1},
          {"endLine", end.line + 1},
          {"endColumn", end.column + 1}};
}

Json location(const rules::Report& report, const rules::Place& place) {
  Json physical = {{"artifactLocation", artifact(place.path)}};
  if (const SourceFile* file = report.source(place.path)) physical["region"] = region(*file, place.span);
  Json json = Json::object();
  json["physicalLocation"] = std::move(physical);
  return json;
}

Json message(std::string_view text) {
  Json json = Json::object();
  json["text"] = text;
  return json;
}

/// Nothing for a fix that a viewer could not apply: advice, or a new file.
Json fixJson(const rules::Report& report, const rules::Fix& fix) {
  if (fix.edits.empty() || !fix.creates.empty()) return nullptr;
  std::map<std::string, Json> byPath;
  for (const rules::FileEdit& edit : fix.edits) {
    const SourceFile* file = report.source(edit.path);
    if (file == nullptr) return nullptr;
    Json replacement = {{"deletedRegion", region(*file, edit.edit.span)}};
    if (!edit.edit.text.empty()) replacement["insertedContent"] = message(edit.edit.text);
    byPath.try_emplace(edit.path, Json::array()).first->second.push_back(std::move(replacement));
  }
  Json changes = Json::array();
  for (auto& [path, replacements] : byPath) {
    changes.push_back({{"artifactLocation", artifact(path)}, {"replacements", std::move(replacements)}});
  }
  return {{"description", message(concat(fix.title, " [", fixBadge(fix.fixClass), "]"))},
          {"artifactChanges", std::move(changes)}};
}

Json resultJson(const rules::Report& report, const rules::Finding& finding,
                const std::map<std::string, std::size_t>& indexes, bool ignored) {
  Json json = {{"ruleId", finding.code}};
  if (const auto at = indexes.find(finding.code); at != indexes.end()) json["ruleIndex"] = at->second;
  json["level"] = levelOf(finding.severity);
  json["message"] = message(finding.message);
  json["locations"] = Json::array({location(report, finding.place)});
  if (!finding.related.empty()) {
    json["relatedLocations"] = Json::array();
    for (const rules::Related& related : finding.related) {
      Json one = location(report, related.place);
      one["message"] = message(related.text);
      json["relatedLocations"].push_back(std::move(one));
    }
  }
  json["partialFingerprints"]["limbeck/v1"] = finding.id;
  Json fixes = Json::array();
  for (const rules::Fix& fix : finding.fixes) {
    Json one = fixJson(report, fix);
    if (!one.is_null()) fixes.push_back(std::move(one));
  }
  if (!fixes.empty()) json["fixes"] = std::move(fixes);
  if (ignored) json["suppressions"] = Json::array({Json{{"kind", "inSource"}, {"justification", finding.reason}}});
  if (!finding.module.empty()) json["properties"]["module"] = finding.module;
  if (!finding.requirement.empty()) json["properties"]["requirement"] = finding.requirement;
  if (!finding.becauseId.empty()) json["properties"]["because"] = finding.becauseId;
  return json;
}

Json ruleJson(const rules::RegisteredRule& one) {
  const rules::Page page = rules::readPage(one.head());
  Json json = {{"id", one.rule->code}, {"name", page.title}};
  json["shortDescription"] = message(page.summary);
  json["fullDescription"] = message(page.why);
  json["help"] =
      message(page.clause.empty() ? page.why : concat(page.why, "\n\n", page.clause, ": \"", page.quote, "\""));
  json["defaultConfiguration"]["level"] = levelOf(one.rule->severity);
  return json;
}

}  // namespace

std::string sarif(const rules::Report& report) {
  Json rulesJson = Json::array();
  std::map<std::string, std::size_t> indexes;
  for (const rules::RegisteredRule& one : rules::byCode()) {
    indexes.emplace(one.rule->code, rulesJson.size());
    rulesJson.push_back(ruleJson(one));
  }
  Json results = Json::array();
  for (const rules::Finding& finding : report.findings) results.push_back(resultJson(report, finding, indexes, false));
  for (const rules::Finding& finding : report.ignored) results.push_back(resultJson(report, finding, indexes, true));

  Json driver = {{"name", "Limbeck"},
                 {"version", LIMBECK_VERSION},
                 {"semanticVersion", LIMBECK_VERSION},
                 {"rules", std::move(rulesJson)}};
  Json run = Json::object();
  run["tool"]["driver"] = std::move(driver);
  run["columnKind"] = "utf16CodeUnits";
  run["results"] = std::move(results);
  Json json = {{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"}, {"version", "2.1.0"}};
  json["runs"] = Json::array();
  json["runs"].push_back(std::move(run));
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace limbeck::formats
