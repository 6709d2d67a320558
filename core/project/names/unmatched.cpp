#include "project/names/unmatched.h"

#include <algorithm>
#include <optional>
#include <set>

#include "project/given/places.h"
#include "project/names/resolver.h"
#include "text/concat.h"
#include "text/dotted.h"
#include "text/likeness.h"

namespace limbeck::project {
namespace {

/// "./src/" and "src" are the same folder.
std::string_view trimmed(std::string_view path) {
  while (path.starts_with("./")) path.remove_prefix(2);
  while (path.ends_with('/')) path.remove_suffix(1);
  return path == "." ? std::string_view() : path;
}

bool leavesProject(std::string_view path) {
  return path.starts_with('/') || path.find("..") != std::string_view::npos ||
         path.find_first_of("\\{}:$~") != std::string_view::npos;
}

/// "modules.core.database.models:Base", and with a dot for the colon.
struct BaseName {
  std::string_view module;
  std::string_view name;  ///< the first of "db.Model"
  std::string_view rest;  ///< what follows the module, colon or dot included
};

std::optional<BaseName> baseNameOf(std::string_view text) {
  std::size_t cut = text.find(':');
  if (cut == std::string_view::npos) cut = text.rfind('.');
  if (cut == std::string_view::npos || cut == 0 || cut + 1 >= text.size()) return std::nullopt;
  const std::string_view name = text.substr(cut + 1, text.find('.', cut + 1) - cut - 1);
  const bool odd = text.find_first_of(" /*()[]") != std::string_view::npos || text.front() == '.';
  return odd ? std::nullopt : std::optional(BaseName{text.substr(0, cut), name, text.substr(cut)});
}

class Search {
 public:
  Search(const Inputs& inputs, const Resolver& resolver)
      : inputs_(inputs), resolver_(resolver), top_(folderOf(inputs.settings.settings.file)) {
    for (const FactsPtr& facts : inputs_.files) add(facts->path());
    for (const std::string& path : inputs_.otherFiles) add(path);
    readImports();
  }

  [[nodiscard]] std::optional<SettingsProblem> judge(const SettingsValue& value) const {
    const std::string_view text = value.text;
    if (value.key == "base") return judgeBase(value);
    if (trimmed(text).empty() || leavesProject(text) || isExcluded(trimmed(text)) || leads(value.key, text))
      return std::nullopt;
    const std::string what = value.key == "roots" ? concat("There is no folder ", quoted(text), " in this project")
                             : value.key == "registration.central"
                                 ? concat("There is no file ", quoted(text), " in this project")
                                 : concat("Nothing in this project matches ", quoted(text));
    const auto accept = [&](std::string_view other) { return leads(value.key, other); };
    return lost(value, std::string(text), "", what, accept);
  }

 private:
  void add(std::string_view path) {
    paths_.emplace(path);
    const std::string_view folder = folderOf(path);
    // The settings are read from where the command was given, whatever part of the project it was given.
    const bool settings =
        folder == top_ && (fileNameOf(path) == "pyproject.toml" || fileNameOf(path) == "limbeck.toml");
    if (!settings) {
      if (!common_) common_ = std::string(folder);
      while (!isBelow(folder, *common_)) common_ = std::string(folderOf(*common_));
    }
    for (std::string_view up = folder; !up.empty(); up = folderOf(up)) {
      if (!paths_.emplace(up).second) break;
    }
  }

  void readImports() {
    for (FileId file{0}; file < inputs_.files.size(); ++file) {
      for (const Expr import : inputs_.files[file]->imports) {
        if (import.is(Kind::ImportFrom)) {
          readImport(import.text(), file);
          for (const Expr alias : import) named_.insert(pathOfDotted(concat(import.text(), ".", alias.text())));
        } else {
          for (const Expr alias : import) readImport(alias.text(), file);
        }
      }
    }
  }

  void readImport(const std::string& written, FileId file) {
    named_.insert(pathOfDotted(written));
    const Resolver::Target& target = resolver_.importTarget(written, file);
    if (target.file != noFile || !target.folder.empty()) {
      followed_ = true;
      return;
    }
    const std::string_view start = topOf(written);
    if (start.empty() || (!isWellKnown(start) && startOf(start))) dangling_ = true;
  }

  [[nodiscard]] bool exists(const std::string& path) const {
    return paths_.count(path) > 0 || paths_.count(path + ".py") > 0;
  }

