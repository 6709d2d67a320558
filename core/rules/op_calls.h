// op_calls.h: what is wrong with the call of an operation, as far as the call alone tells (rule MS612).
// It refuses to know the schema: whether the table is there is for the replay.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "project/migrations/operations.h"
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

}  // namespace limbeck::rules
