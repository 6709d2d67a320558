// report.h: the answer to "does it hold?": findings, verdicts, and how much was decided.
// It refuses to know output formats; formats/ turns it into bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rules/finding.h"
#include "rules/report/evidence.h"
#include "rules/report/history_notes.h"
#include "text/source_file.h"

namespace limbeck::rules {

/// One requirement of a standard for one module.
struct RequirementVerdict {
  std::string id;  ///< "A1", "B1"
  Verdict verdict = Verdict::Pass;
  std::string text;  ///< the evidence in a sentence
  std::vector<Evidence> evidence;
  std::vector<std::string> findings;  ///< ids
};

/// Whether Alembic sees a model, and by which way.
struct Sighting {
  Verdict verdict = Verdict::NotApplicable;  ///< Pass: seen. Fail: not seen. Undecided: cannot tell
  std::string text;                          ///< "`migrations/env.py` gets to it in 2 steps"
  std::vector<Evidence> steps;  ///< the imports on the way, from env.py on, at most eight; or the place where it breaks
};

struct ModelNote {
  std::string name;
  std::string table;  ///< empty when not a literal
  Place place;
  Sighting sighting;
};

struct ModuleVerdict {
  std::string path;
  std::string name;
  Verdict verdict = Verdict::Pass;
  std::string label;  ///< "passes, no models": the verdict in words
  std::vector<ModelNote> models;
  std::vector<RequirementVerdict> requirements;
};

struct FileNote {
  std::string path;
  std::string kind;    ///< "models", "entry", "environment", "revision", "settings", "python", "other"
  std::string module;  ///< path of its module, if any
  std::string opaque;  ///< why it was not read, if it was not
};

/// A column of the compliance matrix.
struct Requirement {
  std::string_view id;     ///< "A1"
  std::string_view title;  ///< "Base class"
  std::string_view quote;  ///< the standard's words
};

struct Report {
  std::string profile;
  std::string headline;
  bool clean = false;                 ///< nothing found and everything decided
  Severity failOn = Severity::Error;  ///< from which severity on the check fails
  std::vector<Finding>
      findings;  ///< the most important first: severity, Weight, place; a root before what follows from it
  std::vector<Finding> ignored;  ///< suppressed ones, with their reasons
  std::uint32_t accepted = 0;    ///< findings left out because the baseline has them
  /// How many files the change touches that the report is limited to; nothing when it is limited to none.
  std::optional<std::uint32_t> changedFiles;
  std::vector<ModuleVerdict> modules;
  std::vector<FileNote> files;
  std::vector<HistoryNote> histories;
  std::uint32_t decided = 0;    ///< questions answered ...
  std::uint32_t questions = 0;  ///< ... of questions asked
  /// The bytes that all places refer to, sorted by path; shared, immutable.
  std::vector<SourceFilePtr> sources;

  [[nodiscard]] const SourceFile* source(std::string_view path) const;
  [[nodiscard]] std::uint32_t count(Severity severity) const;  ///< roots only
  /// Something was found that is as severe as `failOn`; what follows from something else counts as well (engine 1.5).
  [[nodiscard]] bool fails() const;
  [[nodiscard]] std::uint32_t countModules(Verdict verdict) const;
  [[nodiscard]] std::uint32_t filesWithFindings() const;
  /// Files that are Python by name, read or not.
  [[nodiscard]] std::uint32_t pythonFiles() const;
};

/// The result in one line: "4 errors and 1 warning in 2 files; 1 of 4 modules passes, 1 cannot tell".
[[nodiscard]] std::string headlineOf(const Report& report);

/// "passes, no models": a verdict as people read it.
[[nodiscard]] std::string_view verdictLabel(Verdict verdict);

/// "1 error", "2 errors".
[[nodiscard]] std::string counted(std::uint32_t number, std::string_view one, std::string_view many);

/// Advice about the application around the models (B6, B7): a module passes without it, and it leaves nothing open.
[[nodiscard]] bool isAdvice(std::string_view requirement);

/// The requirements of both standards, in their order: the columns of the compliance matrix.
[[nodiscard]] std::span<const Requirement> requirements();

}  // namespace limbeck::rules
