#include "project/direct_tables/tables.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>

#include "project/direct_tables/objects.h"
#include "project/direct_tables/sql_texts.h"
#include "project/environments/environments.h"
#include "project/environments/metadata_use.h"
#include "project/names/modules.h"
#include "schema/sql.h"
#include "text/concat.h"
#include "text/words.h"

namespace limbeck::project {
namespace {

using What = TableAction::What;
using ObjectKind = SqlObject::Kind;

/// What is longer does not fit into a message.
constexpr std::size_t writtenLimit = 60;

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

Expr lastName(Expr expression) {
  Expr at = expression;
  while (at.is(Kind::Call) || at.is(Kind::Subscript) || at.is(Kind::Await)) at = at[0];
  return at;
}

/// metadata, md, meta, db, Base, user_metadata; db_service.engine as in the original check of the standard.
bool soundsLikeMetaData(Expr receiver) {
  static constexpr std::string_view names[] = {"md", "meta", "db", "Base"};
  const Expr last = lastName(receiver);
  const std::string& name = last.text();
  return oneOf(name, names) || contains(name, "metadata") || (last.is(Kind::Attribute) && name == "engine");
}

/// create_all(engine), create_all(bind=...), create_all(checkfirst=True): arguments that only a MetaData takes.
bool takesAnEngine(Expr call) {
  for (const std::string_view keyword : {"bind", "checkfirst"}) {
    if (call.keyword(keyword)) return true;
  }
  const std::string& name = lastName(call.positional(0)).text();
  return contains(name, "engine") || contains(name, "conn") || contains(name, "bind");
}

/// Where a function object may stand to be called later.
bool isHandedOn(Expr attribute) {
  const Expr parent = attribute.parent();
  switch (parent.kind()) {
    case Kind::Call: return parent[0] != attribute;
    case Kind::Keyword:
    case Kind::Lambda:
    case Kind::Return:
    case Kind::List:
    case Kind::Tuple:
    case Kind::Pair: return true;
    case Kind::Assign:
    case Kind::AnnAssign: return parent.value() == attribute;
    default: return false;
  }
}

class ActionReader {
 public:
  ActionReader(const Project& project, FileId file)
      : project_(project), facts_(project.file(file)), file_(file), objects_(project) {}

  void read(std::vector<TableAction>& into) {
    for (const Expr attribute : facts_.attributes) {
      const std::string& name = attribute.text();
      if (name == "create_all" || name == "drop_all") readAll(attribute);
      else if (name == "create" || name == "drop") readTable(attribute);
    }
    for (const Expr call : facts_.calls) readExecute(call);
    dropTemporary();
    std::stable_sort(found_.begin(), found_.end(),
                     [](const TableAction& a, const TableAction& b) { return a.at.span() < b.at.span(); });
    std::move(found_.begin(), found_.end(), std::back_inserter(into));
  }

 private:
  TableAction begin(What what, Expr attribute) const {
    TableAction action;
    action.what = what;
    action.file = file_;
    action.at = attribute;
    const Expr parent = attribute.parent();
    action.passed = !(parent.is(Kind::Call) && parent.callee() == attribute);
    action.node = action.passed ? attribute : parent;
    action.written = facts_.file->text(attribute.span());
    if (action.written.size() > writtenLimit || contains(action.written, "\n")) action.written = attribute.text();
    action.inMemory = isInMemory(action);
    return action;
  }

  void readAll(Expr attribute) {
    const Expr parent = attribute.parent();
    const bool called = parent.is(Kind::Call) && parent.callee() == attribute;
    const Expr call = called ? parent : Expr();
    if (!called && !isHandedOn(attribute)) return;
    const SqlObject receiver = objects_.of(file_, attribute[0]);
    if (!isMetaData(attribute, receiver, call) || isLocal(receiver)) return;
    TableAction action = begin(attribute.text() == "create_all" ? What::CreateAll : What::DropAll, attribute);
    if (isPrinted(action)) return;
    const Expr tables = call.keyword("tables");
    action.onlyTables = static_cast<bool>(tables);
    action.madeHere = receiver.is(ObjectKind::MetaData) && fileOf(receiver) == file_;
    action.ofBase = receiver.is(ObjectKind::MetaData) && receiver.index != none;
    action.elsewhere = isElsewhere(receiver);
    action.untold = receiver.is(ObjectKind::Unknown) && someElsewhere();
    if (tables.is(Kind::List) || tables.is(Kind::Tuple)) {
      action.madeHere =
          std::all_of(tables.begin(), tables.end(), [&](Expr table) { return isMadeHere(objects_.of(file_, table)); });
    }
    found_.push_back(std::move(action));
  }

