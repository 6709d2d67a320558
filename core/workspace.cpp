#include "workspace.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <optional>
#include <tuple>

#include "facts/extract.h"
#include "formats/baseline.h"
#include "formats/formats.h"
#include "formats/schemas.h"
#include "project/dump.h"
#include "project/given/places.h"
#include "project/project.h"
#include "rules/settling/settle.h"
#include "text/concat.h"
#include "text/expect.h"

namespace limbeck {

struct GivenFile {
  SourceFilePtr file;
  facts::FactsPtr facts;                        ///< of Python files
  std::optional<std::string> opaque;            ///< of files that could not be read
  std::vector<project::VersionClaim> versions;  ///< of requirements and lock files
};

namespace {

/// `{{ cookiecutter.name }}/models.py` is a template, not a program.
bool isTemplatePath(std::string_view path) { return path.find_first_of("{}") != std::string_view::npos; }

bool isPython(std::string_view path) { return path.ends_with(".py") && !isTemplatePath(path); }

bool isSettings(std::string_view path) {
  const std::string_view name = project::fileNameOf(path);
  return name == "limbeck.toml" || name == "pyproject.toml";
}

/// requirements.txt, requirements-dev.txt, requirements/base.txt, constraints.txt
bool isRequirements(std::string_view path) {
  const std::string_view name = project::fileNameOf(path);
  return name.ends_with(".txt") && (name.starts_with("requirements") || name.starts_with("constraints") ||
                                    project::fileNameOf(project::folderOf(path)) == "requirements");
}

/// A module that is not Python text, or a stub that says what one holds: that it is there is all that counts.
bool isCompiled(std::string_view name) {
  return name.ends_with(".pyi") || name.ends_with(".pyx") || name.ends_with(".so") || name.ends_with(".pyd");
}

constexpr std::array<std::string_view, 5> lockFiles = {"poetry.lock", "uv.lock", "pdm.lock", "Pipfile.lock",
                                                       "pylock.toml"};

bool isLock(std::string_view path) {
  return std::find(lockFiles.begin(), lockFiles.end(), project::fileNameOf(path)) != lockFiles.end();
}

/// "ci/base.json" of settings in `folder`; `./` and what leads up are followed as far as the folder goes.
std::string joinedPath(std::string_view folder, std::string_view path) {
  while (true) {
    if (path.starts_with("./")) {
      path.remove_prefix(2);
    } else if (path.starts_with("../") && !folder.empty()) {
      path.remove_prefix(3);
      folder = project::folderOf(folder);
    } else {
      return path.starts_with('/') ? std::string(path) : project::joinPath(folder, path);
    }
  }
}

std::ptrdiff_t depthOf(std::string_view path) { return std::count(path.begin(), path.end(), '/'); }

}  // namespace

struct Workspace::State {
  std::map<std::string, GivenFilePtr, std::less<>> entries;
  std::vector<std::string> select;
  std::vector<std::string> ignore;
  std::string failOn;
  std::optional<rules::Change> change;
  bool acceptsNothing = false;  ///< the baseline is left aside
  std::shared_ptr<const project::Project> linked;
  std::optional<rules::Baseline> accepted;  ///< of what is linked
  std::optional<rules::Report> report;

  void forget() {
    linked.reset();
    report.reset();
  }

  /// The folder that holds everything, as a depth: 0 at the top.
  [[nodiscard]] std::ptrdiff_t depthOfTop() const {
    std::string_view common;
    bool first = true;
    for (const auto& [path, entry] : entries) {
      const std::string_view folder = project::folderOf(path);
      if (first) common = folder;
      first = false;
      while (!project::isBelow(folder, common)) common = project::folderOf(common);
    }
    return common.empty() ? 0 : depthOf(common) + 1;
  }

