// direct_tables.h: what the rules about direct table creation share: where it is allowed, and how it is taken away.
// It refuses to find it: project/tables does.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "project/direct_tables/tables.h"
#include "rules/rule.h"

namespace limbeck::rules {

/// How bad creating or dropping tables is where the action stands, and what to add to the sentence about it.
struct Directness {
  Severity severity = Severity::Error;
  std::string_view clause;  ///< ", past the migrations"
  bool mended = true;       ///< the project is better off without it
};

/// Nothing where it is allowed: the owner's files (in the framework that of its own base, too), tests, examples,
/// migrations (they have TC305) and what only they import. An error is only what a server or an import runs; in the
/// module framework, whatever no person starts. (engine 1.10, trust 2)
[[nodiscard]] std::optional<Directness> directness(const project::Project& project, const project::TableAction& action);

/// A finding about the action, without a message.
[[nodiscard]] Finding findingAt(const project::Project& project, const project::TableAction& action);

/// Takes away every action of this kind in the same function, with the `with` around it and the engine that only it
/// used; in the module framework it registers the module's models in their place. Words only where that cannot be done
/// by removing statements.
[[nodiscard]] Fix replaceByRegistration(const project::Project& project,
                                        const std::vector<project::TableAction>& actions,
                                        const project::TableAction& action);

/// A finding for every action of that kind which creates `what`, "tables" or "a table", where that is not allowed.
void reportCreating(const project::Project& project, project::TableAction::What kind, std::string_view what,
                    Findings& findings);

}  // namespace limbeck::rules
