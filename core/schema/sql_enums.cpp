// PostgreSQL's types: CREATE TYPE, ALTER TYPE, DROP TYPE, and the DO block that creates one unless it is there.
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "schema/sql_readers.h"

namespace limbeck::schema::sql {
namespace {

constexpr std::string_view unknownType = "the name of the type is only known when the program runs";

/// ('new', 'paid'); nothing known when one of them is not.
void readValues(Cursor inner, EnumType& type) {
  for (; !inner.done(); inner.acceptSign(',')) {
    std::optional<std::string> value = inner.literal();
    if (!value || (!inner.done() && !inner.atSign(','))) type.valuesKnown = false;
    else type.values.push_back(std::move(*value));
    inner.skipItem();
  }
  if (!type.valuesKnown) type.values.clear();
}

}  // namespace

void readCreateType(Cursor& at, Statement& out) {
  CreateEnum create;
  create.ifNotExists = at.accept("IF", "NOT", "EXISTS");
  const std::optional<Qualified> name = at.qualified();
  if (!name || !name->known) return addUnread(out, std::nullopt, std::string(unknownType));
  create.type.schema = name->name.first;
  create.type.name = name->name.second;
  if (at.accept("AS", "ENUM") && at.atSign('(')) {
    readValues(at.inside(), create.type);
  } else {
    create.type.valuesKnown = false;  // a composite, a range: a type is there, and DROP TYPE finds it
  }
  add(out, std::move(create));
}

void readAlterType(Cursor& at, Statement& out) {
  const std::optional<Qualified> name = at.qualified();
  if (!name || !name->known) return addUnread(out, std::nullopt, std::string(unknownType));
  AlterEnum alter;
  alter.type = name->name;
  if (at.accept("ADD", "VALUE")) {
    alter.ifNotExists = at.accept("IF", "NOT", "EXISTS");
    std::optional<std::string> value = at.literal();
    if (!value) return addUnread(out, std::nullopt, "the new value of the type is only known when the program runs");
    alter.added.push_back(std::move(*value));
  } else if (at.accept("RENAME", "VALUE")) {
    std::optional<std::string> from = at.literal();
    const bool to = at.accept("TO");
    std::optional<std::string> value = at.literal();
    if (!from || !to || !value) return addUnread(out, std::nullopt, "ALTER TYPE is not understood");
    alter.renamedValue.emplace(std::move(*from), std::move(*value));
  } else if (at.accept("RENAME", "TO")) {
    const std::optional<Part> to = at.part();
    if (!to || !to->known) return addUnread(out, std::nullopt, std::string(unknownType));
    alter.newName = to->text;
  } else {
    static constexpr std::string_view idle[] = {"OWNER", "ADD", "DROP", "ALTER", "RENAME", "SET"};
    // Attributes of composite types are nobody's business; SET SCHEMA is no change that can be told.
    if (!at.atOneOf(idle) || at.wordAt(1, "SCHEMA") || at.peek(1).holed) {
      addUnread(out, std::nullopt, "ALTER TYPE is not understood");
    }
    return;
  }
  add(out, std::move(alter));
}

void readDropType(Cursor& at, Statement& out) {
  const bool ifExists = at.accept("IF", "EXISTS");
  bool unknown = false;
  do {
    const std::optional<Qualified> name = at.qualified();
    if (name && name->known) add(out, DropEnum{name->name, ifExists, false});
    else unknown = true;
  } while (at.acceptSign(','));
  if (unknown) addUnread(out, std::nullopt, std::string(unknownType));
  if (at.accept("CASCADE")) {
    for (Effect& effect : out.effects) {
      if (auto* drop = std::get_if<DropEnum>(&effect)) drop->cascade = true;
    }
  }
}

namespace {

/// The body of a DO block as far as it makes one type unless that is there. The cursor walks over all of it.
class BlockReader {
 public:
  BlockReader(Cursor& at, Statement& out) : at_(at), out_(out) {}

