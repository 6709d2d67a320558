// operations.h: which calls are operations of Alembic, and what they name.
// It refuses to say what they do to a schema.
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

/// The `batch_alter_table` calls around a node, inner first.
[[nodiscard]] std::vector<Operation> batchesAround(const Project& project, FileId file, Expr node);

/// A literal, a constant by its name, or op.f("name").
[[nodiscard]] std::optional<std::string> textOf(const Project& project, FileId file, Expr value);

/// The table an operation is about; nothing when it is not constant, or there is none.
[[nodiscard]] std::optional<std::string> tableOf(const Project& project, FileId file, const Operation& operation);

}  // namespace limbeck::project
