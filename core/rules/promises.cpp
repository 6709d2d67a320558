#include "rules/promises.h"

#include <algorithm>
#include <iterator>
#include <set>

namespace limbeck::rules {
namespace {

using project::Announcement;
using project::Executed;
using project::ScriptRun;
using schema::Does;
using Form = Announcement::Form;

/// alter_column with that argument, as far as it could be read.
template <typename Holds>
bool alters(const Executed& step, Holds holds) {
  return std::any_of(step.changes.begin(), step.changes.end(), [&](const schema::Change& change) {
    const auto* alter = std::get_if<schema::AlterColumn>(&change.effect);
    return alter != nullptr && holds(*alter);
  });
}

/// The step is of the kind that the name promises. SQL that changes the schema may be of any.
bool keeps(Form form, const Executed& step) {
  if (step.does == Does::Schema && (step.kind == nullptr || !step.words.empty())) return true;
  if ((form == Form::Rename || form == Form::AddTo) && step.does == Does::Rows) return true;
  if (form == Form::Rename && alters(step, [](const schema::AlterColumn& alter) { return alter.newName.has_value(); }))
    return true;
  if (form == Form::MakeNullable &&
      alters(step, [](const schema::AlterColumn& alter) { return alter.nullable == false; }))
    return false;
  return step.kind != nullptr && step.kind->keeps(form);
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

std::vector<const Executed*> lossesIn(const ScriptRun& upgrade) {
  using project::Op;
  std::set<schema::TableName> made;
  std::vector<const Executed*> losses;
  for (const Executed* step : upgrade.steps()) {
    if (step->kind == nullptr) continue;
    if (step->kind->op == Op::CreateTable && step->table) made.insert(*step->table);
    const bool drops = step->kind->op == Op::DropTable || step->kind->op == Op::DropColumn;
    if (drops && !(step->table && made.count(*step->table) > 0)) losses.push_back(step);
  }
  return losses;
}

std::optional<Promise> promiseOf(const project::Message& message, const ScriptRun& upgrade) {
  const std::optional<Announcement> announcement = message.truncated ? std::nullopt : project::announced(message.words);
  if (!announcement || !upgrade.clear() || upgrade.raise() != nullptr || upgrade.isEmpty()) return std::nullopt;
  const Form form = announcement->form;
  Promise promise;
  promise.announcement = *announcement;
  const std::vector<const Executed*> steps = upgrade.steps();
  promise.kept = std::any_of(steps.begin(), steps.end(), [&](const Executed* step) { return keeps(form, *step); });
  if (!promise.kept) promise.missing = promised(form);
  const bool adds =
      form == Form::AddTable || form == Form::AddTo || form == Form::AddIndex || form == Form::MakeNullable;
  // Where rows are written as well, what is dropped was probably moved.
  if (adds && !announcesLoss(message.words) && !upgrade.does(Does::Rows)) promise.unsaid = lossesIn(upgrade);
  return promise;
}

}  // namespace limbeck::rules
