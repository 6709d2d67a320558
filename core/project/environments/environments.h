// environments.h: every Alembic environment, what it compares with, and which models running it would see.
// It refuses to call a model missing while anything could still import it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "project/environments/closure.h"
#include "project/environments/hosts.h"
#include "project/environments/metadata.h"
#include "project/phases.h"

namespace limbeck::project {

/// What an environment hands to Alembic as target_metadata.
enum class Target : std::uint8_t {
  Unknown,  ///< something that is only known when the program runs
  None,     ///< None, or not given at all
  Known,    ///< `targets`
};

/// How far the run of an env.py gets into a file.
enum class Reach : std::uint8_t { No, Perhaps, Yes };

/// One env.py (engine 4.2).
struct Environment {
  std::uint32_t index = none;  ///< into Environments::all()
  FileId file = noFile;
  std::string folder;  ///< "migrations"; empty at the top
  Target target = Target::Unknown;
  std::vector<MetaDataId> targets;
  bool more = false;           ///< the target is a list with something in it that cannot be told
  FileId targetFile = noFile;  ///< where `target` is written
  Expr targetAt;               ///< the value, or the configure call that lacks it
  std::vector<Configure> configures;
  std::vector<ImportEdge> edges;
  std::vector<Opening> openings;
  std::vector<BrokenImport> broken;
  std::set<std::pair<FileId, std::uint32_t>> called;  ///< functions that ran
  std::vector<Reach> reach;                           ///< per file
  std::vector<std::uint32_t> by;                      ///< per file: the edge that first leads there; none for env.py
  bool several = false;                               ///< the target is a list, in which a MetaData may be missing
  bool flask = false;                                 ///< takes its database from the Flask application
  bool assumed = false;  ///< the target cannot be followed, and is taken to be the one base that has models (trust D5)
  /// Runs below a program that has imported more than env.py does: nothing else tells it its target, or nothing but a
  /// script of the workspace runs Alembic.
  bool hosted = false;
  std::vector<Importer> byApplication;  ///< per file, of a Flask application: the statement that leads there
  std::vector<HandedOn> handedOn;       ///< functions that others are taken not to call (trust D1)
  std::vector<std::uint32_t> handedTo;  ///< per file: the one of them that would lead there; none for most

  std::set<std::string> roots;  ///< import roots of the files it certainly runs

  [[nodiscard]] bool aims(MetaDataId id) const;
};

/// Whether Alembic sees a model when env.py runs.
enum class Sight : std::uint8_t {
  NotAsked,  ///< no environment compares with its MetaData, or there is no environment
  Seen,
  NotSeen,
  Unknown,
};

struct Visibility {
  Sight sight = Sight::NotAsked;
  std::uint32_t environment = none;    ///< the one that sees it, or the first that should
  FileId file = noFile;                ///< where it stands
  bool reached = false;                ///< imports lead there from env.py, or may (Environments::wayTo)
  Importer host;                       ///< what imports it in the program below which env.py runs
  const HandedOn* assuming = nullptr;  ///< NotSeen: the callable that is taken not to call what would import it
  std::string why;                     ///< Unknown: what cannot be told
  FileId whyFile = noFile;
  Expr whyAt;
};

struct CentralFile;
struct UnseenModel;

class Environments {
 public:
  ~Environments();
  Environments(const Environments&) = delete;
  Environments& operator=(const Environments&) = delete;
  explicit Environments(const WithNames& project);

  [[nodiscard]] const std::vector<Environment>& all() const { return all_; }
  /// The one whose env.py that is; null for any other file.
  [[nodiscard]] const Environment* at(FileId file) const;
  [[nodiscard]] const MetaDatas& metadatas() const { return metadatas_; }
  /// Of a class by its index in Classes::all(); only models outside tests, examples and migrations are asked about.
  [[nodiscard]] const Visibility& of(ClassId model) const { return models_[model]; }
  /// The same for anything that stands on a MetaData: a Table at module level.
  [[nodiscard]] Visibility sightOf(FileId file, Expr node, MetaDataId id) const;
  /// The MetaData a model is on; `none` when that cannot be told.
  [[nodiscard]] MetaDataId metadataOf(ClassId model) const { return metadatas_.ofClass(model); }
  /// Models that Alembic is asked about: mapped, not abstract, outside tests, examples and migrations, sorted.
  [[nodiscard]] const std::vector<ClassId>& asked() const { return asked_; }
  /// True when some environment certainly runs the file.
  [[nodiscard]] bool runs(FileId file) const;
  /// True when some environment runs the file, or may.
  [[nodiscard]] bool mayRun(FileId file) const;
  /// Bases whose MetaData an environment compares with; nothing when there is no environment, one of them is unknown,
  /// or one compares with a list: then several bases are meant, and it is the list that may be wrong (rule EV102).
  [[nodiscard]] std::optional<std::vector<std::uint32_t>> targetedBases() const;
  /// Files whose purpose is to import models (central.h), sorted by path.
  [[nodiscard]] const std::vector<CentralFile>& central() const { return central_; }
  /// The models that are not seen, and why (unseen.h).
  [[nodiscard]] const std::vector<UnseenModel>& unseen() const { return unseen_; }
  /// How it is reached, from env.py on; empty when it is not. Long ways have much in common: only the last edge to each
  /// file is kept (Environment::by).
  [[nodiscard]] std::vector<ImportEdge> wayTo(const Visibility& visibility) const;

 private:
  void run(Environment& environment, const std::vector<FileId>& others);
  void assume(Environment& environment);
  /// Scripts that run Alembic in the place of its command for this environment, of which `others` are not the nearest.
  [[nodiscard]] std::vector<Driver> driversOf(const Environment& environment, const std::vector<FileId>& others);
  /// Of a model without a base of the workspace: the one of the library its base class comes from, if one is aimed at.
  [[nodiscard]] MetaDataId libraryOf(ClassId model) const;
  [[nodiscard]] Visibility hostedSight(std::uint32_t environment, FileId file, const Importer& importer) const;
  [[nodiscard]] std::vector<ImportEdge> chainTo(const Environment& environment, FileId file) const;

  const WithNames& project_;
  MetaDatas metadatas_;
  std::vector<Environment> all_;
  std::optional<std::vector<DriverFile>> driverFiles_;  ///< looked for when an environment does not reach all models
  std::vector<Importer> importers_;                     ///< per file, where an environment is hosted
  std::vector<ClassId> asked_;
  std::vector<Visibility> models_;
  std::vector<CentralFile> central_;
  std::vector<UnseenModel> unseen_;
};

/// Files that are an env.py of Alembic, tests and examples left out, sorted by path.
[[nodiscard]] std::vector<FileId> findEnvironments(const WithNames& project);
}  // namespace limbeck::project
