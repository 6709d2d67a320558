#include "project/environments/unseen.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include "project/classes/classes.h"
#include "project/evaluate/library.h"
#include "project/names/modules.h"
#include "project/names/resolver.h"
#include "project/registration/model_registries.h"
#include "text/concat.h"

namespace limbeck::project {
namespace {

bool has(const std::vector<FileId>& files, FileId file) {
  return std::find(files.begin(), files.end(), file) != files.end();
}

/// import_module(...) and __import__(...) with something that is no plain text: the heart of a discovery loop.
bool importsComputed(Expr call) {
  const std::string& callee = call.callee().text();
  return (callee == "import_module" || callee == "__import__") && call.size() > 1 && !call[1].is(Kind::String);
}

/// A loop, or a function with one, that imports what it finds.
struct Discovery {
  FileId file = noFile;
  Expr function;                ///< Missing at the top level of the file
  std::vector<FileId> reached;  ///< what it would import
};

/// Discovery that no environment runs.
std::vector<Discovery> idleDiscoveries(const WithNames& project, const Environments& environments) {
  std::vector<Discovery> found;
  for (FileId file{0}; file < project.files().size(); ++file) {
    if (project.modules().isTest(file) || project.modules().isMigration(file)) continue;
    for (const Expr call : project.file(file).calls) {
      if (!importsComputed(call)) continue;
      Expr function = python::enclosing(call, Kind::Function);
      while (function && python::enclosing(function, Kind::Function))
        function = python::enclosing(function, Kind::Function);
      if (function && python::enclosing(function, Kind::Class)) continue;
      const bool runs = std::any_of(environments.all().begin(), environments.all().end(), [&](const Environment& one) {
        return function ? one.called.count({file, function.index()}) > 0 : one.reach[file] != Reach::No;
      });
      const bool known = std::any_of(found.begin(), found.end(), [&](const Discovery& one) {
        return one.file == file && one.function == function;
      });
      if (!runs && !known) found.push_back({file, function, wouldImport(project, file, function)});
    }
  }
  return found;
}

/// The broken import that means this model: it names its class, or it may have led to anything.
std::optional<BrokenImport> brokenWay(const Environment& environment, const ClassInfo& info,
                                      const std::set<std::string_view>& models) {
  const auto names = [](const BrokenImport& broken) -> Expr {
    return broken.at.is(Kind::ImportFrom) ? broken.at : broken.at.parent();
  };
  std::optional<BrokenImport> opaque;
  for (const BrokenImport& broken : environment.broken) {
    if (!broken.name.empty()) {
      if (broken.name == info.name) return broken;
      continue;
    }
    bool meansClass = false;
    for (const Expr alias : names(broken)) {
      if (alias.text() == info.name) return broken;
      meansClass = meansClass || models.count(alias.text()) > 0;
    }
    if (!meansClass && !opaque) opaque = broken;
  }
  return opaque;
}

/// A loop that runs and imports files with models: the place of its call.
const ImportEdge* runningLoop(const WithNames& project, const Environment& environment) {
  for (const ImportEdge& edge : environment.edges) {
    if (!edge.computed || environment.reach[edge.running] != Reach::Yes || !importsComputed(edge.at)) continue;
    if (project.classes().holdsModels(edge.to)) return &edge;
  }
  return nullptr;
}

/// Programs of the project that run Alembic's autogenerate beside the command `alembic`, and what they import first.
class Programs {
 public:
  Programs(const WithNames& project, const Environments& environments) : project_(project) {
    for (const Environment& one : environments.all()) files_.push_back(one.file);
  }

  FileId importing(FileId file, const Environment& environment) {
    const auto [at, fresh] = known_.try_emplace(environment.index);
    if (fresh) {
      if (!drivers_) drivers_ = findDriverFiles(project_);
      for (const Driver& driver : findDrivers(project_, *drivers_, environment.folder, files_, Commanded::ByAnybody))
        at->second.emplace_back(driver.file, importsOf(driver));
    }
    for (const auto& [program, imports] : at->second) {
      if (has(imports, file)) return program;
    }
    return noFile;
  }

 private:
  /// Entry points that it loads are imported as well, those that this workspace declares.
  [[nodiscard]] std::vector<FileId> importsOf(const Driver& driver) const {
    MetaDatas metadatas(project_);
    Closure closure(project_, metadatas);
    evaluate::Evaluator evaluator(project_.files(), project_.resolver(), {&project_.library(), &closure});
    evaluator.importFile(driver.file);
    for (const Expr function : driver.functions)
      (void)evaluator.call({driver.file, function, evaluator.member(driver.file, function.text()), {}, {}, true, true});
    evaluator.runDeferred();
    std::vector<FileId> imports;
    for (FileId file{0}; file < project_.files().size(); ++file) {
      const std::string dotted = concat(".", project_.resolver().dottedName(file));
      const bool loaded = std::any_of(closure.openings.begin(), closure.openings.end(), [&](const Opening& one) {
        return !one.prefix.empty() && dotted.ends_with(concat(".", one.prefix));
      });
      if (loaded || evaluator.imported(file)) imports.push_back(file);
    }
    return imports;
  }

