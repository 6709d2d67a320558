// baseline.h: the file of accepted findings as bytes, and back.
// It refuses to decide what is accepted: settling does.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "rules/report/report.h"
#include "rules/settling/limits.h"

namespace limbeck::formats {

/// What a baseline is called where the settings name none.
inline constexpr std::string_view baselineName = "limbeck-baseline.json";

/// Accepts every finding of the report but those about the settings, one a line and sorted, as it would stand at
/// `path`; and how many these are. docs-site/public/limbeck-baseline.schema.json says what is in it.
[[nodiscard]] std::pair<std::string, std::size_t> baseline(const rules::Report& report, std::string_view path);

/// Nothing when the bytes are no baseline.
[[nodiscard]] std::optional<rules::Baseline> readBaseline(std::string_view path, std::string_view bytes);

}  // namespace limbeck::formats
