#include "project/migrations/replay/arguments.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "project/migrations/operations.h"
#include "python/walk.h"
#include "text/concat.h"
#include "text/words.h"

namespace limbeck::project {
namespace {

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
    if (!found && node.is(Kind::String) && spells(node.text(), failure)) found = node;
  });
  return found;
}

Expr atFaultIn(const Operation& operation, const Failure& failure) {
  const Signature* const signature = signatureOf(operation.name, false);
  std::vector<Expr> named;
  std::uint32_t place = 0;
  for (const auto list : {&Signature::required, &Signature::optional}) {
    if (signature == nullptr) break;
    for (const std::string_view parameter : signature->*list) {
      const Expr argument = namesSuch(parameter, failure.subject()) ? operation.argument(place, parameter) : Expr();
      if (argument) named.push_back(argument);
      ++place;
    }
  }
  for (const Expr argument : named) {
    if (const Expr spelled = spelledBelow(argument, failure)) return spelled;
  }
  if (const Expr spelled = spelledBelow(operation.call, failure)) return spelled;
  // A name of Python's, or something that is computed: what it is worth is what failed.
  return named.empty() || named.front().is(Kind::String) ? Expr() : named.front();
}

}  // namespace

schema::Place argumentAtFault(const Executed& operation, const Failure& failure) {
  const Executed* told = &operation;
  for (const Executed& inside : operation.inside) {
    if (inside.place.file == failure.place.file && inside.place.span == failure.place.span) told = &inside;
  }
  // The table of a block is an argument of the block.
  const bool batched = told != &operation && failure.subject() != Subject::Table;
  if (!batched) told = &operation;
  const Expr argument = atFaultIn({told->name, told->call, batched, {}}, failure);
  return argument ? schema::Place{told->place.file, argument.span()} : failure.place;
}

}  // namespace limbeck::project
