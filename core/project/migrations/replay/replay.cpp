#include "project/migrations/replay/replay.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "project/application/references.h"
#include "project/dialects.h"
#include "project/environments/environments.h"
#include "project/evaluate/library.h"
#include "project/migrations/replay/recorder.h"
#include "project/models/declared.h"
#include "schema/default_schema.h"
#include "text/concat.h"
#include "text/expect.h"

namespace limbeck::project {

using evaluate::Value;

Replay::Share Replay::share() const {
  Share share;
  for (const ScriptRun& run : upgrades) {
    for (const Executed* operation : run.operations()) {
      const bool unread = std::any_of(
          operation->changes.begin(), operation->changes.end(),
          [](const schema::Change& change) { return std::holds_alternative<schema::Unread>(change.effect); });
      ++share.all;
      if (!unread && operation->isSure()) ++share.decided;
    }
    if (run.unread) ++share.all;
  }
  return share;
}

RevisionGraph::Indices Replay::ranBefore(RevisionGraph::Index revision) const {
  const RevisionGraph::Indices ancestors = graph->ancestors(revision, true);
  RevisionGraph::Indices ran;
  std::copy_if(graph->order().begin(), graph->order().end(), std::back_inserter(ran),
               [&](RevisionGraph::Index one) { return std::binary_search(ancestors.begin(), ancestors.end(), one); });
  return ran;
}

schema::Schema Replay::before(RevisionGraph::Index revision) const {
  schema::Schema state = start;
  for (const RevisionGraph::Index index : ranBefore(revision)) state = execute(std::move(state), upgrades[index]);
  return state;
}

schema::Schema Replay::at(RevisionGraph::Index revision) const {
  LIMBECK_EXPECT(upgrades.size() == graph->size() && downgrades.size() == graph->size() && revision < graph->size());
  return execute(before(revision), upgrades[revision]);
}

std::optional<Standing> Replay::at(const History& history, const Moment& moment) const {
  Standing standing;
  if (moment.revision.empty()) {
    for (const RevisionGraph::Index head : history.graph.heads()) standing.at.push_back(history.graph.node(head).id);
    standing.schema = final;
    return standing;
  }
  const auto revision = revisionNamed(history, moment.revision);
  if (!revision) return std::nullopt;
  standing.at.push_back(history.graph.node(*revision).id);
  standing.schema = moment.before ? before(*revision) : at(*revision);
  return standing;
}

namespace {

/// Without the name that the default schema has.
schema::TableName withoutUsual(schema::TableName name, schema::Dialect dialect) {
  if (name.first == schema::usualSchema(dialect)) name.first.clear();
  return name;
}

/// What the changes of a script create, or rename something to.
std::set<schema::TableName> madeBy(const ScriptRun& run, schema::Dialect dialect) {
  std::set<schema::TableName> made;
  for (const Event& event : run.events) {
    for (const schema::Change& change : event.operation.changes) {
      if (const auto* create = std::get_if<schema::CreateTable>(&change.effect))
        made.insert(withoutUsual({create->table.schema, create->table.name}, dialect));
      if (const auto* rename = std::get_if<schema::RenameTable>(&change.effect))
        made.insert(
            withoutUsual({rename->toSchema.empty() ? rename->table.first : rename->toSchema, rename->to}, dialect));
    }
  }
  return made;
}

}  // namespace

RevisionGraph::Indices Replay::makersOf(const schema::TableName& table) const {
  RevisionGraph::Indices makers;
  for (RevisionGraph::Index i{0}; i < upgrades.size(); ++i) {
    if (madeBy(upgrades[i], dialect()).count(withoutUsual(table, dialect())) > 0) makers.push_back(i);
  }
  return makers;
}

bool Replay::isView(const schema::TableName& name) const {
  const auto makes = [&](const schema::Change& change) {
    const auto* const touch = std::get_if<schema::TouchRows>(&change.effect);
    return touch != nullptr && touch->what == schema::TouchRows::What::View && touch->table.second == name.second;
  };
  return std::any_of(upgrades.begin(), upgrades.end(), [&](const ScriptRun& run) {
    return std::any_of(run.events.begin(), run.events.end(), [&](const Event& event) {
      return std::any_of(event.operation.changes.begin(), event.operation.changes.end(), makes);
    });
  });
}

schema::Schema Replay::execute(schema::Schema state, const ScriptRun& run) const {
  Execution execution(std::move(state), rules);
  for (const Event& event : run.events) execution.handle(event);
  if (run.unread) schema::taint(execution.state(), {"what the script does cannot be read", run.place});
  return std::move(execution.state());
}

std::vector<schema::Dialect> replayDialects(const Project& project) {
  std::vector<schema::Dialect> made;
  for (const std::string& name : project.dialects().names) {
    if (const auto dialect = schema::dialectNamed(name)) made.push_back(*dialect);
  }
  if (made.empty()) made.push_back(schema::Dialect::Generic);
  return made;
}

namespace {

bool takesOp(Expr function) {
  const Expr parameters = function.parameters();
  return std::any_of(parameters.begin(), parameters.end(), [](Expr one) { return one.text() == "op"; });
}

/// def upgrade(engine_name): Alembic's templates for several databases, and Flask-Migrate's, run it once for each of
/// them, by its name; empty where nobody tells the names.
struct Engines {
  std::string parameter;
  std::vector<std::string> names;
};
Engines enginesOf(const facts::ModuleFacts& file, Expr function, const AlembicConfig* config) {
  Engines engines;
  for (const Expr parameter : function.parameters()) {
    if (parameter[1] || parameter.text() == "op" || parameter.text().starts_with('*')) continue;
    engines.parameter = parameter.text();
    break;
  }
  if (engines.parameter.empty()) return {};
  if (config != nullptr) engines.names = config->databases;
  if (!engines.names.empty()) return engines;
  const std::string prefix = concat(function.text(), "_");  // def upgrade_engine1():
  for (const Expr statement : file.module()) {
    if (statement.is(Kind::Function) && statement.text().starts_with(prefix))
      engines.names.push_back(statement.text().substr(prefix.size()));
  }
  return engines;
}

/// Some call stands below a condition or in a loop: what it says here, where nothing happened, it may not say
/// elsewhere.
bool mayDoMore(Expr function) {
  return anyBelow(function.body(), [](Expr node) {
    const bool parts = node.is(Kind::If) || node.is(Kind::For) || node.is(Kind::While) || node.is(Kind::Match) ||
                       node.is(Kind::Conditional) || node.is(Kind::BoolOp);
    return parts && anyBelow(node, [&](Expr inner) { return inner.is(Kind::Call); });
  });
}

/// One history: its scripts are evaluated in one interpreter, once; again only where a script asks for the database.
class HistoryReplay {
 public:
  HistoryReplay(const Project& project, const Declared& declared, const History& history,
                const schema::NamingConvention* naming, bool namingKnown, Recorder::Targets targets)
      : project_(project),
        history_(history),
        recorder_(schema::Dialect::Generic),
        evaluator_(project.files(), project.resolver(), {&recorder_, &project.library(), &constructs_}),
        definitions_(evaluator_, declared.legacy()) {
    recorder_.read(&definitions_);
    recorder_.know(&declared, std::move(targets));
    rules_.naming = naming;
    rules_.namingKnown = namingKnown;
    rules_.legacy = declared.legacy();
    rules_.copiesComputed = project.versions().isBefore("alembic", {{1, 14, 0}, Version::Stage::Dev, 0});
  }

