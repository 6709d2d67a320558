#include <algorithm>
#include <array>

#include "project/dialects.h"
#include "project/models/declared.h"
#include "project/project.h"
#include "rules/declaring.h"
#include "rules/environment/configure_calls.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace ev103 {
namespace {

using project::Configure;
using project::Environment;
using project::Project;
using project::evaluate::Value;

/// What both calls should agree on, and what Alembic takes where it is not given. All but the MetaData is for
/// autogenerate, which Alembic never runs without a connection: there the others are read by nobody.
struct Argument {
  std::string_view name;
  std::string_view absent;
};
constexpr std::string_view metadata = "target_metadata";
constexpr std::array arguments = {Argument{metadata, "None"},
                                  Argument{"render_as_batch", "False"},
                                  Argument{"include_schemas", "False"},
                                  Argument{"include_object", "None"},
                                  Argument{"include_name", "None"},
                                  Argument{"compare_type", "True"},
                                  Argument{"compare_server_default", "False"}};

std::string_view writtenAs(const Project& project, const Configure& configure, std::string_view argument) {
  const facts::Expr value = configure.call.keyword(argument);
  return value ? project.file(configure.file).file->text(value.span()) : std::string_view();
}

bool isKnown(const Value& value) { return !value.isUnknown() && !value.is(Value::Kind::OneOf); }

/// They certainly differ. What is written alike is alike.
bool differs(const Project& project, const Configure& one, const Configure& other, const Argument& argument) {
  const Value* left = one.argument(argument.name);
  const Value* right = other.argument(argument.name);
  if (left == nullptr && right == nullptr) return false;
  if (left == nullptr) std::swap(left, right);
  if (!isKnown(*left) || (right != nullptr && !isKnown(*right))) return false;
  if (right == nullptr) return project::evaluate::show(*left) != argument.absent;
  return !left->same(*right) && project::evaluate::show(*left) != project::evaluate::show(*right) &&
         writtenAs(project, one, argument.name) != writtenAs(project, other, argument.name);
}

/// The one without a connection and the one with it, when there is one of each and both can be read.
std::pair<const Configure*, const Configure*> pairOf(const Environment& environment) {
  if (environment.configures.size() != 2 || hasOpenCall(environment)) return {};
  const Configure& first = environment.configures[0];
  const Configure& second = environment.configures[1];
  if (first.offline == second.offline || first.file != second.file) return {};
  return first.offline ? std::pair(&first, &second) : std::pair(&second, &first);
}

/// A script of SQL takes nothing but names of constraints from the MetaData.
bool namesConstraints(const Project& project, const Environment& environment) {
  const std::vector<const project::DeclaredMetaData*> all = project.declared().comparedBy(environment);
  return std::any_of(all.begin(), all.end(), [](const project::DeclaredMetaData* one) { return !one->naming.empty(); });
}

/// Whether the lack in the call without a connection changes anything.
bool mattersOffline(const Project& project, const Environment& environment, const Argument& argument) {
  return argument.name == metadata && namesConstraints(project, environment);
}

void check(const Project& project, Findings& findings) {
  for (const Environment& environment : project.environments().all()) {
    const auto [offline, online] = pairOf(environment);
    if (offline == nullptr) continue;
    for (const Argument& argument : arguments) {
      if (!differs(project, *offline, *online, argument)) continue;
      const std::string_view there = writtenAs(project, *online, argument.name);
      const Configure& wrong = there.empty() ? *online : *offline;
      const Configure& right = there.empty() ? *offline : *online;
      if (&wrong == offline && !mattersOffline(project, environment, argument)) continue;
      // EV104 asks for it in both.
      if (argument.name == "render_as_batch" && &wrong == online && project.dialects().meansSqlite()) continue;
      const std::string_view value = writtenAs(project, right, argument.name);
      if (value.empty()) continue;
      Finding finding;
      // Other databases change a table as it stands; batches only make longer scripts there.
      if (argument.name == "render_as_batch" && !runsOn(project, schema::Dialect::Sqlite))
        finding.severity = Severity::Info;
      finding.place = placeOf(project, wrong, argument.name);
      finding.subject = argument.name;
      const bool lacks = writtenAs(project, wrong, argument.name).empty();
      finding.message =
          concat(quoted(argument.name), lacks ? " is not given here, and " : " is something else here than ",
                 lacks ? "given to " : "in ",
                 &right == online ? "the call with a connection" : "the call without a connection");
      finding.related.push_back({placeOf(project, right, argument.name), "there it is this"});
      finding.fixes.push_back({concat("Give it ", quoted(concat(argument.name, "=", value)), " in both calls"),
                               FixClass::Safe,
                               {giveArgument(project, wrong, argument.name, value)},
                               {}});
      findings.push_back(std::move(finding));
    }
  }
}

}  // namespace
}  // namespace ev103

extern const Rule configure_inconsistent{"EV103", Severity::Warning, FixClass::Safe,
                                         "",      &ev103::check,     Weight::Standard};

}  // namespace limbeck::rules
