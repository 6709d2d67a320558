// bound.h: one call of an operation with its arguments bound by the table of operations.
// It refuses to say what the call does: the recorder does, which alone includes it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "project/migrations/operation_table.h"
#include "project/migrations/replay/recorder.h"

namespace limbeck::project {

struct Recorder::Bound {
  Executed made;
  const evaluate::Call& call;
  const Signature& signature;
  const Definitions& read;
  Block* block = nullptr;   ///< the batch block it is a method of
  schema::TableName table;  ///< of operations below a table

  /// The argument by its name, its place, or the name it had once; null when it is not given.
  [[nodiscard]] const evaluate::Value* at(std::string_view name) const;
  /// A name: a text, op.f("..."), quoted_name("...").
  [[nodiscard]] std::optional<std::string> text(std::string_view name) const;
  /// A plain text; empty when it is none.
  [[nodiscard]] std::string plain(std::string_view name) const;
  [[nodiscard]] bool flag(std::string_view name) const;
};

}  // namespace limbeck::project
