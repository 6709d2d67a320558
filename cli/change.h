// change.h: limits a check to a change: `--diff-base REV`, `--changed FILE`.
// It refuses to say what a change causes: the core does.
#pragma once

#include <string>

#include "files.h"

namespace limbeck::cli {

/// What the change is since that revision of git; its files as they were are compared with. A sentence when git cannot
/// tell, else nothing.
[[nodiscard]] std::string limitToDifference(Loaded& loaded, const std::string& revision);

/// The change touches the files in this list, one a line; `-` is the standard input. A sentence when it cannot be read,
/// else nothing.
[[nodiscard]] std::string limitToList(Loaded& loaded, const std::string& list);

}  // namespace limbeck::cli
