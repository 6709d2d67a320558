// rule.h: what a rule is: a code, a severity, and a function from a Project to findings.
// It refuses to print, to suppress, and to know other rules.
#pragma once

#include <string_view>
#include <vector>

#include "rules/finding.h"

namespace limbeck::project {
class Project;
}

namespace limbeck::rules {

/// Where findings go. A rule says what and where; code and severity are filled in from the rule unless it sets its own.
using Findings = std::vector<Finding>;

/// Defined once per rule, in the file named like the rule, as `extern const Rule <file_name>`.
struct Rule {
  std::string_view code;  ///< permanent, never reused: "MR201"
  Severity severity = Severity::Error;
  FixClass fix = FixClass::None;  ///< the best fix it may offer
  std::string_view requirement;   ///< "A1" .. "A4", or nothing
  /// Null for rules that only settle() can decide (unused suppressions), whose page is still a page.
  void (*check)(const project::Project& project, Findings& findings) = nullptr;
};

}  // namespace limbeck::rules
