// What stands around the Python: alembic.ini, [tool.alembic], the linters' own settings, requirements.

#include <algorithm>
#include <array>

#include "formats/formats.h"
#include "formats/ini.h"
#include "formats/toml.h"
#include "project/given/places.h"
#include "text/concat.h"
#include "text/source_file.h"
#include "text/words.h"

namespace limbeck::formats {
namespace {

using project::AlembicConfig;
using project::LinterIgnore;

/// A folder as alembic.ini writes it; `package:folder` stays, since only imports say where a package is.
std::string location(std::string_view path, const std::string& written) {
  return written.find(':') == std::string::npos ? project::pathFrom(project::folderOf(path), written) : written;
}

/// path_separator: `os` is `:` on every machine but Windows; without it, commas and blanks.
std::string_view separatorsOf(std::string_view name) {
  if (name == "os" || name == ":") return ":";
  if (name == ";") return ";";
  if (name == "newline") return "\n";
  return name == "space" ? " " : ", \n";
}

std::vector<std::string> locations(std::string_view path, const std::vector<std::string>& written) {
  std::vector<std::string> all;
  for (const std::string& one : written) all.push_back(location(path, one));
  return all;
}

AlembicConfig fromIni(std::string_view path, const IniSection& section) {
  AlembicConfig config;
  config.path = path;
  config.section = section.name;
  config.scriptLocation = location(path, section.value("script_location"));
  config.pathSeparator = section.value("path_separator");
  if (config.pathSeparator.empty()) config.pathSeparator = section.value("version_path_separator");
  const std::string_view separators = separatorsOf(config.pathSeparator);
  const std::string_view between = config.pathSeparator.empty() ? ":, \n" : separators;
  config.prependSysPath = locations(path, words(section.value("prepend_sys_path"), between));
  config.versionLocations = locations(path, words(section.value("version_locations"), separators));
  config.recursiveVersions = section.value("recursive_version_locations") == "true";
  config.url = section.value("sqlalchemy.url");
  config.databases = words(section.value("databases"));
  config.fileTemplate = section.value("file_template");
  config.truncateSlugLength = section.value("truncate_slug_length");
  return config;
}

std::string textOf(const toml::node_view<const toml::node>& node) {
  const std::string written = node.value_or(std::string());
  std::string_view rest = written;
  std::string text;
  for (std::size_t at = rest.find("%(here)s"); at != std::string_view::npos; at = rest.find("%(here)s")) {
    text += concat(rest.substr(0, at), ".");
    rest.remove_prefix(at + 8);
  }
  return text.append(rest);
}

std::vector<std::string> textsOf(const toml::node_view<const toml::node>& node) {
  std::vector<std::string> texts;
  if (node.is_string()) texts.push_back(textOf(node));
  if (const toml::array* list = node.as_array()) {
    for (const toml::node& item : *list) texts.push_back(textOf(toml::node_view<const toml::node>(item)));
  }
  return texts;
}

std::vector<AlembicConfig> fromToml(std::string_view path, const toml::table& root) {
  const toml::table* table = root["tool"]["alembic"].as_table();
  if (table == nullptr) return {};
  AlembicConfig config;
  config.path = path;
  config.section = "tool.alembic";
  config.scriptLocation = location(path, textOf((*table)["script_location"]));
  config.prependSysPath = locations(path, textsOf((*table)["prepend_sys_path"]));
  config.versionLocations = locations(path, textsOf((*table)["version_locations"]));
  config.recursiveVersions = (*table)["recursive_version_locations"].value_or(false);
  config.fileTemplate = textOf((*table)["file_template"]);
  return {std::move(config)};
}

/// Of [tool.ruff], [tool.ruff.lint], or the top and `lint` of a ruff.toml.
void fromRuff(std::string_view folder, const toml::table* ruff, std::vector<LinterIgnore>& into) {
  if (ruff == nullptr) return;
  const toml::table& table = *ruff;
  for (const char* key : {"ignore", "extend-ignore"}) {
    for (const std::string& code : textsOf(table[key])) into.push_back({std::string(folder), "**", code});
  }
  for (const char* key : {"per-file-ignores", "extend-per-file-ignores"}) {
    const toml::table* patterns = table[key].as_table();
    if (patterns == nullptr) continue;
    for (const auto& [pattern, codes] : *patterns) {
      for (const std::string& code : textsOf(toml::node_view<const toml::node>(codes))) {
        into.push_back({std::string(folder), std::string(pattern.str()), code});
      }
    }
  }
}

/// per-file-ignores = app/db/base.py:F401,E402 tests/*:F
void fromFlake8(std::string_view folder, const IniSection& section, std::vector<LinterIgnore>& into) {
  for (const char* key : {"ignore", "extend-ignore"}) {
    for (const std::string& code : words(section.value(key))) into.push_back({std::string(folder), "**", code});
  }
  std::vector<std::string> patterns;
  bool codes = false;
  const std::string value = section.value("per-file-ignores");
  for (std::string_view rest = value; !rest.empty();) {
    const std::size_t end = std::min(rest.find_first_of(", :\t\r\n"), rest.size());
    const std::string word(rest.substr(0, end));
    const std::size_t next = std::min(rest.find_first_not_of(" \t\r\n", end), rest.size());
    const bool ends = next < rest.size() && rest[next] == ':';
    rest.remove_prefix(std::min(next + (ends || (next < rest.size() && rest[next] == ',') ? 1 : 0), rest.size()));
    if (word.empty()) continue;
    const bool isCode =
        word.size() <= 5 && word[0] >= 'A' && word[0] <= 'Z' && word.find_first_of("./*") == std::string::npos;
    if (!isCode) {
      if (codes) patterns.clear();
      codes = false;
      patterns.push_back(word);
      continue;
    }
    codes = true;
    for (const std::string& pattern : patterns) into.push_back({std::string(folder), pattern, word});
  }
}

bool isToml(std::string_view name) { return name == "pyproject.toml" || name == "ruff.toml" || name == ".ruff.toml"; }

/// Settings or requirements that name what looks for unused imports.
bool namesLinter(std::string_view path, std::string_view bytes) {
  static constexpr std::string_view own[] = {".flake8", "ruff.toml", ".ruff.toml"};
  static constexpr std::string_view naming[] = {"pyproject.toml", "setup.cfg", "tox.ini"};
  static constexpr std::string_view linters[] = {"ruff", "flake8", "autoflake", "pyflakes", "pycln", "pylint"};
  const std::string_view name = project::fileNameOf(path);
  if (oneOf(name, own)) return true;
  const bool requirements = name.ends_with(".txt") && (name.find("requirements") != std::string_view::npos ||
                                                       path.find("requirements/") != std::string_view::npos);
  return (requirements || oneOf(name, naming)) && !whyNotText(bytes) &&
         std::any_of(std::begin(linters), std::end(linters),
                     [&](std::string_view one) { return bytes.find(one) != std::string_view::npos; });
}

}  // namespace

std::vector<AlembicConfig> readAlembic(std::string_view path, std::string_view bytes) {
  const std::string_view name = project::fileNameOf(path);
  if ((name != "alembic.ini" && name != "pyproject.toml") || whyNotText(bytes)) return {};
  if (name == "pyproject.toml") {
    if (bytes.find("tool.alembic") == std::string_view::npos) return {};
    const toml::parse_result parsed = toml::parse(bytes);
    return parsed ? fromToml(path, parsed.table()) : std::vector<AlembicConfig>();
  }
  std::vector<AlembicConfig> all;
  const std::vector<IniSection> sections = readIni(bytes);
  for (const IniSection& section : sections) {
    if (section.options.count("script_location") == 0 && section.name != "alembic") continue;
    all.push_back(fromIni(path, section));
    AlembicConfig& config = all.back();
    for (const IniSection& one : sections) {  // [engine1] beside `databases = engine1, engine2`
      const auto& names = config.databases;
      if (std::find(names.begin(), names.end(), one.name) != names.end())
        config.urls.push_back(one.value("sqlalchemy.url"));
    }
  }
  return all;
}

std::vector<LinterIgnore> readLinters(std::string_view path, std::string_view bytes) {
  const std::string_view name = project::fileNameOf(path);
  const std::string_view folder = project::folderOf(path);
  std::vector<LinterIgnore> all;
  if (namesLinter(path, bytes)) all.push_back({std::string(folder), "", ""});
  if (isToml(name) && bytes.find("ignore") != std::string_view::npos && !whyNotText(bytes)) {
    const toml::parse_result parsed = toml::parse(bytes);
    if (!parsed) return {};
    const toml::table& root = parsed.table();
    const toml::table* ruff = name == "pyproject.toml" ? root["tool"]["ruff"].as_table() : &root;
    fromRuff(folder, ruff, all);
    if (ruff != nullptr) fromRuff(folder, (*ruff)["lint"].as_table(), all);
  }
  if ((name == "setup.cfg" || name == "tox.ini" || name == ".flake8") && !whyNotText(bytes)) {
    for (const IniSection& section : readIni(bytes)) {
      if (section.name == "flake8") fromFlake8(folder, section, all);
    }
  }
  return all;
}

namespace {

/// Of an extra, a group or a file of requirements: what only developers install says nothing about the databases.
bool isForDevelopers(std::string_view name) {
  static constexpr std::string_view words[] = {"test", "dev", "doc", "lint", "ci", "typing", "bench"};
  const std::string text = lowered(name);
  return std::any_of(std::begin(words), std::end(words), [&](std::string_view word) {
    const std::size_t at = text.find(word);
    const bool begins = at == 0 || (at != std::string::npos && (text[at - 1] < 'a' || text[at - 1] > 'z'));
    return begins && (word != "ci" || text.size() == at + 2);
  });
}

void addTexts(const toml::array* list, std::string& into) {
  if (list == nullptr) return;
  for (const toml::node& one : *list) into += concat(one.value_or(std::string()), "\n");
}

/// Groups of lists or of tables, those for developers left out.
void addGroups(const toml::table* groups, std::string& into) {
  if (groups == nullptr) return;
  for (const auto& [name, group] : *groups) {
    if (isForDevelopers(name.str())) continue;
    addTexts(group.as_array(), into);
    const toml::table* const table = group.as_table();
    const toml::table* const inner = table == nullptr ? nullptr : (*table)["dependencies"].as_table();
    if (inner == nullptr) continue;
    for (const auto& [key, value] : *inner) into += concat(key.str(), "\n");
  }
}

/// What the program needs when it runs, a line each.
std::string dependenciesOf(std::string_view path, std::string_view bytes) {
  const std::string_view name = project::fileNameOf(path);
  const bool requirements =
      name.starts_with("requirements") || project::fileNameOf(project::folderOf(path)) == "requirements";
  std::string text;
  if (project::isTestPath(path) || project::isExamplePath(path)) return text;
  if (name.ends_with(".txt") && requirements) {
    if (isForDevelopers(name)) return text;
    while (!bytes.empty()) {
      const std::string_view line = bytes.substr(0, bytes.find('\n'));
      bytes.remove_prefix(std::min(bytes.size(), line.size() + 1));
      text += concat(line.substr(0, line.find('#')), "\n");
    }
  } else if (name == "pyproject.toml") {
    const toml::parse_result parsed = toml::parse(bytes);
    if (!parsed) return text;
    const toml::table& root = parsed.table();
    addTexts(root["project"]["dependencies"].as_array(), text);
    addGroups(root["project"]["optional-dependencies"].as_table(), text);
    addGroups(root["dependency-groups"].as_table(), text);
    addGroups(root["tool"]["poetry"]["group"].as_table(), text);
    if (const toml::table* poetry = root["tool"]["poetry"]["dependencies"].as_table()) {
      for (const auto& [key, value] : *poetry) text += concat(key.str(), "\n");
    }
  }
  return text;
}

}  // namespace

std::vector<project::EntryPointClaim> readEntryPoints(std::string_view path, std::string_view bytes) {
  const std::string_view name = project::fileNameOf(path);
  std::vector<project::EntryPointClaim> claims;
  const auto add = [&](std::string_view group, std::string_view target) {  // "app.blog:Plugin", "blog = app.blog"
    if (const std::size_t sign = target.find('='); sign != std::string_view::npos) target.remove_prefix(sign + 1);
    const std::size_t from = std::min(target.find_first_not_of(" \t"), target.size());
    const std::string_view module =
        target.substr(from, std::min(target.find_first_of(" \t:[", from), target.size()) - from);
    if (!module.empty()) claims.push_back({std::string(group), std::string(module)});
  };
  if (bytes.find("entry") == std::string_view::npos && bytes.find("plugins") == std::string_view::npos) return {};
  if (name == "pyproject.toml" && !whyNotText(bytes)) {
    const toml::parse_result parsed = toml::parse(bytes);
    if (!parsed) return {};
    const toml::table& root = parsed.table();
    for (const toml::table* groups :
         {root["project"]["entry-points"].as_table(), root["tool"]["poetry"]["plugins"].as_table()}) {
      if (groups == nullptr) continue;
      for (const auto& [group, entries] : *groups) {
        if (!entries.is_table()) continue;
        for (const auto& [key, target] : *entries.as_table()) {
          if (target.is_string()) add(group.str(), target.as_string()->get());
        }
      }
    }
  }
  if (name == "setup.cfg" && !whyNotText(bytes)) {
    for (const IniSection& section : readIni(bytes)) {
      if (section.name != "options.entry_points" && section.name != "entry_points") continue;
      for (const auto& [group, lines] : section.options) {
        for (const std::string& line : words(lines, "\n")) add(group, line);
      }
    }
  }
  return claims;
}

std::vector<std::string> readDrivers(std::string_view path, std::string_view bytes) {
  struct Driver {
    std::string_view name;
    std::string_view dialect;
  };
  static constexpr std::array<Driver, 11> drivers = {{{"psycopg", "postgresql"},
                                                      {"asyncpg", "postgresql"},
                                                      {"pg8000", "postgresql"},
                                                      {"pymysql", "mysql"},
                                                      {"mysqlclient", "mysql"},
                                                      {"aiomysql", "mysql"},
                                                      {"asyncmy", "mysql"},
                                                      {"mysql-connector", "mysql"},
                                                      {"oracledb", "oracle"},
                                                      {"cx_oracle", "oracle"},
                                                      {"pyodbc", "mssql"}}};
  std::string text = dependenciesOf(path, bytes);
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  std::vector<std::string> found;
  for (const Driver& driver : drivers) {
    const bool named = text.find(driver.name) != std::string::npos;
    if (named && std::find(found.begin(), found.end(), driver.dialect) == found.end())
      found.emplace_back(driver.dialect);
  }
  return found;
}

}  // namespace limbeck::formats
