// unseen.h: for each model that Alembic does not see: the one thing that stands in the way.
// It refuses to name two causes for one model: the first that explains it is the one to mend.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "project/environments/central.h"
#include "project/environments/environments.h"
#include "project/environments/metadata_use.h"

namespace limbeck::project {

enum class Cause : std::uint8_t {
  NotImported,       ///< nothing imports it where Alembic looks
  CentralUnreached,  ///< the file that lists it is imported by no environment
  BehindBroken,      ///< the import that means it, or that may lead to it, is broken
  NotCalled,         ///< a discovery function would import it and is not called
  OnlyDecorated,     ///< a registry's decorator would run if its module were imported
  BlindSpot,         ///< a discovery loop runs and passes it by
};

struct UnseenModel {
  ClassId model = none;
  std::uint32_t environment = none;
  Cause cause = Cause::NotImported;
  FileId file = noFile;  ///< of what stands in the way: the central file, the loop, the function, the broken import
  Expr at;               ///< likewise; Missing for a whole file
  /// A program of the project that imports it before it runs Alembic's autogenerate by itself; only the command
  /// `alembic` does not know it.
  FileId program = noFile;
};

/// In the order of Environments::asked().
[[nodiscard]] std::vector<UnseenModel> findUnseen(const WithNames& project, const Environments& environments,
                                                  const std::vector<CentralFile>& central);

/// Unseen models that one thing hides and one edit mends: those of one list or one function that nothing runs, else
/// those of one file.
struct UnseenGroup {
  std::uint32_t environment = none;
  FileId file = noFile;  ///< of what stands in the way, as in UnseenModel
  Expr at;               ///< likewise, for the first of the models
  std::vector<ClassId> models;
  FileId program = noFile;  ///< that imports all of them, as in UnseenModel
};
[[nodiscard]] std::vector<UnseenGroup> unseenGroups(const Project& project, Cause cause);

/// Tables without a class, of one file that no environment runs: `orders = Table("orders", metadata, ...)`. Where a
/// model stands in the same file, that model speaks for it.
struct UnseenTables {
  FileId file = noFile;
  std::uint32_t environment = none;
  std::vector<CoreTable> tables;
};
[[nodiscard]] std::vector<UnseenTables> findUnseenTables(const Project& project);

/// Models of one file that env.py gets to without the registration file it imports, and without a discovery.
struct Omission {
  FileId central = noFile;
  FileId file = noFile;
  std::uint32_t environment = none;
  std::vector<ClassId> models;
};
[[nodiscard]] std::vector<Omission> findOmissions(const Project& project);

/// What a workspace function imports when it is called, or a file when it is imported, by itself: files that are
/// reached.
[[nodiscard]] std::vector<FileId> wouldImport(const WithNames& project, FileId file, Expr function);

}  // namespace limbeck::project
