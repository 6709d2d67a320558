#include "files.h"

#include <algorithm>
#include <fstream>
#include <optional>
#include <sstream>
#include <system_error>

#include "gitignore.h"
#include "text/concat.h"
#include "threads.h"

namespace limbeck::cli {
namespace {

namespace fs = std::filesystem;

/// Far beyond what the core reads; a file of this size is not even opened.
constexpr std::uintmax_t largestFile = 64U << 20U;

std::optional<std::string> contentOf(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  std::ostringstream text;
  text << file.rdbuf();
  if (file.bad()) return std::nullopt;
  return std::move(text).str();
}

/// A file that shall be read.
struct Found {
  std::string name;  ///< in the workspace
  fs::path disk;
};

std::string joined(const std::string& folder, const std::string& name) {
  return folder.empty() ? name : folder + "/" + name;
}

/// True for a path that stays inside the current folder however it is written.
bool staysInside(const fs::path& path) {
  const fs::path normal = path.lexically_normal();
  return path.is_relative() && (normal.empty() || *normal.begin() != "..");
}

/// What a given path is called in the workspace; "" for the current folder.
std::string nameOf(const fs::path& given) {
  fs::path name = given.lexically_normal();
  if (!name.has_filename()) name = name.parent_path();  // "shop/"
  if (staysInside(given)) return name == "." ? std::string() : name.generic_string();
  std::error_code error;
  const fs::path whole = fs::weakly_canonical(given, error);
  return (error ? name : whole).filename().generic_string();
}

class Walk {
 public:
  Walk(std::vector<Found>& found, std::vector<std::string>& warnings) : found_(found), warnings_(warnings) {}

  /// Everything below the folder that the core wants, in sorted order.
  void below(const fs::path& folder, const std::string& name) {
    std::vector<Level> waiting = {{folder, ""}};
    while (!waiting.empty()) {
      Level level = std::move(waiting.back());
      waiting.pop_back();
      if (const auto text = contentOf(level.folder / ".gitignore"))
        ignores_.emplace_back(level.inside, GitIgnore(*text));
      list(level, name, waiting);
    }
  }

 private:
  struct Level {
    fs::path folder;
    std::string inside;  ///< path below the given folder
  };

  void list(const Level& level, const std::string& name, std::vector<Level>& waiting) {
    std::error_code error;
    std::vector<fs::directory_entry> entries;
    for (fs::directory_iterator it(level.folder, error), end; !error && it != end; it.increment(error))
      entries.push_back(*it);
    if (error)
      warnings_.push_back(concat("The folder ", limbeck::quoted(level.folder.generic_string()),
                                 " could not be listed: ", error.message(), "."));
    std::sort(entries.begin(), entries.end());
    for (const fs::directory_entry& entry : entries) {
      const std::string inside = joined(level.inside, entry.path().filename().generic_string());
      std::error_code ignored;
      const bool link = entry.is_symlink(ignored);
      if (entry.is_directory(ignored)) {
        // A linked folder may lead back up; what it holds is found where it really is.
        if (link || isIgnored(inside, true)) continue;
        const Wanted wanted = Workspace::wants(inside + "/x.py");
        if (wanted.keep) waiting.push_back({entry.path(), inside});
        else if (wanted.reason == "template" && holdsPython(entry.path()))
          warnings_.push_back(concat("The folder ", limbeck::quoted(inside),
                                     " is a template, which is not Python yet: check a project that is made from it."));
      } else if ((link || entry.is_regular_file(ignored)) && Workspace::wants(inside).keep &&
                 !isIgnored(inside, false)) {
        found_.push_back({joined(name, inside), entry.path()});
      }
    }
  }

  [[nodiscard]] static bool holdsPython(const fs::path& folder) {
    std::error_code error;
    for (fs::recursive_directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
      if (it->path().extension() == ".py") return true;
    }
    return false;
  }

  [[nodiscard]] bool isIgnored(const std::string& inside, bool isFolder) const {
    // The deepest file that says something decides.
    for (auto ignore = ignores_.rbegin(); ignore != ignores_.rend(); ++ignore) {
      const std::string& folder = ignore->first;
      if (!folder.empty() && inside.compare(0, folder.size() + 1, folder + "/") != 0) continue;
      const std::string_view path = std::string_view(inside).substr(folder.empty() ? 0 : folder.size() + 1);
      const GitIgnore::Answer answer = ignore->second.answer(path, isFolder);
      if (answer != GitIgnore::Answer::Nothing) return answer == GitIgnore::Answer::Ignored;
    }
    return false;
  }

