// findings.h: asking what a check found.
// It refuses to run one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rules/finding.h"
#include "rules/report/report.h"

namespace limbeck {

inline std::vector<std::string> codesOf(const std::vector<rules::Finding>& findings) {
  std::vector<std::string> codes;
  for (const rules::Finding& finding : findings) codes.push_back(finding.code);
  return codes;
}

inline const rules::Finding* firstOf(const rules::Report& report, std::string_view code) {
  for (const rules::Finding& finding : report.findings) {
    if (finding.code == code) return &finding;
  }
  return nullptr;
}

}  // namespace limbeck
