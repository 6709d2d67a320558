#include "rules/report/checklist.h"

#include <algorithm>
#include <set>

#include "project/comparison/differences.h"
#include "project/migrations/message.h"
#include "project/project.h"
#include "rules/op_calls.h"
#include "rules/promises.h"
#include "rules/report/replayed.h"
#include "rules/revising.h"
#include "schema/pairing.h"
#include "text/concat.h"
#include "text/words.h"

namespace limbeck::rules {
namespace {

using project::Executed;
using project::Op;
using project::Project;
using project::ReplayFailure;
using project::Revision;
using project::ScriptRun;
using schema::Does;
using schema::TableName;

bool isAboutKey(const ReplayFailure& failure) {
  return failure.failure.subject() == schema::Failure::Subject::Other || failure.operation == "create_foreign_key";
}
bool isAboutIndex(const ReplayFailure& failure) {
  return failure.operation == "create_index" || failure.operation == "drop_index";
}
bool isAboutNeither(const ReplayFailure& failure) { return !isAboutKey(failure) && !isAboutIndex(failure); }
bool isAny(const ReplayFailure&) { return true; }

template <typename Change>
bool does(const Done& one) {
  return std::holds_alternative<Change>(one.change->effect);
}

class Reviewer {
 public:
  Reviewer(const Project& project, const project::History& history, project::RevisionGraph::Index index)
      : project_(project),
        history_(history),
        index_(index),
        revision_(history.at(index)),
        judged_{&history, index},
        replayed_(project, history, index),
        upgrade_(upgradeOf(project, judged_)),
        downgrade_(downgradeOf(project, judged_)),
        steps_(upgrade_.steps()) {}

  [[nodiscard]] std::vector<CheckItem> all() const {
    return {expected(), foreignKeys(), indexes(), downgrade(), dataLoss()};
  }

 private:
  static CheckItem item(std::string_view id, std::string_view title) {
    return {std::string(id), std::string(title), Verdict::Undecided, {}, {}, {}};
  }

  static void decide(CheckItem& item, Verdict verdict, std::string text, std::string_view code = {}) {
    item.verdict = verdict;
    item.text = std::move(text);
    if (!code.empty()) item.codes.emplace_back(code);
  }

  void show(CheckItem& item, Span span, std::string text) const {
    item.evidence.push_back({{project_.file(revision_.file).path(), span}, std::move(text)});
  }
  void show(CheckItem& item, const schema::FilePlace& place, std::string text) const {
    Evidence one{{project_.file(place.file).path(), place.span}, std::move(text)};
    const bool again = !item.evidence.empty() && item.evidence.back().place == one.place;
    if (!again) item.evidence.push_back(std::move(one));
  }
  void show(CheckItem& item, const Done& one) const {
    const auto& made = *one.operation;
    const std::string name = made.name.find('.') == std::string::npos ? concat("op.", made.name) : made.name;
    show(item, made.place, made.table ? concat(quoted(name), " on ", quoted(schema::show(*made.table))) : quoted(name));
  }

  /// A failure of the replay decides; a rule says the same where the table is missing.
  bool fails(CheckItem& one, const ReplayFailure* failure) const {
    if (failure == nullptr) return false;
    const bool told = history_.whole && failure->failure.kind() == schema::Failure::Kind::TableMissing;
    decide(one, Verdict::Fail, concat("It fails: ", replayed_.show(*failure)), told ? "RP701" : "");
    show(one, failure->argument, "this fails");
    return true;
  }

  /// Nothing happens, and nothing has to.
  [[nodiscard]] bool isBare() const { return revision_.upgrade && upgrade_.isEmpty() && !revision_.upgrade.isAsync(); }
  /// Not all that happens is known: then nothing more is said than that.
  bool doubts(CheckItem& one) const {
    if (replayed_.doubt().empty() || isBare()) return false;
    decide(one, Verdict::Undecided, concat("Not all of it is known: ", replayed_.doubt()));
    return true;
  }

