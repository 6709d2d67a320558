// selection.h: which rules the settings switch on, and how severe their findings are.
// It refuses to read settings files.
#pragma once

#include <string_view>

#include "project/given/settings.h"
#include "rules/finding.h"

namespace limbeck::rules {

/// `select` against `ignore`: the longer, more particular name wins; of equals, `ignore`. Severity "off" wins over
/// both.
[[nodiscard]] bool isSelected(const project::Settings& settings, std::string_view code);

/// The same for one file: `per-file-ignores` as well.
[[nodiscard]] bool isSelectedAt(const project::Settings& settings, std::string_view code, std::string_view path);

/// What the settings make of a rule's own severity.
[[nodiscard]] Severity severityOf(const project::Settings& settings, std::string_view code, Severity own);

/// From which severity on a check fails: that of `fail-on`, else Error (trust 4).
[[nodiscard]] Severity thresholdOf(const project::Settings& settings);

}  // namespace limbeck::rules
