// CREATE TABLE.
#include <set>
#include <string>
#include <utility>

#include "schema/sql_readers.h"

namespace limbeck::schema::sql {
namespace {

class TableReader {
 public:
  TableReader(Cursor& at, Table& table) : at_(at), table_(table) {}

  /// Behind the name; false when it is no table that can be said anything about.
  bool read() {
    if (at_.accept("LIKE")) {
      inherit();
      return true;
    }
    if (at_.accept("USING") || at_.accept("PARTITION", "OF") || at_.accept("OF")) {
      inherit();  // CREATE VIRTUAL TABLE t USING fts5(...)
      return true;
    }
    bool parts = false;
    if (at_.atSign('(')) {
      readParts(at_.inside());
      parts = true;
    }
    return readOptions() || parts;
  }

  /// Something in it was not read, beyond what CREATE TABLE ... AS never tells.
  [[nodiscard]] bool whole() const { return whole_; }

  void finish(Dialect dialect) {
    decideChecks(table_.checks, dialect, &table_);
    const std::set<std::string, std::less<>> keys(table_.primaryKey.columns.begin(), table_.primaryKey.columns.end());
    for (Column& column : table_.columns) {
      if (keys.count(column.name) == 0) continue;
      column.primaryKey = true;
      if (dialect != Dialect::Sqlite) column.nullable = false;  // SQLite takes NULL in keys
    }
    if (!whole_) inherit();
  }

 private:
  void inherit() { table_.certainty = Certainty::Partial; }

  void readParts(Cursor inner) {
    if (inner.at("SELECT") || inner.at("WITH")) {  // CREATE TABLE t (SELECT ...)
      inherit();
      table_.filled = true;
      return;
    }
    for (; !inner.done(); inner.acceptSign(',')) {
      readPart(inner);
      inner.skipItem();
    }
  }

  void readPart(Cursor& inner) {
    if (inner.at("LIKE") && inner.atName(1)) {
      inherit();
    } else if (atConstraint(inner)) {
      whole_ = readConstraint(inner, table_) && whole_;
    } else if (inner.at("PERIOD") && inner.wordAt(1, "FOR")) {
      whole_ = false;
    } else {
      const std::optional<Part> name = inner.part();
      if (!name || !name->known) {
        whole_ = false;
        return;
      }
      whole_ = readColumn(inner, name->text, table_) && whole_;
    }
  }

  /// ENGINE=InnoDB COMMENT='x', INHERITS (t), AS SELECT ...; true when rows of a query make the table.
  bool readOptions() {
    while (!at_.done()) {
      if (at_.at("AS") || at_.at("SELECT") || at_.at("WITH")) {
        if (at_.at("WITH") && !isQuery()) {  // WITH (fillfactor = 70)
          at_.advance();
          continue;
        }
        inherit();
        table_.filled = !endsInNoData();
        for (Column& column : table_.columns) {
          if (!column.type.isKnown()) column.nullable.reset();
        }
        return true;
      }
      if (at_.accept("INHERITS")) inherit();
      else if (at_.accept("COMMENT")) readComment();
      else if (at_.peek().holed) whole_ = false;
      at_.skip();
    }
    return false;
  }

  /// At WITH: a common table expression, no list of settings.
  [[nodiscard]] bool isQuery() const {
    return at_.wordAt(1, "RECURSIVE") || (at_.atName(1) && (at_.wordAt(2, "AS") || at_.atSign('(', 2)));
  }

  bool endsInNoData() {
    while (!at_.done()) {
      if (at_.atAll("WITH", "NO", "DATA")) return true;
      at_.skip();
    }
    return false;
  }

  void readComment() {
    at_.acceptSign('=');
    table_.comment = at_.literal();
  }

  Cursor& at_;
  Table& table_;
  bool whole_ = true;
};

}  // namespace

void readCreateTable(Cursor& at, Statement& out, bool replace) {
  CreateTable create;
  create.ifNotExists = at.accept("IF", "NOT", "EXISTS");
  const std::optional<Qualified> name = at.qualified();
  if (!name) return addUnread(out, std::nullopt, "the name of the table is only known when the program runs");
  if (!name->known)
    return addUnread(out, std::nullopt, "the name of the table is only known when the program runs",
                     Unread::Reach::NewTable);
  if (name->temporary) {
    out.words = "CREATE TEMPORARY TABLE";
    out.temporary = name->name;
    out.touchesSchema = false;
    return;
  }
  create.table.schema = name->name.first;
  create.table.name = name->name.second;
  TableReader reader(at, create.table);
  if (!reader.read()) return addUnread(out, name->name, "CREATE TABLE is not understood");
  reader.finish(at.dialect());
  if (!reader.whole()) out.understood = false;
  if (replace) add(out, DropTable{name->name, true, false});
  add(out, std::move(create));
}

}  // namespace limbeck::schema::sql