  std::vector<Found>& found_;
  std::vector<std::string>& warnings_;
  std::vector<std::pair<std::string, GitIgnore>> ignores_;
};

void findFiles(const std::string& given, std::vector<Found>& found, Loaded& loaded) {
  const fs::path path(given);
  const std::string name = nameOf(path);
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (!fs::exists(status)) {
    loaded.fatal.push_back(concat("There is no file or folder ", limbeck::quoted(given), "."));
  } else if (fs::is_directory(status)) {
    loaded.roots.emplace(name, path);
    Walk(found, loaded.warnings).below(path, name);
  } else if (!fs::is_regular_file(status)) {
    loaded.fatal.push_back(concat(limbeck::quoted(given), " is neither a file nor a folder."));
  } else if (const Wanted wanted = Workspace::wants(path.filename().generic_string()); !wanted.keep) {
    loaded.warnings.push_back(concat(limbeck::quoted(given), " is not a file that Limbeck reads."));
  } else {
    const fs::path parent = path.parent_path();
    loaded.roots.emplace(fs::path(name).parent_path().generic_string(), parent.empty() ? fs::path(".") : parent);
    found.push_back({name, path});
  }
}

/// The settings of the folder in which the command was given.
void findSettings(const std::vector<std::string>& paths, std::vector<Found>& found) {
  if (!std::any_of(paths.begin(), paths.end(), [](const std::string& path) { return staysInside(path); })) return;
  for (const char* name : {"limbeck.toml", "pyproject.toml", "limbeck-baseline.json"}) {
    std::error_code error;
    if (fs::is_regular_file(name, error)) found.push_back({name, name});
  }
}

/// A file as it came from disk: read, or not.
struct Opened {
  GivenFilePtr file;
  std::string closed;    ///< why it could not be read; empty where it could
  bool warning = false;  ///< somebody should know
};

/// Touches nothing but this file: any thread may call it.
Opened open(const Found& file) {
  std::error_code error;
  const std::uintmax_t size = fs::file_size(file.disk, error);
  if (!error && size > largestFile) return {nullptr, "this file is larger than 64 MB", false};
  std::optional<std::string> bytes = error ? std::nullopt : contentOf(file.disk);
  if (!bytes) return {nullptr, "the file could not be opened", true};
  return {Workspace::read(file.name, std::move(*bytes)), {}, false};
}

void take(const Found& file, Opened opened, Loaded& loaded) {
  if (opened.file) {
    loaded.workspace.give(std::move(opened.file));
    return;
  }
  loaded.workspace.setOpaque(file.name, std::move(opened.closed));
  if (opened.warning)
    loaded.warnings.push_back(
        concat(limbeck::quoted(file.disk.generic_string()), " could not be read; everything else was checked."));
}

/// Reads all of them on `threads` threads; they are given in their order, whichever was read first.
void readAll(const std::vector<Found>& files, unsigned threads, const Progress& progress, Loaded& loaded) {
  std::vector<const Found*> once;
  for (const Found& file : files) {
    if (loaded.diskPaths.emplace(file.name, file.disk).second) once.push_back(&file);
  }
  std::vector<Opened> opened(once.size());
  forEach(
      once.size(), threads, [&](std::size_t i) { opened[i] = open(*once[i]); },
      [&](std::size_t done) { progress(done, once.size()); });
  for (std::size_t i = 0; i < once.size(); ++i) take(*once[i], std::move(opened[i]), loaded);
}

/// Where a path of the workspace is, or would be, on disk; empty when it would lie outside of what was given.
fs::path diskPathOf(const Loaded& loaded, const std::string& name) {
  const auto known = loaded.diskPaths.find(name);
  if (known != loaded.diskPaths.end()) return known->second;
  const fs::path normal = fs::path(name).lexically_normal();
  if (normal.is_absolute() || normal.empty() || *normal.begin() == "..") return {};
  for (auto root = loaded.roots.rbegin(); root != loaded.roots.rend(); ++root) {
    if (root->first.empty()) return root->second / name;
    if (name.compare(0, root->first.size() + 1, root->first + "/") == 0)
      return root->second / name.substr(root->first.size() + 1);
  }
  return {};
}

/// All or nothing: the new text is complete beside the file before it takes its place.
bool replaceFile(const fs::path& path, const std::string& text) {
  std::error_code error;
  const fs::path target = fs::exists(path) ? fs::canonical(path, error) : path;
  if (error) return false;
  const fs::path fresh = target.parent_path() / (target.filename().string() + ".limbeck-new");
  {
    std::ofstream file(fresh, std::ios::binary | std::ios::trunc);
    file << text;
    file.flush();
    if (!file) {
      fs::remove(fresh, error);
      return false;
    }
  }
  if (fs::exists(target)) fs::permissions(fresh, fs::status(target).permissions(), error);
  fs::rename(fresh, target, error);
  if (!error) return true;
  std::error_code ignored;
  fs::remove(fresh, ignored);
  return false;
}

void saveEdits(const Loaded& loaded, const std::string& name, std::vector<Edit> edits,
               std::vector<std::string>& problems) {
  const SourceFilePtr file = loaded.workspace.file(name);
  const fs::path disk = diskPathOf(loaded, name);
  const std::optional<std::string> now = contentOf(disk);
  const std::optional<std::string> text = file ? applyEdits(file->text(), std::move(edits)) : std::nullopt;
  if (!text || !now) {
    problems.push_back(concat(limbeck::quoted(disk.generic_string()), " could not be read again; it was left alone."));
  } else if (*now != file->text()) {
    problems.push_back(
        concat(limbeck::quoted(disk.generic_string()), " has changed while it was checked; it was left alone."));
  } else if (!replaceFile(disk, *text)) {
    problems.push_back(concat(limbeck::quoted(disk.generic_string()), " could not be written; it is as it was."));
  }
}

}  // namespace

Loaded load(const std::vector<std::string>& paths, unsigned threads, const Progress& progress) {
  Loaded loaded;
  std::vector<Found> found;
  for (const std::string& path : paths) findFiles(path, found, loaded);
  if (!loaded.fatal.empty()) return loaded;
  findSettings(paths, found);
  readAll(found, threads, progress, loaded);
  // What the settings name may lie outside of what was given.
  for (const std::string& name : loaded.workspace.missing()) {
    const fs::path inside = diskPathOf(loaded, name);
    const fs::path disk = inside.empty() ? fs::path(name) : inside;
    std::error_code error;
    if (fs::is_regular_file(disk, error)) readAll({{name, disk}}, 1, progress, loaded);
  }
  return loaded;
}

std::string nameOnDisk(const Loaded& loaded, const fs::path& disk) {
  std::error_code error;
  const fs::path whole = fs::weakly_canonical(fs::absolute(disk), error);
  if (error) return {};
  std::string best;
  std::size_t length = 0;
  for (const auto& [name, folder] : loaded.roots) {
    const fs::path root = fs::weakly_canonical(folder, error);
    const fs::path inside = error ? fs::path() : whole.lexically_relative(root);
    if (inside.empty() || *inside.begin() == ".." || root.native().size() < length) continue;
    best = joined(name, inside.generic_string());
    length = root.native().size();
  }
  return best;
}

BaselineFile baselineFile(const Loaded& loaded, const std::string& wanted) {
  const std::string expected = loaded.workspace.baselinePath();
  BaselineFile file;
  if (wanted.empty()) {
    const fs::path inside = diskPathOf(loaded, expected);
    file = {inside.empty() ? fs::path(expected) : inside, expected, true};
  } else {
    std::string name = nameOnDisk(loaded, wanted);
    file = {wanted, name.empty() ? fs::path(wanted).generic_string() : name, name == expected};
  }
  file.disk = file.disk.lexically_normal();
  return file;
}

std::vector<std::string> save(const Loaded& loaded, const FixResult& result) {
  std::vector<std::string> problems;
  std::map<std::string, std::vector<Edit>> byPath;
  for (const rules::FileEdit& edit : result.edits) byPath[edit.path].push_back(edit.edit);
  for (auto& [name, edits] : byPath) saveEdits(loaded, name, std::move(edits), problems);
  for (const rules::NewFile& file : result.creates) {
    const fs::path disk = diskPathOf(loaded, file.path);
    std::error_code error;
    if (disk.empty() || fs::exists(disk, error)) {
      problems.push_back(concat(limbeck::quoted(file.path), " could not be created: ",
                                disk.empty() ? "it lies outside of what was given." : "it is there already."));
      continue;
    }
    fs::create_directories(disk.parent_path(), error);
    if (!replaceFile(disk, file.text))
      problems.push_back(concat(limbeck::quoted(disk.generic_string()), " could not be written."));
  }
  return problems;
}

}  // namespace limbeck::cli
