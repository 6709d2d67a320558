// ids.h: what files, modules and classes are called by: their places in the lists of the project.
// It refuses to look anything up.
#pragma once

#include "text/id.h"

namespace limbeck::project {

using limbeck::none;

/// A module, of those in Modules::all().
using ModuleId = Id<struct Module>;
/// A class of the workspace, of those in Classes::all().
using ClassId = Id<struct ClassInfo>;

}  // namespace limbeck::project
