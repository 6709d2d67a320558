#include "formats/baseline.h"

#include <algorithm>
#include <tuple>
#include <vector>

#include "formats/json_parts.h"
#include "project/given/places.h"
#include "rules/settling/identity.h"
#include "text/concat.h"

namespace limbeck::formats {
namespace {

/// What is wrong with the settings is mended, not accepted.
constexpr std::string_view aboutSettings = "XX003";

constexpr const char* baselineKey = "limbeck-baseline";
constexpr int baselineVersion = 1;

std::string textIn(const Json& object, const char* key) {
  const auto at = object.find(key);
  return at != object.end() && at->is_string() ? at->get<std::string>() : std::string();
}

/// Where the id is written; at the top when it is written in some other way.
Span spanOf(std::string_view bytes, std::string_view id) {
  const std::size_t at = bytes.find(concat("\"", id, "\""));
  if (id.empty() || at == std::string_view::npos) return {};
  const auto begin = static_cast<std::uint32_t>(at + 1);
  return {begin, begin + static_cast<std::uint32_t>(id.size())};
}

}  // namespace

std::pair<std::string, std::size_t> baseline(const rules::Report& report, std::string_view path) {
  const std::string_view folder = project::folderOf(path);
  std::vector<std::tuple<std::string, std::string, std::string, std::string>> entries;
  for (const rules::Finding& finding : report.findings) {
    if (finding.code == aboutSettings) continue;
    entries.emplace_back(rules::seenFrom(finding.place.path, folder), finding.code,
                         rules::fingerprintOf(finding, report.source(finding.place.path), folder), finding.message);
  }
  std::sort(entries.begin(), entries.end());
  std::string text = concat("{\n  \"", baselineKey, "\": ", std::to_string(baselineVersion), ",\n  \"accepted\": [");
  std::string_view between = "\n";
  for (const auto& [file, code, id, message] : entries) {
    const Json entry = {{"path", file}, {"code", code}, {"id", id}, {"message", message}};
    text += concat(between, "    ", entry.dump(-1, ' ', false, Json::error_handler_t::replace));
    between = ",\n";
  }
  return {concat(text, entries.empty() ? "" : "\n  ", "]\n}\n"), entries.size()};
}

std::optional<rules::Baseline> readBaseline(std::string_view path, std::string_view bytes) {
  const Json json = Json::parse(bytes, nullptr, false);
  if (!json.is_object()) return std::nullopt;
  const auto number = json.find(baselineKey);
  const auto accepted = json.find("accepted");
  if (number == json.end() || *number != baselineVersion || accepted == json.end() || !accepted->is_array())
    return std::nullopt;
  rules::Baseline baseline;
  baseline.path = path;
  for (const Json& entry : *accepted) {
    if (!entry.is_object()) return std::nullopt;
    rules::Accepted one{textIn(entry, "id"), textIn(entry, "code"), textIn(entry, "path"), {}};
    one.span = spanOf(bytes, one.id);
    baseline.accepted.push_back(std::move(one));
  }
  return baseline;
}

}  // namespace limbeck::formats
