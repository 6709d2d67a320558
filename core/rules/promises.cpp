#include "rules/promises.h"

#include <algorithm>
#include <iterator>
#include <set>

namespace limbeck::rules {
namespace {

using project::Announcement;
using project::Does;
using project::Script;
using project::Step;
using Form = Announcement::Form;

bool isNamed(const Step& step, std::initializer_list<std::string_view> names) {
  return step.operation && std::find(names.begin(), names.end(), step.name) != names.end();
}

/// The step is of the kind that the name promises. SQL that changes the schema may be of any.
bool keeps(Form form, const Step& step) {
  if (step.does == Does::Schema && !step.operation) return true;
  if (step.does == Does::Schema && !step.sql.empty()) return true;
  const project::OperationKind* const kind = step.operation ? project::operationNamed(step.name) : nullptr;
  if (form == Form::MakeNullable && step.call.keyword("nullable").is(facts::Kind::False)) return false;
  if (form == Form::Rename && step.call.keyword("new_column_name")) return true;
  if ((form == Form::Rename || form == Form::AddTo) && step.does == Does::Data) return true;
  return kind != nullptr && kind->keeps(form);
}

std::string_view promised(Form form) {
  switch (form) {
    case Form::AddTable: return "creates no table";
    case Form::DropTable: return "drops no table";
    case Form::MakeNullable: return "makes no column nullable";
    case Form::AddIndex: return "creates no index";
    case Form::RemoveColumn: return "drops no column";
    case Form::Rename: return "renames nothing";
    case Form::AddTo: return "adds nothing";
  }
  return {};
}

/// A word of the name tells that something goes, or is changed into something else.
bool announcesLoss(const std::vector<std::string>& words) {
  static constexpr std::string_view verbs[] = {
      "drop",      "remove", "delete", "rename",   "replace",  "move",      "migrate",  "merge",       "split",
      "convert",   "change", "update", "refactor", "clean",    "cleanup",   "rework",   "restructure", "consolidate",
      "swap",      "switch", "fix",    "modify",   "alter",    "deprecate", "simplify", "instead",     "unify",
      "normalize", "redo",   "revert", "purge",    "recreate", "from",      "separate", "transform"};
  return std::any_of(words.begin(), words.end(), [](const std::string& word) {
    return std::any_of(std::begin(verbs), std::end(verbs),
                       [&](std::string_view verb) { return project::isFormOf(word, verb); });
  });
}

}  // namespace

std::vector<const Step*> lossesIn(const Script& upgrade) {
  std::set<std::string> made;
  std::vector<const Step*> losses;
  for (const Step& step : upgrade.steps) {
    if (isNamed(step, {"create_table"}) && step.table) made.insert(*step.table);
    const bool drops = isNamed(step, {"drop_table", "drop_column"});
    if (drops && !(step.table && made.count(*step.table) > 0)) losses.push_back(&step);
  }
  return losses;
}

std::optional<Promise> promiseOf(const project::Message& message, const Script& upgrade) {
  const std::optional<Announcement> announcement = message.truncated ? std::nullopt : project::announced(message.words);
  if (!announcement || !upgrade.clear() || upgrade.raise || upgrade.isEmpty()) return std::nullopt;
  const Form form = announcement->form;
  Promise promise;
  promise.announcement = *announcement;
  promise.kept =
      std::any_of(upgrade.steps.begin(), upgrade.steps.end(), [&](const Step& step) { return keeps(form, step); });
  if (!promise.kept) promise.missing = promised(form);
  const bool adds =
      form == Form::AddTable || form == Form::AddTo || form == Form::AddIndex || form == Form::MakeNullable;
  // Where rows are written as well, what is dropped was probably moved.
  if (adds && !announcesLoss(message.words) && !upgrade.does(Does::Data)) promise.unsaid = lossesIn(upgrade);
  return promise;
}

}  // namespace limbeck::rules
