#include "project/environments/hosts.h"

#include <algorithm>
#include <iterator>

#include "project/classes/classes.h"
#include "project/given/places.h"
#include "project/names/modules.h"
#include "project/names/resolver.h"

namespace limbeck::project {
namespace {

bool outsideProgram(const WithNames& project, FileId file) {
  return project.modules().isTest(file) || project.modules().isMigration(file) ||
         fileNameOf(project.file(file).path()) == "env.py";
}

bool namesAlembic(const ModuleFacts& facts) {
  return std::any_of(facts.imports.begin(), facts.imports.end(), [](Expr statement) {
    if (statement.is(Kind::ImportFrom)) return statement.text() == "alembic" || statement.text() == "alembic.config";
    return std::any_of(statement.begin(), statement.end(),
                       [](Expr alias) { return alias.text().starts_with("alembic"); });
  });
}

/// command.revision(config, ...), command.check(config), getattr(command, name)(config), CommandLine().main()
bool runsAutogenerate(const WithNames& project, FileId file, Expr call) {
  const std::string& name = call.callee().text();
  if (name == "getattr" && call.size() > 2 && !call[2].is(Kind::String))
    return project.classes().origin(file, call[1]) == "alembic.command";
  if (name == "revision" || name == "check") {
    const std::string origin = project.classes().origin(file, call);
    return origin == "alembic.command.revision" || origin == "alembic.command.check";
  }
  return project.classes().origin(file, call) == "alembic.config.CommandLine";
}

std::size_t sharedWith(std::string_view a, std::string_view b) {
  const auto end =
      std::mismatch(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(std::min(a.size(), b.size())), b.begin());
  return static_cast<std::size_t>(end.first - a.begin());
}

/// The functions around the call, and those of the same file that call one of them.
std::vector<Expr> waysTo(const ModuleFacts& facts, const std::vector<Expr>& calls) {
  std::vector<Expr> ways;
  const auto add = [&](Expr call) {
    Expr function = python::enclosing(call, Kind::Function);
    while (function && python::enclosing(function, Kind::Function))
      function = python::enclosing(function, Kind::Function);
    if (function && !python::enclosing(function, Kind::Class) &&
        std::find(ways.begin(), ways.end(), function) == ways.end())
      ways.push_back(function);
  };
  for (const Expr call : calls) add(call);
  for (std::size_t i = 0; i < ways.size(); ++i) {
    const std::string name = ways[i].text();
    for (const Expr call : facts.calls) {
      if (call.callee().is(Kind::Name) && call.callee().text() == name) add(call);
    }
  }
  // Commands are chosen by name out of sight; `main` is where the program starts.
  for (const Expr function : facts.functions) {
    const bool starts = function.text() == "main" && !python::enclosing(function, Kind::Function);
    if (starts && std::find(ways.begin(), ways.end(), function) == ways.end()) ways.push_back(function);
  }
  return ways;
}

}  // namespace

std::vector<DriverFile> findDriverFiles(const WithNames& project) {
  std::vector<DriverFile> found;
  for (FileId file{0}; file < project.files().size(); ++file) {
    const ModuleFacts& facts = project.file(file);
    if (outsideProgram(project, file) || !namesAlembic(facts)) continue;
    DriverFile driver{file, {}};
    std::copy_if(facts.calls.begin(), facts.calls.end(), std::back_inserter(driver.calls),
                 [&](Expr call) { return runsAutogenerate(project, file, call); });
    if (!driver.calls.empty()) found.push_back(std::move(driver));
  }
  return found;
}

std::vector<Driver> findDrivers(const WithNames& project, const std::vector<DriverFile>& files, std::string_view folder,
                                const std::vector<FileId>& environments, Commanded commanded) {
  std::vector<Driver> found;
  const bool anywhere = commanded == Commanded::ByAnybody || configOf(project.inputs(), folder) == nullptr;
  for (const DriverFile& one : files) {
    const ModuleFacts& facts = project.file(one.file);
    // app/cli.py is the command line of everything; migrations/manage.py is there for the migrations.
    const std::string_view own = folderOf(facts.path());
    const bool beside =
        own == folder || (own == folderOf(folder) && fileNameOf(own).find("migrat") != std::string_view::npos);
    if (!anywhere && !beside) continue;
    const bool nearest = std::all_of(environments.begin(), environments.end(), [&](FileId other) {
      return sharedWith(facts.path(), folderOf(project.file(other).path())) <= sharedWith(facts.path(), folder);
    });
    if (nearest) found.push_back({one.file, waysTo(facts, one.calls)});
  }
  return found;
}

std::vector<Importer> importersOf(const WithNames& project) {
  std::vector<Importer> by(project.files().size());
  for (FileId file{0}; file < project.files().size(); ++file) {
    if (outsideProgram(project, file)) continue;
    for (const Expr statement : project.file(file).imports) {
      if (python::isForTypeCheckers(statement)) continue;
      for (const Expr alias : statement) {
        const Resolver::Imported imported = project.resolver().imported(alias, file);
        for (const FileId to : {imported.module, imported.submodule}) {
          if (to != noFile && to != file && by[to].file == noFile) by[to] = {file, statement};
        }
      }
    }
  }
  return by;
}

std::vector<Importer> importersFrom(const WithNames& project, const std::vector<FileId>& files) {
  std::vector<Importer> by(project.files().size());
  std::vector<FileId> open = files;
  const auto add = [&](FileId to, FileId from, Expr statement) {
    if (to == noFile || by[to].file != noFile || std::find(files.begin(), files.end(), to) != files.end()) return;
    by[to] = {from, statement};
    open.push_back(to);
  };
  for (std::size_t at = 0; at < open.size(); ++at) {
    const FileId from = open[at];
    for (const Expr statement : project.file(from).imports) {
      if (python::isForTypeCheckers(statement)) continue;
      for (const Expr alias : statement) {
        const Resolver::Imported imported = project.resolver().imported(alias, from);
        for (const FileId to : {imported.module, imported.submodule}) {
          add(to, from, statement);
          if (to == noFile) continue;
          for (const FileId parent : project.resolver().parentsOf(to)) add(parent, from, statement);
        }
      }
    }
  }
  return by;
}

std::vector<FileId> findApplications(const WithNames& project) {
  static constexpr std::string_view names[] = {"wsgi.py", "app.py",     "manage.py",      "run.py",
                                               "main.py", "autoapp.py", "application.py", "server.py"};
  std::vector<FileId> found;
  for (FileId file{0}; file < project.files().size(); ++file) {
    const ModuleFacts& facts = project.file(file);
    if (project.modules().isTest(file) || project.modules().isMigration(file)) continue;
    const std::string_view name = fileNameOf(facts.path());
    const bool flask = std::any_of(facts.imports.begin(), facts.imports.end(), [](Expr statement) {
      return statement.is(Kind::ImportFrom) && statement.text() == "flask" &&
             std::any_of(statement.begin(), statement.end(), [](Expr alias) { return alias.text() == "Flask"; });
    });
    const bool makes = std::any_of(facts.functions.begin(), facts.functions.end(),
                                   [](Expr function) { return function.text() == "create_app"; });
    if (flask || makes || std::find(std::begin(names), std::end(names), name) != std::end(names)) found.push_back(file);
  }
  return found;
}

}  // namespace limbeck::project
