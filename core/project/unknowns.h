// unknowns.h: what could not be known, and which verdicts that leaves open.
// It refuses to list what changes nothing: an unknown that silences no rule is not worth a line.
#pragma once

#include <vector>

#include "project/names/ids.h"
#include "project/project.h"

namespace limbeck::project {

[[nodiscard]] std::vector<Unknown> findUnknowns(const Project& project);

/// How the registration of one model stands.
enum class Registered : unsigned char { Yes, Conditional, WrongPhase, No, Unknown };
/// `module` indexes Modules::all(), `classIndex` Classes::all(). Single-table children count as their parent does.
[[nodiscard]] Registered registrationOf(const Project& project, ModuleId module, ClassId classIndex);

/// True when a file of the module could not be read as a whole: a function or a class may hide in it.
[[nodiscard]] bool hasUnreadText(const Project& project, ModuleId module);

/// The model is registered by its own name, not only through the parent whose table it shares.
[[nodiscard]] bool isRegisteredItself(const Project& project, ModuleId module, ClassId classIndex);

/// True when something in the module could not be read, so that a missing registration proves nothing.
[[nodiscard]] bool registrationIsOpen(const Project& project, ModuleId module);

}  // namespace limbeck::project
