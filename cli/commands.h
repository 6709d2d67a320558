// commands.h: what each command of `limbeck` does with the words it was given.
// It refuses to read those words (main does), and to check anything (the core does).
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace limbeck::cli {

/// Exit codes.
inline constexpr int clean = 0;
inline constexpr int findings = 1;
inline constexpr int couldNotRun = 2;

struct Options {
  std::vector<std::string> paths = {"."};
  std::string format = "text";
  std::vector<std::string> outputs;  ///< "sarif=report.sarif": further reports, each into a file
  std::string print;
  std::string color = "auto";
  std::vector<std::string> select;
  std::vector<std::string> ignore;
  std::optional<std::string> diffBase;
  std::optional<std::string> changed;
  std::string baseline;  ///< where it is written; empty: where the settings look for it
  std::string failOn;    ///< error, warning or info; empty: what the settings say
  bool statistics = false;
  bool showInfo = false;
  bool verbose = false;
  bool exitZero = false;
  bool unsafe = false;
  bool diff = false;
  std::string code;
  std::string inspectFormat = "json";
  std::string revisionsFormat = "text";
  std::string schemaOf = "migrations";
  std::string schemaAt;
  std::string schemaBefore;
  std::string schemaFormat = "text";
  std::string dialect;
  unsigned threads = 0;  ///< that read files; 0: as many as the machine runs at once
};

/// Formats of a report.
[[nodiscard]] const std::set<std::string>& reportFormats();
/// What is wrong with a value of --output; empty when it names a format and a file.
[[nodiscard]] std::string wrongOutput(const std::string& output);

/// One command each. They write to stdout and stderr, and return the exit code.
[[nodiscard]] int check(const Options& options);
[[nodiscard]] int fix(const Options& options);
/// Accepts all that is found now.
[[nodiscard]] int baseline(const Options& options);
[[nodiscard]] int revisions(const Options& options);
[[nodiscard]] int schema(const Options& options);
[[nodiscard]] int inspect(const Options& options);
[[nodiscard]] int explain(const Options& options);
[[nodiscard]] int listRules();

}  // namespace limbeck::cli
