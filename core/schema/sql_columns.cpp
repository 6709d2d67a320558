// Columns: name, type, and the attributes and constraints that stand behind them.
#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "schema/sql_readers.h"
#include "schema/sql_types.h"
#include "text/words.h"

namespace limbeck::schema::sql {
namespace {

/// Words that end a type or a default: what follows belongs to the column. All of them are reserved somewhere, or mean
/// nothing behind a type.
constexpr std::string_view columnWords[] = {
    "NOT",        "NULL",       "DEFAULT",        "PRIMARY",    "UNIQUE",    "REFERENCES",    "CHECK",
    "CONSTRAINT", "GENERATED",  "AUTO_INCREMENT", "COLLATE",    "COMMENT",   "KEY",           "FIRST",
    "AFTER",      "VISIBLE",    "INVISIBLE",      "VIRTUAL",    "STORED",    "AUTOINCREMENT", "USING",
    "STORAGE",    "IDENTITY",   "FOREIGN",        "DEFERRABLE", "INITIALLY", "PERSISTED",     "COMPRESSION",
    "CHARSET",    "PERSISTENT", "COLUMN_FORMAT",  "SPARSE",     "ENFORCED"};

bool endsType(const Cursor& at) {
  return at.atOneOf(columnWords) || at.at("AS") || at.at("ON") || at.atAll("CHARACTER", "SET");
}

/// Words without a consequence for the schema, once the column's type is read.
constexpr std::string_view idleAfterColumn[] = {"DEFERRABLE",   "VISIBLE",    "INVISIBLE", "STORED", "VIRTUAL",
                                                "PERSISTED",    "PERSISTENT", "ENFORCED",  "FIRST",  "SPARSE",
                                                "ROWGUIDCOL",   "CLUSTERED",  "BINARY",    "ASC",    "DESC",
                                                "NONCLUSTERED", "UNSIGNED",   "ZEROFILL",  "ASCII",  "UNICODE"};
/// Such words with another one behind them.
constexpr std::string_view idlePairs[] = {"INITIALLY", "AFTER", "STORAGE",       "COMPRESSION", "COLLATE",
                                          "CHARSET",   "NO",    "COLUMN_FORMAT", "SRID",        "MATCH"};

class ColumnReader {
 public:
  ColumnReader(Cursor& at, std::string name, Table& into) : at_(at), into_(into), start_(at.index()) {
    column_.name = std::move(name);
  }

  bool read() {
    ReadType first;
    if (!at_.atPartEnd() && !endsType(at_)) first = readType(at_);
    column_.type = std::move(first.type);
    column_.nullable = true;
    hidden_ = first.holed;
    whole_ = !hidden_;
    if (first.serial) {
      column_.nullable = false;
      column_.autoincrement = true;
      column_.serverDefault.kind = Default::Kind::Unknown;
    }
    while (!at_.atPartEnd()) {
      if (!readOne()) {
        whole_ = false;
        if (at_.peek().holed) hidden_ = true;
        at_.skip();
      }
    }
    if (hidden_) {
      if (column_.nullable == true) column_.nullable.reset();
      if (!column_.serverDefault.isThere()) column_.serverDefault.kind = Default::Kind::Unknown;
    }
    if (column_.primaryKey && !at_.is(Dialect::Sqlite)) column_.nullable = false;  // SQLite takes NULL in keys
    into_.columns.push_back(std::move(column_));
    return whole_;
  }

