#include "project/direct_tables/objects.h"

#include <algorithm>
#include <iterator>

#include "project/classes/classes.h"
#include "project/classes/sqlalchemy.h"
#include "text/dotted.h"
#include "text/words.h"

namespace limbeck::project {
namespace {

/// One question follows at most so many names, attributes and calls.
constexpr unsigned stepLimit = 200;

using ObjectKind = SqlObject::Kind;

SqlObject plain(ObjectKind kind) {
  SqlObject object;
  object.kind = kind;
  return object;
}

SqlObject metadataOfBase(std::uint32_t base) {
  SqlObject object = plain(ObjectKind::MetaData);
  object.index = base;
  return object;
}

/// "sqlite://", "sqlite+aiosqlite:///:memory:", "sqlite:///file:x?mode=memory&uri=true"
bool isInMemory(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (!url.starts_with("sqlite") || scheme == std::string_view::npos) return false;
  const std::string_view rest = url.substr(scheme + 3);
  return rest.empty() || rest == "/" || rest.find(":memory:") != std::string_view::npos ||
         rest.find("mode=memory") != std::string_view::npos;
}

SqlObject engineAt(ObjectKind kind, FileId file, Expr call) {
  SqlObject made = plain(kind);
  made.file = file;
  made.made = call;
  return made;
}

bool memoryArgument(Expr call) {
  const auto says = [](Expr given) {
    const Expr value = given.is(Kind::Keyword) ? given.value() : given;
    return value.is(Kind::String) && (value.text() == ":memory:" || isInMemory(value.text()));
  };
  return std::any_of(call.begin(), call.end(), says);
}

bool isTemporaryTable(Expr call) {
  const Expr prefixes = call.keyword("prefixes");
  return std::any_of(prefixes.begin(), prefixes.end(),
                     [](Expr prefix) { return prefix.is(Kind::String) && lowered(prefix.text()).starts_with("temp"); });
}

/// What something outside the workspace is, by its dotted origin.
SqlObject fromOutside(const WithNames& project, std::string_view dotted) {
  if (isOtherDatabase(dotted)) return plain(ObjectKind::OtherDatabase);
  if (lastOf(dotted) == "metadata") {
    const std::string_view owner = dotted.substr(0, dotted.size() - std::min(dotted.size(), std::size_t{9}));
    if (sqlalchemy::isSqlModel(owner) || project.modules().isOwnerName(owner)) return plain(ObjectKind::MetaData);
  }
  return plain(sqlalchemy::isNeverMapped(dotted) ? ObjectKind::Other : ObjectKind::Unknown);
}

/// What calling a class of a library makes.
SqlObject madeBy(std::string_view dotted) {
  if (sqlalchemy::isMetaData(dotted) || sqlalchemy::isRegistry(dotted) || lastOf(dotted) == "SQLAlchemy")
    return plain(ObjectKind::MetaData);
  if (sqlalchemy::isTable(dotted)) return plain(ObjectKind::Table);
  if (isOtherDatabase(dotted)) return plain(ObjectKind::OtherDatabase);
  static constexpr std::string_view engines[] = {"Engine", "Connection", "AsyncEngine", "AsyncConnection"};
  if (topOf(dotted) == "sqlalchemy" && oneOf(lastOf(dotted), engines)) return plain(ObjectKind::Engine);
  return plain(sqlalchemy::isNeverMapped(dotted) ? ObjectKind::Other : ObjectKind::Unknown);
}

}  // namespace

bool isOtherDatabase(std::string_view dotted) {
  static constexpr std::string_view tops[] = {"duckdb",
                                              "clickhouse_driver",
                                              "clickhouse_connect",
                                              "asynch",
                                              "aioch",
                                              "chdb",
                                              "sqlite3",
                                              "aiosqlite",
                                              "pysqlite3",
                                              "apsw",
                                              "sqlcipher3",
                                              "pyspark",
                                              "snowflake",
                                              "cassandra",
                                              "influxdb",
                                              "influxdb_client",
                                              "trino",
                                              "pyhive",
                                              "databricks",
                                              "google",
                                              "kuzu",
                                              "questdb",
                                              "libsql"};
  return oneOf(topOf(dotted), tops);
}

bool soundsLikeOtherDatabase(std::string_view name) {
  static constexpr std::string_view parts[] = {"duck", "clickhouse", "sqlite", "spark", "snowflake", "bigquery"};
  const std::string text = lowered(name);
  return std::any_of(std::begin(parts), std::end(parts),
                     [&](std::string_view part) { return text.find(part) != std::string::npos; });
}

bool Objects::hasMethod(ClassId classIndex, std::string_view name) const {
  std::vector<ClassId> open{classIndex};
  for (std::size_t i = 0; i < open.size() && open.size() < 64; ++i) {
    const ClassInfo& info = project_.classes().at(open[i]);
    for (const Expr statement : info.node.body()) {
      if (statement.is(Kind::Function) && statement.text() == name) return true;
    }
    open.insert(open.end(), info.parents.begin(), info.parents.end());
  }
  return false;
}

SqlObject Objects::at(FileId file, Expr expression, unsigned& steps) const {
  if (++steps > stepLimit) return {};
  switch (expression.kind()) {
    case Kind::Name: {
      SqlObject best;
      for (const Symbol& symbol : project_.resolver().resolve(file, expression)) {
        SqlObject found = fromSymbol(file, expression, symbol, steps);
        if (best.is(ObjectKind::Unknown) || best.is(ObjectKind::Other)) best = std::move(found);
      }
      return best;
    }
    case Kind::Attribute: return fromAttribute(file, expression, steps);
    case Kind::Call: return fromCall(file, expression, steps);
    case Kind::Subscript: {  // Base.metadata.tables["user"]
      if (!expression[0].is(Kind::Attribute) || expression[0].text() != "tables") return {};
      return itemOf(file, expression[0], steps);
    }
    case Kind::Await:
    case Kind::Walrus: return at(file, expression[0], steps);
    case Kind::Conditional: {
      SqlObject found = at(file, expression[0], steps);
      return found.is(ObjectKind::Unknown) ? at(file, expression[2], steps) : found;
    }
    case Kind::BoolOp: {  // bind or engine
      SqlObject found = at(file, expression[0], steps);
      return found.is(ObjectKind::Unknown) ? at(file, expression[1], steps) : found;
    }
    case Kind::Missing:
    case Kind::Opaque: return {};
    default: return plain(ObjectKind::Other);
  }
}

SqlObject Objects::fromSymbol(FileId file, Expr expression, const Symbol& symbol, unsigned& steps) const {
  switch (symbol.kind) {
    case Symbol::Kind::Variable:
      return symbol.node == expression.parent() && symbol.file == file ? SqlObject() : fromVariable(symbol, steps);
    case Symbol::Kind::Parameter: return fromParameter(symbol, steps);
    case Symbol::Kind::External: return fromOutside(project_, symbol.name);
    case Symbol::Kind::Class:
    case Symbol::Kind::Function:
    case Symbol::Kind::Module: return plain(ObjectKind::Other);
    default: return {};
  }
}

SqlObject Objects::fromVariable(const Symbol& symbol, unsigned& steps) const {
  const Expr node = symbol.node;
  if (symbol.value) {
    SqlObject found = at(symbol.file, symbol.value, steps);
    if (!found.is(ObjectKind::Unknown) || !node.is(Kind::AnnAssign)) return found;
  }
  if (node.is(Kind::AnnAssign)) return fromAnnotation(symbol.file, node[1]);
  if (node.is(Kind::WithItem)) return at(symbol.file, node[0], steps);
  const bool loop = node.is(Kind::For) || node.is(Kind::CompFor);
  return loop && node[0].is(Kind::Name) ? itemOf(symbol.file, node[1], steps) : SqlObject();
}

/// def create(md: MetaData); conn.run_sync(lambda c: Base.metadata.create_all(c)) hands `conn` to the lambda.
SqlObject Objects::fromParameter(const Symbol& symbol, unsigned& steps) const {
  if (symbol.node[0]) return fromAnnotation(symbol.file, symbol.node[0]);
  const Expr lambda = symbol.node.parent().parent();
  const Expr call = lambda.is(Kind::Lambda) ? lambda.parent() : Expr();
  if (!call.is(Kind::Call) || call.callee().text() != "run_sync" || call.positional(0) != lambda) return {};
  return at(symbol.file, call.callee()[0], steps);
}

SqlObject Objects::fromAnnotation(FileId file, Expr annotation) const {
  const Symbol symbol = project_.resolver().only(file, annotation);
  if (symbol.is(Symbol::Kind::External)) return madeBy(symbol.name);
  const auto index = symbol.is(Symbol::Kind::Class) ? project_.classes().find(symbol.file, symbol.node) : std::nullopt;
  return index ? instanceOf(*index) : SqlObject();
}

SqlObject Objects::fromAttribute(FileId file, Expr attribute, unsigned& steps) const {
  const std::string& name = attribute.text();
  const Expr owner = attribute[0];
  Expr model;
  if (name == "__table__") {
    model = owner;
  } else if (name == "local_table" || name == "persist_selectable") {  // inspect(User).local_table
    model = owner.is(Kind::Call) ? owner.positional(0) : owner[0];
    const std::string maker(lastOf(project_.classes().origin(file, owner)));
    if (maker != "inspect" && maker != "class_mapper" && owner.text() != "__mapper__") return {};
  }
  if (model) {
    SqlObject table = plain(ObjectKind::Table);
    table.name = model.text();
    const Symbol symbol = project_.resolver().only(file, model);
    if (symbol.is(Symbol::Kind::Class)) table.index = project_.classes().find(symbol.file, symbol.node).value_or(none);
    return table;
  }
  if (name == "metadata") {
    if (const auto base = project_.classes().baseOf(file, owner)) return metadataOfBase(*base);
  }
  SqlObject best;
  for (const Symbol& symbol : project_.resolver().resolve(file, attribute)) {
    if (best.is(ObjectKind::Unknown)) best = fromSymbol(file, attribute, symbol, steps);
  }
  if (!best.is(ObjectKind::Unknown)) return best;
  if (owner.is(Kind::Name) && (owner.text() == "self" || owner.text() == "cls"))
    return fromSelf(file, attribute, steps);
  if (name == "metadata") return metadataOf(file, owner, steps);
  const SqlObject holder = at(file, owner, steps);
  return holder.is(ObjectKind::OtherDatabase) ? holder : SqlObject();
}

/// Base.metadata, User.metadata, db.metadata, db.Model.metadata, SQLModel.metadata
SqlObject Objects::metadataOf(FileId file, Expr owner, unsigned& steps) const {
  const Classes& classes = project_.classes();
  const Expr holder = owner.is(Kind::Attribute) && owner.text() == "Model" ? owner[0] : owner;
  // db = OurSQLAlchemy(model_class=declarative_base(...)): a class of the workspace makes it
  if (const auto base = classes.baseOf(file, holder)) return metadataOfBase(*base);
  if (SqlObject held = at(file, holder, steps); held.is(ObjectKind::MetaData)) return held;
  for (const Symbol& symbol : project_.resolver().resolve(file, owner)) {
    if (!symbol.is(Symbol::Kind::Class)) continue;
    if (const Expr own = classAttribute(symbol.node, "metadata")) return at(symbol.file, own, steps);
    const auto index = classes.find(symbol.file, symbol.node);
    if (index && classes.at(*index).declarative) return metadataOfBase(classes.at(*index).base);
  }
  return {};
}

/// self.metadata, where some method or the class body assigns it.
SqlObject Objects::fromSelf(FileId file, Expr attribute, unsigned& steps) const {
  const Expr owner = python::enclosing(attribute, Kind::Class);
  if (!owner) return {};
  if (const Expr value = classAttribute(owner, attribute.text())) return at(file, value, steps);
  const facts::ModuleFacts& facts = project_.file(file);
  for (const Expr other : facts.attributes) {
    const Expr statement = other.parent();
    const bool assigned = statement.is(Kind::Assign) || statement.is(Kind::AnnAssign);
    if (!assigned || other == statement.value() || other.text() != attribute.text() || other == attribute) continue;
    if (other[0].text() != attribute[0].text() || !owner.span().contains(other.span())) continue;
    SqlObject found = at(file, statement.value(), steps);
    if (!found.is(ObjectKind::Unknown)) return found;
  }
  return {};
}

SqlObject Objects::fromCall(FileId file, Expr call, unsigned& steps) const {
  const Expr callee = call.callee();
  const std::string origin = project_.classes().origin(file, callee);
  if (!origin.empty()) {
    if (lastOf(origin) == "create_engine" || lastOf(origin) == "create_async_engine") return engine(file, call);
    if (lastOf(origin) == "create_mock_engine") return plain(ObjectKind::MockEngine);
    if (const Expr given = call.keyword("metadata"); given && sqlalchemy::isRegistry(origin)) {
      if (++steps > stepLimit) return {};
      return at(file, given, steps);
    }
    SqlObject made = madeBy(origin);
    made.file = file;
    made.made = call;
    if (made.is(ObjectKind::Table)) {
      const Expr name = call.positional(0);
      made.name = name.is(Kind::String) ? name.text() : std::string();
      made.temporary = isTemporaryTable(call);
    }
    if (!made.is(ObjectKind::Unknown)) return made;
  }
  if (callee.is(Kind::Name) || callee.is(Kind::Attribute)) {
    const Symbol maker = project_.resolver().only(file, callee);
    const auto index = maker.is(Symbol::Kind::Class) ? project_.classes().find(maker.file, maker.node) : std::nullopt;
    if (index) return instanceOf(*index);
    // make_engine(":memory:"): a function of the workspace that is told so
    if (maker.is(Symbol::Kind::Function) && memoryArgument(call)) return engineAt(ObjectKind::MemoryEngine, file, call);
  }
  return callee.is(Kind::Attribute) ? fromMethod(file, call, steps) : SqlObject();
}

/// What a method of something known returns: engine.begin(), connection.cursor(), metadata.tables.get("user").
SqlObject Objects::fromMethod(FileId file, Expr call, unsigned& steps) const {
  static constexpr std::string_view sameDatabase[] = {
      "connect",           "begin",   "cursor",       "connection", "raw_connection", "get_bind",
      "execution_options", "execute", "begin_nested", "acquire"};
  const Expr callee = call.callee();
  const std::string& name = callee.text();
  if (oneOf(name, sameDatabase)) return at(file, callee[0], steps);
  if (name == "get" && callee[0].is(Kind::Attribute) && callee[0].text() == "tables")
    return itemOf(file, callee[0], steps);
  if (name == "to_metadata" || name == "tometadata") {
    SqlObject table = at(file, callee[0], steps);
    if (table.is(ObjectKind::Table)) return table;
  }
  return {};
}

SqlObject Objects::engine(FileId file, Expr call) const {
  const Expr url = call.positional(0) ? call.positional(0) : call.keyword("url");
  if (call.keyword("strategy").text() == "mock") return plain(ObjectKind::MockEngine);
  return engineAt(isInMemory(constantText(file, url)) ? ObjectKind::MemoryEngine : ObjectKind::Engine, file, call);
}

/// One of what a loop visits: metadata.sorted_tables, metadata.tables.values(), [User.__table__, Post.__table__].
SqlObject Objects::itemOf(FileId file, Expr iterable, unsigned& steps) const {
  if (++steps > stepLimit) return {};
  Expr at = iterable;
  if (at.is(Kind::Call) && at.callee().is(Kind::Name) && at.positional(0)) at = at.positional(0);  // reversed(...)
  if (at.is(Kind::Call) && at.callee().is(Kind::Attribute) && at.callee().text() == "values") at = at.callee()[0];
  if (at.is(Kind::Attribute) && (at.text() == "sorted_tables" || at.text() == "tables")) {
    const SqlObject owner = this->at(file, at[0], steps);
    const std::string name = lowered(at[0].text());
    const bool known =
        owner.is(ObjectKind::MetaData) || (owner.is(ObjectKind::Unknown) && name.find("meta") != std::string::npos);
    return plain(known || at.text() == "sorted_tables" ? ObjectKind::Table : ObjectKind::Unknown);
  }
  if (at.is(Kind::List) || at.is(Kind::Tuple) || at.is(Kind::Set))
    return at.size() > 0 ? this->at(file, at[0], steps) : SqlObject();
  if (!at.is(Kind::Name)) return {};
  const Symbol symbol = project_.resolver().only(file, at);
  return symbol.is(Symbol::Kind::Variable) && symbol.value ? itemOf(symbol.file, symbol.value, steps) : SqlObject();
}

/// class Database(SQLAlchemy): its instances are what SQLAlchemy() makes.
SqlObject Objects::instanceOf(ClassId classIndex) const {
  SqlObject object = plain(ObjectKind::Instance);
  object.index = classIndex;
  const ClassInfo& info = project_.classes().at(classIndex);
  for (const Expr base : info.node.bases()) {
    SqlObject made = madeBy(project_.classes().origin(info.file, base));
    if (made.is(ObjectKind::MetaData) || made.is(ObjectKind::Table)) return made;
  }
  return object;
}

std::string Objects::constantText(FileId file, Expr expression) const {
  if (expression.is(Kind::String)) return expression.text();
  if (!expression.is(Kind::Name) && !expression.is(Kind::Attribute)) return {};
  const Symbol symbol = project_.resolver().only(file, expression);
  return symbol.is(Symbol::Kind::Variable) && symbol.value.is(Kind::String) ? symbol.value.text() : std::string();
}

}  // namespace limbeck::project
