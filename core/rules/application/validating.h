// validating.h: the edits that make an application validate its models when it starts.
// It refuses to say whether it does so already; project/application does.
#pragma once

#include "project/application/validation.h"
#include "project/project.h"
#include "rules/finding.h"

namespace limbeck::rules {

/// Calls the validation before the `yield` of a lifespan, else at the end of its own file. Words only for one that
/// cannot be called without arguments, or that would change nothing.
[[nodiscard]] Fix callAtStart(const project::Project& project, const project::Startup& startup,
                              const project::Validation& validation);

/// Writes a validation, and its call, at the end of the file that imports all models. Words only where there is none.
[[nodiscard]] Fix writeValidation(const project::Project& project);

}  // namespace limbeck::rules