  /// BEGIN ... END, and nothing else.
  bool read() {
    if (!at_.accept("BEGIN")) return false;
    while (!at_.done() && !at_.at("END") && !at_.at("EXCEPTION")) {
      if (!(at_.at("IF") ? readGuard() : readCreate())) return false;
    }
    if (at_.accept("EXCEPTION") && !readHandler()) return false;
    if (!at_.accept("END")) return false;
    at_.acceptSign(';');
    return at_.done();
  }

 private:
  /// IF NOT EXISTS (SELECT 1 FROM pg_type WHERE typname = 'status') THEN CREATE TYPE ...; END IF;
  bool readGuard() {
    if (!at_.accept("IF", "NOT", "EXISTS") || !at_.atSign('(')) return false;
    bool asksForTypes = false;
    for (Cursor inner = at_.inside(); !inner.done(); inner.advance())
      asksForTypes = asksForTypes || inner.at("PG_TYPE");
    if (!asksForTypes || !at_.accept("THEN") || !readCreate()) return false;
    makeConditional();
    return at_.accept("END", "IF") && at_.acceptSign(';');
  }

  bool readCreate() {
    if (!at_.accept("CREATE", "TYPE")) return false;
    const std::size_t from = at_.index();
    while (!at_.done() && !at_.atSign(';')) at_.skip();
    const std::size_t end = at_.index();
    if (!at_.acceptSign(';')) return false;
    at_.moveTo(from);
    const std::size_t before = out_.effects.size();
    readCreateType(at_, out_);
    while (at_.index() < end) at_.skip();
    at_.acceptSign(';');
    ++created_;
    return out_.understood && out_.effects.size() == before + 1;
  }

  /// EXCEPTION WHEN duplicate_object THEN null;
  bool readHandler() {
    if (created_ != 1 || !at_.accept("WHEN", "DUPLICATE_OBJECT", "THEN")) return false;
    makeConditional();
    if (at_.accept("RAISE", "NOTICE")) {
      while (!at_.done() && !at_.atSign(';')) at_.skip();
    } else if (!at_.accept("NULL")) {
      return false;
    }
    return at_.acceptSign(';');
  }

  void makeConditional() {
    if (auto* create = std::get_if<CreateEnum>(&out_.effects.back())) create->ifNotExists = true;
  }

  Cursor& at_;
  Statement& out_;
  unsigned created_ = 0;
};

/// Any other block: which tables its DDL names. What it does to them, and whether, is not read.
class BlockScanner {
 public:
  BlockScanner(Cursor& at, Statement& out, unsigned depth) : at_(at), out_(out), depth_(depth) {}

  void scan() {
    for (; !at_.done(); at_.advance()) {
      const bool text = at_.kind() == TokenKind::Text || at_.kind() == TokenKind::Body;
      if (at_.kind() == TokenKind::Hole || (at_.peek().holed && !text)) anything();
      else if (at_.accept("GRANT") || at_.accept("REVOKE") || at_.accept("COMMENT") || at_.accept("TRUNCATE")) toEnd();
      else if (at_.accept("EXECUTE")) readExecute();
      else if (at_.accept("CREATE") || at_.accept("ALTER") || at_.accept("DROP")) readDdl();
    }
  }

 private:
  void anything() { addUnread(out_, std::nullopt, "a DO block runs code that is not read"); }
  void some(std::optional<Qualified> table, Unread::Reach reach) {
    if (table && table->temporary) return;
    if (table && table->known) addUnread(out_, std::move(table->name), "a DO block runs code that is not read");
    else addUnread(out_, std::nullopt, "a DO block runs code that is not read", reach);
  }

  void toEnd() {
    while (!at_.done() && !at_.atSign(';')) {
      if (at_.peek().holed && at_.kind() == TokenKind::Word) anything();
      at_.advance();
    }
  }

  /// EXECUTE 'ALTER TABLE x ...'; a text that is put together may be anything.
  void readExecute() {
    if (at_.at("FUNCTION") || at_.at("PROCEDURE")) return toEnd();
    const bool constant =
        (at_.kind() == TokenKind::Text || at_.kind() == TokenKind::Body) && !at_.peek().holed && at_.atSign(';', 1);
    if (!constant || depth_ > 2) return anything();
    std::string text;
    if (at_.kind() == TokenKind::Body) {
      text = at_.text(at_.peek());
      const std::size_t tag = text.find('$', 1) + 1;
      text = text.size() < 2 * tag ? std::string() : text.substr(tag, text.size() - 2 * tag);
    } else {
      text = at_.literal().value_or("");
    }
    Lexer lexer(text, at_.dialect());
    Tokens tokens;
    lexer.all(tokens);
    Cursor inner(text, tokens, at_.dialect());
    if (tokens.cut) anything();
    BlockScanner(inner, out_, depth_ + 1).scan();
  }

