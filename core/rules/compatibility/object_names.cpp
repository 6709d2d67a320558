#include "rules/compatibility/object_names.h"

namespace limbeck::rules {
namespace {

using facts::Expr;
using NameKind = NamedObject::Kind;
using From = schema::Name::From;

/// The text of a check names columns for people; SQLAlchemy sees none in it, and a template that asks for them gets
/// nothing.
bool isCertain(const schema::Check& check, const project::DeclaredMetaData& metadata) {
  const auto found = metadata.naming.templates.find("ck");
  return check.name.from != From::Convention ||
         (found != metadata.naming.templates.end() && found->second.find("column_") == std::string::npos);
}

void read(const DeclaredAt& at, const schema::Table& table, std::vector<NamedObject>& objects) {
  const auto add = [&](NameKind kind, const schema::Name& name, schema::FilePlace place, schema::Presence presence) {
    const bool certain =
        (name.from == From::Written || name.from == From::Convention) && presence == schema::Presence::There;
    if (certain && name.isThere() && place.isKnown()) objects.push_back({kind, at, name, place});
  };
  using schema::Presence;
  add(NameKind::PrimaryKey, table.primaryKey.name, table.primaryKey.place, Presence::There);
  for (const schema::Unique& one : table.uniques) {
    const std::size_t before = objects.size();
    add(NameKind::Unique, one.name, one.place, one.presence);
    if (objects.size() > before) objects.back().columns = one.columns;
  }
  for (const schema::ForeignKey& one : table.foreignKeys) add(NameKind::ForeignKey, one.name, one.place, one.presence);
  for (const schema::Check& one : table.checks) {
    if (isCertain(one, *at.metadata)) add(NameKind::Check, one.name, one.place, one.presence);
  }
  for (const schema::Index& one : table.indexes) add(NameKind::Index, one.name, one.place, one.presence);
}

}  // namespace

std::string_view nameOf(NameKind kind) {
  switch (kind) {
    case NameKind::PrimaryKey: return "primary key";
    case NameKind::Unique: return "unique constraint";
    case NameKind::ForeignKey: return "foreign key";
    case NameKind::Check: return "check";
    default: return "index";
  }
}

std::vector<NamedObject> namedObjects(const project::Project& project, schema::Dialect dialect) {
  std::vector<NamedObject> objects;
  for (const CompleteTable& one : completeTables(project, dialect)) read(one.at, *one.table, objects);
  return objects;
}

Place nameAt(const project::Project& project, const NamedObject& object) {
  const Expr call = project::writtenAt(project, object.place);
  if (!call) return placeOf(project, object.place);
  const std::string& callee = call.callee().text();
  Expr written;
  if (callee == "Index") written = call.positional(0);
  else if (callee.ends_with("Constraint") || callee == "ForeignKey") written = call.keyword("name");
  else
    written = call.keyword(object.kind == NameKind::Index    ? "index"
                           : object.kind == NameKind::Unique ? "unique"
                                                             : "primary_key")
                  .parent();
  return placeOf(project, object.place, written ? written : call);
}

}  // namespace limbeck::rules
