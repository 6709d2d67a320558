// ALTER TABLE: its actions, in order.
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "schema/sql_alter_column.h"
#include "schema/sql_readers.h"
#include "text/concat.h"

namespace limbeck::schema::sql {
namespace {

/// Actions and table options that change nothing a schema knows.
constexpr std::string_view idleInAlterTable[] = {"VALIDATE",
                                                 "ENABLE",
                                                 "DISABLE",
                                                 "FORCE",
                                                 "NO",
                                                 "OWNER",
                                                 "CLUSTER",
                                                 "RESET",
                                                 "REPLICA",
                                                 "INHERIT",
                                                 "ATTACH",
                                                 "DETACH",
                                                 "ENGINE",
                                                 "CHARSET",
                                                 "CHARACTER",
                                                 "DEFAULT",
                                                 "COLLATE",
                                                 "CONVERT",
                                                 "LOCK",
                                                 "ROW_FORMAT",
                                                 "ALGORITHM",
                                                 "ORDER",
                                                 "NOCHECK",
                                                 "CHECK",
                                                 "ANALYZE",
                                                 "OPTIMIZE",
                                                 "REBUILD",
                                                 "REORGANIZE",
                                                 "REMOVE",
                                                 "AUTO_INCREMENT",
                                                 "TRUNCATE",
                                                 "DISCARD",
                                                 "IMPORT",
                                                 "PARTITION",
                                                 "COALESCE",
                                                 "EXCHANGE",
                                                 "REPAIR",
                                                 "TABLESPACE",
                                                 "MAX_ROWS",
                                                 "KEY_BLOCK_SIZE",
                                                 "MIN_ROWS",
                                                 "CHECKSUM",
                                                 "PAGE_CHECKSUM",
                                                 "PACK_KEYS",
                                                 "STATS_PERSISTENT",
                                                 "STATS_AUTO_RECALC",
                                                 "AVG_ROW_LENGTH",
                                                 "COMPRESSION"};

class AlterReader {
 public:
  AlterReader(Cursor& at, Statement& out, TableName table) : at_(at), out_(out), table_(std::move(table)) {}

  void read() {
    do {
      const std::size_t before = out_.effects.size();
      const bool understood = readAction() && atEnd();
      if (!understood && out_.understood) {
        // What was found in the action may not be all of it.
        Unread unread{table_, concat("ALTER TABLE ", show(), " is not understood")};
        out_.understood = false;
        out_.effects.insert(out_.effects.begin() + static_cast<std::ptrdiff_t>(before), std::move(unread));
      }
      at_.skipItem();
    } while (at_.acceptSign(','));
    if (rename_) add(out_, std::move(*rename_));
    if (renamedAnywhere_)
      addUnread(out_, std::nullopt, "the new name or schema of the table is only known when the program runs");
  }

 private:
  [[nodiscard]] bool atEnd() const { return at_.done() || at_.atSign(','); }
  [[nodiscard]] std::string show() const {
    return table_.first.empty() ? table_.second : concat(table_.first, ".", table_.second);
  }

  bool readAction() {
    if (at_.accept("WITH", "CHECK") || at_.accept("WITH", "NOCHECK")) {}  // SQL Server, before ADD CONSTRAINT
    if (at_.accept("ADD")) return readAdd();
    if (at_.accept("DROP")) return readDrop();
    if (at_.accept("ALTER")) return readAlter();
    if (at_.accept("RENAME")) return readRename();
    if (at_.accept("MODIFY")) return readRewrite(false);
    if (at_.accept("CHANGE")) return readRewrite(true);
    if (at_.accept("SET")) return readSet();
    if (at_.at("COMMENT") || at_.atOneOf(idleInAlterTable)) return readOptions();
    return false;
  }

  // ADD

