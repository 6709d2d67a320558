// hosts.h: the programs below which an env.py runs: Flask applications, and scripts that call Alembic themselves.
// It refuses to say what they import: the closure does.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "project/phases.h"

namespace limbeck::project {

/// A file that runs `alembic.command.revision`, or hands Alembic a command that it gets from outside, and the functions
/// of it on the way there, outermost last.
struct Driver {
  FileId file = noFile;
  std::vector<Expr> functions;
};

/// A file that runs Alembic, and its calls that do.
struct DriverFile {
  FileId file = noFile;
  std::vector<Expr> calls;
};
[[nodiscard]] std::vector<DriverFile> findDriverFiles(const WithNames& project);

/// Whether the command `alembic` can run the env.py as well.
enum class Commanded : std::uint8_t { ByDriversOnly, ByAnybody };

/// Those that run the env.py in this folder. ByDriversOnly: in the place of the `alembic` command, because they stand
/// beside it, or there is no configuration that the command could use. Of several environments they run the one whose
/// path is nearest.
[[nodiscard]] std::vector<Driver> findDrivers(const WithNames& project, const std::vector<DriverFile>& files,
                                              std::string_view folder, const std::vector<FileId>& environments,
                                              Commanded commanded = Commanded::ByDriversOnly);

/// Files that make the Flask application which an env.py of Flask-Migrate asks for its database.
[[nodiscard]] std::vector<FileId> findApplications(const WithNames& project);

/// The import statement of another file, outside tests and migrations, that leads to a file; a Missing one when there
/// is none.
struct Importer {
  FileId file = noFile;
  Expr at;
};
/// The first of each file.
[[nodiscard]] std::vector<Importer> importersOf(const WithNames& project);
/// Per file: the statement by which these files lead to it, whatever function it stands in; none for the files
/// themselves.
[[nodiscard]] std::vector<Importer> importersFrom(const WithNames& project, const std::vector<FileId>& files);

}  // namespace limbeck::project
