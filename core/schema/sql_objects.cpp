// DROP and RENAME of tables, indexes, comments, and SQL Server's sp_rename.
#include <utility>

#include "schema/sql_readers.h"

namespace limbeck::schema::sql {
namespace {

constexpr std::string_view unknownTable = "the name of the table is only known when the program runs";

/// The comment behind IS; false when it cannot be known. Empty for NULL.
bool readCommentText(Cursor& at, std::string& text) {
  if (!at.accept("IS")) return false;
  if (at.accept("NULL")) return true;
  std::optional<std::string> literal = at.literal();
  if (literal) text = std::move(*literal);
  return literal.has_value();
}

}  // namespace

void readDropTable(Cursor& at, Statement& out) {
  const bool ifExists = at.accept("IF", "EXISTS");
  const std::size_t first = out.effects.size();
  bool temporary = false;
  bool unknown = false;
  do {
    const std::optional<Qualified> name = at.qualified();
    if (!name || !name->known) {
      unknown = true;
      at.skipItem();
    } else if (name->temporary) {
      temporary = true;
    } else {
      add(out, DropTable{name->name, ifExists, false});
    }
  } while (at.acceptSign(','));
  if (unknown) addUnread(out, std::nullopt, std::string(unknownTable));
  if (temporary && out.effects.size() == first) out.touchesSchema = false;
  if (at.accept("CASCADE")) {
    for (Effect& effect : out.effects) {
      if (auto* drop = std::get_if<DropTable>(&effect)) drop->cascade = true;
    }
  }
}

void readRenameTable(Cursor& at, Statement& out) {
  do {
    at.accept("IF", "EXISTS");
    const std::optional<Qualified> from = at.qualified();
    if (!at.accept("TO")) return addUnread(out, std::nullopt, "RENAME TABLE is not understood");
    const std::optional<Qualified> to = at.qualified();
    if (!from || !from->known || !to || !to->known) return addUnread(out, std::nullopt, std::string(unknownTable));
    const std::string space = to->name.first == from->name.first ? std::string() : to->name.first;
    add(out, RenameTable{from->name, to->name.second, space, false});
  } while (at.acceptSign(','));
}

void readCreateIndex(Cursor& at, Statement& out, bool unique) {
  out.concurrently = at.accept("CONCURRENTLY");
  CreateIndex create;
  create.index.unique = unique;
  create.ifNotExists = at.accept("IF", "NOT", "EXISTS");
  if (!at.at("ON")) {
    const std::optional<Qualified> name = at.qualified();
    create.index.name = name && name->known ? Name::written(name->name.second) : Name::unknown();
  }
  if (at.accept("USING")) at.advance();
  if (!at.accept("ON")) return addUnread(out, std::nullopt, "CREATE INDEX is not understood");
  at.accept("ONLY");
  const std::optional<Qualified> table = at.qualified();
  if (!table || !table->known) return addUnread(out, std::nullopt, std::string(unknownTable), Unread::Reach::AnyTable);
  if (table->temporary) return;
  create.table = table->name;
  if (at.accept("USING")) at.advance();
  bool known = at.atSign('(');
  if (known) create.index.parts = readIndexParts(at, known);
  while (!at.done() && !at.accept("WHERE")) at.skip();
  const std::size_t from = at.index();
  while (!at.done()) at.skip();
  create.index.where = at.source(from, at.index());
  create.index.whereOnSqlite = !create.index.where.empty();
  known = known && create.index.where.find(hole) == std::string::npos;
  if (!known) return addUnread(out, create.table, "CREATE INDEX is not understood");
  add(out, std::move(create));
}

void readDropIndex(Cursor& at, Statement& out) {
  out.concurrently = at.accept("CONCURRENTLY");
  const bool ifExists = at.accept("IF", "EXISTS");
  do {
    DropIndex drop;
    drop.ifExists = ifExists;
    const std::optional<Qualified> name = at.qualified();
    if (name && name->known) {
      drop.name = name->name.second;
      drop.schema = name->name.first;
    }
    if (at.accept("ON")) {
      const std::optional<Qualified> table = at.qualified();
      if (!table || !table->known) return addUnread(out, std::nullopt, std::string(unknownTable));
      drop.table = table->name;
    }
    add(out, std::move(drop));
    at.skipItem();
  } while (at.acceptSign(','));
}

void readAlterIndex(Cursor& at, Statement& out) {
  out.ifExists = at.accept("IF", "EXISTS");
  const std::optional<Qualified> from = at.qualified();
  if (!at.accept("RENAME", "TO")) {
    // SET TABLESPACE, ATTACH PARTITION, ALTER COLUMN 1 SET STATISTICS; behind a hole anything may stand.
    if (at.peek().holed) addUnread(out, std::nullopt, "ALTER INDEX is not understood");
    return;
  }
  const std::optional<Part> to = at.part();
  if (!from || !from->known || !to || !to->known) {
    return addUnread(out, std::nullopt, "the name of the index is only known when the program runs");
  }
  add(out, RenameIndex{from->name.second, to->text, from->name.first});
}

void readComment(Cursor& at, Statement& out) {
  const bool onTable = at.accept("TABLE");
  if (!onTable && !at.accept("COLUMN")) return;
  std::string text;
  if (onTable) {
    const std::optional<Qualified> table = at.qualified();
    if (!table || !table->known)
      return addUnread(out, std::nullopt, std::string(unknownTable), Unread::Reach::AnyTable);
    if (!readCommentText(at, text))
      return addUnread(out, table->name, "the comment is only known when the program runs");
    CommentTable comment{table->name, std::nullopt};
    if (!text.empty()) comment.comment = std::move(text);
    return add(out, std::move(comment));
  }
  std::vector<Part> parts;
  do {
    const std::optional<Part> part = at.part();
    parts.push_back(part ? *part : Part{{}, false});
  } while (at.acceptSign('.'));
  const std::size_t count = parts.size();
  const auto unknown = [&](std::size_t behind) { return count < behind || !parts[count - behind].known; };
  if (unknown(2) || (count > 2 && unknown(3)))
    return addUnread(out, std::nullopt, std::string(unknownTable), Unread::Reach::AnyTable);
  std::string space = count > 2 ? parts[count - 3].text : std::string();
  if (at.is(Dialect::PostgreSql) && space == "public") space.clear();
  const TableName table{std::move(space), parts[count - 2].text};
  if (unknown(1) || !readCommentText(at, text))
    return addUnread(out, table, "the comment is only known when the program runs");
  AlterColumn alter;
  alter.table = table;
  alter.column = parts.back().text;
  alter.comment = std::move(text);
  add(out, std::move(alter));
}

void readSpRename(Cursor& at, Statement& out) {
  std::vector<std::string> arguments;
  do {
    if (at.atSign('@')) {  // @objname = 'users'
      while (!at.done() && !at.acceptSign('=')) at.advance();
    }
    std::optional<std::string> argument = at.literal();
    if (!argument) return addUnread(out, std::nullopt, "sp_rename is not understood");
    arguments.push_back(std::move(*argument));
  } while (at.acceptSign(','));
  if (arguments.size() < 2) return addUnread(out, std::nullopt, "sp_rename is not understood");
  const std::string kind = arguments.size() > 2 ? arguments[2] : std::string();

  Lexer lexer(arguments[0], Dialect::Generic);
  Tokens tokens;
  lexer.all(tokens);
  Cursor name(arguments[0], tokens, Dialect::Generic);
  std::vector<std::string> parts;
  do {
    const std::optional<Part> part = name.part();
    parts.push_back(part ? part->text : std::string());
  } while (name.acceptSign('.'));
  const std::size_t count = parts.size();
  const auto from = [&](std::size_t behind) { return count < behind ? std::string() : parts[count - behind]; };
  if (kind.empty()) {
    add(out, RenameTable{{from(2), from(1)}, arguments[1], {}, false});
  } else if (equalsCapitals(kind, "COLUMN") && count >= 2) {
    AlterColumn alter;
    alter.table = {from(3), from(2)};
    alter.column = from(1);
    alter.newName = arguments[1];
    add(out, std::move(alter));
  } else if (equalsCapitals(kind, "INDEX") && count >= 2) {
    add(out, RenameIndex{from(1), arguments[1], from(3)});
  } else {
    addUnread(out, std::nullopt, "sp_rename is not understood");
  }
}

}  // namespace limbeck::schema::sql