  [[nodiscard]] CheckItem expected() const {
    CheckItem one = item("expected", "Migration creates expected tables/columns");
    for (const Done& done : replayed_.done()) {
      if (does<schema::CreateTable>(done) || does<schema::AddColumn>(done) || does<schema::AlterColumn>(done) ||
          does<schema::RenameTable>(done))
        show(one, done);
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
    if (fails(one, replayed_.failure(false, isAboutNeither))) return one;
    if (promise && !promise->kept)
      decide(one, Verdict::Fail,
             concat("The name ", quoted(message.slug), " says otherwise: the migration ", promise->missing), "MS607");
    else if (promise) decide(one, Verdict::Pass, concat("It does what its name ", quoted(message.slug), " says"));
    else if (!doubts(one)) expectedByModels(one);
    return one;
  }

  /// Where the name says nothing that can be checked: what it makes is what the models have, or has gone since.
  void expectedByModels(CheckItem& one) const {
    std::set<std::string> unknown;
    bool some = false;
    const project::Differences& compared = project_.differences(&history_, replayed_.replays().front()->dialect());
    for (const Done& done : replayed_.done()) {
      const auto* const column = std::get_if<schema::AddColumn>(&done.change->effect);
      if (column == nullptr && !does<schema::CreateTable>(done)) continue;
      some = true;
      const TableName table = *schema::tableOf(done.change->effect);
      const auto isMeant = [&](const project::Difference& it) {
        return column == nullptr ? it.isTable()
                                 : it.row.part == schema::Part::Column && it.row.name == column->column.name;
      };
      const auto begin =
          std::lower_bound(compared.rows.begin(), compared.rows.end(), table,
                           [](const project::Difference& it, const TableName& wanted) { return it.table < wanted; });
      const auto end =
          std::find_if(begin, compared.rows.end(), [&](const project::Difference& it) { return it.table != table; });
      const auto row = std::find_if(begin, end, isMeant);
      if (row == end || (row->row.left && row->row.right)) continue;
      unknown.insert(column == nullptr ? schema::show(table) : concat(schema::show(table), ".", column->column.name));
    }
    const std::vector<std::string> names(unknown.begin(), unknown.end());
    if (!some) decide(one, Verdict::NotApplicable, "It creates no table and no column");
    else if (names.empty()) decide(one, Verdict::Pass, "What it creates is in the models, or has gone since");
    else
      decide(one, Verdict::Undecided,
             concat("Its name does not say what to expect, and no model has ", quotedAll(names, 3)));
  }

  /// Calls with arguments that do not fit, of these operations.
  bool isMiscalled(CheckItem& one, std::initializer_list<Op> ops) const {
    for (const Executed* step : steps_) {
      if (step->kind == nullptr || std::find(ops.begin(), ops.end(), step->kind->op) == ops.end()) continue;
      if (step->kind->companion || !step->call.is(facts::Kind::Call)) continue;
      std::vector<OpCallFault> faults =
          faultsOf(project_, step->place.file, {step->name, step->call, step->batched, step->within});
      if (auto bypass = bypassOf(upgrade_, *step)) faults.push_back(std::move(*bypass));
      for (const OpCallFault& fault : faults) {
        if (fault.severity == Severity::Warning) continue;
        decide(one, Verdict::Fail, fault.message, "MS612");
        show(one, step->place, "this fails");
        return true;
      }
    }
    return false;
  }

  [[nodiscard]] CheckItem foreignKeys() const {
    CheckItem one = item("foreign-keys", "Foreign keys are correct");
    for (const Done& done : replayed_.done()) {
      const auto* const create = std::get_if<schema::CreateTable>(&done.change->effect);
      const auto* const column = std::get_if<schema::AddColumn>(&done.change->effect);
      const auto* const drop = std::get_if<schema::DropConstraint>(&done.change->effect);
      if (does<schema::AddForeignKey>(done) || (create != nullptr && !create->table.foreignKeys.empty()) ||
          (column != nullptr && !column->foreignKeys.empty()) ||
          (drop != nullptr && drop->kind == schema::ConstraintKind::ForeignKey))
        show(one, done);
    }
    if (isMiscalled(one, {Op::CreateForeignKey}) || fails(one, replayed_.failure(false, isAboutKey)) || doubts(one))
      return one;
    const std::vector<Replayed::Key> keys = replayed_.keys();
    if (keys.empty()) {
      decide(one, Verdict::NotApplicable,
             one.evidence.empty() ? "It touches no foreign key" : "It makes no foreign key");
      return one;
    }
    decide(one, Verdict::Pass, "They refer to columns that are there, and that have their types");
    for (const Replayed::Key& key : keys) {
      if (!checkKey(one, key)) break;
    }
    return one;
  }

  [[nodiscard]] const schema::Table* tableLeft(const TableName& name) const {
    const project::TouchedTable* const touched = replayed_.trace().find(name);
    if (touched != nullptr) return touched->after.get();
    for (const schema::TablePtr& target : replayed_.trace().targets) {
      if (TableName{target->schema, target->name} == name) return target.get();
    }
    return nullptr;
  }

  /// False: enough is said.
  bool checkKey(CheckItem& one, const Replayed::Key& made) const {
    const TableName target{made.key.schema, made.key.table};
    const schema::Table* const child = tableLeft(made.table);
    const schema::Table* const parent = tableLeft(target);
    const auto unsure = [&](std::string_view why) {
      decide(one, Verdict::Undecided,
             concat("Whether ", quoted(schema::show(target)), " is what a foreign key needs cannot be told: ", why));
      return false;
    };
    if (parent == nullptr) {
      const project::Replay& replay = *replayed_.replays().front();
      if (target.second.empty() || !history_.whole || replay.baseline() || replay.final.open ||
          replayed_.trace().find(target) != nullptr)
        return unsure("it is not among the tables that are known");
      decide(one, Verdict::Fail,
             concat("A foreign key refers to ", quoted(schema::show(target)), ", which does not exist here"));
      return false;
    }
    if (!parent->isWhole() || child == nullptr || !child->isWhole()) return unsure("not all of it is known");
    for (std::size_t i = 0; i < made.key.targets.size() && i < made.key.columns.size(); ++i) {
      const schema::Column* const from = child->column(made.key.columns[i]);
      const schema::Column* const to = parent->column(made.key.targets[i]);
      const std::string name = quoted(concat(schema::show(target), ".", made.key.targets[i]));
      if (to == nullptr) {
        decide(one, Verdict::Fail, concat("A foreign key refers to ", name, ", which does not exist here"));
        return false;
      }
      for (const project::Replay* const replay : replayed_.replays()) {
        if (from == nullptr || schema::pairing(from->type, to->type, replay->dialect()) != schema::Pairing::Refused)
          continue;
        decide(one, Verdict::Fail,
               concat(quoted(concat(schema::show(made.table), ".", from->name)), " is ",
                      quoted(schema::show(from->type)), ", but ", name, " is ", quoted(schema::show(to->type)), ": ",
                      schema::titleOf(replay->dialect()), " refuses the foreign key"));
        return false;
      }
    }
    return true;
  }

  [[nodiscard]] CheckItem indexes() const {
    CheckItem one = item("indexes", "Indexes are appropriate");
    for (const Done& done : replayed_.done()) {
      if (does<schema::CreateIndex>(done) || does<schema::DropIndex>(done)) show(one, done);
    }
    if (isMiscalled(one, {Op::CreateIndex, Op::DropIndex}) || fails(one, replayed_.failure(false, isAboutIndex)) ||
        doubts(one))
      return one;
    const std::vector<Replayed::Key> keys = replayed_.keys();
    if (one.evidence.empty() && keys.empty()) {
      decide(one, Verdict::NotApplicable, "It touches no index, and adds nothing that could need one");
      return one;
    }
    decide(one, Verdict::Pass, keys.empty() ? "What it changes fits" : "Every foreign key that it makes has an index");
    for (const Replayed::Key& key : keys) {
      const schema::Table* const table = tableLeft(key.table);
      const bool makesOwn = replayed_.replays().front()->dialect() == schema::Dialect::MySql;
      if (makesOwn || isFound(table, key.key)) continue;
      if (table == nullptr || !table->isWhole()) {
        decide(one, Verdict::Undecided, concat("Not all of ", quoted(schema::show(key.table)), " is known"));
        break;
      }
      decide(one, Verdict::Undecided,
             concat("No index begins with the foreign key ",
                    quoted(concat(schema::show(key.table), ".", key.key.columns.front())),
                    ": whether one is needed is for the reviewer to say"),
             "MC416");
      break;
    }
    return one;
  }

  /// As rule MC416 asks: some index begins with the columns, or they are a part of the primary key.
  [[nodiscard]] static bool isFound(const schema::Table* table, const schema::ForeignKey& key) {
    if (table == nullptr || key.columns.empty()) return table != nullptr;
    const auto begins = [&](const std::vector<std::string>& columns) {
      return std::find(columns.begin(), columns.end(), key.columns.front()) - columns.begin() <
                 static_cast<std::ptrdiff_t>(key.columns.size()) &&
             !columns.empty() && std::find(columns.begin(), columns.end(), key.columns.front()) != columns.end();
    };
    const std::vector<std::string>& primary = table->primaryKey.columns;
    return std::find(primary.begin(), primary.end(), key.columns.front()) != primary.end() ||
           std::any_of(table->uniques.begin(), table->uniques.end(),
                       [&](const auto& one) { return begins(one.columns); }) ||
           std::any_of(table->indexes.begin(), table->indexes.end(),
                       [&](const auto& one) { return begins(one.columns()); });
  }

  [[nodiscard]] CheckItem downgrade() const {
    CheckItem one = item("downgrade", "Downgrade function works");
    if (!revision_.downgrade) {
      if (!revision_.downgradeElsewhere) decide(one, Verdict::Fail, "There is no `downgrade`", "MS603");
      else decide(one, Verdict::Undecided, "It stands in another file");
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
      show(one, downgrade_.raise()->place, "it raises here");
    } else if (const ReplayFailure* const before = replayed_.failure(false, isAny)) {
      decide(one, Verdict::Undecided, concat("`upgrade` fails before: ", replayed_.show(*before)));
    } else if (!fails(one, replayed_.failure(true, isAny))) {
      compareWays(one, mark);
    }
    return one;
  }

  /// What nobody can take back stays: an extension, a value of an enum.
  [[nodiscard]] bool onlyStays() const {
    return std::all_of(steps_.begin(), steps_.end(),
                       [](const Executed* step) { return step->does != Does::Schema || step->stays; });
  }

  void compareWays(CheckItem& one, Span mark) const {
    if (downgrade_.isEmpty() && upgrade_.changesSchema() && !onlyStays()) {
      decide(one, Verdict::Fail, "`downgrade` does nothing, and `upgrade` changes the schema", "MS602");
      return show(one, mark, "it does nothing");
    }
    for (const project::Replay* const replay : replayed_.replays()) {
      const project::Trace& trace = replay->traces[index_];
      if (trace.leftovers.empty()) continue;
      std::vector<std::string> said;
      for (const project::Leftover& left : trace.leftovers) said.push_back(leftoverOf(left));
      decide(one, Verdict::Fail, concat("It does not lead back: ", listed(said, 3)));
      return show(one, mark, "it leads elsewhere");
    }
    for (const project::Replay* const replay : replayed_.replays()) {
      const schema::Doubt& unsure = replay->traces[index_].unsure;
      if (unsure.reason.empty()) continue;
      return decide(one, Verdict::Undecided, concat("Whether it leads back cannot be told: ", unsure.reason));
    }
    if (doubts(one)) return;
    if (replayed_.trace().touched.empty())
      return decide(one, Verdict::Undecided,
                    "The schema stays as it is; what becomes of the rows is for the reviewer to say");
    decide(one, Verdict::Pass, "It leads back to the schema before");
  }

  /// "table `orders` stays", "column `users.fax` does not come back"
  [[nodiscard]] static std::string leftoverOf(const project::Leftover& left) {
    using schema::Mark;
    const std::string_view part = schema::nameOf(left.row.part);
    const bool table = left.row.part == schema::Part::Table;
    const std::string name = table || left.row.name.empty()
                                 ? concat(part, table ? " " : " of ", quoted(schema::show(left.table)))
                                 : concat(part, " ", quoted(concat(schema::show(left.table), ".", left.row.name)));
    return concat(name, left.row.mark == Mark::OnlyRight  ? " stays"
                        : left.row.mark == Mark::OnlyLeft ? " does not come back"
                                                          : " is another one");
  }

  [[nodiscard]] CheckItem dataLoss() const {
    CheckItem one = item("data-loss", "No data loss in production migration");
    std::vector<std::string> lost;
    std::string unsure;
    for (const Loss& loss : replayed_.losses()) {
      if (!loss.what.empty()) lost.push_back(loss.what);
      if (!loss.unsure.empty()) unsure = loss.unsure;
      show(one, *loss.done);
    }
    // Rows that are written beside may be those that would be lost.
    const bool moves = std::any_of(replayed_.done().begin(), replayed_.done().end(), [](const Done& done) {
      const auto* const rows = std::get_if<schema::TouchRows>(&done.change->effect);
      return rows != nullptr &&
             (rows->what == schema::TouchRows::What::Come || rows->what == schema::TouchRows::What::Change);
    });
    const project::Message message = project::messageOf(project_, history_, revision_);
    const std::optional<Promise> promise = promiseOf(message, upgrade_);
    if (promise && !promise->unsaid.empty())
      decide(one, Verdict::Fail, concat("It drops what its name ", quoted(message.slug), " does not mention"), "MS607");
    else if (!lost.empty() && moves)
      decide(one, Verdict::Undecided,
             concat("It loses ", listed(lost, 3),
                    ", and moves rows: whether all that is needed is kept is for the reviewer to say"));
    else if (!lost.empty()) decide(one, Verdict::Fail, concat("It loses ", listed(lost, 3)));
    else if (doubts(one)) return one;
    else if (!unsure.empty()) decide(one, Verdict::Undecided, concat("Not certain: ", unsure));
    else decide(one, Verdict::Pass, "Nothing is dropped, deleted or made narrower");
    return one;
  }

  const Project& project_;
  const project::History& history_;
  project::RevisionGraph::Index index_;
  const Revision& revision_;
  Judged judged_;
  Replayed replayed_;
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
