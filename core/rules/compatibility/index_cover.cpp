#include "rules/compatibility/index_cover.h"

#include <algorithm>

#include "project/models/written.h"
#include "text/concat.h"
#include "text/words.h"

namespace limbeck::rules {
namespace {

using facts::Expr;
using facts::Kind;

/// postgresql_using="gin", postgresql_ops={...}, mysql_length=10, **options: who knows what for.
bool isSpecial(Expr call) {
  static constexpr std::string_view plain[] = {"unique", "info", "name", "_table", "quote"};
  for (const Expr argument : call) {
    if (argument.is(Kind::Star) || argument.is(Kind::DoubleStar)) return true;
    if (call.callee().text() == "Index" && argument.is(Kind::Keyword) && !oneOf(argument.text(), plain)) return true;
  }
  return false;
}

}  // namespace

std::vector<Cover> coversOf(const project::Project& project, const schema::Table& table) {
  std::vector<Cover> covers;
  if (!table.primaryKey.columns.empty())
    covers.push_back({Cover::Kind::PrimaryKey, table.primaryKey.columns, nullptr, {}});
  for (const schema::Unique& one : table.uniques) {
    if (one.presence == schema::Presence::There)
      covers.push_back({Cover::Kind::Unique, one.columns, nullptr, one.name.text});
  }
  for (const schema::Index& one : table.indexes) {
    const bool expression =
        std::any_of(one.parts.begin(), one.parts.end(), [](const schema::IndexPart& part) { return part.expression; });
    const Expr call = project::writtenAt(project, one.place);
    if (one.presence != schema::Presence::There || !one.where.empty() || expression || one.parts.empty() || !call ||
        isSpecial(call))
      continue;
    Cover cover{Cover::Kind::Index, {}, &one, one.name.text};
    for (const schema::IndexPart& part : one.parts) cover.columns.push_back(part.sql());
    covers.push_back(std::move(cover));
  }
  return covers;
}

bool begins(const std::vector<std::string>& columns, const std::vector<std::string>& other) {
  return columns.size() <= other.size() && std::equal(columns.begin(), columns.end(), other.begin());
}

std::string show(const Cover& cover) {
  if (cover.kind == Cover::Kind::PrimaryKey) return "the primary key";
  if (cover.kind == Cover::Kind::Index && !cover.name.empty()) return concat("the index ", quoted(cover.name));
  return concat(cover.kind == Cover::Kind::Unique ? "the unique constraint on " : "the index on ",
                quotedAll(cover.columns));
}

}  // namespace limbeck::rules
