// unmatched.h: values of the settings that name a module, a folder or a file, and lead to nothing.
// It refuses to speak of a part of a project: what is not among the files given may well exist.
#pragma once

#include <vector>

#include "project/given/inputs.h"
#include "project/names/resolver.h"

namespace limbeck::project {

/// Sound only where the workspace looks whole: every import of the project's own leads somewhere, and the folder in
/// which the value loses its way lies below all that was given. Elsewhere it says nothing.
[[nodiscard]] std::vector<SettingsProblem> unmatchedSettings(const Inputs& inputs, const Resolver& resolver);

}  // namespace limbeck::project