  bool readAdd() {
    static constexpr std::string_view others[] = {"PERIOD", "SYSTEM"};
    const bool column = at_.accept("COLUMN");
    if (!column && at_.at("PARTITION")) return skipPartitions();
    if (!column && at_.atOneOf(others)) return false;
    if (!column && readUsingIndex()) return true;
    if (!column && atConstraint(at_)) {
      Table found;
      const bool whole = readConstraint(at_, found);
      addParts(found);
      return whole;
    }
    if (at_.atSign('(')) return readColumns();
    return readColumnHere(at_);
  }

  /// ADD CONSTRAINT x UNIQUE USING INDEX i; nothing, and not moved, where it is anything else.
  bool readUsingIndex() {
    const std::size_t from = at_.index();
    Name name;
    if (at_.accept("CONSTRAINT") && !at_.at("UNIQUE") && !at_.at("PRIMARY")) name = nameFrom(at_.part());
    const bool primary = at_.accept("PRIMARY", "KEY");
    std::optional<Part> index;
    if ((primary || at_.accept("UNIQUE")) && at_.accept("USING", "INDEX") && !at_.at("TABLESPACE")) index = at_.part();
    if (!index || !index->known) {
      at_.moveTo(from);
      return false;
    }
    if (primary) add(out_, AddPrimaryKey{table_, {std::move(name), {}, {}}, index->text});
    else add(out_, AddUnique{table_, Unique{std::move(name), {}, Presence::There, {}}, index->text});
    while (!atEnd()) at_.skip();
    return true;
  }

  /// DROP PARTITION p0, p1: the last action of its statement.
  bool skipPartitions() {
    while (!at_.done()) at_.skip();
    return true;
  }

  /// ADD (a INTEGER, b INTEGER)
  bool readColumns() {
    Cursor inner = at_.inside();
    bool whole = !inner.done();
    for (; !inner.done(); inner.acceptSign(',')) {
      whole = readColumnHere(inner) && whole;
      inner.skipItem();
    }
    return whole;
  }

  bool readColumnHere(Cursor& at) {
    AddColumn add;
    add.table = table_;
    add.ifNotExists = at.accept("IF", "NOT", "EXISTS");
    const std::optional<Part> name = at.part();
    if (!name || !name->known) return false;
    Table found;
    const bool whole = readColumn(at, name->text, found);
    decideChecks(found.checks, at_.dialect(), nullptr);
    for (Check& check : found.checks) {  // the text goes into that of CREATE TABLE, wherever a line ends there
      if (check.name.isThere()) check.reflected = Reflected::Unsure;
    }
    add.column = std::move(found.columns.front());
    add.foreignKeys = std::move(found.foreignKeys);
    add.checks = std::move(found.checks);
    found.foreignKeys.clear();
    found.checks.clear();
    out_.effects.emplace_back(std::move(add));
    addParts(found);
    return whole;
  }

  void addParts(Table& found) {
    decideChecks(found.checks, at_.dialect(), nullptr);
    if (!found.primaryKey.columns.empty()) add(out_, AddPrimaryKey{table_, std::move(found.primaryKey), {}});
    for (Unique& unique : found.uniques) add(out_, AddUnique{table_, std::move(unique), {}});
    for (ForeignKey& key : found.foreignKeys) add(out_, AddForeignKey{table_, std::move(key)});
    for (Check& check : found.checks) add(out_, AddCheck{table_, std::move(check)});
    for (OtherConstraint& other : found.others) add(out_, AddOther{table_, std::move(other)});
    for (Index& index : found.indexes) add(out_, CreateIndex{table_, std::move(index), false});
  }

  // DROP