  /// Where a name may begin: beside the settings, at the top, below src or a root.
  [[nodiscard]] std::vector<std::string> starts() const {
    std::vector<std::string> starts = {top_, "", joinPath(top_, "src")};
    for (const std::string& root : inputs_.settings.settings.roots) starts.emplace_back(trimmed(root));
    return starts;
  }

  /// The folder in which a first component stands, if any.
  [[nodiscard]] std::optional<std::string> startOf(std::string_view first) const {
    for (std::string& start : starts()) {
      if (exists(joinPath(start, first))) return std::move(start);
    }
    return std::nullopt;
  }

  /// Files that are left out are there all the same.
  [[nodiscard]] bool isExcluded(std::string_view path) const {
    const std::vector<std::string>& exclude = inputs_.settings.settings.exclude;
    return std::any_of(exclude.begin(), exclude.end(),
                       [&](const std::string& pattern) { return matchesAnywhere(pattern, path); });
  }

  [[nodiscard]] bool leads(std::string_view key, std::string_view text) const {
    if (key == "roots" || key == "registration.central") {
      return paths_.count(trimmed(text)) > 0 || paths_.count(joinPath(top_, trimmed(text))) > 0;
    }
    const auto matches = [&](const std::string& path) { return matchesAnywhere(text, path); };
    return std::any_of(paths_.begin(), paths_.end(), matches) || std::any_of(named_.begin(), named_.end(), matches);
  }

  /// The files a dotted name may mean, by its last components, as bases are compared.
  [[nodiscard]] std::vector<FileId> filesOf(std::string_view module) const {
    const std::string path = pathOfDotted(module);
    std::vector<FileId> files;
    for (FileId file{0}; file < inputs_.files.size(); ++file) {
      std::string_view own = inputs_.files[file]->path();
      own.remove_suffix(own.ends_with("/__init__.py") ? 12 : 3);
      if (own == path || own.ends_with("/" + path)) files.push_back(file);
    }
    return files;
  }

  /// The one file that importing the dotted name would execute; noFile where it may be a package from elsewhere.
  [[nodiscard]] FileId fileOf(std::string_view module) const {
    for (const std::string& start : starts()) {
      const std::string path = joinPath(start, pathOfDotted(module));
      for (const std::string& candidate : {path + ".py", joinPath(path, "__init__.py")}) {
        if (const FileId file = resolver_.fileAt(candidate); file != noFile) return file;
      }
    }
    return noFile;
  }

  /// False only when the file was read as a whole and nothing in it binds the name.
  [[nodiscard]] bool mayHave(FileId file, std::string_view name) const {
    const ModuleFacts& facts = *inputs_.files[file];
    const python::Scope& scope = facts.names.module();
    return facts.opaque || !facts.syntax.empty() || !scope.starImports.empty() || scope.names.count(name) > 0 ||
           scope.names.count("__getattr__") > 0 || exists(joinPath(folderOf(facts.path()), name));
  }

  [[nodiscard]] bool baseLeads(std::string_view text) const {
    const std::optional<BaseName> base = baseNameOf(text);
    if (!base) return false;
    const std::vector<FileId> files = filesOf(base->module);
    return std::any_of(files.begin(), files.end(), [&](FileId file) { return mayHave(file, base->name); });
  }

  [[nodiscard]] std::optional<SettingsProblem> judgeBase(const SettingsValue& value) const {
    const std::optional<BaseName> base = baseNameOf(value.text);
    if (!base) return std::nullopt;
    const std::string path = pathOfDotted(base->module);
    if (!filesOf(base->module).empty()) {
      const FileId file = fileOf(base->module);
      if (file == noFile || baseLeads(value.text)) return std::nullopt;
      std::vector<std::string_view> names;
      const ModuleFacts& facts = *inputs_.files[file];
      for (const auto& [name, bindings] : facts.names.module().names) names.push_back(name);
      const std::string near = nearest(base->name, names);
      const std::string_view behind = base->rest.substr(1 + base->name.size());
      return problem(value, concat(quoted(facts.path()), " has no ", quoted(base->name)),
                     near.empty() ? near : concat(base->module, base->rest.substr(0, 1), near, behind));
    }
    if (exists(path) || isExcluded(path) || named_.count(path) > 0 ||
        named_.count(pathOfDotted(concat(base->module, ".", base->name))) > 0) {
      return std::nullopt;
    }
    return lost(value, path, base->rest, concat("There is no module ", quoted(base->module), " in this project"),
                [&](std::string_view other) { return baseLeads(other); });
  }

