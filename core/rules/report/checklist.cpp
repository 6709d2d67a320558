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
using project::Does;
using project::Project;
using project::Revision;
using project::Script;
using project::Step;

bool isNamed(const Step& step, std::initializer_list<std::string_view> names) {
  return step.operation && std::find(names.begin(), names.end(), step.name) != names.end();
}

class Reviewer {
 public:
  Reviewer(const Project& project, const project::History& history, project::RevisionGraph::Index index)
      : project_(project),
        history_(history),
        revision_(history.at(index)),
        judged_{&history, index},
        upgrade_(project::upgradeOf(project, revision_)),
        downgrade_(project::downgradeOf(project, revision_)) {}

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
  void show(CheckItem& item, const Step& step) const {
    show(item, step.call.span(), step.table ? concat(shownStep(step), " on ", quoted(*step.table)) : shownStep(step));
  }

  /// Nothing happens, and nothing has to.
  [[nodiscard]] bool isBare() const { return revision_.upgrade && upgrade_.isEmpty() && !revision_.upgrade.isAsync(); }

  [[nodiscard]] CheckItem expected() const {
    CheckItem one = item("expected", "Migration creates expected tables/columns");
    for (const Step& step : upgrade_.steps) {
      if (isNamed(step, {"create_table", "add_column", "alter_column", "rename_table"})) show(one, step);
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
  bool failsIn(CheckItem& one, std::initializer_list<std::string_view> names) const {
    for (const Step& step : upgrade_.steps) {
      if (!isNamed(step, names)) continue;
      for (const OpCallFault& fault :
           faultsOf(project_, revision_.file, {step.name, step.call, step.batched, step.batch})) {
        if (fault.severity == Severity::Warning) continue;
        decide(one, Verdict::Fail, fault.message, "MS612");
        return true;
      }
    }
    return false;
  }

  [[nodiscard]] static bool namesForeignKey(const Step& step) {
    return project::anyBelow(step.call, [](Expr node) {
      return node.is(Kind::Call) &&
             (node.callee().text() == "ForeignKey" || node.callee().text() == "ForeignKeyConstraint");
    });
  }

  [[nodiscard]] CheckItem foreignKeys() const {
    CheckItem one = item("foreign-keys", "Foreign keys are correct");
    for (const Step& step : upgrade_.steps) {
      const bool drops = isNamed(step, {"drop_constraint"}) && step.call.keyword("type_").text() == "foreignkey";
      if (isNamed(step, {"create_foreign_key"}) || drops || (step.operation && namesForeignKey(step))) show(one, step);
    }
    if (failsIn(one, {"create_foreign_key"})) return one;
    if (one.evidence.empty() && upgrade_.clear()) decide(one, Verdict::NotApplicable, "It touches no foreign key");
    return one;
  }

  [[nodiscard]] CheckItem indexes() const {
    CheckItem one = item("indexes", "Indexes are appropriate");
    bool grows = false;
    for (const Step& step : upgrade_.steps) {
      if (isNamed(step, {"create_index", "drop_index"})) show(one, step);
      grows = grows || isNamed(step, {"create_table", "add_column", "create_foreign_key"}) || !step.sql.empty();
    }
    if (failsIn(one, {"create_index", "drop_index"})) return one;
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
      show(one, downgrade_.raise.span(), "it raises here");
    } else if (downgrade_.isEmpty() && upgrade_.changesSchema()) {
      const bool stays = std::all_of(upgrade_.steps.begin(), upgrade_.steps.end(),
                                     [](const Step& step) { return step.does != Does::Schema || step.stays; });
      if (stays) return one;
      decide(one, Verdict::Fail, "`downgrade` does nothing, and `upgrade` changes the schema", "MS602");
      show(one, mark, "it does nothing");
    }
    return one;
  }

  [[nodiscard]] static bool mayLose(const Step& step) {
    static constexpr std::string_view sql[] = {"DROP", "DELETE", "TRUNCATE", "ALTER"};
    if (isNamed(step, {"alter_column"})) return static_cast<bool>(step.call.keyword("type_"));
    return std::any_of(std::begin(sql), std::end(sql),
                       [&](std::string_view word) { return step.sql.starts_with(word); }) ||
           step.name == "delete" || step.name == "drop" || step.name == "drop_all";
  }

  [[nodiscard]] CheckItem dataLoss() const {
    CheckItem one = item("data-loss", "No data loss in production migration");
    const std::vector<const Step*> losses = lossesIn(upgrade_);
    for (const Step* step : losses) show(one, *step);
    for (const Step& step : upgrade_.steps) {
      if (mayLose(step)) show(one, step);
    }
    const project::Message message = project::messageOf(project_, history_, revision_);
    const std::optional<Promise> promise = promiseOf(message, upgrade_);
    if (promise && !promise->unsaid.empty()) {
      decide(one, Verdict::Fail, concat("It drops what its name ", quoted(message.slug), " does not mention"), "MS607");
    } else if (!losses.empty()) {
      const auto tables = static_cast<std::size_t>(
          std::count_if(losses.begin(), losses.end(), [](const Step* step) { return step->name == "drop_table"; }));
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
  Script upgrade_;
  Script downgrade_;
};

}  // namespace

std::vector<CheckItem> checklist(const Project& project, const project::History& history,
                                 project::RevisionGraph::Index index) {
  return Reviewer(project, history, index).all();
}

}  // namespace limbeck::rules
