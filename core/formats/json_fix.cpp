#include <algorithm>

#include "formats/formats.h"
#include "formats/json_parts.h"

namespace limbeck::formats {
namespace {

std::string_view proofName(rules::ProofState state) {
  switch (state) {
    case rules::ProofState::Proved: return "proved";
    case rules::ProofState::Remains: return "remains";
    case rules::ProofState::NewFindings: return "new-findings";
    case rules::ProofState::Breaks: return "breaks";
    case rules::ProofState::DoesNotParse: return "does-not-parse";
    case rules::ProofState::Overlaps: return "overlaps";
    case rules::ProofState::Stale: return "stale";
    case rules::ProofState::None: return "none";
  }
  return "none";
}

std::string textOf(const Json& object, const char* key) {
  const auto at = object.find(key);
  return at != object.end() && at->is_string() ? at->get<std::string>() : std::string();
}

bool flagOf(const Json& object, const char* key) {
  const auto at = object.find(key);
  return at != object.end() && at->is_boolean() && at->get<bool>();
}

}  // namespace

std::string fixReply(const rules::FixResult& result, const rules::Report& before) {
  Json json = {{"edits", editsJson(before, result.edits)},
               {"creates", newFilesJson(result.creates)},
               {"applied", result.applied}};
  json["refused"] = Json::array();
  for (const rules::Refusal& one : result.refused) {
    json["refused"].push_back({{"id", one.id}, {"code", one.code}, {"reason", one.reason}});
  }
  Json fresh = Json::array();
  for (const rules::Finding& finding : result.newFindings) fresh.push_back(findingJson(result.after, finding));
  json["proof"] = {{"state", proofName(result.proof)}, {"text", result.proofText}, {"new", std::move(fresh)}};
  return dumped(json);
}

std::optional<rules::FixSelection> readSelection(std::string_view bytes) {
  const Json json = Json::parse(bytes, nullptr, false);
  if (!json.is_object()) return std::nullopt;
  rules::FixSelection selection;
  selection.finding = textOf(json, "finding");
  const auto number = json.find("fix");
  if (number != json.end() && number->is_number_unsigned()) {
    selection.fix = static_cast<std::uint32_t>(std::min<std::uint64_t>(number->get<std::uint64_t>(), 1000));
  }
  selection.rule = textOf(json, "rule");
  selection.safe = flagOf(json, "safe");
  selection.unsafe = flagOf(json, "unsafe");
  selection.ignore = textOf(json, "ignore");
  selection.reason = textOf(json, "reason");
  selection.wholeFile = textOf(json, "scope") == "file";
  const bool asks =
      !selection.finding.empty() || !selection.rule.empty() || selection.safe || !selection.ignore.empty();
  if (!asks) return std::nullopt;
  return selection;
}

std::string wanted(bool keep, std::string_view reason) {
  Json json = {{"keep", keep}};
  if (!reason.empty()) json["reason"] = reason;
  return dumped(json);
}

}  // namespace limbeck::formats
