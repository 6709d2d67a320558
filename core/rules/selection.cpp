#include "rules/selection.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "project/given/places.h"

namespace limbeck::rules {
namespace {

/// Length of the longest selector that covers the code; "ALL" has none. Nothing when no selector does.
std::optional<std::size_t> covering(const std::vector<std::string>& selectors, std::string_view code) {
  std::optional<std::size_t> best;
  for (const std::string& selector : selectors) {
    const bool all = selector == "ALL";
    if (!all && (selector.empty() || !code.starts_with(selector))) continue;
    best = std::max(best.value_or(0), all ? 0 : selector.size());
  }
  return best;
}

Severity severityNamed(std::string_view word) {
  if (word == "error") return Severity::Error;
  if (word == "warning") return Severity::Warning;
  return word == "info" ? Severity::Info : Severity::FromRule;
}

}  // namespace

bool isSelected(const project::Settings& settings, std::string_view code) {
  const auto severity = settings.severity.find(std::string(code));
  if (severity != settings.severity.end() && severity->second == "off") return false;
  const std::optional<std::size_t> selected = settings.select.empty() ? 0 : covering(settings.select, code);
  const std::optional<std::size_t> ignored = covering(settings.ignore, code);
  return selected.has_value() && (!ignored.has_value() || *ignored < *selected);
}

bool isSelectedAt(const project::Settings& settings, std::string_view code, std::string_view path) {
  if (!isSelected(settings, code)) return false;
  return std::none_of(settings.perFileIgnores.begin(), settings.perFileIgnores.end(), [&](const auto& entry) {
    return project::matchesAnywhere(entry.first, path) && covering(entry.second, code).has_value();
  });
}

Severity severityOf(const project::Settings& settings, std::string_view code, Severity own) {
  const auto wanted = settings.severity.find(std::string(code));
  if (wanted != settings.severity.end()) {
    const Severity named = severityNamed(wanted->second);
    if (named != Severity::FromRule) return named;
  }
  if (settings.strictUnknown && code == "XX004" && own == Severity::Info) return Severity::Warning;
  return own;
}

Severity thresholdOf(const project::Settings& settings) {
  const Severity wanted = severityNamed(settings.failOn.value_or("error"));
  return wanted == Severity::FromRule ? Severity::Error : wanted;
}

}  // namespace limbeck::rules