  Replay run(schema::Dialect dialect) {
    Replay replay = once(dialect, false);
    if (isBaseline(replay)) replay = once(dialect, true);
    return replay;
  }

  /// What hangs on a database, or was never come to, each by itself on one of which nothing is known.
  void apart(HistoryReplays& entry) {
    const Replay& first = entry.replays.front();
    recorder_.on(first.dialect(), true);
    rules_.dialect = first.dialect();
    for (RevisionGraph::Index index{0}; index < history_.revisions.size(); ++index) {
      for (const bool downgrade : {false, true}) {
        const ScriptRun& known = (downgrade ? first.downgrades : first.upgrades)[index];
        if (known.ran && !known.curious) continue;
        schema::Schema open = first.start;
        open.open = true;
        Execution execution(std::move(open), rules_);
        ScriptRun& run = (downgrade ? entry.downgradesApart : entry.upgradesApart)[index];
        evaluate(history_.at(index), downgrade, execution, run);
      }
    }
  }

 private:
  /// engine 7.8: operations on tables that nobody here created, in a history that does not start from nothing.
  [[nodiscard]] bool isBaseline(const Replay& replay) const {
    const auto plain = [&](const schema::TableName& name) { return withoutUsual(name, replay.dialect()); };
    std::set<schema::TableName> created;
    for (const ScriptRun& run : replay.upgrades) created.merge(madeBy(run, replay.dialect()));
    std::set<schema::TableName> foreign;
    bool early = false;
    for (RevisionGraph::Index i{0}; i < replay.upgrades.size(); ++i) {
      for (const Event& event : replay.upgrades[i].events) {
        if (event.kind != Event::Kind::Operation) continue;
        const auto look = [&](const std::vector<schema::Change>& changes) {
          for (const schema::Change& change : changes) {
            const auto table = schema::tableOf(change.effect);
            if (!table || std::holds_alternative<schema::Unread>(change.effect) || created.count(plain(*table)) > 0 ||
                std::holds_alternative<schema::TouchRows>(change.effect))
              continue;
            if (const auto* drop = std::get_if<schema::DropTable>(&change.effect); drop != nullptr && drop->ifExists)
              continue;
            foreign.insert(plain(*table));
            early = early || history_.graph.parents(i).empty();
          }
        };
        look(event.operation.changes);
        if (event.operation.batch) look(event.operation.batch->changes);
      }
    }
    if (foreign.empty()) return false;
    const RevisionGraph::Indices& bases = history_.graph.bases();
    const bool basesCreate = std::any_of(bases.begin(), bases.end(), [&](RevisionGraph::Index base) {
      const std::vector<const Executed*> operations = replay.upgrades[base].operations();
      return std::any_of(operations.begin(), operations.end(),
                         [](const Executed* op) { return op->kind != nullptr && op->kind->op == Op::CreateTable; });
    });
    return early || foreign.size() > 1 || !basesCreate;
  }

