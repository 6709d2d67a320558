#include <algorithm>
#include <set>

#include "rules/declaring.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace mc404 {
namespace {

using facts::Expr;
using facts::Kind;
using schema::Dialect;

bool asksForName(const project::DeclaredMetaData& metadata) {
  const auto found = metadata.naming.templates.find("ck");
  return found != metadata.naming.templates.end() && found->second.find("%(constraint_name)s") != std::string::npos;
}

/// It has one that could not be read, or `**options` may hold one.
bool mayBeNamed(Expr call) {
  const Expr name = call.keyword("name");
  return (name && !name.is(Kind::None)) || std::any_of(call.begin(), call.end(), [](Expr argument) {
           return argument.is(Kind::DoubleStar) || argument.is(Kind::Star);
         });
}

/// A database of the project on which the type brings a CHECK without a name.
bool bringsUnnamed(const project::Project& project, const schema::Type& declared) {
  for (const Dialect dialect : {Dialect::PostgreSql, Dialect::MySql, Dialect::Sqlite}) {
    const schema::Type& type = declared.on(dialect);
    const bool named = type.open || !type.typeName.empty();
    if (!named && schema::bringsCheck(declared, dialect) && runsOn(project, dialect)) return true;
  }
  return false;
}

class Reader {
 public:
  Reader(const project::Project& project, Findings& findings) : project_(project), findings_(findings) {}

  void read(const DeclaredAt& at) {
    for (const schema::Check& one : at.table->table.checks) {
      const Expr call = project::writtenAt(project_, one.place);
      if (one.name.from != schema::Name::From::Nothing || !call || mayBeNamed(call)) continue;
      report(one.place, call.callee(), at.table->table.name,
             concat("This check of ", quoted(schema::show(at.table->name())), " has no name"),
             "Name it: `name=\"...\"`");
    }
    for (const schema::Column& column : at.table->table.columns) {
      if (!column.place.isKnown() || !bringsUnnamed(project_, column.type)) continue;
      const Expr type = project::argumentNamed(project::writtenAt(project_, column.place), column.type.name);
      if (!type.is(Kind::Call) || mayBeNamed(type)) continue;
      report(column.place, type, show(*at.table, column.name),
             concat("The check that the type of ", quoted(show(*at.table, column.name)), " brings has no name"),
             "Name the type: `name=\"...\"`");
    }
  }

 private:
  void report(schema::FilePlace place, Expr marked, std::string subject, std::string_view what,
              std::string_view remedy) {
    Finding finding;
    finding.place = placeOf(project_, place, marked);
    if (!seen_.insert(finding.place).second) return;  // of a mixin
    finding.subject = std::move(subject);
    finding.message = concat(what, ", which the naming convention asks for, so the table cannot be created");
    finding.fixes.push_back({std::string(remedy), FixClass::Advice, {}, {}});
    findings_.push_back(std::move(finding));
  }

  const project::Project& project_;
  Findings& findings_;
  std::set<Place> seen_;
};

void check(const project::Project& project, Findings& findings) {
  Reader reader(project, findings);
  for (const DeclaredAt& at : declaredTables(project)) {
    if (asksForName(*at.metadata)) reader.read(at);
  }
}

}  // namespace
}  // namespace mc404

extern const Rule check_needs_name{"MC404", Severity::Error, FixClass::Advice, "A4", &mc404::check};

}  // namespace limbeck::rules
