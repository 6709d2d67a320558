// op_calls.h: what is wrong with the call of an operation, as far as the call alone tells (rule MS612).
// It refuses to know the schema: whether the table is there is for the replay, and so is whether anybody runs the call.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "project/migrations/operations.h"
#include "project/migrations/replay/script_run.h"
#include "rules/finding.h"

namespace limbeck::rules {

struct OpCallFault {
  Span span;
  Severity severity = Severity::FromRule;
  std::string message;
  std::optional<Fix> fix;
};

[[nodiscard]] std::vector<OpCallFault> faultsOf(const project::Project& project, project::FileId file,
                                                const project::Operation& operation);

/// op.create_index("ix", "users", ...) inside the block that is about users: it runs before the block (facts F57).
[[nodiscard]] std::optional<OpCallFault> bypassOf(const project::ScriptRun& run, const project::Executed& step);

}  // namespace limbeck::rules
