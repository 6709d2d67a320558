#include <set>

#include "rules/compatibility/object_names.h"
#include "rules/rule.h"
#include "schema/naming.h"
#include "text/concat.h"
#include "text/utf8.h"

namespace limbeck::rules {
namespace mc406 {
namespace {

using schema::Dialect;

/// "ck_users_" of "ck_users_ck_users_age": the convention puts it in front, and the name has it already. Where that
/// much is cut off, what is written tells it: both begin alike, as far as the table's name.
std::string_view repeatedPrefix(std::string_view name, std::string_view written, std::string_view table) {
  for (std::size_t end = name.size() / 2; end > 2; --end) {
    if (name[end - 1] == '_' && name.substr(0, end) == name.substr(end, end)) return name.substr(0, end);
  }
  constexpr std::size_t hash = 5;  // "_3128"
  const std::size_t at = written.find(table);
  if (at == 0 || at == std::string_view::npos || name.size() < hash) return {};
  const std::string_view prefix = written.substr(0, at + table.size() + 1);
  return prefix.ends_with('_') && name.starts_with(prefix.substr(0, name.size() - hash)) ? prefix : std::string_view();
}

/// What is written is refused (facts F15); what a convention made, or `conv`, is cut, and that is told as a remark.
void about(const project::Project& project, const NamedObject& object, Dialect dialect, Findings& findings) {
  const std::size_t limit = schema::identifierLimit(dialect);
  const std::string_view database = schema::titleOf(dialect);
  const bool refused = object.name.from == schema::Name::From::Written && !object.name.literal &&
                       characterCount(object.name.text) > limit;
  if (!refused && !object.name.cut) return;
  Finding finding;
  finding.place = nameAt(project, object);
  finding.subject = object.name.text;
  if (refused) {
    finding.message = concat(quoted(object.name.text), " has ", std::to_string(characterCount(object.name.text)),
                             " characters, and ", database, " takes no more than ", std::to_string(limit));
    finding.fixes.push_back({"Write a shorter name", FixClass::Advice, {}, {}});
  } else {
    finding.severity = Severity::Info;
    finding.message =
        concat("The name of this ", nameOf(object.kind), " of ", quoted(schema::show(object.at.table->name())),
               " is too long for ", database, " and is cut to ", quoted(object.name.text));
    const facts::Expr call = project::writtenAt(project, object.place);
    const std::string_view prefix =
        object.name.from == schema::Name::From::Convention
            ? repeatedPrefix(object.name.text, call.keyword("name").text(), object.at.table->table.name)
            : std::string_view();
    finding.fixes.push_back({prefix.empty()
                                 ? concat("Name it yourself, in no more than ", std::to_string(limit), " characters")
                                 : concat("Leave ", quoted(prefix),
                                          " out, which the convention puts in front, or wrap the name in `conv()`"),
                             FixClass::Advice,
                             {},
                             {}});
  }
  findings.push_back(std::move(finding));
}

void check(const project::Project& project, Findings& findings) {
  std::set<Place> seen;
  for (const Dialect dialect : {Dialect::PostgreSql, Dialect::MySql}) {
    if (!runsOn(project, dialect)) continue;
    for (const NamedObject& object : namedObjects(project, dialect)) {
      Findings found;
      about(project, object, dialect, found);
      for (Finding& finding : found) {
        if (seen.insert(finding.place).second) findings.push_back(std::move(finding));
      }
    }
  }
}

}  // namespace
}  // namespace mc406

extern const Rule identifier_too_long{"MC406", Severity::Error, FixClass::Advice, "A4", &mc406::check, Weight::Style};

}  // namespace limbeck::rules