  [[nodiscard]] bool isMetaData(Expr attribute, const SqlObject& object, Expr call) const {
    const Expr receiver = attribute[0];
    const bool own = receiver.is(Kind::Name) && (receiver.text() == "self" || receiver.text() == "cls");
    const bool parent = receiver.is(Kind::Call) && receiver.callee().text() == "super";
    if (own || parent) return false;
    const Symbol function = project_.resolver().only(file_, attribute);
    if (function.is(Symbol::Kind::Function) || function.is(Symbol::Kind::Class)) return false;
    switch (object.kind) {
      case ObjectKind::MetaData:
      case ObjectKind::Engine:
      case ObjectKind::MemoryEngine:
      case ObjectKind::MockEngine: return true;
      case ObjectKind::Instance:
        if (objects_.hasMethod(ClassId(object.index), attribute.text())) return false;
        break;
      case ObjectKind::Unknown: break;
      default: return false;
    }
    return soundsLikeMetaData(receiver) || takesAnEngine(call) ||
           (!call && attribute.parent().callee().text() == "run_sync");
  }

  /// A Table of this file, or that of a class which stands in it.
  [[nodiscard]] bool isMadeHere(const SqlObject& table) const {
    if (!table.is(ObjectKind::Table)) return false;
    return table.index == none ? table.file == file_ : project_.classes().at(ClassId(table.index)).file == file_;
  }

  /// Where the MetaData is made, that of a base included.
  [[nodiscard]] FileId fileOf(const SqlObject& metadata) const {
    if (metadata.index == none) return metadata.file;
    const MetaDataId id = project_.environments().metadatas().ofBase(metadata.index);
    return id == none ? noFile : project_.environments().metadatas().at(id).file;
  }

  /// Where and by what the MetaData is made; Missing when that is not seen.
  [[nodiscard]] Expr makerOf(const SqlObject& metadata) const {
    if (!metadata.is(ObjectKind::MetaData) || metadata.index == none) return metadata.made;
    const MetaDataId id = project_.environments().metadatas().ofBase(metadata.index);
    return id == none ? Expr() : project_.environments().metadatas().at(id).made;
  }

  /// metadata = MetaData() in a function, kept nowhere but in a name of it: no environment can compare with it.
  [[nodiscard]] bool isLocal(const SqlObject& metadata) const {
    const Expr made = metadata.is(ObjectKind::MetaData) ? makerOf(metadata) : Expr();
    const Expr function = python::enclosing(made, Kind::Function);
    if (!function) return false;
    const Expr statement = made.parent();
    const bool named = statement.is(Kind::Assign) && statement[0].is(Kind::Name) && statement.size() == 2;
    const bool bare = statement.is(Kind::Attribute) || statement.is(Kind::Call);
    return (bare || (named && !isHandedBack(function, statement[0].text()))) && !isAimed(metadata);
  }

  /// The function gives it away: return metadata, global metadata, self.metadata = metadata.
  static bool isHandedBack(Expr function, std::string_view name) {
    return anyBelow(function.body(), [&](Expr node) {
      if (!node.is(Kind::Name) || node.text() != name) return false;
      const Expr user = node.parent();
      const bool kept = user.is(Kind::Assign) && user.value() == node && user[0].is(Kind::Attribute);
      return kept || user.is(Kind::Return) || user.is(Kind::Global) || user.is(Kind::Yield);
    });
  }

  [[nodiscard]] bool isAimed(const SqlObject& metadata) const {
    const std::vector<Environment>& all = project_.environments().all();
    return std::any_of(all.begin(), all.end(), [&](const Environment& environment) {
      return std::any_of(environment.targets.begin(), environment.targets.end(), [&](MetaDataId id) {
        const MetaData& target = project_.environments().metadatas().at(id);
        return target.made && target.made == makerOf(metadata);
      });
    });
  }

  [[nodiscard]] bool someElsewhere() const {
    const std::vector<MetaDataUse>& all = project_.metadataUses().all();
    return std::any_of(all.begin(), all.end(), [&](const MetaDataUse& one) {
      return one.file != noFile && !project_.modules().isTest(one.file) && !project_.modules().isMigration(one.file) &&
             project_.metadataUses().isUntargeted(one);
    });
  }