  Replay once(schema::Dialect dialect, bool baseline) {
    const std::size_t count = history_.revisions.size();
    Replay replay;
    replay.upgrades.resize(count);
    replay.downgrades.resize(count);
    replay.traces.resize(count);
    rules_.dialect = dialect;
    recorder_.on(dialect, false);
    replay.graph = &history_.graph;
    replay.rules = rules_;
    replay.start.baseline = baseline;
    replay.start.defaultSchema = schema::usualSchema(dialect);
    replay.start.open = history_.graph.broken();
    schema::Schema state = replay.start;
    const RevisionGraph::Indices& order = history_.graph.order();
    std::vector<ReplayFailure> undoing;
    for (const RevisionGraph::Index index : order) {
      const schema::Schema before = state;
      state = script(replay, index, std::move(state), false);
      const std::size_t told = replay.failures.size();
      const schema::Schema back = script(replay, index, state, true);
      replay.traces[index] = traceOf({before, state, back}, replay.upgrades[index], replay.downgrades[index], rules_);
      std::move(replay.failures.begin() + static_cast<std::ptrdiff_t>(told), replay.failures.end(),
                std::back_inserter(undoing));
      replay.failures.resize(told);
    }
    std::move(undoing.begin(), undoing.end(), std::back_inserter(replay.failures));
    // Where Alembic has no order, each script is read by itself, on a database of which nothing is known.
    for (RevisionGraph::Index index{0}; index < count && order.empty(); ++index) {
      schema::Schema open = replay.start;
      open.open = true;
      open = script(replay, index, std::move(open), false);
      (void)script(replay, index, std::move(open), true);
    }
    if (order.empty()) state.open = true;
    replay.final = std::move(state);
    return replay;
  }

  schema::Schema script(Replay& replay, RevisionGraph::Index index, schema::Schema state, bool downgrade) {
    const Revision& revision = history_.at(index);
    ScriptRun& run = (downgrade ? replay.downgrades : replay.upgrades)[index];
    Execution execution(std::move(state), rules_);
    ScriptRun& known = (downgrade ? downs_ : ups_)[index];
    const bool again = known.asked || known.events.empty();
    if (!again) {
      for (const Event& event : known.events) execution.handle(event);
      run = known;
    } else {
      evaluate(revision, downgrade, execution, run);
      known = run;
    }
    for (const ExecutionFailure& failure : execution.failures())
      if (!run.several)
        replay.failures.push_back(
            {index, downgrade, failure.failure, failure.operation, failure.argument, rules_.dialect});
    return std::move(execution.state());
  }

  void evaluate(const Revision& revision, bool downgrade, Execution& execution, ScriptRun& run) {
    const Expr function = downgrade ? revision.downgrade : revision.upgrade;
    const bool elsewhere = downgrade ? revision.downgradeElsewhere : revision.upgradeElsewhere;
    run.place = {revision.file, function ? function.nameSpan() : Span{}};
    run.function = function;
    run.ran = true;
    // Whatever a decorator makes of it; and a coroutine is never awaited (facts F31), which no reader takes for
    // nothing.
    run.open = function && (function.decorators().size() > 0 || function.isAsync());
    const auto cannot = [&](std::string reason) {
      run.unread = true;
      schema::taint(execution.state(), {std::move(reason), run.place});
    };
    if (!function && !elsewhere) return;
    if (function && function.isAsync()) return;
    if (project_.file(revision.file).opaque) {
      cannot("the file could not be read");
      return;
    }
    recorder_.begin(nullptr);
    evaluator_.renew();
    evaluator_.importFile(revision.file);
    const Value callee = evaluator_.member(revision.file, downgrade ? "downgrade" : "upgrade");
    recorder_.begin(&execution);
    evaluator_.renew();
    if (!callee.is(Value::Kind::Function)) {
      cannot(concat("`", downgrade ? "downgrade" : "upgrade", "` is not a function of this file"));
    } else {
      // def upgrade(op, tables, **kw): context.run_migrations(op=op, ...) hands Alembic's own on
      const Engines engines = function ? enginesOf(project_.file(revision.file), function, history_.config) : Engines();
      run.several = engines.names.size() > 1;
      for (std::size_t i = 0; i < std::max<std::size_t>(1, engines.names.size()); ++i) {
        std::vector<std::pair<std::string, Value>> given;
        if (function && takesOp(function)) given.emplace_back("op", Value::external("alembic.op"));
        if (i < engines.names.size()) given.emplace_back(engines.parameter, Value::string(engines.names[i]));
        const Expr at = function ? function : project_.file(revision.file).module();
        (void)evaluator_.call({revision.file, at, callee, {}, std::move(given), false, true});
      }
      if (evaluator_.exhausted()) cannot("there is too much to evaluate");
    }
    run.asked = recorder_.asked();
    run.curious = recorder_.curious();
    run.events = recorder_.take();
    if (run.steps().empty()) {
      for (const Expr entered : recorder_.entered()) run.open = run.open || mayDoMore(entered);
    }
    recorder_.begin(nullptr);
  }

