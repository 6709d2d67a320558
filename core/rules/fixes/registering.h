// registering.h: the edits that register models where the standard does: in the entry, the import beside the call.
// It refuses to say which models want registering; rules do.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "project/project.h"
#include "project/registration/registrations.h"
#include "rules/finding.h"

namespace limbeck::rules {

/// Classes::all() indices.
using Models = std::vector<project::ClassId>;

/// "`A`, `B` and `C`".
[[nodiscard]] std::string namesOf(const project::Project& project, const Models& models);

/// Lines that import the models into a file at `path` (it need not exist), one per file they come from. None for those
/// that the file itself defines.
[[nodiscard]] std::vector<std::string> importLines(const project::Project& project, project::ModuleId module,
                                                   std::string_view path, const Models& models);

/// Adds the models to the list of a call that counts, or the standard's two lines to the entry. Empty when neither can
/// be done by adding text.
[[nodiscard]] std::vector<FileEdit> registerModels(const project::Project& project, project::ModuleId module,
                                                   const Models& models);

/// Registers what the call registers in the entry, and takes the call away with the imports that only served it. Empty
/// when the call is not a statement of its own, or lists something other than classes.
[[nodiscard]] std::vector<FileEdit> moveToEntry(const project::Project& project, project::ModuleId module,
                                                const project::RegistrationCall& call);

/// The second half of that.
[[nodiscard]] std::vector<FileEdit> removeCall(const project::Project& project, const project::RegistrationCall& call);

/// True when the call is a statement of its own and lists nothing but classes.
[[nodiscard]] bool isPlain(const project::RegistrationCall& call);

}  // namespace limbeck::rules
