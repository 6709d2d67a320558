#include "schema/sql_alter_column.h"

#include <utility>

namespace limbeck::schema::sql {
namespace {

/// [SET DATA] TYPE text COLLATE "C" USING x::text
bool readNewType(Cursor& at, AlterColumn& alter) {
  if (at.atPartEnd()) return false;
  alter.type = readType(at).type;
  if (at.accept("COLLATE")) at.qualified();
  if (at.at("USING")) at.skipItem();
  return true;
}

/// SQL Server: ALTER COLUMN name NVARCHAR(50) NOT NULL
bool readNewDefinition(Cursor& at, AlterColumn& alter) {
  Table found;
  const bool whole = readColumn(at, alter.column, found);
  alter.type = std::move(found.columns.front().type);
  alter.nullable = found.columns.front().nullable;
  alter.nullableUnknown = !alter.nullable;
  return whole;
}

bool readSetting(Cursor& at, AlterColumn& alter) {
  if (at.accept("NOT", "NULL")) {
    alter.nullable = false;
  } else if (at.accept("DEFAULT")) {
    alter.serverDefault = readDefault(at);
  } else if (at.accept("DATA", "TYPE")) {
    return readNewType(at, alter);
  } else if (at.accept("EXPRESSION")) {
    alter.serverDefault = readGenerated(at);
    return alter.serverDefault.has_value();
  } else {
    return false;
  }
  return true;
}

bool readDropped(Cursor& at, AlterColumn& alter) {
  if (at.accept("NOT", "NULL")) {
    alter.nullable = true;
  } else if (at.accept("DEFAULT") || at.accept("IDENTITY") || at.accept("EXPRESSION")) {
    at.accept("IF", "EXISTS");
    alter.serverDefault = Default{};
  } else {
    return false;
  }
  return true;
}

/// SET STATISTICS 100, RESET (n_distinct), RESTART WITH 5, SET GENERATED ALWAYS
bool skipIdle(Cursor& at) {
  static constexpr std::string_view settings[] = {"STATISTICS", "STORAGE",  "COMPRESSION", "GENERATED", "INCREMENT",
                                                  "MINVALUE",   "MAXVALUE", "START",       "RESTART",   "CACHE",
                                                  "CYCLE",      "NO",       "VISIBLE",     "INVISIBLE"};
  const bool idle =
      at.at("RESET") || at.at("RESTART") || (at.at("SET") && (at.atOneOf(settings, 1) || at.atSign('(', 1)));
  if (idle) at.skipItem();
  return idle;
}

}  // namespace

bool readAlterColumn(Cursor& at, AlterColumn alter, Statement& out) {
  if (skipIdle(at)) return true;
  bool understood = false;
  if (at.accept("SET")) {
    understood = readSetting(at, alter);
  } else if (at.accept("DROP")) {
    understood = readDropped(at, alter);
  } else if (at.accept("TYPE")) {
    understood = readNewType(at, alter);
  } else if (at.accept("ADD")) {
    alter.serverDefault = readGenerated(at);
    understood = alter.serverDefault.has_value();
  } else if (at.accept("RENAME", "TO")) {
    const std::optional<Part> name = at.part();
    understood = name && name->known;
    if (understood) alter.newName = name->text;
  } else if (at.is(Dialect::Generic) && at.kind() == TokenKind::Word) {
    understood = readNewDefinition(at, alter);
  }
  if (understood) add(out, std::move(alter));
  return understood;
}

}  // namespace limbeck::schema::sql