  const Project& project_;
  const History& history_;
  Constructs constructs_;
  Recorder recorder_;
  evaluate::Evaluator evaluator_;
  Definitions definitions_;
  schema::Conditions rules_;
  std::map<RevisionGraph::Index, ScriptRun> ups_;
  std::map<RevisionGraph::Index, ScriptRun> downs_;
};

}  // namespace

Replays::Replays(const Project& project, const Declared& declared) { run(project, declared, replayDialects(project)); }
Replays::Replays(const Project& project, const Declared& declared, const std::vector<schema::Dialect>& dialects) {
  run(project, declared, dialects);
}

void Replays::run(const Project& project, const Declared& declared, const std::vector<schema::Dialect>& dialects) {
  const std::vector<History>& histories = project.histories().all();
  histories_ = &histories;
  for (std::uint32_t i = 0; i < histories.size(); ++i) {
    const History& history = histories[i];
    if (history.revisions.empty()) continue;
    // The convention of the target applies to what the scripts leave unnamed (engine 7.2).
    const schema::NamingConvention* naming = nullptr;
    bool known = true;
    Recorder::Targets targets;
    if (const Environment* const environment = project.environments().at(history.environment)) {
      known = environment->target != Target::Unknown && !environment->more;
      const std::vector<const DeclaredMetaData*> compared = declared.comparedBy(*environment);
      if (!environment->targets.empty()) targets = compared;
      for (const DeclaredMetaData* const metadata : compared) {
        if (metadata->naming.open) known = false;
        if (!metadata->naming.empty()) naming = &metadata->naming;
      }
    }
    HistoryReplays entry;
    entry.history = i;
    HistoryReplay replay(project, declared, history, naming, known, std::move(targets));
    for (const schema::Dialect dialect : dialects) entry.replays.push_back(replay.run(dialect));
    replay.apart(entry);
    all_.push_back(std::move(entry));
  }
}

const HistoryReplays* Replays::of(std::uint32_t history) const {
  const auto found =
      std::find_if(all_.begin(), all_.end(), [&](const HistoryReplays& entry) { return entry.history == history; });
  return found == all_.end() ? nullptr : &*found;
}

const Replay* Replays::of(std::uint32_t history, schema::Dialect dialect) const {
  const HistoryReplays* const entry = of(history);
  if (entry == nullptr) return nullptr;
  const auto found = std::find_if(entry->replays.begin(), entry->replays.end(),
                                  [&](const Replay& one) { return one.dialect() == dialect; });
  return found == entry->replays.end() ? nullptr : &*found;
}

const ScriptRun& Replays::runOf(const History& history, RevisionGraph::Index revision, bool downgrade) const {
  static const ScriptRun unheard = [] {
    ScriptRun run;
    run.open = true;
    return run;
  }();
  const HistoryReplays* const entry = of(static_cast<std::uint32_t>(&history - histories_->data()));
  if (entry == nullptr) return unheard;
  const auto& apart = downgrade ? entry->downgradesApart : entry->upgradesApart;
  const auto found = apart.find(revision);
  if (found != apart.end()) return found->second;
  return (downgrade ? entry->replays.front().downgrades : entry->replays.front().upgrades)[revision];
}

const ScriptRun& Replays::upgradeOf(const History& history, RevisionGraph::Index revision) const {
  return runOf(history, revision, false);
}

const ScriptRun& Replays::downgradeOf(const History& history, RevisionGraph::Index revision) const {
  return runOf(history, revision, true);
}

}  // namespace limbeck::project
