#include "rules/tables/direct_tables.h"

#include <algorithm>
#include <iterator>

#include "project/classes/canonical.h"
#include "project/classes/classes.h"
#include "project/environments/environments.h"
#include "project/environments/imports.h"
#include "project/names/modules.h"
#include "project/registration/registrations.h"
#include "project/unknowns.h"
#include "rules/fixes/edits.h"
#include "rules/fixes/registering.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace {

using facts::Kind;
using project::ClassId;
using project::ModuleId;
using project::Project;
using project::TableAction;

/// The statement that does nothing but this: create_all(...), await conn.run_sync(create_all). Missing when its value
/// is used, or more happens in it.
Expr ownStatement(const TableAction& action) {
  static constexpr std::string_view carriers[] = {"run_sync", "to_thread", "run_in_executor", "run_until_complete"};
  Expr at = action.node;
  for (Expr up = at.parent(); up; at = up, up = up.parent()) {
    if (up.is(Kind::Expression)) return up;
    const bool carrier = up.is(Kind::Call) && up.callee() != at &&
                         std::find(std::begin(carriers), std::end(carriers), up.callee().text()) != std::end(carriers);
    if (!carrier && !up.is(Kind::Await) && !up.is(Kind::Lambda)) return {};
  }
  return {};
}

bool contains(const std::vector<Expr>& list, Expr one) {
  return std::find(list.begin(), list.end(), one) != list.end();
}

/// Statements on their way out, and what has nothing left to do without them.
class Removal {
 public:
  explicit Removal(const facts::ModuleFacts& facts) : facts_(facts) {}

  void add(Expr statement) { statements_.push_back(statement); }

  /// with engine.begin() as conn: and if not exists: go when all that stands in them goes.
  void widen() {
    for (std::size_t i = 0; i < statements_.size(); ++i) {
      const Expr block = statements_[i].parent();
      const Expr owner = block.parent();
      const bool empties = owner.is(Kind::With) || (owner.is(Kind::If) && !owner[2]);
      if (!empties || contains(statements_, owner)) continue;
      if (std::all_of(block.begin(), block.end(), [&](Expr statement) { return contains(statements_, statement); }))
        add(owner);
    }
    const std::vector<Expr> all = statements_;
    statements_.erase(std::remove_if(statements_.begin(), statements_.end(),
                                     [&](Expr statement) {
                                       return std::any_of(all.begin(), all.end(), [&](Expr other) {
                                         return other != statement && other.span().contains(statement.span());
                                       });
                                     }),
                      statements_.end());
  }

  /// engine = app_context.db_engine, when nothing else in the function reads it.
  void takeUnused(Expr function) {
    if (!function) return;
    for (const Expr statement : function.body()) {
      if (!statement.is(Kind::Assign) || statement.size() != 2 || !statement[0].is(Kind::Name) ||
          contains(statements_, statement))
        continue;
      if (isQuiet(statement.value()) && isOnlyUsedHere(statement, function)) add(statement);
    }
  }

  [[nodiscard]] std::vector<FileEdit> edits(Expr filled) const { return removeStatements(facts_, statements_, filled); }

 private:
  /// Reading it changes nothing: app_context.db_engine, create_engine(...), get_engine().
  [[nodiscard]] static bool isQuiet(Expr value) {
    if (value.is(Kind::Name) || value.is(Kind::Attribute)) return true;
    const std::string& name = value.callee().text();
    return name == "create_engine" || name == "create_async_engine" || name.starts_with("get_") || name == "inspect";
  }

  /// Read by a statement that goes, and by none that stays.
  [[nodiscard]] bool isOnlyUsedHere(Expr assignment, Expr function) const {
    bool inside = false;
    for (std::uint32_t i = function.index(); i < facts_.code->size(); ++i) {
      const Expr node = facts_.code->at(i);
      if (node.span().begin >= function.span().end) break;
      if (!node.is(Kind::Name) || node == assignment[0] || node.text() != assignment[0].text()) continue;
      const bool goes = std::any_of(statements_.begin(), statements_.end(),
                                    [&](Expr statement) { return statement.span().contains(node.span()); });
      if (!goes) return false;
      inside = true;
    }
    return inside;
  }

  const facts::ModuleFacts& facts_;
  std::vector<Expr> statements_;
};

/// The module's models that nothing registers; none where a registration stands that another rule has to mend.
Models unregistered(const Project& project, ModuleId module) {
  const project::ModuleRegistration& registration = project.registrations().of(module);
  Models models;
  if (!registration.calls.empty()) return models;
  for (const ClassId model : registration.models) {
    const bool child = !project.classes().at(model).table && project.classes().at(model).parent != project::none;
    if (!child && project::registrationOf(project, module, model) == project::Registered::No) models.push_back(model);
  }
  return models;
}

}  // namespace

