// Constraints and indexes as they stand in CREATE TABLE and behind ALTER TABLE ... ADD.
#include <string>
#include <string_view>
#include <utility>

#include "schema/sql_readers.h"
#include "schema/sql_types.h"
#include "text/words.h"

namespace limbeck::schema::sql {
namespace {

/// USING BTREE, KEY_BLOCK_SIZE = 4, CLUSTERED: before and behind the columns of a key.
void skipKeyOptions(Cursor& at) {
  static constexpr std::string_view options[] = {"CLUSTERED", "NONCLUSTERED", "BTREE", "HASH"};
  while (!at.atPartEnd() && !at.atSign('(')) {
    if (at.accept("USING") || at.atOneOf(options)) at.advance();
    else return;
  }
}

/// What may stand behind a constraint without being one: DEFERRABLE, INCLUDE (...), WITH (...), COMMENT 'x'.
bool skipTail(Cursor& at) {
  static constexpr std::string_view words[] = {"NOT",        "DEFERRABLE", "INITIALLY", "DEFERRED",
                                               "IMMEDIATE",  "ENFORCED",   "VALID",     "NO",
                                               "INHERIT",    "INCLUDE",    "WITH",      "USING",
                                               "TABLESPACE", "INDEX",      "COMMENT",   "VISIBLE",
                                               "INVISIBLE",  "BTREE",      "HASH",      "KEY_BLOCK_SIZE",
                                               "PARSER",     "ON",         "CONFLICT",  "ROLLBACK",
                                               "ABORT",      "FAIL",       "IGNORE",    "REPLACE",
                                               "PRIMARY",    "WHERE",      "ENABLE",    "ASC",
                                               "DESC",       "FILLFACTOR", "CLUSTERED", "ENGINE_ATTRIBUTE",
                                               "IGNORED"};
  bool whole = true;
  bool tablespace = false;
  for (; !at.atPartEnd(); at.skip()) {
    const bool named = std::exchange(tablespace, at.at("TABLESPACE") || at.at("PARSER") || at.at("ON"));
    if (at.kind() == TokenKind::Word && !named && !at.atOneOf(words)) whole = false;
    if (at.peek().holed) whole = false;
  }
  return whole;
}

class ConstraintReader {
 public:
  ConstraintReader(Cursor& at, Table& into) : at_(at), into_(into) {}

  bool read() {
    if (at_.accept("CONSTRAINT") && !startsKind(at_)) name_ = nameFrom(at_.part());
    bool whole = false;
    if (at_.accept("PRIMARY", "KEY")) whole = readPrimaryKey();
    else if (at_.accept("UNIQUE")) whole = readUnique();
    else if (at_.accept("FOREIGN", "KEY")) whole = readForeignKey();
    else if (at_.at("CHECK") && at_.atSign('(', 1)) whole = readCheckHere();
    else if (at_.accept("EXCLUDE")) whole = readExclude();
    else if (acceptIndex()) whole = readIndex();
    whole = skipTail(at_) && whole;
    at_.skipItem();
    return whole;
  }

  static bool startsKind(const Cursor& at) {
    return at.atAll("PRIMARY", "KEY") || at.atAll("FOREIGN", "KEY") || (at.at("CHECK") && at.atSign('(', 1)) ||
           at.at("UNIQUE");
  }

 private:
  /// The name of a key on MySQL stands behind the word; a name behind CONSTRAINT goes first.
  void readKeyName() {
    at_.accept("IF", "NOT", "EXISTS");
    skipKeyOptions(at_);
    if (!at_.atSign('(') && at_.atName() && !at_.at("USING")) {
      const Name name = nameFrom(at_.part());
      if (!name_.isThere() && name_.isKnown()) name_ = name;
    }
    skipKeyOptions(at_);
  }

  bool readPrimaryKey() {
    skipKeyOptions(at_);
    PrimaryKey key;
    bool known = false;
    key.name = std::move(name_);
    key.columns = at_.columnList(known);
    if (!known) return false;
    into_.primaryKey = std::move(key);
    return true;
  }

  bool readUnique() {
    if (!at_.accept("KEY")) at_.accept("INDEX");
    if (at_.accept("NULLS")) {
      at_.accept("NOT");
      at_.accept("DISTINCT");
    }
    readKeyName();
    Unique unique;
    bool known = false;
    unique.name = std::move(name_);
    unique.columns = at_.columnList(known);
    if (known) into_.uniques.push_back(std::move(unique));
    return known;
  }

  bool readForeignKey() {
    readKeyName();
    ForeignKey key;
    bool known = false;
    key.name = std::move(name_);
    key.columns = at_.columnList(known);
    if (!known || !at_.accept("REFERENCES")) return false;
    known = readReferences(at_, key);
    into_.foreignKeys.push_back(std::move(key));
    return known;
  }

  bool readCheckHere() {
    at_.advance();
    return readCheck(at_, std::move(name_), into_);
  }

  bool readExclude() {
    OtherConstraint other;
    other.name = std::move(name_);
    into_.others.push_back(std::move(other));
    at_.skipItem();
    return true;
  }

  bool acceptIndex() {
    const bool special = at_.accept("FULLTEXT") || at_.accept("SPATIAL");
    return at_.accept("INDEX") || at_.accept("KEY") || special;
  }

  bool readIndex() {
    readKeyName();
    if (!at_.atSign('(')) return false;
    Index index;
    bool known = false;
    index.name = std::move(name_);
    index.parts = readIndexParts(at_, known);
    if (known) into_.indexes.push_back(std::move(index));
    return known;
  }

