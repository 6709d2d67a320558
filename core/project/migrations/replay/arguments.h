// arguments.h: which argument of an operation names what failed.
// It refuses to know why it failed: it is told the subject.
#pragma once

#include "project/migrations/replay/execution.h"

namespace limbeck::project {

/// `"emial"` in `op.drop_column("users", "emial")`. The call, where its arguments do not show what is meant.
[[nodiscard]] schema::FilePlace argumentAtFault(const Executed& operation, const schema::Failure& failure);

}  // namespace limbeck::project
