// operations.h: which calls of a file are operations of Alembic, wherever they stand. It reads syntax, because it is
// for rules about calls that no evaluation may reach: while the file is loaded, in a function that nothing calls, of an
// operation that does not exist. It refuses to say what they do: the replay does.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "project/migrations/operation_table.h"
#include "project/names/resolver.h"
#include "project/project.h"

namespace limbeck::project {

/// A call of Alembic's `op`, under whatever name, or of what `batch_alter_table` yields.
struct Operation {
  std::string name;  ///< "add_column"
  Expr call;
  bool batched = false;  ///< a method of the batch object
  Expr batch;            ///< the batch_alter_table call it comes from; Missing when that is not seen

  /// What is written for an argument of the table of operations; in a batch the table is not.
  [[nodiscard]] Expr argument(std::string_view argument) const;
};

/// Nothing when the call is something else.
[[nodiscard]] std::optional<Operation> operationOf(const Project& project, FileId file, Expr call);

}  // namespace limbeck::project