  bool readDrop() {
    if (at_.accept("CONSTRAINT")) return readDropConstraint(ConstraintKind::Any);
    if (at_.accept("FOREIGN", "KEY")) return readDropConstraint(ConstraintKind::ForeignKey);
    if (at_.atAll("PRIMARY", "KEY")) {
      at_.accept("PRIMARY", "KEY");
      // It needs no name: there is one.
      add(out_, DropConstraint{table_, Name{}, ConstraintKind::PrimaryKey, false});
      return atEnd();
    }
    const bool namesKeys = !at_.is(Dialect::PostgreSql) && !at_.is(Dialect::Sqlite);
    if (namesKeys && at_.at("CHECK") && at_.atName(1) && at_.accept("CHECK"))
      return readDropConstraint(ConstraintKind::Check);
    if (namesKeys && (at_.at("INDEX") || at_.at("KEY")) && at_.atName(1)) {
      at_.advance();
      return readDropIndexHere();
    }
    if (at_.at("PARTITION")) return skipPartitions();
    DropColumn drop;
    drop.table = table_;
    at_.accept("COLUMN");
    drop.ifExists = at_.accept("IF", "EXISTS");
    const std::optional<Part> name = at_.part();
    if (!name || !name->known) return false;
    drop.column = name->text;
    drop.cascade = readCascade();
    add(out_, std::move(drop));
    return true;
  }

  bool readCascade() {
    if (at_.accept("RESTRICT")) return false;
    return at_.accept("CASCADE");
  }

  bool readDropConstraint(ConstraintKind kind) {
    DropConstraint drop;
    drop.table = table_;
    drop.kind = kind;
    drop.ifExists = at_.accept("IF", "EXISTS");
    drop.name = nameFrom(at_.part());
    readCascade();
    add(out_, std::move(drop));
    return true;
  }

  bool readDropIndexHere() {
    DropIndex drop;
    drop.table = table_;
    drop.ifExists = at_.accept("IF", "EXISTS");
    const std::optional<Part> name = at_.part();
    if (name && name->known) drop.name = name->text;
    add(out_, std::move(drop));
    return name.has_value();
  }

  // ALTER

  bool readAlter() {
    static constexpr std::string_view idleThings[] = {"INDEX", "CONSTRAINT", "CHECK"};
    const bool column = at_.accept("COLUMN");
    if (!column && at_.atOneOf(idleThings) && at_.atName(1) && !at_.wordAt(1, "TYPE") && !at_.wordAt(1, "SET") &&
        !at_.wordAt(1, "DROP")) {
      at_.skipItem();  // VISIBLE, DEFERRABLE, ENFORCED
      return true;
    }
    AlterColumn alter;
    alter.table = table_;
    at_.accept("IF", "EXISTS");
    const std::optional<Part> name = at_.part();
    if (!name || !name->known) return false;
    alter.column = name->text;
    return readAlterColumn(at_, std::move(alter), out_);
  }

  // RENAME

  bool readRename() {
    const bool keys = !at_.is(Dialect::PostgreSql) && !at_.is(Dialect::Sqlite);
    if (at_.at("CONSTRAINT") && at_.atName(1) && at_.wordAt(2, "TO"))
      return at_.accept("CONSTRAINT") && readRenameConstraint();
    if (keys && (at_.at("INDEX") || at_.at("KEY")) && at_.atName(1) && at_.wordAt(2, "TO")) {
      at_.advance();
      return readRenameIndex();
    }
    const bool toTable =
        at_.at("TO") || at_.at("AS") || (at_.atName() && (at_.peek(1).kind == TokenKind::End || at_.atSign(',', 1)));
    if (toTable) {
      if (!at_.accept("TO")) at_.accept("AS");
      return readRenameTable();
    }
    at_.accept("COLUMN");
    at_.accept("IF", "EXISTS");
    AlterColumn alter;
    alter.table = table_;
    const std::optional<Part> from = at_.part();
    if (!at_.accept("TO")) return false;
    const std::optional<Part> to = at_.part();
    if (!from || !from->known || !to || !to->known) return false;
    alter.column = from->text;
    alter.newName = to->text;
    add(out_, std::move(alter));
    return true;
  }

  bool readRenameTable() {
    const std::optional<Qualified> to = at_.qualified();
    if (!to || !to->known) {
      renamedAnywhere_ = true;
      return to.has_value();
    }
    // On MySQL every action of the statement means the old name.
    rename_ =
        RenameTable{table_, to->name.second, to->name.first == table_.first ? std::string() : to->name.first, false};
    return true;
  }

