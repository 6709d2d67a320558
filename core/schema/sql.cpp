#include "schema/sql.h"

#include <algorithm>
#include <utility>

#include "schema/sql_cursor.h"
#include "schema/sql_readers.h"
#include "text/concat.h"

namespace limbeck::schema {
namespace sql {
namespace {

/// So much SQL in one text is a dump of a database, and no migration. It bounds what a hostile text can make us keep.
constexpr std::size_t statementLimit = 50'000;
constexpr std::size_t tokenLimit = 200'000;

/// What has no effect on tables and enum types, by its first word.
constexpr std::string_view idleStatements[] = {
    "SET",      "COMMIT",     "BEGIN",    "ROLLBACK", "START",   "END",      "ABORT",      "SAVEPOINT",
    "RELEASE",  "LOCK",       "UNLOCK",   "ANALYZE",  "VACUUM",  "GRANT",    "REVOKE",     "REFRESH",
    "NOTIFY",   "LISTEN",     "UNLISTEN", "SHOW",     "EXPLAIN", "RESET",    "USE",        "CLUSTER",
    "REINDEX",  "CHECKPOINT", "DISCARD",  "VALUES",   "TABLE",   "OPTIMIZE", "REPAIR",     "FLUSH",
    "DESCRIBE", "DECLARE",    "FETCH",    "MOVE",     "CLOSE",   "PREPARE",  "DEALLOCATE", "SECURITY",
    "REASSIGN", "ATTACH",     "DETACH",   "KILL",     "PRINT",   "WAITFOR",  "DESC",       "CHECK"};

/// Objects that are none of ours, behind CREATE, ALTER and DROP.
constexpr std::string_view idleObjects[] = {
    "STATISTICS", "EXTENSION", "FUNCTION",     "PROCEDURE",   "TRIGGER",  "VIEW",       "POLICY",
    "ROLE",       "DOMAIN",    "CAST",         "PUBLICATION", "SEQUENCE", "USER",       "GROUP",
    "RULE",       "SERVER",    "SUBSCRIPTION", "DATABASE",    "EVENT",    "LANGUAGE",   "AGGREGATE",
    "OPERATOR",   "COLLATION", "TABLESPACE",   "ROUTINE",     "TEXT",     "CONVERSION", "TRANSFORM",
    "SYSTEM",     "SYNONYM",   "LOGIN",        "ACCESS",      "LARGE",    "INSTANCE",   "LOGFILE"};

/// Between CREATE and the kind of object.
constexpr std::string_view adjectives[] = {
    "OR",      "REPLACE",    "UNLOGGED",    "GLOBAL",    "LOCAL",     "RECURSIVE",    "CONSTRAINT",
    "TRUSTED", "PROCEDURAL", "EDITIONABLE", "ALGORITHM", "SQL",       "SECURITY",     "DEFINER",
    "INVOKER", "ONLINE",     "OFFLINE",     "IGNORE",    "CLUSTERED", "NONCLUSTERED", "FULLTEXT"};

void named(Statement& out, std::string_view verb, std::string_view object) {
  out.words = object.empty() ? std::string(verb) : concat(verb, " ", object);
  out.touchesSchema = true;
}

void addNotUnderstood(Statement& out) {
  addUnread(out, std::nullopt,
            concat(out.words.empty() ? std::string_view("the statement") : std::string_view(out.words),
                   " is not understood"));
}

/// The word that comes next; nothing when it is not constant.
std::string nextWord(const Cursor& at) {
  if (at.kind() != TokenKind::Word || at.peek().holed) return {};
  std::string large(at.text(at.peek()).substr(0, 40));
  for (char& c : large) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return large;
}

/// CREATE VIEW IF NOT EXISTS v AS SELECT 1: rows may be there under that name.
void readView(Cursor& at, Statement& out) {
  at.accept("IF", "NOT", "EXISTS");
  const std::optional<Qualified> name = at.qualified();
  if (name && name->known && !name->temporary) add(out, TouchRows{name->name, TouchRows::What::View});
}

/// Views, functions, roles and all that: nothing happens to tables. False when the object is none of these.
bool readIdleObject(Cursor& at, Statement& out, std::string_view verb) {
  // Foreign tables are no tables for SQLAlchemy's inspector.
  if (at.atAll("MATERIALIZED", "VIEW") || at.atAll("FOREIGN", "TABLE") || at.atAll("FOREIGN", "DATA")) {
    const bool data = at.wordAt(1, "DATA");
    named(out, verb, concat(nextWord(at), at.wordAt(1, "VIEW") ? " VIEW" : data ? " DATA WRAPPER" : " TABLE"));
    at.advance();
    at.advance();
    if (verb == "CREATE" && !data) readView(at, out);
    return true;
  }
  if (!at.atOneOf(idleObjects)) return false;
  const bool view = verb == "CREATE" && at.at("VIEW");
  named(out, verb, nextWord(at));
  if (view) {
    at.advance();
    readView(at, out);
  }
  return true;
}

/// DROP SCHEMA takes what is in it along on MySQL, and elsewhere with CASCADE.
void readSchema(Cursor& at, Statement& out, std::string_view verb) {
  named(out, verb, "SCHEMA");
  bool cascade = at.is(Dialect::MySql);
  for (; !at.done(); at.skip()) {
    if (at.at("CASCADE") || at.peek().holed) cascade = true;
    // CREATE SCHEMA x CREATE TABLE y (...); ALTER SCHEMA x RENAME TO y
    if (at.at("TABLE") || at.at("RENAME")) return addNotUnderstood(out);
  }
  if (verb == "DROP" && cascade) addUnread(out, std::nullopt, "everything in the schema is dropped");
}

/// Behind TABLE: its name as written, without quotes.
std::string tableAt(Cursor at) {
  if (!at.accept("IF", "NOT", "EXISTS")) at.accept("IF", "EXISTS");
  at.accept("ONLY");
  const std::size_t from = at.index();
  if (!at.qualified()) return {};
  std::string name(at.source(from, at.index()));
  std::erase_if(name, [](char c) { return c == '"' || c == '`' || c == '[' || c == ']'; });
  return name;
}

/// TABLE of CREATE, ALTER and DROP, with the words before it.
bool acceptTable(Cursor& at, Statement& out, std::string_view verb) {
  if (!at.accept("TABLE")) return false;
  named(out, verb, "TABLE");
  out.table = tableAt(at);
  return true;
}

void readTemporaryTable(Cursor& at, Statement& out) {
  out.words = "CREATE TEMPORARY TABLE";
  out.touchesSchema = false;
  at.accept("IF", "NOT", "EXISTS");
  std::optional<Qualified> name = at.qualified();
  if (name && name->known) out.temporary = std::move(name->name);
}

void readCreate(Cursor& at, Statement& out) {
  const bool replace = at.atAll("OR", "REPLACE");
  bool temporary = false;
  bool unique = false;
  // CREATE DEFINER=`root`@`%` TRIGGER, CREATE OR REPLACE ALGORITHM=MERGE VIEW
  for (std::size_t words = 0; words < 16 && !at.done(); ++words) {
    if (at.accept("TEMP") || at.accept("TEMPORARY")) temporary = true;
    else if (at.accept("UNIQUE")) unique = true;
    else if (at.acceptSign('=') || at.acceptSign('@')) at.skip();
    else if (at.atOneOf(adjectives) || (at.at("SPATIAL") && at.wordAt(1, "INDEX"))) at.advance();
    else break;
  }
  const bool isVirtual = at.atAll("VIRTUAL", "TABLE");
  if (isVirtual) at.advance();
  if (acceptTable(at, out, isVirtual ? "CREATE VIRTUAL" : "CREATE")) {
    if (temporary) return readTemporaryTable(at, out);
    readCreateTable(at, out, replace);
  } else if (at.accept("INDEX")) {
    named(out, "CREATE", "INDEX");
    readCreateIndex(at, out, unique);
  } else if (at.accept("TYPE")) {
    named(out, "CREATE", "TYPE");
    readCreateType(at, out);
  } else if (at.accept("SCHEMA")) {
    readSchema(at, out, "CREATE");
  } else if (!readIdleObject(at, out, "CREATE")) {
    named(out, "CREATE", nextWord(at));
    addNotUnderstood(out);
  }
}

void readAlter(Cursor& at, Statement& out) {
  for (const std::string_view word : {"ONLINE", "OFFLINE", "IGNORE"}) at.accept(word);
  if (acceptTable(at, out, "ALTER")) {
    readAlterTable(at, out);
  } else if (at.accept("INDEX")) {
    named(out, "ALTER", "INDEX");
    readAlterIndex(at, out);
  } else if (at.accept("TYPE")) {
    named(out, "ALTER", "TYPE");
    readAlterType(at, out);
  } else if (at.accept("SCHEMA")) {
    readSchema(at, out, "ALTER");
  } else if (at.atAll("DEFAULT", "PRIVILEGES")) {
    out.words = "ALTER DEFAULT PRIVILEGES";
  } else if (!readIdleObject(at, out, "ALTER")) {
    named(out, "ALTER", nextWord(at));
    addNotUnderstood(out);
  }
}

void readDrop(Cursor& at, Statement& out) {
  if (at.atAll("TEMPORARY", "TABLE")) {
    out.words = "DROP TEMPORARY TABLE";
  } else if (acceptTable(at, out, "DROP")) {
    readDropTable(at, out);
  } else if (at.accept("INDEX")) {
    named(out, "DROP", "INDEX");
    readDropIndex(at, out);
  } else if (at.accept("TYPE")) {
    named(out, "DROP", "TYPE");
    readDropType(at, out);
  } else if (at.accept("SCHEMA") || (at.is(Dialect::MySql) && at.accept("DATABASE"))) {
    readSchema(at, out, "DROP");
  } else if (!readIdleObject(at, out, "DROP")) {
    named(out, "DROP", nextWord(at));
    addNotUnderstood(out);
  }
}

/// Everything that is neither rows nor CREATE, ALTER, DROP.
void readOther(Cursor& at, Statement& out) {
  const bool run = at.at("EXEC") || at.at("EXECUTE");
  if (run ? at.wordAt(1, "SP_RENAME") : at.at("SP_RENAME")) {
    if (run) at.advance();
    at.advance();
    out.words = "SP_RENAME";
    out.touchesSchema = true;
    return readSpRename(at, out);
  }
  if (at.accept("COMMENT", "ON")) {
    named(out, "COMMENT", "ON");
    readComment(at, out);
  } else if (at.accept("RENAME", "TABLE") || at.accept("RENAME", "TABLES")) {
    named(out, "RENAME", "TABLE");
    readRenameTable(at, out);
  } else if (at.accept("DO")) {
    out.words = "DO";
    out.touchesSchema = true;
    readDo(at, out);
  } else if (at.accept("PRAGMA")) {
    out.words = concat("PRAGMA ", nextWord(at));
  } else if (at.atOneOf(idleStatements)) {
    out.words = nextWord(at);
    // BEGIN ... END of a procedural dialect, which the lexer keeps in one piece.
    const bool block = at.at("BEGIN") && at.peek(1).kind == TokenKind::Word;
    if (block && !continuesBegin(at.text(at.peek(1))))
      addUnread(out, std::nullopt, "a block of statements is not read");
  } else {
    out.words = nextWord(at);
    if (at.peek().holed) return addUnread(out, std::nullopt, "the statement is only known when the program runs");
    addNotUnderstood(out);
  }
}

}  // namespace

void addUnread(Statement& out, std::optional<TableName> table, std::string reason, Unread::Reach reach) {
  out.understood = false;
  if (table) reach = Unread::Reach::Table;
  for (const Effect& effect : out.effects) {
    const auto* unread = std::get_if<Unread>(&effect);
    if (unread != nullptr && unread->table == table && unread->reach == reach) return;
  }
  add(out, Unread{std::move(table), std::move(reason), reach});
}

void readStatement(Cursor& at, Statement& out) {
  while (at.acceptSign('(')) {}  // (SELECT ...) UNION ...
  if (readRows(at, out)) return;
  if (at.accept("CREATE")) readCreate(at, out);
  else if (at.accept("ALTER")) readAlter(at, out);
  else if (at.accept("DROP")) readDrop(at, out);
  else readOther(at, out);
}

}  // namespace sql

std::vector<Statement> readSql(std::string_view text, Dialect dialect) {
  std::vector<Statement> statements;
  sql::Lexer lexer(text, dialect);
  sql::Tokens tokens;
  std::size_t read = 0;
  while (lexer.next(tokens)) {
    Statement statement;
    statement.span = tokens.span;
    sql::Cursor at(text, tokens, dialect);
    sql::readStatement(at, statement);
    sql::judge(sql::Cursor(text, tokens, dialect), tokens.cut, statement);
    // Of statements that move rows the first words are enough.
    const bool deep = statement.touchesSchema || !statement.understood;
    if (deep) read += tokens.list.size();
    const bool over = read > sql::tokenLimit || statements.size() + 1 >= sql::statementLimit;
    if (over || (deep && tokens.cut)) {
      statement.effects.clear();
      sql::addUnread(statement, std::nullopt, "there is more SQL than is read");
    }
    if (over) statement.span.end = lexer.rest().end;
    statements.push_back(std::move(statement));
    if (over) break;
  }
  return statements;
}

std::string literalOf(std::string_view text) {
  std::string written = "'";
  for (const char c : text) written.append(c == '\'' ? 2 : 1, c);
  return written + "'";
}

}  // namespace limbeck::schema