  /// It is known which one it is, and all that the environments compare with, and it is none of them.
  [[nodiscard]] bool isElsewhere(const SqlObject& metadata) const {
    const std::vector<Environment>& all = project_.environments().all();
    const auto knows = [](const Environment& environment) { return environment.target == Target::Known; };
    return metadata.is(ObjectKind::MetaData) && makerOf(metadata) && !isAimed(metadata) &&
           std::any_of(all.begin(), all.end(), knows) &&
           std::none_of(all.begin(), all.end(), [](const Environment& environment) {
             return environment.target == Target::Unknown || environment.more;
           });
  }

  /// The engine prints: create_mock_engine.
  [[nodiscard]] bool isPrinted(const TableAction& action) const {
    const Expr bind = bindOf(action);
    return bind && objects_.of(file_, bind).is(ObjectKind::MockEngine);
  }

  void readTable(Expr attribute) {
    const Expr parent = attribute.parent();
    const bool called = parent.is(Kind::Call) && parent.callee() == attribute;
    if (!called && !isHandedOn(attribute)) return;
    const SqlObject table = objects_.of(file_, attribute[0]);
    if (!table.is(ObjectKind::Table) || table.temporary) return;
    const Expr metadata = table.made.positional(1) ? table.made.positional(1) : table.made.keyword("metadata");
    const SqlObject owner = metadata ? objects_.of(table.file, metadata) : SqlObject();
    if (isLocal(owner)) return;
    TableAction action = begin(attribute.text() == "create" ? What::TableCreate : What::TableDrop, attribute);
    if (isPrinted(action)) return;
    action.elsewhere = isElsewhere(owner);
    action.target = table.name;
    action.model = ClassId(table.index);
    action.madeHere = isMadeHere(table);
    found_.push_back(std::move(action));
  }

  /// The engine that a call binds to: its argument, or the connection that run_sync is called on.
  [[nodiscard]] static Expr bindOf(const TableAction& action) {
    Expr bind = action.passed ? Expr() : action.node.positional(0);
    if (!bind && !action.passed) bind = action.node.keyword("bind");
    const Expr around = action.node.parent();
    if (action.passed && around.is(Kind::Call) && around.callee().is(Kind::Attribute)) bind = around.callee()[0];
    return bind;
  }

  [[nodiscard]] bool isInMemory(const TableAction& action) const {
    const Expr bind = bindOf(action);
    if (!bind) return false;
    const SqlObject engine = objects_.of(file_, bind);
    const auto scope = [](Expr node) { return python::enclosing(node, Kind::Function); };
    return engine.is(ObjectKind::MemoryEngine) && engine.file == file_ && scope(engine.made) == scope(action.node);
  }

  void readExecute(Expr call) {
    static constexpr std::string_view names[] = {"execute",         "exec",        "executescript",
                                                 "exec_driver_sql", "executemany", "scalar"};
    const Expr callee = call.callee();
    if (!callee.is(Kind::Attribute) || !oneOf(callee.text(), names)) return;
    Expr sql = call.positional(0);
    for (const std::string_view keyword : {"statement", "sql", "query"}) {
      if (!sql) sql = call.keyword(keyword);
    }
    // DDL("CREATE TABLE ...").execute(engine): SQLAlchemy 1.4
    const std::string origin = project_.classes().origin(file_, callee[0]);
    if (callee[0].is(Kind::Call) && (origin.ends_with(".DDL") || origin.ends_with(".CreateTable"))) sql = callee[0];
    for (const SqlText& text : sqlTexts(project_, file_, sql)) {
      for (const schema::Statement& statement : schema::readSql(text.text, schema::Dialect::Generic))
        addStatement(call, sql, text, statement);
    }
  }

  void addStatement(Expr call, Expr sql, const SqlText& text, const schema::Statement& statement) {
    static constexpr std::string_view ofTables[] = {"CREATE TABLE", "CREATE VIRTUAL TABLE", "ALTER TABLE", "DROP TABLE",
                                                    "CREATE TEMPORARY TABLE"};
    if (!oneOf(statement.words, ofTables)) return;
    const bool isVirtual = statement.words == ofTables[1];
    if (!statement.touchesSchema) temporary_.insert(statement.table);
    if (isVirtual) virtual_.insert(statement.table);
    const bool again = !found_.empty() && found_.back().what == What::RawDdl && found_.back().node == call;
    if (!statement.touchesSchema || again || isOtherDatabase(call.callee()[0], text.wrapped)) return;
    const bool named = !statement.table.empty() && statement.table.find(schema::hole) == std::string::npos;
    // Tables that are called what a user, a file or an identifier says are none that a migration could know.
    if (!named && statement.words != "ALTER TABLE") return;
    TableAction action;
    action.what = What::RawDdl;
    action.file = file_;
    action.node = call;
    action.at = sql;
    action.target = statement.table;
    action.statement = statement.words;
    action.virtualTable = isVirtual;
    action.anyTable = !named;
    action.written = named ? concat(statement.words, " ", statement.table) : statement.words;
    found_.push_back(std::move(action));
  }

