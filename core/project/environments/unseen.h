// unseen.h: for each model that Alembic does not see: the one thing that stands in the way.
// It refuses to name two causes for one model: the first that explains it is the one to mend.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "project/environments/central.h"
#include "project/environments/environments.h"

namespace limbeck::project {

enum class Cause : std::uint8_t {
  NotImported,      ///< nothing imports it where Alembic looks
  CentralUnreached, ///< the file that lists it is imported by no environment
  BehindBroken,     ///< the import that means it, or that may lead to it, is broken
  NotCalled,        ///< a discovery function would import it and is not called
  OnlyDecorated,    ///< a registry's decorator would run if its module were imported
  BlindSpot,        ///< a discovery loop runs and passes it by
};

struct UnseenModel {
  std::uint32_t model = none;
  std::uint32_t environment = none;
  Cause cause = Cause::NotImported;
  FileId file = noFile;  ///< of what stands in the way: the central file, the loop, the function, the broken import
  Expr at;               ///< likewise; Missing for a whole file
};

/// In the order of Environments::asked().
[[nodiscard]] std::vector<UnseenModel> findUnseen(const Project& project, const Environments& environments,
                                                  const std::vector<CentralFile>& central);

/// What a workspace function imports when it is called, or a file when it is imported, by itself: files that are reached.
[[nodiscard]] std::vector<FileId> wouldImport(const Project& project, FileId file, Expr function);

/// The decorator that hands a class to a registry of the workspace: `@ModelRegistry.register`; Missing if there is none.
[[nodiscard]] Expr registryDecorator(const Project& project, const ClassInfo& info);

}  // namespace limbeck::project
