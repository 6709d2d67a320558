// json_parts.h: the shapes that several JSON replies share; private to this room.
// It refuses to be a document: see json.cpp, json_fix.cpp and json_page.cpp for those.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "rules/page/page.h"
#include "rules/report/fixing.h"
#include "rules/report/report.h"

namespace limbeck::formats {

/// Members keep the order in which they are written, so that the same report gives the same bytes.
using Json = nlohmann::ordered_json;

/// One line of JSON; bytes that are no UTF-8 become U+FFFD.
[[nodiscard]] std::string dumped(const Json& value);

[[nodiscard]] std::string_view severityName(rules::Severity severity);
[[nodiscard]] std::string_view fixClassName(rules::FixClass fixClass);
/// The word on the badge: "safe", "review", "generated", "advice".
[[nodiscard]] std::string_view fixBadge(rules::FixClass fixClass);
[[nodiscard]] std::string_view verdictName(rules::Verdict verdict);

[[nodiscard]] Json positionJson(Position position);
[[nodiscard]] Json rangeJson(const rules::Report& report, const rules::Place& place);
/// {path, range}
[[nodiscard]] Json locationJson(const rules::Report& report, const rules::Place& place);
[[nodiscard]] Json editsJson(const rules::Report& report, const std::vector<rules::FileEdit>& edits);
[[nodiscard]] Json newFilesJson(const std::vector<rules::NewFile>& files);
/// `reasons`: of an ignored finding.
[[nodiscard]] Json findingJson(const rules::Report& report, const rules::Finding& finding, bool reasons = false);
[[nodiscard]] Json requirementsJson();
/// {path, range, text} of each.
[[nodiscard]] Json evidenceJson(const rules::Report& report, const std::vector<rules::Evidence>& evidence);
/// HistoryNote[] (json_histories.cpp)
[[nodiscard]] Json historiesJson(const rules::Report& report);
/// Writes the members of a RuleNote.
void addRuleNote(Json& into, const rules::Page& page);

/// "requirement 2" of "Standard A, requirement 2".
[[nodiscard]] std::string_view clauseLabel(const rules::Page& page);

}  // namespace limbeck::formats
