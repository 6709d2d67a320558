// INSERT, DELETE, TRUNCATE, COPY: no change of the schema, but rows come and go.
#include <utility>

#include "schema/sql_readers.h"

namespace limbeck::schema::sql {
namespace {

using What = TouchRows::What;

/// A table that is not constant is none that could be named.
void touch(Statement& out, const std::optional<Qualified>& table, What what) {
  if (table && table->known && !table->temporary) add(out, TouchRows{table->name, what});
}

/// INSERT OR REPLACE INTO t, INSERT IGNORE t, REPLACE INTO t
void readInsert(Cursor& at, Statement& out) {
  static constexpr std::string_view manners[] = {"OR",   "REPLACE", "IGNORE",        "ROLLBACK",  "ABORT",
                                                 "FAIL", "DELAYED", "HIGH_PRIORITY", "OVERWRITE", "LOW_PRIORITY"};
  while (at.atOneOf(manners)) at.advance();
  at.accept("INTO");
  at.accept("TABLE");
  touch(out, at.qualified(), What::Come);
}

/// Without WHERE nothing is left.
void readDelete(Cursor& at, Statement& out) {
  static constexpr std::string_view some[] = {"WHERE", "USING", "JOIN", "INNER", "LEFT", "CROSS", "LIMIT", "ORDER"};
  if (!at.accept("FROM")) return;
  at.accept("ONLY");
  const std::optional<Qualified> table = at.qualified();
  for (; !at.done(); at.skip()) {
    if (at.atSign(',') || at.peek().holed) return;
    if (at.atOneOf(some)) return touch(out, table, What::Change);
  }
  touch(out, table, What::Go);
}

/// UPDATE ONLY t SET a = 1, UPDATE OR IGNORE t SET a = 1; several tables are none.
void readUpdate(Cursor& at, Statement& out) {
  static constexpr std::string_view manners[] = {"OR",    "REPLACE", "IGNORE",       "ROLLBACK",
                                                 "ABORT", "FAIL",    "LOW_PRIORITY", "ONLY"};
  while (at.atOneOf(manners)) at.advance();
  const std::optional<Qualified> table = at.qualified();
  static constexpr std::string_view others[] = {"JOIN", "INNER", "LEFT", "CROSS"};
  for (; !at.done() && !at.at("SET"); at.skip()) {
    if (at.atOneOf(others) || at.atSign(',') || at.peek().holed) return;
  }
  if (!at.done()) touch(out, table, What::Change);
}

void readTruncate(Cursor& at, Statement& out) {
  at.accept("TABLE");
  do {
    at.accept("ONLY");
    touch(out, at.qualified(), What::Go);
    at.acceptSign('*');
  } while (at.acceptSign(','));
}

/// COPY t (a, b) FROM STDIN
void readCopy(Cursor& at, Statement& out) {
  const std::optional<Qualified> table = at.qualified();
  if (at.atSign('(')) at.skip();
  if (at.at("FROM")) touch(out, table, What::Come);
}

/// LOAD DATA LOCAL INFILE 'x' INTO TABLE t
void readLoad(Cursor& at, Statement& out) {
  while (!at.done() && !at.accept("INTO", "TABLE")) at.skip();
  touch(out, at.qualified(), What::Come);
}

/// WITH moved AS (DELETE FROM a RETURNING *) INSERT INTO b SELECT ...
void readWith(Cursor& at, Statement& out) {
  static constexpr std::string_view verbs[] = {"SELECT", "INSERT", "UPDATE", "DELETE", "MERGE", "VALUES"};
  while (!at.done() && !at.atOneOf(verbs)) {
    if (at.atSign('(')) {
      Cursor inner = at.inside();
      if (inner.accept("INSERT")) readInsert(inner, out);
      else if (inner.accept("DELETE")) readDelete(inner, out);
    } else {
      at.advance();
    }
  }
  if (!at.done()) readRows(at, out);
}

/// SELECT * INTO copies FROM t: a table of its own, but on MySQL variables and files.
void readSelect(Cursor& at, Statement& out) {
  if (at.is(Dialect::MySql) || at.is(Dialect::Sqlite)) return;
  while (!at.done() && !at.at("INTO") && !at.at("FROM")) at.skip();
  if (!at.accept("INTO")) return;
  const bool temporary = at.accept("TEMP") || at.accept("TEMPORARY");
  at.accept("UNLOGGED");
  at.accept("TABLE");
  const std::optional<Qualified> name = at.qualified();
  if (!name || !name->known)
    return addUnread(out, std::nullopt, "the name of the table is only known when the program runs");
  if (temporary || name->temporary) {
    out.temporary = name->name;
    return;
  }
  CreateTable create;
  create.table.schema = name->name.first;
  create.table.name = name->name.second;
  create.table.certainty = Certainty::Partial;
  create.table.filled = true;
  out.touchesSchema = true;
  add(out, std::move(create));
}

}  // namespace

bool readRows(Cursor& at, Statement& out) {
  if (at.accept("SELECT")) {
    out.words = "SELECT";
    readSelect(at, out);
  } else if (at.accept("WITH")) {
    out.words = "WITH";
    readWith(at, out);
  } else if (at.accept("INSERT")) {
    out.words = "INSERT INTO";
    readInsert(at, out);
  } else if (at.accept("REPLACE")) {
    out.words = "REPLACE INTO";
    readInsert(at, out);
  } else if (at.accept("DELETE")) {
    out.words = "DELETE FROM";
    readDelete(at, out);
  } else if (at.accept("TRUNCATE")) {
    out.words = "TRUNCATE";
    readTruncate(at, out);
  } else if (at.accept("COPY")) {
    out.words = "COPY";
    readCopy(at, out);
  } else if (at.accept("LOAD", "DATA")) {
    out.words = "LOAD DATA";
    readLoad(at, out);
  } else if (at.accept("UPDATE")) {
    out.words = "UPDATE";
    readUpdate(at, out);
  } else if (at.accept("MERGE")) {
    out.words = "MERGE";
  } else {
    return false;
  }
  return true;
}

}  // namespace limbeck::schema::sql
