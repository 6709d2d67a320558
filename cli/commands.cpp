#include "commands.h"

#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>

#include "change.h"
#include "files.h"
#include "formats/baseline.h"
#include "formats/formats.h"
#include "rules/registry.h"
#include "text/concat.h"
#include "threads.h"
#include "workspace.h"

namespace limbeck::cli {
namespace {

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
  const unsigned threads = options.threads == 0 ? threadsOfMachine() : options.threads;
  Loaded loaded = load(options.paths, threads, [&](std::size_t done, std::size_t total) { line(done, total); });
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

std::optional<schema::Dialect> dialectOf(const Options& options) {
  return options.dialect.empty() ? std::nullopt : schema::dialectNamed(options.dialect);
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

}  // namespace

const std::set<std::string>& reportFormats() {
  static const std::set<std::string> formats = {"text", "json", "sarif", "github", "markdown"};
  return formats;
}

std::string wrongOutput(const std::string& output) {
  const std::size_t equals = output.find('=');
  if (equals == std::string::npos || equals + 1 == output.size()) return "give a format and a file: sarif=report.sarif";
  const std::string format = output.substr(0, equals);
  return reportFormats().count(format) > 0 ? std::string() : concat("there is no format ", limbeck::quoted(format));
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

}  // namespace limbeck::cli
