#include <algorithm>
#include <map>

#include "project/classes/classes.h"
#include "project/names/modules.h"
#include "project/project.h"
#include "project/registration/registrations.h"
#include "rules/fixes/edits.h"
#include "rules/fixes/registering.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace mr206 {
namespace {

using facts::Kind;
using project::ClassItem;
using project::ModuleId;
using project::Phase;
using project::Project;
using project::RegistrationCall;

/// A class and the database it is registered for.
using Key = std::pair<std::uint32_t, std::string>;
using Seen = std::map<Key, const ClassItem*>;

/// Calls that are certain to run, those in Phase 1 first: what comes second is the repetition.
std::vector<const RegistrationCall*> certainCalls(const std::vector<RegistrationCall>& calls) {
  std::vector<const RegistrationCall*> certain;
  for (const RegistrationCall& call : calls) {
    const Expr database = call.call.keyword("database");
    if (!call.condition && (!database || database.is(Kind::String))) certain.push_back(&call);
  }
  std::stable_sort(certain.begin(), certain.end(),
                   [](const auto* a, const auto* b) { return a->counts() && !b->counts(); });
  return certain;
}

Finding findingAt(const Project& project, ModuleId module, const ClassItem& item, const ClassItem& first) {
  const ModuleFacts& facts = project.file(item.file);
  Finding finding;
  finding.place = {facts.path(), item.at.span()};
  finding.subject = project.classes().at(first.index == project::none ? item.index : first.index).name;
  finding.module = project.modules().all()[module].path;
  finding.message = concat(quoted(finding.subject), " is registered twice");
  finding.related.push_back({{project.file(first.file).path(), first.at.span()}, "registered here already"});
  const Expr list = item.at.parent();
  if (list.is(Kind::List) || list.is(Kind::Tuple) || list.is(Kind::Set)) {
    finding.fixes.push_back({"Remove the second one", FixClass::Safe, {removeItem(facts, item.at)}, {}});
  }
  return finding;
}

Finding findingAt(const Project& project, ModuleId module, const RegistrationCall& call, const ClassItem& first) {
  Models models;
  for (const ClassItem& item : call.list.items) models.push_back(item.index);
  Finding finding;
  finding.place = {project.file(call.file).path(), call.call.span()};
  finding.subject = std::string(project.file(call.file).file->text(call.argument.span()));
  finding.module = project.modules().all()[module].path;
  finding.message = concat(quoted(call.name), " registers ", namesOf(project, models), " a second time");
  finding.related.push_back({{project.file(first.file).path(), first.at.span()}, "registered here already"});
  if (isPlain(call)) finding.fixes.push_back({"Remove the second call", FixClass::Safe, removeCall(project, call), {}});
  return finding;
}

void review(const Project& project, ModuleId module, const RegistrationCall& call, Seen& seen, Findings& findings) {
  Seen own;
  std::vector<std::pair<const ClassItem*, const ClassItem*>> repeated;
  std::size_t before = 0;
  for (const ClassItem& item : call.list.items) {
    if (item.kind != ClassItem::Kind::Class) continue;
    const Key key{item.index, call.database};
    const auto earlier = seen.find(key);
    const auto [here, fresh] = own.emplace(key, &item);
    if (earlier != seen.end() && fresh) ++before;
    if (!fresh) repeated.emplace_back(&item, here->second);
    else if (earlier != seen.end()) repeated.emplace_back(&item, earlier->second);
  }
  seen.insert(own.begin(), own.end());
  if (!call.list.open && before > 0 && before == call.list.items.size()) {
    findings.push_back(findingAt(project, module, call, *repeated.front().second));
    return;
  }
  for (auto [item, first] : repeated) {
    // [User, *MODELS]: the one that stands in the call is the one to go.
    if (!call.call.span().contains(item->at.span()) && call.call.span().contains(first->at.span()))
      std::swap(item, first);
    findings.push_back(findingAt(project, module, *item, *first));
  }
}

void check(const Project& project, Findings& findings) {
  for (const ModuleId module : project.registrations().expected()) {
    Seen seen;
    for (const RegistrationCall* call : certainCalls(project.registrations().of(module).calls)) {
      Seen apart;  // a function that may run at any time may be the only one that does
      review(project, module, *call, call->phase == Phase::Maybe ? apart : seen, findings);
    }
  }
}

}  // namespace
}  // namespace mr206

extern const Rule duplicate_registration{"MR206", Severity::Info, FixClass::Safe, "A2", &mr206::check};

}  // namespace limbeck::rules
