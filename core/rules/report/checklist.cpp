#include "rules/report/checklist.h"

#include <algorithm>
#include <initializer_list>

#include "project/application/references.h"
#include "project/project.h"
#include "rules/op_calls.h"
#include "rules/promises.h"
#include "rules/revising.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace {

using facts::Expr;
using facts::Kind;
using project::Executed;
using project::Op;
using project::Project;
using project::Revision;
using project::ScriptRun;
using schema::Does;

bool isAny(const Executed& step, std::initializer_list<Op> ops) {
  return step.kind != nullptr && std::find(ops.begin(), ops.end(), step.kind->op) != ops.end();
}

/// Some change of the step is of that kind, and such as is asked for.
template <typename Change, typename Holds>
bool changes(const Executed& step, Holds holds) {
  return std::any_of(step.changes.begin(), step.changes.end(), [&](const schema::Change& change) {
    const auto* one = std::get_if<Change>(&change.effect);
    return one != nullptr && holds(*one);
  });
}

class Reviewer {
 public:
  Reviewer(const Project& project, const project::History& history, project::RevisionGraph::Index index)
      : project_(project),
        history_(history),
        revision_(history.at(index)),
        judged_{&history, index},
        upgrade_(upgradeOf(project, judged_)),
        downgrade_(downgradeOf(project, judged_)),
        steps_(upgrade_.steps()) {}

  [[nodiscard]] std::vector<CheckItem> all() const {
    return {expected(), foreignKeys(), indexes(), downgrade(), dataLoss()};
  }

 private:
  static CheckItem item(std::string_view id, std::string_view title) {
    return {std::string(id), std::string(title), Verdict::Undecided, std::string(needsReplay), {}, {}};
  }

  static void decide(CheckItem& item, Verdict verdict, std::string text, std::string_view code = {}) {
    item.verdict = verdict;
    item.text = std::move(text);
    if (!code.empty()) item.codes.emplace_back(code);
  }

  void show(CheckItem& item, Span span, std::string text) const {
    item.evidence.push_back({{project_.file(revision_.file).path(), span}, std::move(text)});
  }
  /// A loop runs one call many times: each table is shown once.
  void show(CheckItem& item, const Executed& step) const {
    if (step.place.file != revision_.file) return;
    std::string text =
        step.table ? concat(shownStep(step), " on ", quoted(schema::show(*step.table))) : shownStep(step);
    const bool told = std::any_of(item.evidence.begin(), item.evidence.end(), [&](const Evidence& one) {
      return one.place.span == step.place.span && one.text == text;
    });
    if (!told) show(item, step.place.span, std::move(text));
  }

  /// Nothing happens, and nothing has to.
  [[nodiscard]] bool isBare() const { return revision_.upgrade && upgrade_.isEmpty() && !revision_.upgrade.isAsync(); }

  [[nodiscard]] CheckItem expected() const {
    CheckItem one = item("expected", "Migration creates expected tables/columns");
    for (const Executed* step : steps_) {
      if (isAny(*step, {Op::CreateTable, Op::AddColumn, Op::AlterColumn, Op::RenameTable})) show(one, *step);
    }
    if (isBare()) {
      if (revision_.isMerge()) decide(one, Verdict::NotApplicable, "A merge: it has nothing to create");
      else if (isEmptyOnPurpose(project_, judged_)) decide(one, Verdict::NotApplicable, "It is empty on purpose");
      else decide(one, Verdict::Fail, "`upgrade` changes nothing", "MS601");
      return one;
    }
    if (revision_.upgrade.isAsync()) {
      decide(one, Verdict::Fail, "`upgrade` is a coroutine that nobody awaits: nothing in it runs", "MS613");
      return one;
    }
    const project::Message message = project::messageOf(project_, history_, revision_);
    const std::optional<Promise> promise = promiseOf(message, upgrade_);
    if (!promise) return one;
    if (!promise->kept)
      decide(one, Verdict::Fail,
             concat("The name ", quoted(message.slug), " says otherwise: the migration ", promise->missing), "MS607");
    else decide(one, Verdict::Pass, concat("It does what its name ", quoted(message.slug), " says"));
    return one;
  }

  /// Calls with arguments that do not fit, of these operations.
  bool failsIn(CheckItem& one, std::initializer_list<Op> ops) const {
    for (const Executed* step : steps_) {
      if (!isAny(*step, ops) || step->kind->companion || !step->call.is(Kind::Call)) continue;
      std::vector<OpCallFault> faults =
          faultsOf(project_, step->place.file, {step->name, step->call, step->batched, step->within});
      if (auto bypass = bypassOf(upgrade_, *step)) faults.push_back(std::move(*bypass));
      for (const OpCallFault& fault : faults) {
        if (fault.severity == Severity::Warning) continue;
        decide(one, Verdict::Fail, fault.message, "MS612");
        return true;
      }
    }
    return false;
  }

  [[nodiscard]] static bool touchesForeignKey(const Executed& step) {
    return isAny(step, {Op::CreateForeignKey}) ||
           changes<schema::CreateTable>(step, [](const auto& one) { return !one.table.foreignKeys.empty(); }) ||
           changes<schema::AddColumn>(step, [](const auto& one) { return !one.foreignKeys.empty(); }) ||
           changes<schema::DropConstraint>(
               step, [](const auto& one) { return one.kind == schema::ConstraintKind::ForeignKey; });
  }

