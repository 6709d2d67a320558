// operations.h: which calls are operations of Alembic, and what they name.
// It refuses to say what they do to a schema.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "project/names/resolver.h"
#include "project/project.h"

namespace limbeck::project {

/// A call of Alembic's `op`, under whatever name, or of what `batch_alter_table` yields.
struct Operation {
  std::string name;  ///< "add_column"
  Expr call;
  bool batched = false;  ///< a method of the batch object
  Expr batch;            ///< the batch_alter_table call it comes from; Missing when that is not seen

  /// The argument by its place outside of a batch, or by its name. In a batch the table is not written.
  [[nodiscard]] Expr argument(std::uint32_t place, std::string_view keyword) const;
};

/// Nothing when the call is something else.
[[nodiscard]] std::optional<Operation> operationOf(const Project& project, FileId file, Expr call);

/// The `batch_alter_table` calls around a node, inner first.
[[nodiscard]] std::vector<Operation> batchesAround(const Project& project, FileId file, Expr node);

/// A literal, a constant by its name, or op.f("name").
[[nodiscard]] std::optional<std::string> textOf(const Project& project, FileId file, Expr value);

/// The table an operation is about; nothing when it is not constant, or there is none.
[[nodiscard]] std::optional<std::string> tableOf(const Project& project, FileId file, const Operation& operation);

/// How an operation of Alembic 1.11 and later is called (engine 7.3, facts F53, F57).
struct Signature {
  std::string_view name;
  std::vector<std::string_view> required;  ///< of a batch without the table
  std::vector<std::string_view> optional;  ///< that may stand by place as well
  std::vector<std::string_view> keywords;  ///< only by name
  bool anyPlace = false;                   ///< takes any number of items: create_table
  bool anyName = false;                    ///< takes options of dialects: postgresql_where
  [[nodiscard]] bool takes(std::string_view keyword) const;
  /// The argument that names the table it is about, by place and by name; nothing when it is about none.
  [[nodiscard]] std::optional<std::pair<std::uint32_t, std::string_view>> table() const;
};

/// Null when Alembic has no such operation; of a batch object, when it has not.
[[nodiscard]] const Signature* signatureOf(std::string_view name, bool batched);
/// All names, for what resembles them.
[[nodiscard]] std::vector<std::string_view> operationNames(bool batched);

}  // namespace limbeck::project