  /// A connection of another database, or a plain string in a file that speaks to one and hides its connection from us.
  [[nodiscard]] bool isOtherDatabase(Expr receiver, bool wrapped) const {
    if (wrapped) return false;
    const SqlObject object = objects_.of(file_, receiver);
    if (!object.is(ObjectKind::Unknown) && !object.is(ObjectKind::Instance))
      return object.is(ObjectKind::OtherDatabase) || object.is(ObjectKind::Other);
    for (Expr at = receiver; at; at = at[0]) {
      const bool named = at.is(Kind::Name) || at.is(Kind::Attribute);
      if (named && soundsLikeOtherDatabase(at.text())) return true;
    }
    return importsOtherDatabase();
  }

  [[nodiscard]] bool importsOtherDatabase() const {
    return std::any_of(facts_.imports.begin(), facts_.imports.end(), [](Expr import) {
      if (import.is(Kind::ImportFrom)) return project::isOtherDatabase(import.text());
      for (const Expr alias : import) {
        if (project::isOtherDatabase(alias.text())) return true;
      }
      return false;
    });
  }

  /// A table that one function creates and drops again: it is tried out whether the database may be written to.
  [[nodiscard]] static bool isScratch(const std::vector<TableAction>& all, const TableAction& action) {
    const auto statementOf = [&](const TableAction& one, std::string_view words) {
      return one.what == What::RawDdl && one.target == action.target && one.statement == words &&
             python::enclosing(one.node, Kind::Function) == python::enclosing(action.node, Kind::Function);
    };
    if (action.what != What::RawDdl || action.anyTable) return false;
    const auto created =
        std::find_if(all.begin(), all.end(), [&](const TableAction& one) { return statementOf(one, "CREATE TABLE"); });
    return created != all.end() && std::any_of(created, all.end(), [&](const TableAction& one) {
             return statementOf(one, "DROP TABLE") && created->node.span() < one.node.span();
           });
  }

  /// DROP TABLE and ALTER TABLE of a table that the same file creates as a temporary or virtual one, perhaps under a
  /// name that is only known when the program runs.
  void dropTemporary() {
    const std::vector<TableAction> all = found_;
    const auto isTemporary = [&](const TableAction& action) {
      return action.what == What::RawDdl && (temporary_.count(action.target) > 0 || isScratch(all, action));
    };
    found_.erase(std::remove_if(found_.begin(), found_.end(), isTemporary), found_.end());
    for (TableAction& action : found_) {
      if (action.what == What::RawDdl) action.virtualTable = action.virtualTable || virtual_.count(action.target) > 0;
    }
  }

  const Project& project_;
  const facts::ModuleFacts& facts_;
  FileId file_;
  Objects objects_;
  std::vector<TableAction> found_;
  std::set<std::string> temporary_;
  std::set<std::string> virtual_;
};

}  // namespace

std::vector<TableAction> tableActions(const Project& project) {
  std::vector<TableAction> all;
  for (FileId file{0}; file < project.files().size(); ++file) ActionReader(project, file).read(all);
  std::optional<Running> running;
  for (TableAction& action : all) {
    if (!isApplicationFile(project, action.file)) continue;
    if (!running) running.emplace(project);
    action.runner = running->of(action.file, action.node);
    action.stamped = action.what == What::CreateAll && running->isStamped(action.file, action.node);
  }
  return all;
}

bool makesTablesItself(const Project& project) {
  const std::vector<TableAction>& actions = project.tables();
  return std::any_of(actions.begin(), actions.end(), [&](const TableAction& one) {
    return (one.what == What::CreateAll || one.what == What::TableCreate) && !one.elsewhere && !one.inMemory &&
           one.runner != Runner::Nobody && !project.modules().isTest(one.file) &&
           !project.modules().isExample(one.file) && !project.modules().isMigration(one.file);
  });
}

}  // namespace limbeck::project
