// elsewhere.h: modules and names of the project that stand in no file that was given: compiled ones, those of a package
// that lies in several folders, those a module makes while it runs. It refuses to know what they hold.
#pragma once

#include <string_view>

#include "project/phases.h"

namespace limbeck::project {

/// `import dotted`, written in `from`, finds nothing here, and may find something all the same: a stub, a compiled
/// module or an `Extension` of that name is beside it, or a package on the way lies in other folders as well.
[[nodiscard]] bool mayStandElsewhere(const WithNames& project, std::string_view dotted, FileId from);

/// The module may have more names than its text binds: `__getattr__`, `sys.modules[__name__] = ...`, a package that
/// lies in other folders as well.
[[nodiscard]] bool mayHaveMoreNames(const WithNames& project, FileId module);

}  // namespace limbeck::project
