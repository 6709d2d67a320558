#include "project/direct_tables/tables.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "project/direct_tables/objects.h"
#include "project/direct_tables/sql_texts.h"
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
    if (!isMetaData(attribute, receiver, call)) return;
    TableAction action = begin(attribute.text() == "create_all" ? What::CreateAll : What::DropAll, attribute);
    const Expr tables = call.keyword("tables");
    action.onlyTables = static_cast<bool>(tables);
    action.madeHere = receiver.is(ObjectKind::MetaData) && receiver.file == file_;
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
      case ObjectKind::MemoryEngine: return true;
      case ObjectKind::Instance:
        if (objects_.hasMethod(ClassId(object.index), attribute.text())) return false;
        break;
      case ObjectKind::Unknown: break;
      default: return false;
    }
    return soundsLikeMetaData(receiver) || takesAnEngine(call) ||
           (!call && attribute.parent().callee().text() == "run_sync");
  }

  [[nodiscard]] bool isMadeHere(const SqlObject& table) const {
    return table.is(ObjectKind::Table) && table.file == file_ && table.index == none;
  }

  void readTable(Expr attribute) {
    const Expr parent = attribute.parent();
    const bool called = parent.is(Kind::Call) && parent.callee() == attribute;
    if (!called && !isHandedOn(attribute)) return;
    const SqlObject table = objects_.of(file_, attribute[0]);
    if (!table.is(ObjectKind::Table) || table.temporary) return;
    TableAction action = begin(attribute.text() == "create" ? What::TableCreate : What::TableDrop, attribute);
    action.target = table.name;
    action.model = ClassId(table.index);
    action.madeHere = isMadeHere(table);
    found_.push_back(std::move(action));
  }

  /// The engine that a call binds to: its argument, or the connection that run_sync is called on.
  [[nodiscard]] bool isInMemory(const TableAction& action) const {
    Expr bind = action.passed ? Expr() : action.node.positional(0);
    if (!bind && !action.passed) bind = action.node.keyword("bind");
    const Expr around = action.node.parent();
    if (action.passed && around.is(Kind::Call) && around.callee().is(Kind::Attribute)) bind = around.callee()[0];
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
    if (!statement.touchesSchema || again || isElsewhere(call.callee()[0], text.wrapped)) return;
    TableAction action;
    action.what = What::RawDdl;
    action.file = file_;
    action.node = call;
    action.at = sql;
    action.target = statement.table;
    action.statement = statement.words;
    action.virtualTable = isVirtual;
    const bool named = !statement.table.empty() && statement.table.find(schema::hole) == std::string::npos;
    action.written = named ? concat(statement.words, " ", statement.table) : statement.words;
    found_.push_back(std::move(action));
  }

  /// A connection of another database, or a plain string in a file that speaks to one and hides its connection from us.
  [[nodiscard]] bool isElsewhere(Expr receiver, bool wrapped) const {
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
      if (import.is(Kind::ImportFrom)) return isOtherDatabase(import.text());
      for (const Expr alias : import) {
        if (isOtherDatabase(alias.text())) return true;
      }
      return false;
    });
  }

  /// DROP TABLE and ALTER TABLE of a table that the same file creates as a temporary or virtual one, perhaps under a
  /// name that is only known when the program runs.
  void dropTemporary() {
    const auto isTemporary = [&](const TableAction& action) {
      return action.what == What::RawDdl && temporary_.count(action.target) > 0;
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
  return all;
}

}  // namespace limbeck::project
