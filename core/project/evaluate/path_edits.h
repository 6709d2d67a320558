// path_edits.h: the folders that an env.py puts on `sys.path`: imports start there, too (trust 1.8).
// It refuses to follow imports: only what the file itself computes counts.
#pragma once

#include <vector>

#include "project/evaluate/vocabulary.h"
#include "project/given/inputs.h"
#include "project/names/resolver.h"

namespace limbeck::project::evaluate {

/// In the order of the files. A root holds for what lies below it, and below the folder of its env.py.
[[nodiscard]] std::vector<ImportRoot> pathEdits(const Inputs& inputs, const Resolver& resolver, Vocabulary& library);

}  // namespace limbeck::project::evaluate