  const WithNames& project_;
  std::vector<FileId> files_;
  std::optional<std::vector<DriverFile>> drivers_;  ///< looked for when a model is unseen
  std::map<std::uint32_t, std::vector<std::pair<FileId, std::vector<FileId>>>> known_;  ///< per environment
};

}  // namespace

std::vector<FileId> wouldImport(const WithNames& project, FileId file, Expr function) {
  MetaDatas metadatas(project);
  Closure closure(project, metadatas);
  evaluate::Evaluator evaluator(project.files(), project.resolver(), {&project.library(), &closure});
  evaluator.importFile(file);
  std::vector<FileId> before;
  for (FileId one{0}; one < project.files().size() && function; ++one) {
    if (evaluator.imported(one)) before.push_back(one);
  }
  if (function) (void)evaluator.call({file, function, evaluator.member(file, function.text()), {}, {}, true, true});
  evaluator.runDeferred();
  std::vector<FileId> reached;
  for (FileId one{0}; one < project.files().size(); ++one) {
    if (one != file && evaluator.imported(one) && !has(before, one)) reached.push_back(one);
  }
  return reached;
}

std::vector<UnseenGroup> unseenGroups(const Project& project, Cause cause) {
  const bool byObstacle = cause == Cause::CentralUnreached || cause == Cause::NotCalled;
  std::map<std::tuple<FileId, FileId, std::uint32_t, std::uint32_t>, UnseenGroup> groups;
  for (const UnseenModel& one : project.environments().unseen()) {
    if (one.cause != cause) continue;
    const FileId file = byObstacle ? one.file : project.classes().at(one.model).file;
    const std::uint32_t node = byObstacle || cause == Cause::BehindBroken ? one.at.index() : 0;
    UnseenGroup& group = groups[{file, one.file, node, one.environment}];
    if (group.models.empty()) group = {one.environment, one.file, one.at, {}, one.program};
    if (group.program != one.program) group.program = noFile;
    group.models.push_back(one.model);
  }
  std::vector<UnseenGroup> all;
  for (auto& [key, group] : groups) all.push_back(std::move(group));
  return all;
}

std::vector<UnseenModel> findUnseen(const WithNames& project, const Environments& environments,
                                    const std::vector<CentralFile>& central) {
  std::vector<UnseenModel> unseen;
  std::map<FileId, std::size_t> covered;  // central files nothing runs: how many unseen models each lists
  std::map<FileId, std::set<FileId>> listed;
  for (const CentralFile& one : central) {
    if (!environments.mayRun(one.file)) listed[one.file] = {one.modelFiles.begin(), one.modelFiles.end()};
  }
  for (const ClassId model : environments.asked()) {
    const Visibility& visibility = environments.of(model);
    if (visibility.sight != Sight::NotSeen) continue;
    unseen.push_back({model, visibility.environment, Cause::NotImported, noFile, {}, noFile});
    for (const CentralFile& one : central) {
      const auto list = listed.find(one.file);
      if (list != listed.end() && list->second.count(project.classes().at(model).file) > 0) ++covered[one.file];
    }
  }
  if (unseen.empty()) return unseen;
  std::map<ClassId, Expr> decorated;
  for (const ModelRegistry& registry : modelRegistries(project)) {
    for (const ModelRegistry::Use& use : registry.uses) {
      if (use.decorator) decorated.emplace(use.model, use.decorator);
    }
  }
  const std::vector<Discovery> idle = idleDiscoveries(project, environments);
  Programs programs(project, environments);
  std::set<std::string_view> models;
  for (const ClassInfo& one : project.classes().all()) {
    if (one.isModel()) models.insert(one.name);
  }
  for (UnseenModel& one : unseen) {
    const ClassInfo& info = project.classes().at(one.model);
    const Environment& environment = environments.all()[one.environment];
    one.program = programs.importing(info.file, environment);
    const auto blame = [&](Cause cause, FileId file, Expr at) {
      one.cause = cause;
      one.file = file;
      one.at = at;
    };
    if (const auto broken = brokenWay(environment, info, models)) {
      blame(Cause::BehindBroken, broken->file, broken->at);
      continue;
    }
    const CentralFile* list = nullptr;
    for (const CentralFile& candidate : central) {
      // One import alone makes no list, whatever the file is called.
      const auto files = listed.find(candidate.file);
      if (files == listed.end() || files->second.size() < 2 || files->second.count(info.file) == 0) continue;
      const auto rank = [&](const CentralFile& file) { return std::pair(file.named, covered[file.file]); };
      if (list == nullptr || rank(*list) < rank(candidate)) list = &candidate;
    }
    if (list != nullptr) {
      blame(Cause::CentralUnreached, list->file, {});
      continue;
    }
    const auto discovery =
        std::find_if(idle.begin(), idle.end(), [&](const Discovery& d) { return has(d.reached, info.file); });
    if (discovery != idle.end()) {
      blame(discovery->function ? Cause::NotCalled : Cause::CentralUnreached, discovery->file, discovery->function);
      continue;
    }
    if (const auto registered = decorated.find(one.model); registered != decorated.end()) {
      blame(Cause::OnlyDecorated, info.file, registered->second);
      continue;
    }
    if (const ImportEdge* loop = runningLoop(project, environment)) blame(Cause::BlindSpot, loop->file, loop->at);
  }
  return unseen;
}

}  // namespace limbeck::project