  void readDdl() {
    static constexpr std::string_view adjectives[] = {"OR",      "REPLACE",   "UNIQUE", "UNLOGGED", "CONSTRAINT",
                                                      "FOREIGN", "RECURSIVE", "LOCAL",  "GLOBAL"};
    static constexpr std::string_view idle[] = {
        "ROLE",      "USER",   "GROUP",  "FUNCTION", "PROCEDURE", "TRIGGER",      "EXTENSION",   "POLICY", "VIEW",
        "SEQUENCE",  "RULE",   "SERVER", "LANGUAGE", "AGGREGATE", "STATISTICS",   "PUBLICATION", "EVENT",  "DATABASE",
        "COLLATION", "DOMAIN", "CAST",   "OPERATOR", "ROUTINE",   "SUBSCRIPTION", "TEXT",        "DEFAULT"};
    while (at_.atOneOf(adjectives)) at_.advance();
    if (at_.at("TEMP") || at_.at("TEMPORARY") || at_.at("MATERIALIZED") || at_.atOneOf(idle)) return toEnd();
    if (at_.accept("SCHEMA")) return readSchema();
    if (at_.accept("TABLE")) return readTable();
    if (at_.accept("INDEX")) return readIndex();
    anything();
    toEnd();
  }

  void readSchema() {
    for (; !at_.done() && !at_.atSign(';'); at_.advance()) {
      if (at_.at("CASCADE") || at_.at("RENAME") || at_.at("TABLE") || at_.peek().holed) anything();
    }
  }

  void readTable() {
    if (!at_.accept("IF", "NOT", "EXISTS")) at_.accept("IF", "EXISTS");
    at_.accept("ONLY");
    const std::optional<Qualified> table = at_.qualified();
    some(table, Unread::Reach::Anything);
    for (; !at_.done() && !at_.atSign(';'); at_.advance()) {
      // DROP TABLE a, b; ALTER TABLE a RENAME TO b
      const bool other = at_.atSign(',') && at_.atName(1) && !at_.at("ADD");
      if (at_.atAll("RENAME", "TO") || at_.atAll("SET", "SCHEMA") || at_.at("CASCADE")) anything();
      if (other && (at_.atSign(';', 2) || at_.atSign(',', 2) || at_.atSign('.', 2))) anything();
    }
  }

  void readIndex() {
    while (!at_.done() && !at_.atSign(';') && !at_.at("ON")) at_.advance();
    if (!at_.accept("ON")) return some(std::nullopt, Unread::Reach::AnyTable);
    at_.accept("ONLY");
    some(at_.qualified(), Unread::Reach::AnyTable);
    toEnd();
  }

  Cursor& at_;
  Statement& out_;
  unsigned depth_;
};

}  // namespace

void readDo(Cursor& at, Statement& out) {
  if (at.accept("LANGUAGE")) at.advance();
  const Token& token = at.peek();
  if (token.kind == TokenKind::Body) {
    std::string_view body = at.text(token);
    const std::size_t tag = body.find('$', 1) + 1;
    body = body.size() < 2 * tag ? std::string_view() : body.substr(tag, body.size() - 2 * tag);
    Lexer lexer(body, at.dialect());
    Tokens tokens;
    lexer.all(tokens);
    Cursor inner(body, tokens, at.dialect());
    if (!tokens.cut && BlockReader(inner, out).read()) return;
    out.effects.clear();
    out.understood = true;
    if (!tokens.cut) {
      inner.moveTo(0);
      return BlockScanner(inner, out, 0).scan();
    }
  }
  out.effects.clear();
  addUnread(out, std::nullopt, "a DO block runs code that is not read");
}

}  // namespace limbeck::schema::sql
