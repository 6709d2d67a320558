#include "rules/report/report.h"

#include <algorithm>
#include <set>

#include "text/concat.h"

namespace limbeck::rules {
namespace {

// Standard A, lines 22 to 25 and 136; Standard B, lines 6, 153 and 163.
constexpr Requirement columns[] = {
    {"A1", "Base class", "Models must inherit from the Base class"},
    {"A2", "Registration", "Models must be registered with the application context"},
    {"A3", "No direct creation", "Models should not create tables directly"},
    {"A4", "Alembic-compatible", "compatible with Alembic migrations"},
    {"A5", "Models in models.py", "defined in a `models.py` file"},
    {"B1", "Every model discovered", "Ensure model is imported"},
    {"B6", "Start-up validation", "Validate all models are registered"},
    {"B7", "Migration health", "Include migration status in health checks"},
};

/// What says that something could not be read: alone it is nothing found.
constexpr std::string_view notKnown = "XX004";

bool isRoot(const Finding& finding) { return finding.becauseId.empty(); }

/// "4 errors, 1 warning and 2 notes"; empty without any.
std::string countsInWords(const Report& report) {
  std::vector<std::string> parts;
  if (const std::uint32_t n = report.count(Severity::Error); n > 0) parts.push_back(counted(n, "error", "errors"));
  if (const std::uint32_t n = report.count(Severity::Warning); n > 0)
    parts.push_back(counted(n, "warning", "warnings"));
  if (const std::uint32_t n = report.count(Severity::Info); n > 0) parts.push_back(counted(n, "note", "notes"));
  return listed(parts);
}

std::string withoutModels(const Report& report) {
  std::vector<std::string> names;
  for (const ModuleVerdict& module : report.modules) {
    if (module.verdict == Verdict::NoModels) names.push_back(quoted(module.name));
  }
  if (names.empty()) return {};
  if (names.size() == 1) return concat(" (", names[0], " has no models)");
  if (names.size() == 2) return concat(" (", names[0], " and ", names[1], " have no models)");
  return concat(" (", std::to_string(names.size()), " have no models)");
}

/// "1 of 4 modules passes, 1 cannot tell"; a project without modules is spoken of as a whole.
std::string modulesInWords(const Report& report, bool nothingFound) {
  if (report.modules.empty()) return {};
  const auto total = static_cast<std::uint32_t>(report.modules.size());
  if (total == 1 && report.modules[0].path.empty()) {
    const Verdict verdict = report.modules[0].verdict;
    return verdict == Verdict::Undecided ? "cannot tell about the project"
                                         : concat("the project ", verdictLabel(verdict));
  }
  const std::uint32_t pass = report.countModules(Verdict::Pass) + report.countModules(Verdict::NoModels);
  const std::uint32_t undecided = report.countModules(Verdict::Undecided);
  const std::string_view verb = pass == 1 || total == 1 ? " passes" : " pass";
  if (nothingFound && pass == total) return concat(counted(total, "module", "modules"), verb, withoutModels(report));
  const std::string of = concat(std::to_string(pass), " of ", counted(total, "module", "modules"), verb);
  if (pass == total && report.fails()) return concat(of, ", what belongs to none fails");
  return undecided == 0 ? of : concat(of, ", ", std::to_string(undecided), " cannot tell");
}

std::string foundInWords(const Report& report) {
  if (report.pythonFiles() == 0 && report.findings.empty()) return "No Python files here";
  bool some = false;
  std::set<std::string_view> files;
  for (const Finding& finding : report.findings) {
    some = some || finding.code != notKnown || finding.severity != Severity::Info;
    files.insert(finding.place.path);
  }
  const std::string counts = some ? countsInWords(report) : std::string();
  // Of a change it is not asked what all the rest is like.
  const std::string modules = report.changedFiles ? std::string() : modulesInWords(report, counts.empty());
  if (!counts.empty()) {
    const std::string found =
        concat(counts, " in ", counted(static_cast<std::uint32_t>(files.size()), "file", "files"));
    return modules.empty() ? found : concat(found, "; ", modules);
  }
  const bool open = report.decided < report.questions;
  const std::string read = concat(counted(report.pythonFiles(), "file", "files"), open ? " looked at" : " read");
  const std::string_view nothing = report.accepted > 0 ? "Nothing new found" : "Nothing found";
  return concat(nothing, open ? ", but much could not be read. " : ". ", read, modules.empty() ? "" : "; ", modules);
}

}  // namespace

const SourceFile* Report::source(std::string_view path) const {
  const auto at =
      std::lower_bound(sources.begin(), sources.end(), path,
                       [](const SourceFilePtr& file, std::string_view wanted) { return file->path() < wanted; });
  return at != sources.end() && (*at)->path() == path ? at->get() : nullptr;
}

std::uint32_t Report::count(Severity severity) const {
  return static_cast<std::uint32_t>(std::count_if(findings.begin(), findings.end(), [&](const Finding& finding) {
    return isRoot(finding) && finding.severity == severity;
  }));
}

bool Report::fails() const {
  return std::any_of(findings.begin(), findings.end(),
                     [&](const Finding& finding) { return finding.severity >= failOn; });
}

std::uint32_t Report::countModules(Verdict verdict) const {
  return static_cast<std::uint32_t>(std::count_if(
      modules.begin(), modules.end(), [&](const ModuleVerdict& module) { return module.verdict == verdict; }));
}

std::uint32_t Report::filesWithFindings() const {
  std::set<std::string_view> paths;
  for (const Finding& finding : findings) paths.insert(finding.place.path);
  return static_cast<std::uint32_t>(paths.size());
}

std::uint32_t Report::pythonFiles() const {
  return static_cast<std::uint32_t>(std::count_if(files.begin(), files.end(), [](const FileNote& file) {
    return file.kind != "settings" && file.kind != "other";
  }));
}

std::string headlineOf(const Report& report) {
  std::string text = foundInWords(report);
  if (report.changedFiles) {
    const std::uint32_t changed = *report.changedFiles;
    text += concat("; only what ", counted(changed, "changed file touches or causes", "changed files touch or cause"));
  }
  if (report.accepted > 0) text += concat("; ", std::to_string(report.accepted), " accepted in the baseline");
  return text;
}

std::string_view verdictLabel(Verdict verdict) {
  switch (verdict) {
    case Verdict::NotApplicable: return "not checked";
    case Verdict::NoModels: return "passes, no models";
    case Verdict::Pass: return "passes";
    case Verdict::Undecided: return "cannot tell";
    case Verdict::Fail: return "fails";
  }
  return {};
}

std::string counted(std::uint32_t number, std::string_view one, std::string_view many) {
  return concat(std::to_string(number), " ", number == 1 ? one : many);
}

bool isAdvice(std::string_view requirement) { return requirement == "B6" || requirement == "B7"; }

std::span<const Requirement> requirements() { return columns; }

}  // namespace limbeck::rules
