// rule.h: what a rule is: a code, a severity, and a function from a Project to findings.
// It refuses to print, to suppress, and to know more of other rules than their codes.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "rules/finding.h"

namespace limbeck::project {
class Project;
}

namespace limbeck::rules {

/// Where findings go. A rule says what and where; code and severity are filled in from the rule unless it sets its own.
using Findings = std::vector<Finding>;

/// What comes of the defects that a rule finds; the worst first. Within one severity findings are told in this order.
enum class Weight : std::uint8_t {
  Fails,      ///< something raises: an import, a migration, a statement
  LosesData,  ///< rows or columns go
  Unseen,     ///< Alembic does not see a model, or sees something else
  Standard,   ///< it works, and breaks the standard
  Style,      ///< names, words, what could be tidier
  OfFamily,   ///< what `Family::weight` says
};

/// Defined once per rule, in the file named like the rule, as `extern const Rule <file_name>`.
struct Rule {
  std::string_view code;  ///< permanent, never reused: "MR201"
  Severity severity = Severity::Error;
  FixClass fix = FixClass::None;  ///< the best fix it may offer
  std::string_view requirement;   ///< "A1" .. "A4", or nothing
  /// Null for rules that only settle() can decide (unused suppressions), whose page is still a page.
  void (*check)(const project::Project& project, Findings& findings) = nullptr;
  Weight weight = Weight::OfFamily;
  /// Codes of rules that see the same defect from another side: where one of them speaks of the same line, what this
  /// rule finds there follows from it (design: one defect, said once).
  std::string_view follows = {};
};

}  // namespace limbeck::rules
