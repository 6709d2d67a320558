#include "schema/failure.h"

#include <iterator>

#include "text/concat.h"
#include "text/likeness.h"

namespace limbeck::schema {
namespace {

struct Told {
  Failure::Kind kind;
  Failure::Subject subject;
  std::string_view sentence;
};

constexpr Told told[] = {
#define LIMBECK_FAILURE(name, kind, subject, sentence) {Failure::Kind::kind, Failure::Subject::subject, sentence},
#include "schema/failures.def"
#undef LIMBECK_FAILURE
};

const Told& of(Failure::Case what) { return told[static_cast<std::size_t>(what)]; }

/// What is only perhaps there is no name to offer.
template <typename Members>
void addNames(const Members& members, std::vector<std::string_view>& names) {
  for (const auto& member : members) {
    if (member.presence == Presence::There && member.name.isThere()) names.emplace_back(member.name.text);
  }
}

}  // namespace

Failure::Kind Failure::kind() const { return of(what).kind; }
Failure::Subject Failure::subject() const { return of(what).subject; }

std::string_view nameOf(Failure::Kind kind) {
  static constexpr std::string_view names[] = {
      "table exists",   "table missing",     "column exists",      "column missing",   "index exists",
      "index missing",  "constraint exists", "constraint missing", "unnamed",          "not supported",
      "target missing", "type exists",       "type missing",       "still referenced", "does not compile",
      "arguments",      "needs rows gone"};
  return names[static_cast<std::size_t>(kind)];
}

std::string messageOf(const Failure& failure) {
  std::string said;
  const std::string_view sentence = of(failure.what).sentence;
  for (std::size_t i = 0; i < sentence.size(); ++i) {
    if (sentence[i] != '%') {
      said.push_back(sentence[i]);
      continue;
    }
    switch (sentence[++i]) {
      case 't': said += quoted(show(failure.table)); break;
      case 'c': said += quoted(failure.column); break;
      case 'd': said += quoted(concat(show(failure.table), ".", failure.column)); break;
      case 'n': said += quoted(failure.name); break;
      case 'o': said += quoted(show(failure.other)); break;
      case 'e': said += quoted(concat(show(failure.other), ".", failure.column)); break;
      case 'x': said += quoted(failure.text); break;
      default: said += failure.text; break;
    }
  }
  return said;
}

Failure missing(const TableName& name, const Schema& schema) {
  return {Failure::Case::TableMissing, name, {}, {}, {}, {}, tablesLike(name, schema), dropped(name, schema)};
}

FilePlace dropped(const TableName& name, const Schema& schema) {
  const auto found = schema.gone.find(name);
  return found == schema.gone.end() ? FilePlace{} : found->second;
}

std::vector<std::string> tablesLike(const TableName& name, const Schema& schema) {
  std::vector<std::string> shown;
  std::vector<std::string> like;
  for (const auto& [other, table] : schema.tables()) {
    if (table->certainty == Certainty::Unknown || table->missed) continue;
    // The same name in another schema is nearer than any other.
    if (other.second == name.second && other != name) like.push_back(show(other));
    else shown.push_back(show(other));
  }
  const std::vector<std::string_view> names(shown.begin(), shown.end());
  for (std::string& one : nearNames(show(name), names)) like.push_back(std::move(one));
  return like;
}

std::vector<std::string> columnsLike(const std::string& name, const Table& table) {
  std::vector<std::string_view> names;
  for (const Column& column : table.columns) {
    if (column.presence == Presence::There) names.emplace_back(column.name);
  }
  return nearNames(name, names);
}

std::vector<std::string> indexesLike(const std::string& name, const Schema& schema) {
  std::vector<std::string_view> names;
  for (const auto& [other, table] : schema.tables()) addNames(table->indexes, names);
  return nearNames(name, names);
}

std::vector<std::string> constraintsLike(const std::string& name, const Table& table) {
  std::vector<std::string_view> names;
  addNames(table.uniques, names);
  addNames(table.foreignKeys, names);
  addNames(table.checks, names);
  if (table.primaryKey.name.isThere()) names.emplace_back(table.primaryKey.name.text);
  return nearNames(name, names);
}

}  // namespace limbeck::schema