  /// The settings nearest to the top that say something to us, at most one folder below the one that holds everything.
  [[nodiscard]] project::SettingsReading settings() const {
    std::vector<const GivenFile*> candidates;
    const std::ptrdiff_t deepest = depthOfTop() + 1;
    for (const auto& [path, entry] : entries) {
      if (isSettings(path) && depthOf(path) <= deepest) candidates.push_back(entry.get());
    }
    std::stable_sort(candidates.begin(), candidates.end(), [](const GivenFile* a, const GivenFile* b) {
      return depthOf(a->file->path()) < depthOf(b->file->path());
    });
    std::optional<project::SettingsReading> found;
    for (const GivenFile* entry : candidates) {
      std::optional<project::SettingsReading> reading = read(*entry);
      if (!reading) continue;
      if (!found) {
        found = std::move(reading);
      } else if (project::folderOf(found->settings.file) == project::folderOf(entry->file->path())) {
        overruled(*found, std::move(*reading));
      }
    }
    project::SettingsReading result = found ? std::move(*found) : project::SettingsReading{};
    if (!select.empty()) result.settings.select = select;
    result.settings.ignore.insert(result.settings.ignore.end(), ignore.begin(), ignore.end());
    if (!failOn.empty()) result.settings.failOn = failOn;
    return result;
  }

  static std::optional<project::SettingsReading> read(const GivenFile& entry) {
    const std::string& path = entry.file->path();
    if (!entry.opaque) return formats::readSettings(path, entry.file->text());
    if (project::fileNameOf(path) != "limbeck.toml") return std::nullopt;
    project::SettingsReading reading;
    reading.settings.file = path;
    reading.problems.push_back({path, {}, concat("These settings could not be read: ", *entry.opaque), path, {}});
    return reading;
  }

  /// Both files of one folder have settings: limbeck.toml, which sorts first, wins, and the other one is told so.
  static void overruled(project::SettingsReading& winner, project::SettingsReading loser) {
    const std::string& path = loser.settings.file;
    winner.problems.push_back(
        {path,
         {},
         concat("These settings are not used, because ", quoted(winner.settings.file), " has settings too"),
         path,
         {}});
  }

  /// Where the baseline is, or ought to be: what the settings name, else the one beside them, else the one at the top.
  [[nodiscard]] std::string baselinePath(const project::Settings& settings) const {
    const std::string_view folder = project::folderOf(settings.file);
    if (!settings.baseline.empty()) return joinedPath(folder, settings.baseline);
    if (!settings.file.empty()) return project::joinPath(folder, formats::baselineName);
    const GivenFile* nearest = nullptr;
    for (const auto& [path, entry] : entries) {
      if (project::fileNameOf(path) != formats::baselineName) continue;
      if (nearest == nullptr || depthOf(path) < depthOf(nearest->file->path())) nearest = entry.get();
    }
    return nearest == nullptr ? std::string(formats::baselineName) : nearest->file->path();
  }

  /// The baseline, where there is one; what is wrong with it is added to the problems of the settings.
  [[nodiscard]] std::optional<rules::Baseline> baseline(project::SettingsReading& reading) const {
    const project::Settings& settings = reading.settings;
    const std::string path = baselinePath(settings);
    const auto entry = entries.find(path);
    std::string wrong = concat("There is no baseline ", quoted(path), "; `limbeck baseline` writes one");
    if (entry != entries.end()) {
      auto baseline = formats::readBaseline(path, entry->second->file->text());
      if (baseline) return baseline;
      wrong = concat(quoted(path), " is no baseline that Limbeck could read");
    } else if (settings.baseline.empty()) {
      return std::nullopt;
    }
    project::SettingsProblem problem = {path, {}, std::move(wrong), "baseline", {}};
    for (const project::SettingsValue& value : reading.values) {
      if (value.key == "baseline") std::tie(problem.path, problem.span) = std::tie(settings.file, value.span);
    }
    reading.problems.push_back(std::move(problem));
    return std::nullopt;
  }

  /// Links what is here, unless it is linked.
  const project::Project& link() {
    if (linked) return *linked;
    project::Inputs given = inputs();
    accepted = acceptsNothing ? std::nullopt : baseline(given.settings);
    linked = std::make_shared<const project::Project>(std::move(given));
    return *linked;
  }

  [[nodiscard]] rules::Report check() {
    const project::Project& project = link();
    rules::Limits limits;
    if (accepted) limits.baseline = &*accepted;
    if (change) limits.change = &*change;
    return rules::check(project, otherFiles(), limits);
  }

