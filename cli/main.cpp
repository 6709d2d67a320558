// limbeck: the command line. Words in, files from disk, bytes out; everything else is the core's.

#include <unistd.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "change.h"
#include "files.h"
#include "formats/baseline.h"
#include "formats/formats.h"
#include "rules/registry.h"
#include "text/concat.h"
#include "workspace.h"

namespace limbeck::cli {
namespace {

constexpr int clean = 0;
constexpr int findings = 1;
constexpr int couldNotRun = 2;

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
};

void say(const std::string& sentence) { std::cerr << "limbeck: " << sentence << '\n'; }

bool wantsColour(const Options& options) {
  if (options.color != "auto") return options.color == "always";
  const char* terminal = std::getenv("TERM");
  const char* none = std::getenv("NO_COLOR");
  return isatty(STDOUT_FILENO) == 1 && (none == nullptr || *none == '\0') && terminal != nullptr &&
         std::string_view(terminal) != "dumb";
}

/// One line on stderr, once a run takes longer than a second and somebody watches.
class ProgressLine {
 public:
  void operator()(std::size_t done, std::size_t total) {
    const auto now = std::chrono::steady_clock::now();
    if (isatty(STDERR_FILENO) != 1 || now - start_ < std::chrono::seconds(1) ||
        now - last_ < std::chrono::milliseconds(100))
      return;
    last_ = now;
    shown_ = true;
    std::cerr << "\rReading " << done << " of " << total << " files" << std::flush;
  }
  void end() {
    if (shown_) std::cerr << "\r\x1B[K" << std::flush;
    shown_ = false;
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point last_ = start_;
  bool shown_ = false;
};

Loaded loadWith(const Options& options) {
  ProgressLine line;
  Loaded loaded = load(options.paths, [&](std::size_t done, std::size_t total) { line(done, total); });
  line.end();
  for (const std::string& sentence : loaded.fatal) say(sentence);
  for (const std::string& sentence : loaded.warnings) say(sentence);
  return loaded;
}

/// Codes on the command line that no rule has.
bool areSelectors(const std::vector<std::string>& codes) {
  for (const std::string& code : codes) {
    if (rules::isSelector(code)) continue;
    const std::string near = rules::nearestSelector(code);
    say(concat("There is no rule ", limbeck::quoted(code),
               near.empty() ? "." : concat("; the nearest is ", limbeck::quoted(near), ".")));
    return false;
  }
  return true;
}

int exitCode(const rules::Report& report, const Options& options) {
  return report.fails() && !options.exitZero ? findings : clean;
}

const std::set<std::string> reportFormats = {"text", "json", "sarif", "github", "markdown"};

std::string rendered(const rules::Report& report, std::string_view format, formats::TextOptions text) {
  if (format == "json") return formats::json(report);
  if (format == "sarif") return formats::sarif(report);
  if (format == "github") return formats::github(report);
  if (format == "markdown") return formats::markdown(report);
  return formats::text(report, text);
}

formats::TextOptions textOptions(const Options& options, bool colour) {
  return {colour, options.statistics, options.showInfo, options.verbose};
}

/// What is wrong with a value of --output; empty when it names a format and a file.
std::string wrongOutput(const std::string& output) {
  const std::size_t equals = output.find('=');
  if (equals == std::string::npos || equals + 1 == output.size()) return "give a format and a file: sarif=report.sarif";
  const std::string format = output.substr(0, equals);
  return reportFormats.count(format) > 0 ? std::string() : concat("there is no format ", limbeck::quoted(format));
}

/// The reports that go into files; false, and said so, when one of them cannot be written.
bool writeOutputs(const rules::Report& report, const Options& options) {
  for (const std::string& output : options.outputs) {
    const std::size_t equals = output.find('=');
    const std::string path = output.substr(equals + 1);
    std::ofstream file(path, std::ios::binary);
    file << rendered(report, std::string_view(output).substr(0, equals), textOptions(options, false)) << std::flush;
    if (file) continue;
    say(concat("The report could not be written to ", limbeck::quoted(path), "."));
    return false;
  }
  return true;
}

/// Settings and markers alone are nothing to check.
void sayIfEmpty(const Workspace& workspace) {
  if (workspace.paths().empty()) {
    say("Nothing to read here: no Python file, no settings.");
  } else if (workspace.check().pythonFiles() == 0) {
    say("No Python files here.");
  }
}

/// False, and said so, when nobody can tell what the change is.
bool limitToChange(Loaded& loaded, const Options& options) {
  std::string problem;
  if (options.diffBase) problem = limitToDifference(loaded, *options.diffBase);
  if (options.changed) problem = limitToList(loaded, *options.changed);
  if (!problem.empty()) say(problem);
  return problem.empty();
}

int check(const Options& options) {
  if (!areSelectors(options.select) || !areSelectors(options.ignore)) return couldNotRun;
  Loaded loaded = loadWith(options);
  if (!loaded.fatal.empty()) return couldNotRun;
  if (!options.print.empty()) {
    std::cout << (options.print == "facts" ? loaded.workspace.printFacts() : loaded.workspace.printEnvironments())
              << std::flush;
    return clean;
  }
  loaded.workspace.choose(options.select, options.ignore);
  loaded.workspace.failOn(options.failOn);
  if (!limitToChange(loaded, options)) return couldNotRun;
  const rules::Report& report = loaded.workspace.check();
  std::cout << rendered(report, options.format, textOptions(options, wantsColour(options))) << std::flush;
  if (!writeOutputs(report, options)) return couldNotRun;
  sayIfEmpty(loaded.workspace);
  if (!std::cout) {
    say("The report could not be written.");
    return couldNotRun;
  }
  return exitCode(report, options);
}

std::optional<schema::Dialect> dialectOf(const Options& options) {
  return options.dialect.empty() ? std::nullopt : schema::dialectNamed(options.dialect);
}

int inspect(const Options& options) {
  const Loaded loaded = loadWith(options);
  if (!loaded.fatal.empty()) return couldNotRun;
  std::cout << loaded.workspace.inspect(dialectOf(options)) << std::flush;
  return std::cout ? clean : couldNotRun;
}

int schema(const Options& options) {
  formats::SchemaQuery query;
  using Of = formats::SchemaQuery::Of;
  query.of = options.schemaOf == "models" ? Of::Models : options.schemaOf == "both" ? Of::Both : Of::Migrations;
  query.at = options.schemaAt;
  query.before = !options.schemaBefore.empty();
  if (query.before) query.at = options.schemaBefore;
  query.dialect = dialectOf(options);
  const Loaded loaded = loadWith(options);
  if (!loaded.fatal.empty()) return couldNotRun;
  const std::string out = loaded.workspace.schema(query, options.schemaFormat);
  std::cout << out << std::flush;
  if (out.empty())
    say(query.of == Of::Models ? "No models here."
        : query.at.empty()     ? (query.of == Of::Both ? "No models and no revisions here." : "No revisions here.")
                               : "No revision of that id here.");
  return std::cout ? clean : couldNotRun;
}

int revisions(const Options& options) {
  const Loaded loaded = loadWith(options);
  if (!loaded.fatal.empty()) return couldNotRun;
  const rules::Report& report = loaded.workspace.check();
  const std::string& format = options.revisionsFormat;
  std::cout << (format == "json"  ? formats::revisionsJson(report)
                : format == "dot" ? formats::revisionsDot(report.histories)
                                  : formats::revisions(report.histories))
            << std::flush;
  if (report.histories.empty()) say("No revisions here.");
  return std::cout ? clean : couldNotRun;
}

void printDiff(const Workspace& workspace, const FixResult& result) {
  std::map<std::string, std::vector<Edit>> byPath;
  for (const rules::FileEdit& edit : result.edits) byPath[edit.path].push_back(edit.edit);
  for (auto& [path, edits] : byPath) {
    const SourceFilePtr file = workspace.file(path);
    if (!file) continue;
    if (const auto text = applyEdits(file->text(), std::move(edits)))
      std::cout << unifiedDiff(path, file->text(), *text);
  }
  for (const rules::NewFile& file : result.creates) std::cout << unifiedDiff(file.path, "", file.text);
  std::cout << std::flush;
}

int fix(const Options& options) {
  if (!areSelectors(options.select)) return couldNotRun;
  Loaded loaded = loadWith(options);
  if (!loaded.fatal.empty()) return couldNotRun;
  loaded.workspace.failOn(options.failOn);
  FixSelection selection;
  selection.safe = true;
  selection.unsafe = options.unsafe;
  selection.only = options.select;
  const FixResult result = loaded.workspace.fix(selection);
  for (const rules::Refusal& one : result.refused) say(concat(one.code, " was left alone: ", one.reason, "."));
  if (options.diff) {
    printDiff(loaded.workspace, result);
    return exitCode(loaded.workspace.check(), options);
  }
  const std::vector<std::string> problems = save(loaded, result);
  for (const std::string& sentence : problems) say(sentence);
  const auto count = static_cast<std::uint32_t>(result.applied.size());
  std::cout << (count == 0 ? std::string("Nothing to fix.")
                           : concat("Fixed ", rules::counted(count, "finding", "findings"), "."))
            << " Now: " << result.after.headline << '\n';
  return problems.empty() ? exitCode(result.after, options) : couldNotRun;
}

/// `limbeck baseline`: accepts all that is found now.
int baseline(const Options& options) {
  const Loaded loaded = loadWith(options);
  if (!loaded.fatal.empty()) return couldNotRun;
  const BaselineFile file = baselineFile(loaded, options.baseline);
  const auto [text, count] = loaded.workspace.baseline(file.name);
  std::ofstream out(file.disk, std::ios::binary | std::ios::trunc);
  out << text << std::flush;
  if (!out) {
    say(concat("The baseline could not be written to ", limbeck::quoted(file.disk.generic_string()), "."));
    return couldNotRun;
  }
  std::cout << rules::counted(static_cast<std::uint32_t>(count), "finding", "findings") << " accepted in "
            << limbeck::quoted(file.disk.generic_string()) << ".\n";
  if (!file.isFound)
    std::cout << "Name it in the settings, so that it counts: baseline = \"" << file.disk.generic_string() << "\"\n";
  return clean;
}

int explain(const Options& options) {
  const auto page = formats::explain(options.code, wantsColour(options));
  if (page) {
    std::cout << *page << std::flush;
    return clean;
  }
  areSelectors({options.code.empty() ? "?" : options.code});
  if (rules::isSelector(options.code))
    say(concat(limbeck::quoted(options.code), " stands for several rules; see `limbeck rules`."));
  return couldNotRun;
}

int listRules() {
  for (const rules::RegisteredRule& one : rules::byCode()) {
    const rules::Page page = rules::readPage(one.page);
    std::cout << one.rule->code << "  " << page.title << "\n       " << page.summary << '\n';
  }
  return clean;
}

CLI::Option* addColor(CLI::App& app, Options& options) {
  return app.add_option("--color", options.color, "Colours: auto, always or never")
      ->check(CLI::IsMember({"auto", "always", "never"}));
}

void addFailOn(CLI::App& app, Options& options) {
  app.add_option("--fail-on", options.failOn,
                 "End with 1 from this severity on: error, warning or info; else `fail-on` of the settings, else error")
      ->check(CLI::IsMember({"error", "warning", "info"}));
}

int run(int argc, char** argv) {
  Options options;
  CLI::App app(
      "Checks Python projects that use SQLAlchemy and Alembic against the migration standards. Runs none of their "
      "code.",
      "limbeck");
  app.set_version_flag("--version", std::string("limbeck ") + LIMBECK_VERSION);
  app.require_subcommand(1);

  CLI::App* checkCommand = app.add_subcommand("check", "Check files and folders");
  checkCommand->add_option("PATHS", options.paths, "Files and folders; the current folder unless told otherwise");
  checkCommand->add_option("--format", options.format, "text, json, sarif, github or markdown")
      ->check(CLI::IsMember(reportFormats));
  checkCommand
      ->add_option("--output", options.outputs,
                   "Write a further report into a file: sarif=report.sarif; may be given several times")
      ->type_name("FORMAT=FILE")
      ->allow_extra_args(false)
      ->check(CLI::Validator(wrongOutput, ""));
  checkCommand->add_option("--select", options.select, "Rules to run: codes or their beginnings, separated by commas")
      ->delimiter(',')
      ->allow_extra_args(false);
  checkCommand->add_option("--ignore", options.ignore, "Rules to leave out")->delimiter(',')->allow_extra_args(false);
  CLI::Option* const diffBase =
      checkCommand
          ->add_option("--diff-base", options.diffBase,
                       "Only what has changed since this branch left REV, and what that causes elsewhere; asks git")
          ->type_name("REV");
  checkCommand
      ->add_option("--changed", options.changed,
                   "Only what these files touch and cause: a list of paths, one a line, in FILE or `-`")
      ->type_name("FILE")
      ->excludes(diffBase);
  checkCommand->add_flag("--statistics", options.statistics, "Count findings by rule");
  checkCommand->add_flag("--show-info", options.showInfo, "Print notes too, which are only counted otherwise");
  checkCommand->add_flag("--verbose", options.verbose, "Print all there is to say about every finding");
  checkCommand->add_option("--print", options.print, "Print what was read instead of checking: facts, environments")
      ->check(CLI::IsMember({"facts", "environments"}));
  addFailOn(*checkCommand, options);
  checkCommand->add_flag("--exit-zero", options.exitZero, "End with 0 even when there are findings");
  addColor(*checkCommand, options);

  CLI::App* fixCommand = app.add_subcommand("fix", "Apply safe fixes, each one tried on a copy first");
  fixCommand->add_option("PATHS", options.paths, "Files and folders; the current folder unless told otherwise");
  fixCommand->add_flag("--unsafe", options.unsafe, "Also fixes that need a reader, and new files");
  fixCommand->add_flag("--diff", options.diff, "Print the changes and write nothing");
  fixCommand->add_option("--select", options.select, "Only findings of these rules")
      ->delimiter(',')
      ->allow_extra_args(false);
  addFailOn(*fixCommand, options);
  fixCommand->add_flag("--exit-zero", options.exitZero, "End with 0 even when findings remain");

  CLI::App* baselineCommand =
      app.add_subcommand("baseline", "Accept all that is found now: later checks only report what is new");
  baselineCommand->add_option("PATHS", options.paths, "Files and folders; the current folder unless told otherwise");
  baselineCommand->add_option("--output", options.baseline,
                              "The file to write; else the one that the settings name, else limbeck-baseline.json");

  CLI::App* revisionsCommand =
      app.add_subcommand("revisions", "Print the revision graph: heads, bases, branches, and where it breaks");
  revisionsCommand->add_option("PATHS", options.paths, "Files and folders; the current folder unless told otherwise");
  revisionsCommand->add_option("--format", options.revisionsFormat, "text, json or dot")
      ->check(CLI::IsMember({"text", "json", "dot"}));

  CLI::App* schemaCommand = app.add_subcommand(
      "schema", "Print the schema that the models say, that the migrations build, or both side by side");
  schemaCommand->add_option("PATHS", options.paths, "Files and folders; the current folder unless told otherwise");
  schemaCommand->add_option("--of", options.schemaOf, "models, migrations or both")
      ->check(CLI::IsMember({"models", "migrations", "both"}));
  CLI::Option* const at = schemaCommand->add_option(
      "--at", options.schemaAt, "After this revision, instead of at the heads; the beginning of its id is enough");
  schemaCommand->add_option("--before", options.schemaBefore, "As this revision meets it")->excludes(at);
  schemaCommand
      ->add_option("--dialect", options.dialect,
                   "sqlite, postgresql or mysql; else the first database that the project names")
      ->check(CLI::IsMember({"sqlite", "postgresql", "mysql", "mariadb", "generic"}));
  schemaCommand->add_option("--format", options.schemaFormat, "text, json or sql")
      ->check(CLI::IsMember({"text", "json", "sql"}));

  CLI::App* inspectCommand =
      app.add_subcommand("inspect", "Print everything that is understood about a project, as JSON");
  inspectCommand->add_option("PATHS", options.paths, "Files and folders; the current folder unless told otherwise");
  inspectCommand->add_option("--format", options.inspectFormat, "json")->check(CLI::IsMember({"json"}));
  inspectCommand
      ->add_option("--dialect", options.dialect,
                   "sqlite, postgresql or mysql; else the first database that the project names")
      ->check(CLI::IsMember({"sqlite", "postgresql", "mysql", "mariadb", "generic"}));

  CLI::App* explainCommand = app.add_subcommand("explain", "Print the page of a rule");
  explainCommand->add_option("CODE", options.code, "For example MR201")->required();
  addColor(*explainCommand, options);

  CLI::App* rulesCommand = app.add_subcommand("rules", "List all rules");

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? clean : couldNotRun;
  }
  if (checkCommand->parsed()) return check(options);
  if (fixCommand->parsed()) return fix(options);
  if (baselineCommand->parsed()) return baseline(options);
  if (revisionsCommand->parsed()) return revisions(options);
  if (schemaCommand->parsed()) return schema(options);
  if (inspectCommand->parsed()) return inspect(options);
  if (explainCommand->parsed()) return explain(options);
  return rulesCommand->parsed() ? listRules() : couldNotRun;
}

}  // namespace
}  // namespace limbeck::cli

int main(int argc, char** argv) {
  try {
    return limbeck::cli::run(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << "limbeck: " << error.what() << '\n';
    return 2;
  }
}
