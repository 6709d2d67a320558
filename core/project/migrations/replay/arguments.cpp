#include "project/migrations/replay/arguments.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "project/migrations/operation_table.h"
#include "python/walk.h"
#include "text/concat.h"
#include "text/words.h"

namespace limbeck::project {
namespace {

using python::Expr;
using schema::Failure;
using Subject = Failure::Subject;

/// Parameters that name such a thing, whatever the operation.
bool namesSuch(std::string_view parameter, Subject subject) {
  static constexpr std::string_view tables[] = {"table_name", "source_table", "old_table_name"};
  static constexpr std::string_view columns[] = {"column_name", "column", "columns", "local_cols"};
  static constexpr std::string_view names[] = {"constraint_name", "index_name", "new_table_name"};
  static constexpr std::string_view others[] = {"referent_table", "remote_cols"};
  switch (subject) {
    case Subject::Table: return oneOf(parameter, tables);
    case Subject::Column: return oneOf(parameter, columns);
    case Subject::Name: return oneOf(parameter, names);
    case Subject::Other: return oneOf(parameter, others);
    default: return false;
  }
}

/// "users", "users.id" and, of its columns, "id".
bool spells(const std::string& text, const Failure& failure) {
  switch (failure.subject()) {
    case Subject::Table: return text == failure.table.second || text == schema::show(failure.table);
    case Subject::Column: return text == failure.column;
    case Subject::Name: return text == failure.name || text == failure.other.second;
    case Subject::Other: {
      const std::string table = schema::show(failure.other);
      if (!failure.column.empty()) return text == failure.column || text == concat(table, ".", failure.column);
      return text == table || text == failure.other.second || text.starts_with(concat(table, "."));
    }
    default: return false;
  }
}

Expr spelledBelow(Expr root, const Failure& failure) {
  Expr found;
  python::forBelow(root, [&](Expr node) {
    if (!found && node.is(python::Kind::String) && spells(node.text(), failure)) found = node;
  });
  return found;
}

Expr atFaultIn(const Executed& operation, const Failure& failure) {
  const Signature* const signature =
      operation.kind == nullptr ? nullptr : signatureOf(*operation.kind, operation.batched);
  std::vector<Expr> named;
  for (std::size_t i = 0; signature != nullptr && i < signature->places.size(); ++i) {
    const std::string_view parameter = signature->places[i].name;
    const Expr argument = namesSuch(parameter, failure.subject()) ? operation.argument(parameter) : Expr();
    if (argument) named.push_back(argument);
  }
  for (const Expr argument : named) {
    if (const Expr spelled = spelledBelow(argument, failure)) return spelled;
  }
  if (const Expr spelled = spelledBelow(operation.call, failure)) return spelled;
  // A name of Python's, or something that is computed: what it is worth is what failed.
  return named.empty() || named.front().is(python::Kind::String) ? Expr() : named.front();
}

}  // namespace

schema::FilePlace argumentAtFault(const Executed& operation, const Failure& failure) {
  const Executed* told = &operation;
  for (const Executed& inside : operation.inside) {
    if (inside.place.file == failure.place.file && inside.place.span == failure.place.span) told = &inside;
  }
  // The table of a block is an argument of the block.
  if (failure.subject() == Subject::Table) told = &operation;
  const python::Expr argument = atFaultIn(*told, failure);
  return argument ? schema::FilePlace{told->place.file, argument.span()} : failure.place;
}

}  // namespace limbeck::project
