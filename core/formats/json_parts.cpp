#include "formats/json_parts.h"

namespace limbeck::formats {

Json positionJson(Position position) { return {{"line", position.line}, {"column", position.column}}; }

namespace {

Json fixJson(const rules::Report& report, const rules::Fix& fix) {
  return {{"title", fix.title},
          {"class", fixClassName(fix.fixClass)},
          {"badge", fixBadge(fix.fixClass)},
          {"edits", editsJson(report, fix.edits)},
          {"creates", newFilesJson(fix.creates)}};
}

}  // namespace

std::string dumped(const Json& value) { return value.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n"; }

std::string_view severityName(rules::Severity severity) {
  switch (severity) {
    case rules::Severity::Error: return "error";
    case rules::Severity::Warning: return "warning";
    case rules::Severity::Info:
    case rules::Severity::FromRule: return "info";
  }
  return "info";
}

std::string_view fixClassName(rules::FixClass fixClass) {
  switch (fixClass) {
    case rules::FixClass::None: return "none";
    case rules::FixClass::Safe: return "safe";
    case rules::FixClass::Unsafe: return "unsafe";
    case rules::FixClass::Generate: return "generate";
    case rules::FixClass::Advice: return "advice";
  }
  return "none";
}

std::string_view fixBadge(rules::FixClass fixClass) {
  switch (fixClass) {
    case rules::FixClass::Safe: return "safe";
    case rules::FixClass::Unsafe: return "review";
    case rules::FixClass::Generate: return "generated";
    case rules::FixClass::Advice:
    case rules::FixClass::None: return "advice";
  }
  return "advice";
}

std::string_view verdictName(rules::Verdict verdict) {
  switch (verdict) {
    case rules::Verdict::NotApplicable: return "not-applicable";
    case rules::Verdict::NoModels: return "no-models";
    case rules::Verdict::Pass: return "pass";
    case rules::Verdict::Undecided: return "undecided";
    case rules::Verdict::Fail: return "fail";
  }
  return "undecided";
}

Json rangeJson(const rules::Report& report, const rules::Place& place) {
  Position start;
  Position end;
  if (const SourceFile* file = report.source(place.path)) {
    start = file->positionAt(place.span.begin);
    end = file->positionAt(place.span.end);
  }
  return {{"start", positionJson(start)}, {"end", positionJson(end)}};
}

Json locationJson(const rules::Report& report, const rules::Place& place) {
  return {{"path", place.path}, {"range", rangeJson(report, place)}};
}

Json editsJson(const rules::Report& report, const std::vector<rules::FileEdit>& edits) {
  Json list = Json::array();
  for (const rules::FileEdit& edit : edits) {
    Json one = locationJson(report, {edit.path, edit.edit.span});
    one["text"] = edit.edit.text;
    list.push_back(std::move(one));
  }
  return list;
}

Json newFilesJson(const std::vector<rules::NewFile>& files) {
  Json list = Json::array();
  for (const rules::NewFile& file : files) list.push_back({{"path", file.path}, {"text", file.text}});
  return list;
}

Json findingJson(const rules::Report& report, const rules::Finding& finding, bool reasons) {
  Json json = {{"id", finding.id},
               {"code", finding.code},
               {"severity", severityName(finding.severity)},
               {"path", finding.place.path},
               {"range", rangeJson(report, finding.place)},
               {"message", finding.message}};
  if (!finding.module.empty()) json["module"] = finding.module;
  if (!finding.requirement.empty()) json["requirement"] = finding.requirement;
  if (!finding.becauseId.empty()) json["because"] = finding.becauseId;
  if (finding.older > 0) json["older"] = finding.older;
  json["related"] = Json::array();
  for (const rules::Related& related : finding.related) {
    Json one = locationJson(report, related.place);
    one["text"] = related.text;
    json["related"].push_back(std::move(one));
  }
  json["fixes"] = Json::array();
  for (const rules::Fix& fix : finding.fixes) json["fixes"].push_back(fixJson(report, fix));
  if (reasons) json["reason"] = finding.reason;
  return json;
}

Json requirementsJson() {
  Json list = Json::array();
  for (const rules::Requirement& one : rules::requirements()) {
    list.push_back({{"id", one.id}, {"title", one.title}, {"quote", one.quote}});
  }
  return list;
}

void addRuleNote(Json& into, const rules::Page& page) {
  into["name"] = page.title;
  into["summary"] = page.summary;
  into["why"] = page.why;
  if (!page.standard.empty()) {
    into["clause"] = {{"standard", page.standard}, {"label", clauseLabel(page)}, {"quote", page.quote}};
  }
  if (!page.notThis.empty()) into["not"] = page.notThis;
  if (!page.butThis.empty()) into["this"] = page.butThis;
}

std::string_view clauseLabel(const rules::Page& page) {
  const std::size_t comma = page.clause.find(", ");
  return comma == std::string::npos ? std::string_view(page.clause) : std::string_view(page.clause).substr(comma + 2);
}

Json evidenceJson(const rules::Report& report, const std::vector<rules::Evidence>& evidence) {
  Json list = Json::array();
  for (const rules::Evidence& one : evidence) {
    Json json = locationJson(report, one.place);
    json["text"] = one.text;
    list.push_back(std::move(json));
  }
  return list;
}

}  // namespace limbeck::formats
