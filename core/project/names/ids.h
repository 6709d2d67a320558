// ids.h: what modules, classes and revisions are called by: their places in the lists of the project.
// It refuses to look anything up.
#pragma once

#include "text/id.h"

namespace limbeck::project {

using limbeck::FileId;
using limbeck::noFile;
using limbeck::none;

/// A module, of those in Modules::all().
using ModuleId = Id<struct Module>;
/// A class of the workspace, of those in Classes::all().
using ClassId = Id<struct ClassInfo>;

/// A revision, of those of one history in load order: the nodes of its graph.
using RevisionIndex = Id<struct RevisionNode>;

}  // namespace limbeck::project