 private:
  /// How SQLAlchemy finds it on SQLite: the name, a space, letters and figures, a space, UNIQUE, and all on one line.
  [[nodiscard]] Reflected reflected(std::size_t unique) const {
    if (!at_.is(Dialect::Sqlite) || start_ == 0) return Reflected::Yes;
    std::string_view text = at_.source(start_ - 1, unique);
    const bool quoted = text.starts_with('"');
    if (quoted) {
      if (at_.lineBefore(start_ - 1).find('"') != std::string_view::npos) return Reflected::Unsure;
      text.remove_prefix(std::min(text.find('"', 1), text.size() - 1) + 1);
    } else if (text.starts_with('`') || text.starts_with('[')) {
      return Reflected::Unsure;
    }
    bool tabs = false;
    for (const char c : text) {
      const bool plain =
          (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == ' ';
      if (!plain && c != '\t') return Reflected::No;
      tabs = tabs || c == '\t';
    }
    if (at_.lineBefore(unique).find_last_not_of(" \t") == std::string_view::npos)
      return Reflected::No;  // UNIQUE begins a line
    const bool typed = unique > start_;
    return !typed ? Reflected::No : tabs ? Reflected::Unsure : Reflected::Yes;
  }

  Name takeName() { return std::exchange(name_, Name{}); }

  bool readOne() {
    if (at_.accept("CONSTRAINT")) {
      name_ = nameFrom(at_.part());
      return true;
    }
    if (readPlain() || readKeys()) return true;
    if (std::optional<Default> generated = readGenerated(at_)) {
      if (generated->kind == Default::Kind::Identity) {
        column_.nullable = false;
        column_.autoincrement = true;
      }
      column_.serverDefault = std::move(*generated);
      return true;
    }
    return readIdle();
  }

  bool readPlain() {
    if (at_.accept("NOT", "NULL")) {
      column_.nullable = false;
    } else if (at_.accept("NULL")) {
      column_.nullable = true;
    } else if (at_.accept("DEFAULT")) {
      column_.serverDefault = readDefault(at_);
    } else if (at_.accept("AUTO_INCREMENT") || at_.accept("AUTOINCREMENT")) {
      column_.autoincrement = true;
    } else if (at_.accept("COMMENT")) {
      at_.acceptSign('=');
      if (at_.kind() != TokenKind::Text) return false;
      column_.comment = at_.literal();
      if (!column_.comment) whole_ = false;
    } else {
      return false;
    }
    name_ = {};  // a named NOT NULL or DEFAULT is no constraint of ours
    return true;
  }

  bool readKeys() {
    if (at_.accept("PRIMARY", "KEY") || (at_.is(Dialect::MySql) && at_.accept("KEY"))) {
      column_.primaryKey = true;
      into_.primaryKey.name = takeName();
      into_.primaryKey.columns = {column_.name};
    } else if (at_.accept("UNIQUE")) {
      const std::size_t uniqueAt = at_.index() - 1;
      at_.accept("KEY");
      if (at_.accept("NULLS")) {
        at_.accept("NOT");
        at_.accept("DISTINCT");
      }
      Unique unique;
      unique.name = takeName();
      unique.columns = {column_.name};
      unique.inlineSql = true;
      unique.reflected = reflected(uniqueAt);
      into_.uniques.push_back(std::move(unique));
    } else if (at_.accept("REFERENCES") || at_.accept("FOREIGN", "KEY", "REFERENCES")) {
      ForeignKey key;
      key.name = takeName();
      key.columns = {column_.name};
      key.inlineSql = true;
      // MySQL reads and forgets it before version 9; MariaDB does not.
      if (at_.is(Dialect::MySql)) key.presence = Presence::Maybe;
      whole_ = readReferences(at_, key) && whole_;
      into_.foreignKeys.push_back(std::move(key));
    } else if (at_.at("CHECK") && at_.atSign('(', 1)) {
      at_.advance();
      whole_ = readCheck(at_, takeName(), into_) && whole_;
    } else {
      return false;
    }
    return true;
  }

  bool readIdle() {
    if (at_.accept("ON", "UPDATE")) {
      at_.advance();
      if (at_.atSign('(')) at_.skip();
    } else if (at_.accept("ON", "CONFLICT") || at_.accept("CHARACTER", "SET") ||
               at_.accept("USING", "INDEX", "TABLESPACE")) {
      at_.advance();
    } else if (at_.accept("NOT")) {  // NOT VALID, NOT DEFERRABLE, NOT ENFORCED, NOT FOR REPLICATION
      if (at_.accept("FOR")) at_.accept("REPLICATION");
      else at_.advance();
    } else if (at_.at("WITH") && at_.atSign('(', 1)) {
      at_.advance();
      at_.skip();
    } else if (at_.atOneOf(idlePairs)) {
      at_.advance();
      if (at_.atPartEnd() || at_.peek().holed) return false;
      at_.qualified();
    } else if (at_.atOneOf(idleAfterColumn)) {
      at_.advance();
    } else {
      return false;
    }
    return true;
  }

  Cursor& at_;
  Table& into_;
  Column column_;
  std::size_t start_;  ///< behind the column's name
  Name name_;          ///< of the constraint that comes next
  bool whole_ = true;
  bool hidden_ = false;  ///< a hole stands where anything may
};

}  // namespace

bool readColumn(Cursor& at, std::string name, Table& into) { return ColumnReader(at, std::move(name), into).read(); }

ReadType readType(Cursor& at) {
  ReadType read;
  const std::size_t from = at.index();
  read.serial = isSerial(at.text(at.peek()));
  // The first word is of the type, whatever it is.
  do {
    read.holed = read.holed || at.peek().holed;
    at.skip();
  } while (!at.atPartEnd() && !endsType(at));
  read.type = typeOfSql(at.source(from, at.index()));
  return read;
}

Default readDefault(Cursor& at) {
  const std::size_t from = at.index();
  while (!at.atPartEnd()) {
    at.skip();
    // DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP is one text for SQLAlchemy.
    if (at.accept("ON", "UPDATE")) continue;
    if (at.atOneOf(columnWords) || at.at("ON") || at.at("WITH")) break;
  }
  Default value;
  value.text = at.source(from, at.index());
  if (value.text.find(hole) != std::string::npos) {
    value.kind = Default::Kind::Unknown;
    value.text.clear();
  } else if (lowered(value.text) == "null" || value.text.empty()) {
    value.text.clear();
  } else {
    value.kind = Default::Kind::Sql;
  }
  return value;
}

std::optional<Default> readGenerated(Cursor& at) {
  Default value;
  const std::size_t from = at.index();
  if (at.accept("IDENTITY")) {
    if (at.atSign('(')) at.skip();
    value.kind = Default::Kind::Identity;
    return value;
  }
  if (at.accept("GENERATED") && !at.accept("ALWAYS")) at.accept("BY", "DEFAULT");
  at.accept("ON", "NULL");
  if (at.accept("AS", "IDENTITY")) {
    if (at.atSign('(')) at.skip();
    value.kind = Default::Kind::Identity;
    return value;
  }
  if (!at.at("AS") || !at.atSign('(', 1)) {
    at.moveTo(from);
    return std::nullopt;
  }
  at.advance();
  const std::size_t open = at.index();
  at.skip();
  value.kind = Default::Kind::Computed;
  value.text = open + 1 < at.index() ? at.source(open + 1, at.index() - 1) : std::string_view();
  if (value.text.find(hole) != std::string::npos) {
    value.text.clear();
    value.kind = Default::Kind::Unknown;
  }
  value.stored = at.accept("STORED") || at.accept("PERSISTED") || at.accept("PERSISTENT");
  at.accept("VIRTUAL");
  return value;
}

}  // namespace limbeck::schema::sql
