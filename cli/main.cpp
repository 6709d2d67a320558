// limbeck: the command line. It refuses to do anything with the words it reads: the commands do.

#include <CLI/CLI.hpp>

#include <iostream>
#include <string>

#include "commands.h"

namespace limbeck::cli {
namespace {

CLI::Option* addColor(CLI::App& app, Options& options) {
  return app.add_option("--color", options.color, "Colours: auto, always or never")
      ->check(CLI::IsMember({"auto", "always", "never"}));
}

void addFailOn(CLI::App& app, Options& options) {
  app.add_option("--fail-on", options.failOn,
                 "End with 1 from this severity on: error, warning or info; else `fail-on` of the settings, else error")
      ->check(CLI::IsMember({"error", "warning", "info"}));
}

/// What every command takes that reads a project.
void addPaths(CLI::App& app, Options& options) {
  app.add_option("PATHS", options.paths, "Files and folders; the current folder unless told otherwise");
  app.add_option("--threads", options.threads, "Read files on so many threads; else on as many as the machine has")
      ->check(CLI::Range(1, 256));
}

void addDialect(CLI::App& app, Options& options) {
  app.add_option("--dialect", options.dialect,
                 "sqlite, postgresql or mysql; else the first database that the project names")
      ->check(CLI::IsMember({"sqlite", "postgresql", "mysql", "mariadb", "generic"}));
}

CLI::App* addCheck(CLI::App& app, Options& options) {
  CLI::App& command = *app.add_subcommand("check", "Check files and folders");
  addPaths(command, options);
  command.add_option("--format", options.format, "text, json, sarif, github or markdown")
      ->check(CLI::IsMember(reportFormats()));
  command
      .add_option("--output", options.outputs,
                  "Write a further report into a file: sarif=report.sarif; may be given several times")
      ->type_name("FORMAT=FILE")
      ->allow_extra_args(false)
      ->check(CLI::Validator(wrongOutput, ""));
  command.add_option("--select", options.select, "Rules to run: codes or their beginnings, separated by commas")
      ->delimiter(',')
      ->allow_extra_args(false);
  command.add_option("--ignore", options.ignore, "Rules to leave out")->delimiter(',')->allow_extra_args(false);
  CLI::Option* const diffBase =
      command
          .add_option("--diff-base", options.diffBase,
                      "Only what has changed since this branch left REV, and what that causes elsewhere; asks git")
          ->type_name("REV");
  command
      .add_option("--changed", options.changed,
                  "Only what these files touch and cause: a list of paths, one a line, in FILE or `-`")
      ->type_name("FILE")
      ->excludes(diffBase);
  command.add_flag("--statistics", options.statistics, "Count findings by rule");
  command.add_flag("--show-info", options.showInfo, "Print notes too, which are only counted otherwise");
  command.add_flag("--verbose", options.verbose, "Print all there is to say about every finding");
  command.add_option("--print", options.print, "Print what was read instead of checking: facts, environments")
      ->check(CLI::IsMember({"facts", "environments"}));
  addFailOn(command, options);
  command.add_flag("--exit-zero", options.exitZero, "End with 0 even when there are findings");
  addColor(command, options);
  return &command;
}

CLI::App* addFix(CLI::App& app, Options& options) {
  CLI::App& command = *app.add_subcommand("fix", "Apply safe fixes, each one tried on a copy first");
  addPaths(command, options);
  command.add_flag("--unsafe", options.unsafe, "Also fixes that need a reader, and new files");
  command.add_flag("--diff", options.diff, "Print the changes and write nothing");
  command.add_option("--select", options.select, "Only findings of these rules")
      ->delimiter(',')
      ->allow_extra_args(false);
  addFailOn(command, options);
  command.add_flag("--exit-zero", options.exitZero, "End with 0 even when findings remain");
  return &command;
}

CLI::App* addBaseline(CLI::App& app, Options& options) {
  CLI::App& command =
      *app.add_subcommand("baseline", "Accept all that is found now: later checks only report what is new");
  addPaths(command, options);
  command.add_option("--output", options.baseline,
                     "The file to write; else the one that the settings name, else limbeck-baseline.json");
  return &command;
}

CLI::App* addRevisions(CLI::App& app, Options& options) {
  CLI::App& command =
      *app.add_subcommand("revisions", "Print the revision graph: heads, bases, branches, and where it breaks");
  addPaths(command, options);
  command.add_option("--format", options.revisionsFormat, "text, json or dot")
      ->check(CLI::IsMember({"text", "json", "dot"}));
  return &command;
}

CLI::App* addSchema(CLI::App& app, Options& options) {
  CLI::App& command = *app.add_subcommand(
      "schema", "Print the schema that the models say, that the migrations build, or both side by side");
  addPaths(command, options);
  command.add_option("--of", options.schemaOf, "models, migrations or both")
      ->check(CLI::IsMember({"models", "migrations", "both"}));
  CLI::Option* const at = command.add_option(
      "--at", options.schemaAt, "After this revision, instead of at the heads; the beginning of its id is enough");
  command.add_option("--before", options.schemaBefore, "As this revision meets it")->excludes(at);
  addDialect(command, options);
  command.add_option("--format", options.schemaFormat, "text, json or sql")
      ->check(CLI::IsMember({"text", "json", "sql"}));
  return &command;
}

CLI::App* addInspect(CLI::App& app, Options& options) {
  CLI::App& command = *app.add_subcommand("inspect", "Print everything that is understood about a project, as JSON");
  addPaths(command, options);
  command.add_option("--format", options.inspectFormat, "json")->check(CLI::IsMember({"json"}));
  addDialect(command, options);
  return &command;
}

CLI::App* addExplain(CLI::App& app, Options& options) {
  CLI::App& command = *app.add_subcommand("explain", "Print the page of a rule");
  command.add_option("CODE", options.code, "For example MR201")->required();
  addColor(command, options);
  return &command;
}

int run(int argc, char** argv) {
  Options options;
  CLI::App app(
      "Checks Python projects that use SQLAlchemy and Alembic against the migration standards. Runs none of their "
      "code.",
      "limbeck");
  app.set_version_flag("--version", std::string("limbeck ") + LIMBECK_VERSION);
  app.require_subcommand(1);

  CLI::App* const checkCommand = addCheck(app, options);
  CLI::App* const fixCommand = addFix(app, options);
  CLI::App* const baselineCommand = addBaseline(app, options);
  CLI::App* const revisionsCommand = addRevisions(app, options);
  CLI::App* const schemaCommand = addSchema(app, options);
  CLI::App* const inspectCommand = addInspect(app, options);
  CLI::App* const explainCommand = addExplain(app, options);
  CLI::App* const rulesCommand = app.add_subcommand("rules", "List all rules");

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
