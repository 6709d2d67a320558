#include <algorithm>
#include <set>

#include "rules/declaring.h"
#include "rules/fixes/edits.h"
#include "rules/rule.h"
#include "schema/pairing.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace mc412 {
namespace {

using schema::Dialect;
using schema::Pairing;

struct Opinion {
  Severity severity = Severity::Warning;
  std::string words;
};

/// The worst that a database of the project says about the pair; nothing when none objects.
std::optional<Opinion> opinion(const project::Project& project, const schema::Type& child, const schema::Type& parent) {
  const Pairing postgres = schema::pairing(child, parent, Dialect::PostgreSql);
  const Pairing mysql = schema::pairing(child, parent, Dialect::MySql);
  if (postgres == Pairing::Refused && runsOn(project, Dialect::PostgreSql))
    return Opinion{Severity::Error, "PostgreSQL refuses the foreign key"};
  if (mysql == Pairing::Refused && runsOn(project, Dialect::MySql))
    return Opinion{Severity::Error, "MySQL refuses the foreign key"};
  if (postgres == Pairing::Refused) return Opinion{Severity::Warning, "PostgreSQL would refuse the foreign key"};
  if (postgres != Pairing::Differs || !runsOn(project, Dialect::PostgreSql) || schema::holdsAllOf(child, parent))
    return std::nullopt;
  // A value of the one may not fit into the other.
  return Opinion{Severity::Warning, "the foreign key is accepted, but the values are not of one type"};
}

/// What to mark: the type of Column(Integer, ForeignKey("users.id")), else the whole call.
Expr typeIn(Expr call, const schema::Type& type) {
  const Expr written = project::argumentNamed(call, type.decorator.empty() ? type.name : type.decorator);
  return written ? written : call;
}

/// A column without a type takes that of its target (facts F09).
Fix fixOf(const facts::ModuleFacts& facts, Expr call, Expr type, const std::string& wanted) {
  if (type == call || !type.parent().is(facts::Kind::Call))
    return {concat("Give the column the type ", quoted(wanted)), FixClass::Advice, {}, {}};
  return {concat("Name no type: the column takes ", quoted(wanted), " from its target"),
          FixClass::Unsafe,
          {removeItem(facts, type)},
          {}};
}

/// `said` keeps the places: a column of a mixin is one, however many tables have it.
void checkTable(const project::Project& project, const DeclaredAt& at, const schema::Schema& schema,
                std::set<Place>& said, Findings& findings) {
  for (const schema::ForeignKey& key : at.table->table.foreignKeys) {
    const schema::Table* const target = key.table.empty() ? nullptr : schema.find({key.schema, key.table});
    if (target == nullptr || at.metadata->only({key.schema, key.table}) == nullptr ||
        key.targets.size() != key.columns.size())
      continue;
    for (std::size_t i = 0; i < key.columns.size(); ++i) {
      const schema::Column* const child = at.table->table.column(key.columns[i]);
      const schema::Column* const parent = target->column(key.targets[i]);
      if (child == nullptr || parent == nullptr || child->typeFromTarget || !child->place.isKnown()) continue;
      const auto objects = opinion(project, child->type, parent->type);
      const Expr call = objects ? project::writtenAt(project, child->place) : Expr();
      if (!call) continue;
      Finding finding;
      finding.severity = objects->severity;
      finding.place = placeOf(project, child->place, typeIn(call, child->type));
      if (!said.insert(finding.place).second) continue;
      finding.subject = show(*at.table, child->name);
      const std::string wanted = schema::show(parent->type);
      finding.message =
          concat(quoted(finding.subject), " is ", quoted(schema::show(child->type)), " but refers to ",
                 quoted(concat(schema::show(schema::TableName{target->schema, target->name}), ".", parent->name)),
                 ", which is ", quoted(wanted), ": ", objects->words);
      if (parent->place.isKnown())
        finding.related.push_back({placeOf(project, parent->place), "the column it refers to"});
      finding.fixes.push_back(fixOf(project.file(child->place.file), call, typeIn(call, child->type), wanted));
      findings.push_back(std::move(finding));
    }
  }
}

void check(const project::Project& project, Findings& findings) {
  std::set<Place> said;
  for (const DeclaredAt& at : declaredTables(project)) {
    checkTable(project, at, project.declared().schemaOf(*at.metadata, Dialect::Generic), said, findings);
  }
}

}  // namespace
}  // namespace mc412

extern const Rule fk_type_mismatch{"MC412", Severity::Error, FixClass::Unsafe, "A4", &mc412::check};

}  // namespace limbeck::rules
