#include "project/given/versions.h"

#include <algorithm>

#include "formats/formats.h"
#include "formats/json_parts.h"
#include "formats/toml.h"
#include "project/given/places.h"
#include "text/utf8.h"

namespace limbeck::formats {
namespace {

using project::Version;
using project::VersionClaim;
using project::VersionSource;

std::string_view stripped(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\f'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

bool isNamePart(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
}

/// PEP 503: "Flask_Migrate" and "flask-migrate" are one package.
std::string normalised(std::string_view name) {
  std::string result;
  for (char c : name) {
    if (c == '_' || c == '.') c = '-';
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (c != '-' || result.empty() || result.back() != '-') result += c;
  }
  return result;
}

struct Bound {
  Version lowest;
  bool exact = false;
};

/// One of ">=2.0", "==2.0.30", "~=2.0", "==2.0.*", Poetry's "^2.0" and "~2.0"; nothing for what bounds from above
/// alone.
std::optional<Bound> readBound(std::string_view text, bool bareIsExact) {
  const std::size_t end = std::min(text.find_first_not_of("=<>!~^"), text.size());
  const std::string_view sign = text.substr(0, end);
  std::string_view written = stripped(text.substr(end));
  const bool open = written.ends_with(".*");
  if (open) written.remove_suffix(2);
  const std::optional<Version> version = project::readVersion(written);
  if (!version) return std::nullopt;
  const bool exact = sign == "==" || sign == "===" || sign == "=" || (sign.empty() && bareIsExact);
  if (exact) return Bound{*version, !open};
  const bool below = sign == ">=" || sign == ">" || sign == "~=" || sign == "^" || sign == "~";
  return below ? std::optional(Bound{*version, false}) : std::nullopt;
}

/// ">=2.0,<2.1": the strictest of the bounds. "^1.4 || ^2.0" is one or the other: the least of them.
std::optional<Bound> readBounds(std::string_view text, bool bareIsExact) {
  std::optional<Bound> least;
  while (true) {
    const std::size_t either = std::min(text.find("||"), text.size());
    std::string_view all = text.substr(0, either);
    std::optional<Bound> strictest;
    while (true) {
      const std::size_t comma = std::min(all.find(','), all.size());
      const std::optional<Bound> one = readBound(stripped(all.substr(0, comma)), bareIsExact);
      if (one && (!strictest || one->exact || (!strictest->exact && strictest->lowest < one->lowest))) strictest = one;
      if (comma == all.size()) break;
      all.remove_prefix(comma + 1);
    }
    if (!strictest) return std::nullopt;
    if (!least || strictest->lowest < least->lowest) least = strictest;
    if (either == text.size()) return least;
    least->exact = false;
    text.remove_prefix(either + 2);
  }
}

class VersionReader {
 public:
  explicit VersionReader(std::string_view path) : path_(path) {}

  /// requirements.txt, line by line: comments, options and hashes are passed over.
  void requirements(std::string_view text) {
    while (!text.empty()) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      std::string_view line = text.substr(0, end);
      text.remove_prefix(std::min(end + 1, text.size()));
      line = line.substr(0, std::min(line.find('#'), line.find(" --")));
      line = stripped(line);
      if (line.ends_with('\\')) line = stripped(line.substr(0, line.size() - 1));
      requirement(line);
    }
  }

  void manifest(const toml::table& root) {
    texts(root["project"]["dependencies"].node());
    lists(root["project"]["optional-dependencies"].as_table());
    lists(root["dependency-groups"].as_table());
    poetry(root["tool"]["poetry"]["dependencies"].as_table());
    if (const toml::table* groups = root["tool"]["poetry"]["group"].as_table()) {
      for (const auto& [name, group] : *groups) {
        if (const toml::table* table = group.as_table()) poetry((*table)["dependencies"].as_table());
      }
    }
  }

  /// `[[package]]` of poetry.lock, uv.lock and pdm.lock, `[[packages]]` of pylock.toml.
  void lock(const toml::table& root) {
    for (const char* key : {"package", "packages"}) {
      const toml::array* list = root[key].as_array();
      if (list == nullptr) continue;
      for (const toml::node& item : *list) {
        const toml::table* package = item.as_table();
        if (package == nullptr) continue;
        const toml::value<std::string>* name = (*package)["name"].as_string();
        const toml::value<std::string>* version = (*package)["version"].as_string();
        if (name != nullptr && version != nullptr) locked(name->get(), version->get());
      }
    }
  }

  /// Pipfile.lock: {"default": {"sqlalchemy": {"version": "==2.0.30"}}}
  void pipfile(const Json& json) {
    if (!json.is_object()) return;
    for (const char* section : {"default", "develop"}) {
      const auto packages = json.find(section);
      if (packages == json.end() || !packages->is_object()) continue;
      for (const auto& [name, package] : packages->items()) {
        if (!package.is_object()) continue;
        const auto version = package.find("version");
        if (version == package.end() || !version->is_string()) continue;
        const auto& text = version->get_ref<const std::string&>();
        if (text.starts_with("==")) locked(name, std::string_view(text).substr(2));
      }
    }
  }

  std::vector<VersionClaim> take() { return std::move(claims_); }

 private:
  void claim(std::string_view package, const Version& lowest, VersionSource source) {
    std::string name = normalised(package);
    if (project::isVersioned(name)) claims_.push_back({std::move(name), lowest, source, path_});
  }

  void bounds(std::string_view package, std::string_view text, bool bareIsExact = false) {
    const std::optional<Bound> bound = readBounds(text, bareIsExact);
    if (bound) claim(package, bound->lowest, bound->exact ? VersionSource::Pinned : VersionSource::Bounded);
  }

  void locked(std::string_view package, std::string_view text) {
    if (const std::optional<Version> version = project::readVersion(text))
      claim(package, *version, VersionSource::Locked);
  }

  /// PEP 508: `sqlalchemy[asyncio]>=2.0,<2.1; python_version > "3.8"`, with or without brackets around the versions.
  void requirement(std::string_view line) {
    line = stripped(line.substr(0, line.find(';')));
    const auto end = std::find_if_not(line.begin(), line.end(), isNamePart);
    const std::string_view name = line.substr(0, static_cast<std::size_t>(end - line.begin()));
    if (name.empty() || name.front() == '-') return;
    line = stripped(line.substr(name.size()));
    if (line.starts_with('[')) {
      const std::size_t close = line.find(']');
      if (close == std::string_view::npos) return;
      line = stripped(line.substr(close + 1));
    }
    if (line.starts_with('(') && line.ends_with(')')) line = stripped(line.substr(1, line.size() - 2));
    bounds(name, line);
  }

  void texts(const toml::node* node) {
    const toml::array* list = node == nullptr ? nullptr : node->as_array();
    if (list == nullptr) return;
    for (const toml::node& item : *list) {
      if (const toml::value<std::string>* text = item.as_string()) requirement(text->get());
    }
  }

  void lists(const toml::table* table) {
    if (table == nullptr) return;
    for (const auto& [name, list] : *table) texts(&list);
  }

  /// `sqlalchemy = "^2.0"`, `sqlalchemy = { version = "^2.0", extras = [...] }`, or several of the latter.
  void poetry(const toml::table* table) {
    if (table == nullptr) return;
    for (const auto& [name, node] : *table) {
      poetryVersion(name.str(), node);
      if (const toml::array* list = node.as_array()) {
        for (const toml::node& item : *list) poetryVersion(name.str(), item);
      }
    }
  }

  void poetryVersion(std::string_view name, const toml::node& node) {
    const toml::table* table = node.as_table();
    const toml::node* version = table == nullptr ? &node : (*table)["version"].node();
    const toml::value<std::string>* text = version == nullptr ? nullptr : version->as_string();
    if (text != nullptr) bounds(name, text->get(), true);
  }

  std::string path_;
  std::vector<VersionClaim> claims_;
};

}  // namespace

std::vector<VersionClaim> readVersions(std::string_view path, std::string_view bytes) {
  const std::string_view name = project::fileNameOf(path);
  VersionReader reader(path);
  if (whyNotText(bytes)) return {};
  if (bytes.starts_with(byteOrderMark)) bytes.remove_prefix(byteOrderMark.size());
  if (name.ends_with(".txt")) reader.requirements(bytes);
  if (name == "Pipfile.lock") reader.pipfile(Json::parse(bytes, nullptr, false));
  const bool lock = name == "poetry.lock" || name == "uv.lock" || name == "pdm.lock" || name == "pylock.toml";
  if (lock || name == "pyproject.toml") {
    const toml::parse_result parsed = toml::parse(bytes);
    if (parsed && lock) reader.lock(parsed.table());
    if (parsed && !lock) reader.manifest(parsed.table());
  }
  return reader.take();
}

}  // namespace limbeck::formats