std::optional<Directness> directness(const Project& project, const TableAction& action) {
  using project::Runner;
  const project::Modules& modules = project.modules();
  if (modules.isTest(action.file) || modules.isMigration(action.file) || modules.isExample(action.file))
    return std::nullopt;
  // Beside migrations no file may: `database.py` with the base, the engine and `init_db()` is where most do it.
  const bool mayCreate = modules.isOwner(project.file(action.file).path()) ||
                         (project.canonical().madeIn(action.file) && (modules.framework() || !project.usesAlembic()));
  if (mayCreate || project.importLines().isOfMigrations(action.file)) return std::nullopt;
  if (action.elsewhere && action.ofBase) return std::nullopt;  // MB102 speaks of its base
  const auto note = [](std::string_view clause) { return Directness{Severity::Info, clause, false}; };
  if (action.inMemory) return note(", though only in memory");
  if (action.virtualTable) return note(": autogenerate never sees a virtual table");
  if (action.elsewhere) return note(", on a `MetaData` that no `env.py` compares with");
  if (action.stamped)
    return note(" and marks the database as migrated, so that it is right only while models and migrations agree");
  if (action.runner == Runner::Person) return note(", past the migrations, when somebody runs it");
  if (modules.framework()) return Directness{Severity::Error, ", past the migrations", true};
  if (action.untold) return note(", on a `MetaData` that may be one of those which no `env.py` compares with");
  if (!project.usesAlembic()) return note(", and there are no migrations that could change it later");
  if (action.anyTable) return note(", past the migrations");
  if (action.runner == Runner::Start)
    return Directness{Severity::Error, ", past the migrations, whenever the application starts", true};
  if (action.runner == Runner::Development)
    return Directness{Severity::Warning, ", past the migrations, when the application starts for development", false};
  if (action.runner == Runner::Nobody) return note(", past the migrations, though nothing in the application calls it");
  return Directness{Severity::Warning, ", past the migrations", false};
}

Finding findingAt(const Project& project, const TableAction& action) {
  Finding finding;
  finding.place = {project.file(action.file).path(), action.at.span()};
  finding.subject = action.written;
  if (action.model != project::none) {
    const project::ClassInfo& info = project.classes().at(action.model);
    finding.related.push_back(
        {{project.file(info.file).path(), info.node.nameSpan()}, concat(quoted(info.name), " is defined here")});
  }
  return finding;
}

Fix replaceByRegistration(const Project& project, const std::vector<TableAction>& actions, const TableAction& action) {
  const bool framework = project.modules().framework();
  Fix fix;
  fix.title = framework ? "Register the models instead, and let the database module create the tables"
                        : "Let a migration create the tables instead";
  const Expr function = python::enclosing(action.node, Kind::Function);
  if (!ownStatement(action) || (!framework && !project.usesAlembic())) return fix;

  Removal removal(project.file(action.file));
  std::size_t count = 0;
  for (const TableAction& other : actions) {
    const bool same = other.file == action.file && other.what == action.what &&
                      python::enclosing(other.node, Kind::Function) == function;
    const Expr statement = same ? ownStatement(other) : Expr();
    if (!statement) continue;
    removal.add(statement);
    ++count;
  }
  removal.widen();
  removal.takeUnused(function);

  const auto module = project.modules().moduleOf(action.file);
  const Models models = framework && module ? unregistered(project, *module) : Models();
  if (!models.empty()) fix.edits = registerModels(project, *module, models);
  const project::EntryPoint* entry = fix.edits.empty() ? nullptr : project.registrations().of(*module).phase1();
  for (FileEdit& edit :
       removal.edits(entry != nullptr && entry->file == action.file ? entry->function.body() : Expr())) {
    fix.edits.push_back(std::move(edit));
  }
  fix.fixClass = FixClass::Unsafe;
  fix.title = entry != nullptr ? concat("Register ", namesOf(project, models), " instead of creating tables")
              : count > 1      ? concat("Delete the ", std::to_string(count), " calls that create tables here")
                               : concat("Delete ", quoted(action.written));
  return fix;
}

namespace {

/// drop_all(...), create_all(...): who empties the database and fills it again does one thing, and TC304 says it.
const TableAction* emptiedBefore(const Project& project, const TableAction& action, const Directness& direct) {
  const Expr function = python::enclosing(action.node, Kind::Function);
  if (action.what != TableAction::What::CreateAll || !function || project.modules().framework()) return nullptr;
  for (const TableAction& other : project.tables()) {
    const bool before = other.what == TableAction::What::DropAll && other.file == action.file &&
                        other.at.span().begin < action.at.span().begin &&
                        python::enclosing(other.node, Kind::Function) == function;
    if (!before) continue;
    const auto same = directness(project, other);
    if (same && same->severity == direct.severity) return &other;
  }
  return nullptr;
}

}  // namespace

void reportCreating(const project::Project& project, project::TableAction::What kind, std::string_view what,
                    Findings& findings) {
  const std::vector<TableAction>& actions = project.tables();
  for (const TableAction& action : actions) {
    if (action.what != kind) continue;
    const auto direct = directness(project, action);
    if (!direct) continue;
    Finding finding = findingAt(project, action);
    finding.severity = direct->severity;
    finding.message = concat(quoted(action.written), action.passed ? " is handed on to create " : " creates ", what,
                             " directly", direct->clause);
    if (direct->mended) finding.fixes.push_back(replaceByRegistration(project, actions, action));
    if (const TableAction* emptied = emptiedBefore(project, action, *direct))
      finding.because = {"TC304", findingAt(project, *emptied).place};
    findings.push_back(std::move(finding));
  }
}

}  // namespace limbeck::rules
