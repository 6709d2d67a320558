// promises.h: what the name of a migration promises, against what its `upgrade` does (rule MS607, the review
// checklist). It refuses to judge scripts that it cannot read to the end.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "project/migrations/message.h"
#include "project/migrations/replay/script_run.h"

namespace limbeck::rules {

struct Promise {
  project::Announcement announcement;
  bool kept = true;          ///< what is announced happens
  std::string_view missing;  ///< not kept: "creates no table"
  std::vector<const project::Executed*>
      unsaid;  ///< tables and columns that are dropped, and the name has no word for it
};

/// Nothing when the name has none of the standard's forms, or the script cannot be read to the end. The steps point
/// into the run.
[[nodiscard]] std::optional<Promise> promiseOf(const project::Message& message, const project::ScriptRun& upgrade);

/// Drops of tables and columns that were there before this migration.
[[nodiscard]] std::vector<const project::Executed*> lossesIn(const project::ScriptRun& upgrade);

}  // namespace limbeck::rules
