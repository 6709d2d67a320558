#include "schema/sql_cursor.h"

#include <algorithm>

#include "schema/sql.h"
#include "text/words.h"

namespace limbeck::schema::sql {

std::string unquoted(std::string_view text, TokenKind kind, Dialect dialect) {
  if (kind == TokenKind::Body) {
    const std::size_t tag = text.find('$', 1) + 1;
    return text.size() < 2 * tag ? std::string() : std::string(text.substr(tag, text.size() - 2 * tag));
  }
  bool backslashes = kind == TokenKind::Text && dialect == Dialect::MySql;
  if (kind == TokenKind::Text && text.front() != '\'' && text.front() != '"') {
    backslashes = backslashes || text.front() == 'e' || text.front() == 'E';
    text.remove_prefix(1);
  }
  const char close = text.front() == '[' ? ']' : text.front();
  std::string value;
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] == '\\' && backslashes && i + 1 < text.size()) {
      const char c = text[++i];
      value += c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c;
    } else if (text[i] != close) {
      value += text[i];
    } else if (i + 1 < text.size()) {
      value += text[i++];
    }
  }
  return value;
}

const Token& Cursor::peek(std::size_t ahead) const {
  const std::size_t index = index_ + ahead;
  return index < end_ ? tokens_->list[index] : tokens_->list.back();
}

void Cursor::skip() {
  if (done()) return;
  const std::size_t partner = peek().partner;
  index_ = std::min(partner > index_ ? partner + 1 : index_ + 1, end_);
}

void Cursor::skipItem() {
  while (!done() && !atSign(',')) skip();
}

bool Cursor::wordAt(std::size_t ahead, std::string_view capitals) const {
  const Token& token = peek(ahead);
  return token.kind == TokenKind::Word && equalsCapitals(text(token), capitals);
}

bool Cursor::acceptSign(char sign) {
  if (!atSign(sign)) return false;
  ++index_;
  return true;
}

std::string_view Cursor::source(std::size_t from, std::size_t to) const {
  if (from >= to) return {};
  const std::uint32_t begin = tokens_->list[from].begin;
  return text_.substr(begin, tokens_->list[to - 1].end - begin);
}

std::string_view Cursor::lineBefore(std::size_t token) const {
  const std::size_t at = tokens_->list[token].begin;
  const std::size_t line = at == 0 ? std::string_view::npos : text_.rfind('\n', at - 1);
  const std::size_t begin = line == std::string_view::npos ? 0 : line + 1;
  return text_.substr(begin, at - begin);
}

std::string_view Cursor::lineFrom(std::size_t token) const {
  const std::size_t at = tokens_->list[token].begin;
  return text_.substr(at, std::min(text_.find('\n', at), text_.size()) - at);
}

bool Cursor::holed(std::size_t from, std::size_t to) const {
  for (std::size_t i = from; i < to; ++i) {
    if (tokens_->list[i].holed) return true;
  }
  return false;
}

bool Cursor::atName(std::size_t ahead) const {
  const Token& token = peek(ahead);
  const TokenKind kind = token.kind;
  return kind == TokenKind::Word || kind == TokenKind::Quoted || kind == TokenKind::Hole ||
         (kind == TokenKind::Text && text_[token.begin] == '"');
}

std::optional<Part> Cursor::part() {
  if (!atName()) return std::nullopt;
  const Token& token = peek();
  ++index_;
  if (token.holed) return Part{{}, false};
  if (token.kind != TokenKind::Word) return Part{unquoted(text(token), token.kind, dialect_)};
  return Part{is(Dialect::PostgreSql) ? lowered(text(token)) : std::string(text(token))};
}

std::optional<Qualified> Cursor::qualified() {
  std::optional<Part> last = part();
  if (!last) return std::nullopt;
  std::string space;
  bool known = last->known;
  while (acceptSign('.')) {
    acceptSign('.');  // SQL Server's tempdb..#orders
    std::optional<Part> next = part();
    space = std::move(last->text);
    last = next ? std::move(next) : Part{{}, false};
    known = known && last->known;
  }
  const std::string small = lowered(space);
  const bool temporary = small == "temp" || small == "pg_temp" || last->text.starts_with('#');
  // The schemas that need not be written.
  if (is(Dialect::PostgreSql) ? space == "public" : is(Dialect::Sqlite) && small == "main") space.clear();
  return Qualified{{std::move(space), std::move(last->text)}, known, temporary};
}

std::optional<std::string> Cursor::literal() {
  const Token& token = peek();
  if (token.kind != TokenKind::Text && token.kind != TokenKind::Body) return std::nullopt;
  ++index_;
  if (text(token).find(hole) != std::string_view::npos) return std::nullopt;
  return unquoted(text(token), token.kind, dialect_);
}

Cursor Cursor::inside() {
  Cursor inner = *this;
  inner.index_ = std::min(index_ + 1, end_);
  inner.end_ = std::min<std::size_t>(peek().partner, end_);
  skip();
  return inner;
}

std::vector<std::string> Cursor::columnList(bool& known) {
  known = atSign('(');
  if (!known) return {};
  std::vector<std::string> names;
  Cursor inner = inside();
  while (!inner.done()) {
    std::optional<Part> name = inner.part();
    if (!name || !name->known) {
      known = false;
    } else {
      names.push_back(std::move(name->text));
    }
    // (name(10) DESC)
    static constexpr std::string_view directions[] = {"ASC", "DESC"};
    if (inner.atSign('(')) inner.skip();
    if (inner.atOneOf(directions)) inner.advance();
    if (!inner.done() && !inner.atSign(',')) known = false;
    inner.skipItem();
    inner.acceptSign(',');
  }
  known = known && !names.empty();
  return names;
}

}  // namespace limbeck::schema::sql
