#include "rules/compatibility/renaming.h"

#include "rules/fixes/edits.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace {

using facts::Kind;

/// Column("metadata", ...): without a name of its own the column would follow the attribute.
FileEdit insertName(const ModuleFacts& facts, Expr column, std::string_view name) {
  if (column.size() > 1) {
    const std::uint32_t at = column[1].span().begin;
    return replace(facts, {at, at}, concat("\"", name, "\", "));
  }
  const std::uint32_t end = column.span().end - 1;
  return replace(facts, {end, end}, concat("\"", name, "\""));
}

bool isNamed(Expr column) { return column.positional(0).is(Kind::String) || column.keyword("name"); }

}  // namespace

std::vector<FileEdit> renameAttribute(const ModuleFacts& facts, const project::MappedAttribute& attribute,
                                      std::string_view newName) {
  std::vector<FileEdit> edits{replace(facts, attribute.place, std::string(newName))};
  const Expr factory = attribute.factory;
  if (attribute.column) {
    if (!isNamed(attribute.column)) edits.push_back(insertName(facts, attribute.column, attribute.name));
    return edits;
  }
  if (factory.callee().text() == "Field") {  // SQLModel makes the column from these
    if (factory.keyword("sa_column_kwargs") || factory.keyword("sa_column")) return {};
    edits.push_back(appendItem(facts, factory, concat("sa_column_kwargs={\"name\": \"", attribute.name, "\"}")));
    return edits;
  }
  if (factory) return edits;  // a relationship has no column
  const Expr annotation = attribute.statement[1];
  if (attribute.statement.value() || !annotation[0].text().ends_with("Mapped")) return {};
  const std::uint32_t end = attribute.statement.span().end;
  edits.push_back(replace(facts, {end, end}, concat(" = mapped_column(\"", attribute.name, "\")")));
  for (FileEdit& edit : addImport(facts, "sqlalchemy.orm", "mapped_column")) edits.push_back(std::move(edit));
  return edits;
}

}  // namespace limbeck::rules
