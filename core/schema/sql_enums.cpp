// PostgreSQL's types: CREATE TYPE, ALTER TYPE, DROP TYPE, and the DO block that creates one unless it is there.
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
    for (Cursor inner = at_.inside(); !inner.done(); inner.advance()) asksForTypes = asksForTypes || inner.at("PG_TYPE");
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
  }
  out.effects.clear();
  addUnread(out, std::nullopt, "a DO block runs code that is not read");
}

}  // namespace limbeck::schema::sql
