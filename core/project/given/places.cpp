#include "project/given/places.h"

#include <algorithm>

#include "text/concat.h"
#include "text/glob.h"
#include "text/words.h"

namespace limbeck::project {
namespace {

/// Calls `test` with every folder name of the path.
template <typename Test>
bool anyFolder(std::string_view path, Test test) {
  for (std::size_t slash = path.find('/'); slash != std::string_view::npos; slash = path.find('/')) {
    if (test(path.substr(0, slash))) return true;
    path.remove_prefix(slash + 1);
  }
  return false;
}

}  // namespace

std::string_view folderOf(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

std::string_view fileNameOf(std::string_view path) { return path.substr(path.rfind('/') + 1); }

bool isBelow(std::string_view path, std::string_view folder) {
  return folder.empty() || path == folder || (path.starts_with(folder) && path[folder.size()] == '/');
}

std::string joinPath(std::string_view folder, std::string_view name) {
  return folder.empty() ? std::string(name) : concat(folder, "/", name);
}

bool isIgnoredFolder(std::string_view name) {
  static constexpr std::string_view names[] = {".git",         ".hg",           ".venv",       "venv", "env",
                                               "node_modules", "site-packages", "__pycache__", ".tox", ".mypy_cache",
                                               ".ruff_cache",  "build",         "dist",        ".eggs"};
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

bool isTestPath(std::string_view path) {
  static constexpr std::string_view names[] = {"conftest.py", "tests.py", "test.py"};
  static constexpr std::string_view folders[] = {"tests", "test", "testing", "integration_tests"};
  const std::string_view name = fileNameOf(path);
  return oneOf(name, names) || name.starts_with("test_") || name.ends_with("_test.py") ||
         anyFolder(path, [](std::string_view folder) { return oneOf(folder, folders); });
}

std::string_view exampleFolderOf(std::string_view path) {
  static constexpr std::string_view folders[] = {
      "examples",  "example",   "samples",    "docs",          "doc",  "docs_src", "tutorial", "benches",
      "tutorials", "benchmark", "benchmarks", "documentation", "demo", "demos",    "sandbox",  "playground"};
  for (std::size_t from = 0, slash = path.find('/'); slash != std::string_view::npos; slash = path.find('/', from)) {
    if (oneOf(path.substr(from, slash - from), folders)) return path.substr(0, slash);
    from = slash + 1;
  }
  return {};
}

bool isExamplePath(std::string_view path) { return !exampleFolderOf(path).empty(); }

bool isVersionsPath(std::string_view path) {
  return anyFolder(path, [](std::string_view folder) { return folder == "versions"; });
}

bool isScriptPath(std::string_view path) {
  static constexpr std::string_view folders[] = {"scripts", "seed", "seeds"};
  return anyFolder(path, [](std::string_view folder) { return oneOf(folder, folders); });
}

bool isModelsFile(std::string_view path, std::string_view folder, const Settings& settings) {
  std::string_view inside = path;
  if (!folder.empty() && isBelow(path, folder)) inside.remove_prefix(folder.size() + 1);
  if (!settings.modelsFiles.empty()) {
    return std::any_of(settings.modelsFiles.begin(), settings.modelsFiles.end(),
                       [&](const std::string& pattern) { return globMatches(pattern, inside); });
  }
  static constexpr std::string_view names[] = {"models.py", "db_models.py", "orm.py", "entities.py"};
  static constexpr std::string_view folders[] = {"models", "db_models", "database_models", "orm", "entities"};
  const std::string_view name = fileNameOf(inside);
  return oneOf(name, names) || name.ends_with("_models.py") ||
         anyFolder(inside, [](std::string_view part) { return oneOf(part, folders); });
}

bool matchesAnywhere(std::string_view pattern, std::string_view path) {
  while (true) {
    if (globMatches(pattern, path)) return true;
    const std::size_t slash = path.find('/');
    if (slash == std::string_view::npos) return false;
    path.remove_prefix(slash + 1);
  }
}

std::string pathOfDotted(std::string_view dotted) {
  std::string path(dotted);
  std::replace(path.begin(), path.end(), '.', '/');
  return path;
}

}  // namespace limbeck::project