  Cursor& at_;
  Table& into_;
  Name name_;
};

/// INDEX name (a): `index` and `key` may be columns where these words are not reserved.
bool atIndex(const Cursor& at) {
  if (at.is(Dialect::PostgreSql) || at.is(Dialect::Sqlite)) return false;
  if (at.at("FULLTEXT") || at.at("SPATIAL"))
    return at.wordAt(1, "INDEX") || at.wordAt(1, "KEY") || at.atSign('(', 1) || at.atSign('(', 2);
  if (!at.at("INDEX") && !at.at("KEY")) return false;
  if (at.atSign('(', 1) || at.wordAt(1, "USING") || at.atAll("INDEX", "IF") || at.atAll("KEY", "IF")) return true;
  if (!at.atName(1) || isTypeWord(at.text(at.peek(1)))) return false;
  return at.atSign('(', 2) || at.wordAt(2, "USING");
}

/// RESTRICT, SET NULL (a): in capitals.
std::string readAction(Cursor& at) {
  for (const std::string_view action : {"CASCADE", "RESTRICT"}) {
    if (at.accept(action)) return std::string(action);
  }
  if (at.accept("NO", "ACTION")) return "NO ACTION";
  std::string action;
  if (at.accept("SET", "NULL")) action = "SET NULL";
  else if (at.accept("SET", "DEFAULT")) action = "SET DEFAULT";
  if (!action.empty() && at.atSign('(')) at.skip();
  return action;
}

/// SQLAlchemy reads checks on SQLite line by line: CONSTRAINT, a name, CHECK, and all up to the last parenthesis.
Reflected reflected(const Cursor& at, const Name& name, std::size_t open) {
  const std::string before = uppered(at.lineBefore(open));
  const std::string_view behind = at.lineFrom(open);
  const std::size_t last = behind.rfind(')');
  const bool constraint = before.find("CONSTRAINT") != std::string::npos;
  const bool other = uppered(behind).find("CHECK") != std::string::npos;
  if (last == std::string_view::npos) return Reflected::No;
  if (!name.isThere()) return constraint || other ? Reflected::Unsure : Reflected::Yes;
  const std::string_view text = at.source(open, at.index());
  const bool alone = before.find("CONSTRAINT") == before.rfind("CONSTRAINT") &&
                     before.find("CHECK") == before.rfind("CHECK") && constraint;
  return alone && !other && last + 1 == text.size() ? Reflected::Yes : Reflected::Unsure;
}

}  // namespace

Name nameFrom(const std::optional<Part>& part) {
  return part && part->known ? Name::written(part->text) : Name::unknown();
}

bool atConstraint(const Cursor& at) {
  if (at.at("CONSTRAINT")) return true;
  if (ConstraintReader::startsKind(at) || atIndex(at)) return true;
  return at.at("EXCLUDE") && (at.wordAt(1, "USING") || at.atSign('(', 1));
}

bool readConstraint(Cursor& at, Table& into) { return ConstraintReader(at, into).read(); }

bool readReferences(Cursor& at, ForeignKey& key) {
  const std::optional<Qualified> target = at.qualified();
  if (!target || !target->known) return false;
  key.schema = target->name.first;
  key.table = target->name.second;
  bool known = true;
  if (at.atSign('(')) key.targets = at.columnList(known);
  if (!known) key.targets.clear();
  while (known) {
    if (at.accept("ON", "DELETE")) known = !(key.onDelete = readAction(at)).empty();
    else if (at.accept("ON", "UPDATE")) known = !(key.onUpdate = readAction(at)).empty();
    else if (at.accept("MATCH")) at.advance();
    else break;
  }
  return known;
}

bool readCheck(Cursor& at, Name name, Table& into) {
  const std::size_t open = at.index();
  at.skip();
  Check check;
  check.name = std::move(name);
  check.sql = open + 1 < at.index() ? at.source(open + 1, at.index() - 1) : std::string_view();
  if (at.is(Dialect::Sqlite) && open > 0) check.reflected = reflected(at, check.name, open);
  into.checks.push_back(std::move(check));
  return true;
}

void decideChecks(std::vector<Check>& checks, Dialect dialect, const Table* table) {
  for (Check& check : checks) {
    check.columns = columnsIn(check.sql, dialect, table);
    if (check.sql.find(hole) != std::string::npos) check.sql.clear();
  }
}

std::vector<IndexPart> readIndexParts(Cursor& at, bool& known) {
  std::vector<IndexPart> parts;
  Cursor inner = at.inside();
  known = !inner.done();
  for (; !inner.done(); inner.acceptSign(',')) {
    const std::size_t from = inner.index();
    const bool length = inner.atSign('(', 1) && inner.peek(2).kind == TokenKind::Number && inner.atSign(')', 3);
    const bool plain = inner.atName() && !inner.atSign('.', 1) &&
                       (!inner.atSign('(', 1) || (length && !inner.is(Dialect::PostgreSql)));
    IndexPart part;
    if (plain) {
      const std::optional<Part> column = inner.part();
      part.text = column->text;
      known = known && column->known;
      if (inner.atSign(':') || inner.atSign('-')) known = false;  // ((data->>'x')) without its parentheses
    } else {
      part.expression = true;
      const bool bare = inner.atSign('(');
      inner.skip();
      while (!bare && (inner.atSign('(') || inner.acceptSign('.'))) inner.skip();
      part.text = bare ? inner.source(from + 1, inner.index() - 1) : inner.source(from, inner.index());
      if (part.text.find(hole) != std::string::npos) known = false;
    }
    parts.push_back(std::move(part));
    inner.skipItem();  // COLLATE "C" text_pattern_ops DESC NULLS LAST
  }
  return parts;
}

}  // namespace limbeck::schema::sql