  /// old TO new
  std::optional<std::pair<std::string, std::string>> fromTo() {
    const std::optional<Part> from = at_.part();
    at_.accept("TO");
    const std::optional<Part> to = at_.part();
    if (!from || !from->known || !to || !to->known) return std::nullopt;
    return std::pair(from->text, to->text);
  }

  bool readRenameConstraint() {
    const auto names = fromTo();
    if (names) add(out_, RenameConstraint{table_, names->first, names->second});
    return names.has_value();
  }

  bool readRenameIndex() {
    const auto names = fromTo();
    if (names) add(out_, RenameIndex{names->first, names->second, table_.first});
    return names.has_value();
  }

  // MySQL's MODIFY and CHANGE

  bool readRewrite(bool renames) {
    at_.accept("COLUMN");
    at_.accept("IF", "EXISTS");
    AlterColumn alter;
    alter.table = table_;
    const std::optional<Part> from = at_.part();
    const std::optional<Part> to = renames ? at_.part() : from;
    if (!from || !from->known || !to || !to->known) return false;
    alter.column = from->text;
    if (to->text != from->text) alter.newName = to->text;
    Table found;
    const bool whole = readColumn(at_, to->text, found);
    Column& column = found.columns.front();
    alter.type = std::move(column.type);
    alter.nullable = column.nullable;
    alter.nullableUnknown = !column.nullable;
    alter.serverDefault = std::move(column.serverDefault);
    alter.comment = column.comment.value_or(std::string());
    alter.rewritesAll = true;
    add(out_, std::move(alter));
    addParts(found);
    return whole;
  }

  // SET and options

  bool readSet() {
    static constexpr std::string_view settings[] = {"TABLESPACE", "LOGGED",     "UNLOGGED", "WITHOUT",
                                                    "ACCESS",     "STATISTICS", "WITH"};
    if (at_.atOneOf(settings) || at_.atSign('(')) {
      at_.skipItem();
      return true;
    }
    if (!at_.accept("SCHEMA")) return false;
    std::optional<Part> space = at_.part();
    if (!space || !space->known) {
      renamedAnywhere_ = true;
      return space.has_value();
    }
    if (at_.is(Dialect::PostgreSql) && space->text == "public") {
      if (table_.first.empty()) return true;
      // No change says that a table moves to the default schema.
      const std::string reason = "the table moves to the default schema";
      addUnread(out_, table_, reason);
      addUnread(out_, TableName{{}, table_.second}, reason);
    } else {
      add(out_, RenameTable{table_, table_.second, space->text, false});
    }
    return true;
  }

  /// ENGINE=InnoDB COMMENT='x': MySQL wants no comma between them.
  bool readOptions() {
    while (!atEnd()) {
      if (at_.peek().holed) return false;
      if (at_.accept("COMMENT")) {
        at_.acceptSign('=');
        std::optional<std::string> text = at_.literal();
        if (!text) return false;
        if (text->empty()) text.reset();
        add(out_, CommentTable{table_, std::move(text)});
      } else {
        at_.skip();
      }
    }
    return true;
  }

  Cursor& at_;
  Statement& out_;
  TableName table_;
  std::optional<RenameTable> rename_;
  bool renamedAnywhere_ = false;
};

}  // namespace

void readAlterTable(Cursor& at, Statement& out) {
  out.ifExists = at.accept("IF", "EXISTS");
  at.accept("ONLY");
  const std::optional<Qualified> name = at.qualified();
  if (!name || !name->known) {
    // Some table changes, but for ALTER TABLE x RENAME TO y and SET SCHEMA, and for what may be one of these.
    bool moves = !name || at.peek().holed;
    for (; !at.done(); at.advance()) moves = moves || at.at("RENAME") || at.at("SCHEMA");
    return addUnread(out, std::nullopt, "the name of the table is only known when the program runs",
                     moves ? Unread::Reach::Anything : Unread::Reach::AnyTable);
  }
  at.acceptSign('*');
  if (name->temporary) {
    out.touchesSchema = false;
    return;
  }
  AlterReader(at, out, name->name).read();
}

}  // namespace limbeck::schema::sql