  [[nodiscard]] project::Inputs inputs() const {
    project::Inputs inputs;
    inputs.settings = settings();
    if (change) inputs.changed = change->paths;
    const std::vector<std::string>& exclude = inputs.settings.settings.exclude;
    for (const auto& [path, entry] : entries) {
      const bool excluded = std::any_of(
          exclude.begin(), exclude.end(),
          [&, p = std::string_view(path)](const std::string& pattern) { return project::matchesAnywhere(pattern, p); });
      if (excluded) continue;
      LIMBECK_EXPECT(entry->file->path() == path && (!entry->facts || entry->facts->file == entry->file));
      if (entry->facts) {
        inputs.files.push_back(entry->facts);
        continue;
      }
      inputs.otherFiles.push_back(path);
      inputs.versions.insert(inputs.versions.end(), entry->versions.begin(), entry->versions.end());
      if (!entry->opaque) readOther(path, entry->file, inputs);
    }
    std::sort(inputs.drivers.begin(), inputs.drivers.end());
    return inputs;
  }

  static void readOther(const std::string& path, const SourceFilePtr& file, project::Inputs& inputs) {
    const std::string_view name = project::fileNameOf(path);
    if (name == "script.py.mako") inputs.templates.push_back(file);
    if (name == "manifest.json") {
      if (auto manifest = formats::readManifest(path, file->text())) inputs.manifests.push_back(std::move(*manifest));
    }
    if (auto data = formats::readData(path, file->text())) inputs.data.push_back(std::move(*data));
    const auto take = [](auto from, auto& into) {
      into.insert(into.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
    };
    take(formats::readAlembic(path, file->text()), inputs.alembic);
    take(formats::readLinters(path, file->text()), inputs.linters);
    take(formats::readDrivers(path, file->text()), inputs.drivers);
    take(formats::readEntryPoints(path, file->text()), inputs.entryPoints);
  }

  [[nodiscard]] std::vector<SourceFilePtr> otherFiles() const {
    std::vector<SourceFilePtr> files;
    for (const auto& [path, entry] : entries) {
      if (!entry->facts) files.push_back(entry->file);
    }
    return files;
  }
};

Workspace::Workspace() : state_(std::make_unique<State>()) {}
Workspace::~Workspace() = default;
Workspace::Workspace(Workspace&&) noexcept = default;
Workspace& Workspace::operator=(Workspace&&) noexcept = default;

Workspace Workspace::copy() const {
  Workspace other;
  *other.state_ = *state_;
  return other;
}

void Workspace::setFile(std::string path, std::string bytes) {
  const auto known = state_->entries.find(path);
  if (known != state_->entries.end() && !known->second->opaque && known->second->file->text() == bytes) return;
  give(read(std::move(path), std::move(bytes)));
}

GivenFilePtr Workspace::read(std::string path, std::string bytes) {
  auto file = std::make_shared<const SourceFile>(path, std::move(bytes));
  facts::FactsPtr facts = isPython(path) ? facts::extract(file) : nullptr;
  // Lock files are long: they are read when they arrive, not at every check.
  std::vector<project::VersionClaim> versions;
  if (isRequirements(path) || isLock(path) || project::fileNameOf(path) == "pyproject.toml")
    versions = formats::readVersions(path, file->text());
  return std::make_shared<const GivenFile>(
      GivenFile{std::move(file), std::move(facts), std::nullopt, std::move(versions)});
}

void Workspace::give(GivenFilePtr file) {
  state_->forget();
  std::string path = file->file->path();
  state_->entries.insert_or_assign(std::move(path), std::move(file));
}

void Workspace::setOpaque(std::string path, std::string reason) {
  auto file = std::make_shared<const SourceFile>(path, std::string());
  facts::FactsPtr facts = isPython(path) ? facts::opaque(file, reason) : nullptr;
  give(std::make_shared<const GivenFile>(GivenFile{std::move(file), std::move(facts), std::move(reason), {}}));
}

void Workspace::removeFile(std::string_view path) {
  const auto known = state_->entries.find(path);
  if (known == state_->entries.end()) return;
  state_->forget();
  state_->entries.erase(known);
}

void Workspace::clear() {
  state_->forget();
  state_->entries.clear();
}

void Workspace::choose(std::vector<std::string> select, std::vector<std::string> ignore) {
  state_->forget();
  state_->select = std::move(select);
  state_->ignore = std::move(ignore);
}

void Workspace::failOn(std::string severity) {
  state_->forget();
  state_->failOn = std::move(severity);
}

void Workspace::limitTo(std::vector<std::string> changed, const Workspace* before) {
  state_->forget();
  rules::Change change;
  change.paths = std::move(changed);
  std::sort(change.paths.begin(), change.paths.end());
  if (before != nullptr) {
    // What was accepted then was there all the same.
    const Workspace all = before->withoutLimits();
    change.before.emplace();
    for (const rules::Finding& finding : all.check().findings) change.before->insert(finding.id);
  }
  state_->change = std::move(change);
}

std::vector<std::string> Workspace::missing() const {
  const project::Settings settings = state_->settings().settings;
  if (settings.baseline.empty()) return {};
  std::string path = state_->baselinePath(settings);
  return state_->entries.count(path) > 0 ? std::vector<std::string>{} : std::vector<std::string>{std::move(path)};
}

Workspace Workspace::withoutLimits() const {
  Workspace all = copy();
  all.state_->acceptsNothing = true;
  all.state_->change.reset();
  all.state_->forget();
  return all;
}

std::string Workspace::baselinePath() const { return state_->baselinePath(state_->settings().settings); }

std::pair<std::string, std::size_t> Workspace::baseline(std::string_view path) const {
  return formats::baseline(withoutLimits().check(), path);
}

std::vector<std::string> Workspace::paths() const {
  std::vector<std::string> paths;
  for (const auto& [path, entry] : state_->entries) paths.push_back(path);
  return paths;
}

SourceFilePtr Workspace::file(std::string_view path) const {
  const auto known = state_->entries.find(path);
  return known == state_->entries.end() ? nullptr : known->second->file;
}

facts::FactsPtr Workspace::facts(std::string_view path) const {
  const auto known = state_->entries.find(path);
  return known == state_->entries.end() ? nullptr : known->second->facts;
}

const project::Project& Workspace::project() const { return state_->link(); }

const rules::Report& Workspace::check() const {
  if (!state_->report) state_->report = state_->check();
  return *state_->report;
}

std::string Workspace::printFacts() const {
  std::string text;
  for (const auto& [path, entry] : state_->entries) {
    if (entry->facts) text += facts::dump(*entry->facts);
  }
  return text;
}

std::string Workspace::printEnvironments() const { return project::dumpEnvironments(project()); }

std::string Workspace::inspect(std::optional<schema::Dialect> dialect) const {
  return formats::inspect(project(), dialect);
}

std::string Workspace::schema(const formats::SchemaQuery& query, std::string_view format) const {
  const project::Project& linked = project();
  if (format == "json") return formats::schemaJson(linked, query);
  return format == "sql" ? formats::schemaSql(linked, query) : formats::schemaText(linked, query);
}

Wanted Workspace::wants(std::string_view path) {
  static constexpr std::array<std::string_view, 12> kept = {
      "alembic.ini", "pyproject.toml", "setup.cfg",    "tox.ini",       ".flake8",     "ruff.toml",
      ".ruff.toml",  "script.py.mako", "limbeck.toml", "manifest.json", "plugin.json", ".disabled"};
  std::string_view rest = path;
  for (std::size_t slash = rest.find('/'); slash != std::string_view::npos; slash = rest.find('/')) {
    const std::string_view folder = rest.substr(0, slash);
    if (project::isIgnoredFolder(folder)) {
      return {false, concat("ignored folder ", quoted(folder))};
    }
    rest.remove_prefix(slash + 1);
  }
  if (isTemplatePath(path)) return {false, "template"};
  const bool keep = rest.ends_with(".py") || rest.ends_with("baseline.json") || isCompiled(rest) ||
                    isRequirements(path) || isLock(path) || std::find(kept.begin(), kept.end(), rest) != kept.end();
  return {keep, keep ? "" : "not relevant"};
}

}  // namespace limbeck
