#include "schema/sql_tokens.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>

#include "schema/sql.h"

namespace limbeck::schema::sql {
namespace {

bool isSpace(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool isDigit(char c) { return c >= '0' && c <= '9'; }

bool startsWord(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == hole ||
         static_cast<unsigned char>(c) >= 0x80;
}

bool continuesWord(char c) { return startsWord(c) || isDigit(c) || c == '$'; }

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

std::uint32_t place(std::size_t offset) { return static_cast<std::uint32_t>(offset); }

/// Which `;` end a statement: not those between BEGIN and END of a trigger, a routine or a block.
class Bodies {
 public:
  [[nodiscard]] bool holdsSemicolon() const { return depth_ > 0; }

  void read(std::string_view text, const Token& token) {
    if (token.kind != TokenKind::Word) {
      afterDot_ = token.sign == '.';
      closed_ = false;
      return;
    }
    const std::string_view word = text.substr(token.begin, token.end - token.begin);
    if (++words_ == 1) first_ = word;
    const bool isName = std::exchange(afterDot_, false);
    if (!isName) (routine_ ? readBody(word) : readHead(word));
  }

 private:
  void readHead(std::string_view word) {
    if (words_ == 1) {
      routine_ = equalsCapitals(word, "IF") || equalsCapitals(word, "WHILE");
    } else if (equalsCapitals(first_, "BEGIN")) {
      if (words_ == 2 && !continuesBegin(word)) {
        routine_ = true;
        depth_ = 1;
      }
    } else if (!decided_ && (equalsCapitals(first_, "CREATE") || equalsCapitals(first_, "ALTER"))) {
      // The first word that says what kind of object it is; names come behind it.
      static constexpr std::string_view routines[] = {"TRIGGER", "PROCEDURE", "FUNCTION", "EVENT"};
      static constexpr std::string_view others[] = {"TABLE",  "INDEX",    "VIEW", "TYPE", "SEQUENCE",
                                                    "SCHEMA", "DATABASE", "ROLE", "USER", "POLICY"};
      const auto same = [&](std::string_view one) { return equalsCapitals(word, one); };
      routine_ = std::any_of(std::begin(routines), std::end(routines), same);
      decided_ = routine_ || std::any_of(std::begin(others), std::end(others), same);
    }
  }

  void readBody(std::string_view word) {
    if (std::exchange(closed_, false)) {
      // END CASE closes one thing; END IF, END LOOP and their like close what was never counted.
      for (const std::string_view kind : {"IF", "LOOP", "WHILE", "REPEAT", "FOR"}) {
        if (equalsCapitals(word, kind)) ++depth_;
      }
      if (equalsCapitals(word, "CASE")) return;
    }
    if (equalsCapitals(word, "BEGIN") || (depth_ > 0 && equalsCapitals(word, "CASE"))) {
      ++depth_;
    } else if (depth_ > 0 && equalsCapitals(word, "END")) {
      --depth_;
      closed_ = true;
    }
  }

  std::size_t words_ = 0;
  std::string_view first_;
  bool routine_ = false;
  bool decided_ = false;
  bool afterDot_ = false;
  bool closed_ = false;
  std::size_t depth_ = 0;
};

}  // namespace

bool equalsCapitals(std::string_view text, std::string_view capitals) {
  if (text.size() != capitals.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (upper(text[i]) != capitals[i]) return false;
  }
  return true;
}

bool continuesBegin(std::string_view word) {
  static constexpr std::string_view transactions[] = {"TRANSACTION", "TRAN",       "WORK",      "ISOLATION",
                                                      "READ",        "DEFERRED",   "IMMEDIATE", "EXCLUSIVE",
                                                      "NOT",         "DEFERRABLE", "CONCURRENT"};
  return std::any_of(std::begin(transactions), std::end(transactions),
                     [&](std::string_view one) { return equalsCapitals(word, one); });
}

bool Lexer::next(Tokens& tokens) {
  do {
    if (!skipSpace()) return false;
    read(tokens, true);
  } while (tokens.list.size() == 1);
  return true;
}

void Lexer::all(Tokens& tokens) {
  skipSpace();
  read(tokens, false);
}

Span Lexer::rest() const { return {place(at_), place(text_.size())}; }

void Lexer::read(Tokens& tokens, bool split) {
  tokens.list.clear();
  tokens.cut = false;
  tokens.span = {place(at_), place(at_)};
  std::vector<std::uint32_t> open;
  Bodies bodies;
  while (skipSpace()) {
    Token token = readToken();
    bodies.read(text_, token);
    if (split && token.sign == ';' && !bodies.holdsSemicolon()) break;
    tokens.span.end = token.end;
    if (tokens.list.size() >= tokensOfStatement) {
      tokens.cut = true;
      continue;
    }
    const std::uint32_t index = place(tokens.list.size());
    token.partner = index;
    if (token.sign == '(') {
      open.push_back(index);
    } else if (token.sign == ')' && !open.empty()) {
      token.partner = open.back();
      tokens.list[open.back()].partner = index;
      open.pop_back();
    }
    tokens.list.push_back(token);
  }
  const std::uint32_t end = place(tokens.list.size());
  for (const std::uint32_t index : open) tokens.list[index].partner = end;
  Token last;
  last.begin = last.end = tokens.span.end;
  last.partner = end;
  tokens.list.push_back(last);
}

/// White space, comments, and the backslash that keeps SQLAlchemy's text() from taking `:x` for a parameter.
bool Lexer::skipSpace() {
  while (at_ < text_.size()) {
    const char c = text_[at_];
    const char after = at(at_ + 1);
    const bool mySql = dialect_ == Dialect::MySql;
    if (isSpace(c) || c == '\0' || c == '\\') {
      ++at_;
    } else if ((c == '-' && after == '-' && (!mySql || isSpace(at(at_ + 2)) || at(at_ + 2) == '\0')) ||
               (c == '#' && mySql)) {
      at_ = std::min(text_.find('\n', at_), text_.size());
    } else if (c == '/' && after == '*') {
      skipBlockComment();
    } else if (c == '*' && after == '/' && inVersionComment_) {
      inVersionComment_ = false;
      at_ += 2;
    } else {
      return true;
    }
  }
  return false;
}

void Lexer::skipBlockComment() {
  if (dialect_ == Dialect::MySql && at(at_ + 2) == '!') {
    inVersionComment_ = true;
    at_ += 3;
    while (isDigit(at(at_))) ++at_;
    return;
  }
  std::size_t depth = 1;
  at_ += 2;
  while (at_ < text_.size() && depth > 0) {
    if (text_[at_] == '*' && at(at_ + 1) == '/') {
      --depth;
      at_ += 2;
    } else if (dialect_ == Dialect::PostgreSql && text_[at_] == '/' && at(at_ + 1) == '*') {
      ++depth;
      at_ += 2;
    } else {
      ++at_;
    }
  }
}

Token Lexer::readToken() {
  const char c = text_[at_];
  const std::size_t from = at_;
  const bool mySql = dialect_ == Dialect::MySql;
  if (c == '\'') return quoted(TokenKind::Text, from, '\'', mySql);
  if (c == '"') return quoted(mySql ? TokenKind::Text : TokenKind::Quoted, from, '"', mySql);
  if (c == '`') return quoted(TokenKind::Quoted, from, '`', false);
  if (c == '[' && opensBracketName()) return quoted(TokenKind::Quoted, from, ']', false);
  if (c == '$') {
    if (const std::size_t size = dollarTag(); size > 0) {
      const std::string_view tag = text_.substr(at_, size);
      const std::size_t close = text_.find(tag, at_ + size);
      at_ = close == std::string_view::npos ? text_.size() : close + size;
      Token token;
      token.kind = TokenKind::Body;
      token.begin = place(from);
      token.end = place(at_);
      return token;
    }
  }
  if (startsWord(c) || isDigit(c)) return readWord();
  if (c == '#' && dialect_ == Dialect::Generic && startsWord(at(at_ + 1)))
    return readWord();  // SQL Server's temporary tables
  Token token;
  token.kind = TokenKind::Sign;
  token.sign = c;
  token.begin = place(from);
  token.end = place(++at_);
  return token;
}

Token Lexer::readWord() {
  const std::size_t from = at_;
  bool digits = true;
  bool holes = true;
  bool holed = false;
  if (text_[at_] == '#') ++at_, digits = holes = false;
  while (at_ < text_.size() && continuesWord(text_[at_])) {
    const char c = text_[at_++];
    digits = digits && isDigit(c);
    holes = holes && c == hole;
    holed = holed || c == hole;
  }
  if (digits && at(at_) == '.' && isDigit(at(at_ + 1))) {
    ++at_;
    while (isDigit(at(at_))) ++at_;
  }
  const std::string_view word = text_.substr(from, at_ - from);
  if (at(at_) == '\'' && word.size() == 1 && std::string_view("eEnNbBxX").find(word[0]) != std::string_view::npos) {
    return quoted(TokenKind::Text, from, '\'', dialect_ == Dialect::MySql || word == "e" || word == "E");
  }
  Token token;
  token.kind = holes ? TokenKind::Hole : digits ? TokenKind::Number : TokenKind::Word;
  token.holed = holed;
  token.begin = place(from);
  token.end = place(at_);
  return token;
}

/// From the opening quote, which may have a letter before it, to the closing one; a doubled one stands for itself.
Token Lexer::quoted(TokenKind kind, std::size_t from, char close, bool backslashes) {
  Token token;
  token.kind = kind;
  token.begin = place(from);
  ++at_;
  while (at_ < text_.size()) {
    const char c = text_[at_++];
    if (c == hole) token.holed = true;
    if (c == '\\' && backslashes && at_ < text_.size()) ++at_;
    if (c != close) continue;
    if (at(at_) != close) break;
    ++at_;
  }
  token.end = place(at_);
  return token;
}

/// [x] is a name for SQLite and SQL Server; behind a word it is an index into an array.
bool Lexer::opensBracketName() const {
  if (dialect_ == Dialect::PostgreSql || dialect_ == Dialect::MySql) return false;
  const char before = at_ == 0 ? ' ' : text_[at_ - 1];
  return startsWord(at(at_ + 1)) && !continuesWord(before) && before != ']' && before != ')';
}

/// The size of `$$` or `$tag$`, 0 when it is none. PostgreSQL's names have no more than 63 characters.
std::size_t Lexer::dollarTag() const {
  if (dialect_ == Dialect::Sqlite || dialect_ == Dialect::MySql) return 0;
  std::size_t end = at_ + 1;
  while (end - at_ < 64 && at(end) != hole && (startsWord(at(end)) || (end > at_ + 1 && isDigit(at(end))))) ++end;
  return at(end) == '$' ? end + 1 - at_ : 0;
}

}  // namespace limbeck::schema::sql
