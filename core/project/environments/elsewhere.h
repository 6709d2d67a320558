// elsewhere.h: modules and names of the project that stand in no file that was given: compiled ones, those of a package
// that lies in several folders, those a module makes while it runs. It refuses to know what they hold.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>

#include "project/phases.h"

namespace limbeck::project {

/// What setup.py builds, and what was built: listed once, for every import that finds nothing asks.
class BuiltModules {
 public:
  explicit BuiltModules(const Inputs& inputs);
  /// Extension("shop.fast", sources=["fast.c"]) is `dotted`, or a stub or a compiled module is `path`, wherever `shop`
  /// stands.
  [[nodiscard]] bool has(std::string_view dotted, std::string_view path) const {
    return extensions_.count(dotted) > 0 || compiled_.count(path) > 0;
  }

 private:
  std::set<std::string, std::less<>> extensions_;
  std::set<std::string, std::less<>> compiled_;
};

/// `import dotted`, written in `from`, finds nothing here, and may find something all the same: a stub, a compiled
/// module or an `Extension` of that name is beside it, or a package on the way lies in other folders as well.
[[nodiscard]] bool mayStandElsewhere(const WithNames& project, std::string_view dotted, FileId from);

/// The module may have more names than its text binds: `__getattr__`, `sys.modules[__name__] = ...`, a package that
/// lies in other folders as well.
[[nodiscard]] bool mayHaveMoreNames(const WithNames& project, FileId module);

}  // namespace limbeck::project