  [[nodiscard]] CheckItem foreignKeys() const {
    CheckItem one = item("foreign-keys", "Foreign keys are correct");
    for (const Executed* step : steps_) {
      if (step->kind != nullptr && touchesForeignKey(*step)) show(one, *step);
    }
    if (failsIn(one, {Op::CreateForeignKey})) return one;
    if (one.evidence.empty() && upgrade_.clear()) decide(one, Verdict::NotApplicable, "It touches no foreign key");
    return one;
  }

  [[nodiscard]] CheckItem indexes() const {
    CheckItem one = item("indexes", "Indexes are appropriate");
    bool grows = false;
    for (const Executed* step : steps_) {
      if (isAny(*step, {Op::CreateIndex, Op::DropIndex})) show(one, *step);
      grows = grows || isAny(*step, {Op::CreateTable, Op::AddColumn, Op::CreateForeignKey}) || !step->words.empty();
    }
    if (failsIn(one, {Op::CreateIndex, Op::DropIndex})) return one;
    if (one.evidence.empty() && upgrade_.clear() && !grows)
      decide(one, Verdict::NotApplicable, "It touches no index, and adds nothing that could need one");
    return one;
  }

  [[nodiscard]] CheckItem downgrade() const {
    CheckItem one = item("downgrade", "Downgrade function works");
    if (!revision_.downgrade) {
      if (!revision_.downgradeElsewhere) decide(one, Verdict::Fail, "There is no `downgrade`", "MS603");
      return one;
    }
    const Span mark = revision_.downgrade.nameSpan();
    if (isBare() && downgrade_.isEmpty()) {
      decide(one, Verdict::NotApplicable, "There is nothing to take back");
    } else if (revision_.downgrade.isAsync()) {
      decide(one, Verdict::Fail, "`downgrade` is a coroutine that nobody awaits: nothing in it runs", "MS613");
      show(one, mark, "the coroutine");
    } else if (downgrade_.onlyRaises()) {
      decide(one, Verdict::Fail, "There is no way back: `downgrade` raises", "MS604");
      show(one, raised(), "it raises here");
    } else if (downgrade_.isEmpty() && upgrade_.changesSchema()) {
      const bool stays = std::all_of(steps_.begin(), steps_.end(),
                                     [](const Executed* step) { return step->does != Does::Schema || step->stays; });
      if (stays) return one;
      decide(one, Verdict::Fail, "`downgrade` does nothing, and `upgrade` changes the schema", "MS602");
      show(one, mark, "it does nothing");
    }
    return one;
  }

  [[nodiscard]] Span raised() const {
    const schema::Place place = downgrade_.raise()->place;
    return place.file == revision_.file ? place.span : revision_.downgrade.nameSpan();
  }

  [[nodiscard]] static bool mayLose(const Executed& step) {
    static constexpr std::string_view sql[] = {"DROP", "DELETE", "TRUNCATE", "ALTER"};
    if (isAny(step, {Op::AlterColumn}))
      return changes<schema::AlterColumn>(step, [](const auto& one) { return one.type.has_value(); });
    return std::any_of(std::begin(sql), std::end(sql),
                       [&](std::string_view word) { return step.words.starts_with(word); }) ||
           step.name == "delete" || step.name.ends_with(".drop") || step.name.ends_with("drop_all");
  }

  [[nodiscard]] CheckItem dataLoss() const {
    CheckItem one = item("data-loss", "No data loss in production migration");
    const std::vector<const Executed*> losses = lossesIn(upgrade_);
    for (const Executed* step : losses) show(one, *step);
    for (const Executed* step : steps_) {
      if (mayLose(*step)) show(one, *step);
    }
    const project::Message message = project::messageOf(project_, history_, revision_);
    const std::optional<Promise> promise = promiseOf(message, upgrade_);
    if (promise && !promise->unsaid.empty()) {
      decide(one, Verdict::Fail, concat("It drops what its name ", quoted(message.slug), " does not mention"), "MS607");
    } else if (!losses.empty()) {
      const auto tables = static_cast<std::size_t>(std::count_if(
          losses.begin(), losses.end(), [](const Executed* step) { return step->kind->op == Op::DropTable; }));
      const auto counted = [](std::size_t count, std::string_view what) {
        return count == 0 ? std::string() : concat(std::to_string(count), " ", what, count == 1 ? "" : "s");
      };
      const std::string columns = counted(losses.size() - tables, "column");
      decide(one, Verdict::Undecided,
             concat("It drops ", counted(tables, "table"), tables > 0 && !columns.empty() ? " and " : "", columns,
                    ": whether anybody still needs the data is for the reviewer to say"));
    } else if (upgrade_.clear() && one.evidence.empty()) {
      decide(one, Verdict::Pass, "Nothing is dropped, deleted or given another type");
    }
    return one;
  }

  const Project& project_;
  const project::History& history_;
  const Revision& revision_;
  Judged judged_;
  const ScriptRun& upgrade_;
  const ScriptRun& downgrade_;
  std::vector<const Executed*> steps_;
};

}  // namespace

std::vector<CheckItem> checklist(const Project& project, const project::History& history,
                                 project::RevisionGraph::Index index) {
  return Reviewer(project, history, index).all();
}

}  // namespace limbeck::rules