  /// The problem of a path that does not lead to its end, where that is certain: its beginning is here, or it is a slip
  /// of something that is. `behind` follows the path in the settings; for a base the path is written with dots.
  template <typename Accept>
  [[nodiscard]] std::optional<SettingsProblem> lost(const SettingsValue& value, std::string path,
                                                    std::string_view behind, std::string_view what,
                                                    const Accept& accept) const {
    if (!followed_ || dangling_) return std::nullopt;
    const bool dots = value.key == "base";
    const std::size_t begin = static_cast<std::size_t>(trimmed(path).data() - path.data());
    const std::string_view first = std::string_view(path).substr(begin, path.find('/', begin) - begin);
    const std::optional<std::string> start = startOf(first);
    std::string folder = start.value_or(top_);
    for (std::size_t at = begin; at < path.size();) {
      const std::size_t end = std::min(path.find('/', at), path.size());
      const std::string part = path.substr(at, end - at);
      if (part.find_first_of("*?[") != std::string::npos) {  // the folder is here, and nothing in it matches
        if (!start || at == begin || !isBelow(folder, common_.value_or(""))) return std::nullopt;
        return problem(value, what, "");
      }
      if (!exists(joinPath(folder, part))) {
        if (!isBelow(folder, common_.value_or(""))) return std::nullopt;
        std::string other = replaced(path, at, end, nearest(part, namesIn(folder, dots)), behind, dots);
        if (!other.empty() && accept(other)) return problem(value, what, std::move(other));
        if (at == begin) return std::nullopt;
        return problem(value, what, "");
      }
      folder = joinPath(folder, part);
      at = end + 1;
    }
    return std::nullopt;
  }

  static std::string replaced(const std::string& path, std::size_t begin, std::size_t end, std::string_view near,
                              std::string_view behind, bool dots) {
    if (near.empty()) return {};
    std::string other = concat(std::string_view(path).substr(0, begin), near, std::string_view(path).substr(end));
    if (dots) std::replace(other.begin(), other.end(), '/', '.');
    return concat(other, behind);
  }

  /// What stands directly in a folder; modules without their `.py`.
  [[nodiscard]] std::vector<std::string_view> namesIn(std::string_view folder, bool modules) const {
    std::vector<std::string_view> names;
    for (const std::string& path : paths_) {
      if (folderOf(path) != folder) continue;
      std::string_view name = fileNameOf(path);
      if (modules && name.ends_with(".py")) name.remove_suffix(3);
      names.push_back(name);
    }
    return names;
  }

  [[nodiscard]] SettingsProblem problem(const SettingsValue& value, std::string_view what, std::string near) const {
    std::string message(what);
    if (!near.empty()) message += concat("; the nearest is ", quoted(near));
    if (!value.plain) near.clear();
    return {inputs_.settings.settings.file, value.span, std::move(message), value.text, std::move(near)};
  }

  const Inputs& inputs_;
  const Resolver& resolver_;
  std::string top_;                           ///< folder of the settings
  std::set<std::string, std::less<>> paths_;  ///< every file and folder
  std::set<std::string, std::less<>> named_;  ///< every imported name, with slashes
  std::optional<std::string> common_;         ///< the folder that holds everything but the settings
  bool followed_ = false;                     ///< an import leads to a file of the project
  bool dangling_ = false;                     ///< an import leads into the project, to a file that was not given
};

/// Revisions are looked for once there are histories (migrations/newest.h), the baseline by the workspace.
bool isOfHistory(std::string_view key) { return key == "released" || key == "since" || key == "baseline"; }

}  // namespace

std::vector<SettingsProblem> unmatchedSettings(const Inputs& inputs, const Resolver& resolver) {
  std::vector<SettingsProblem> problems;
  if (inputs.settings.values.empty() || inputs.files.empty()) return problems;
  const Search search(inputs, resolver);
  for (const SettingsValue& value : inputs.settings.values) {
    if (isOfHistory(value.key)) continue;
    if (auto problem = search.judge(value)) problems.push_back(std::move(*problem));
  }
  return problems;
}

}  // namespace limbeck::project
