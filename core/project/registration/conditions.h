// conditions.h: whether code is certain to run once its function runs.
// It refuses to evaluate more than constants and the guards that every module writes.
#pragma once

#include <cstdint>
#include <vector>

#include "project/names/resolver.h"
#include "project/truth.h"

namespace limbeck::project {

/// What stands around a statement inside its function.
struct Circumstances {
  Expr uncertain;  ///< outermost If with an unknown condition, or Try that swallows the failure; Missing if none
  bool impossible = false;  ///< a condition that is never true, or a `return` before it
};

class Conditions {
 public:
  explicit Conditions(const Resolver& resolver) : resolver_(resolver) {}

  [[nodiscard]] Truth truth(FileId file, Expr condition, unsigned depth = 0) const;
  /// From `node` up to `function`, or to the module when that is Missing.
  [[nodiscard]] Circumstances around(FileId file, Expr node, Expr function) const;

 private:
  [[nodiscard]] static bool swallows(Expr attempt);

  const Resolver& resolver_;
};

}  // namespace limbeck::project
