// sql_tokens.h: the words, names, texts and signs of SQL, one statement at a time, and where they stand.
// It refuses to know what a statement means; comments are white space.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "schema/dialect.h"
#include "text/span.h"

namespace limbeck::schema::sql {

/// Quoted is a name in "x", `x` or [x]; Text is 'x', E'x', and "x" on MySQL; Body is $tag$x$tag$; Hole is nothing but
/// holes.
enum class TokenKind : std::uint8_t { Word, Quoted, Text, Body, Number, Sign, Hole, End };

struct Token {
  TokenKind kind = TokenKind::End;
  bool holed = false;  ///< some of its characters are only known when the program runs
  char sign = '\0';
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::uint32_t partner = 0;  ///< of a parenthesis: the index of the other one, of the end when there is none
};

/// Always closed by a token of kind End.
struct Tokens {
  std::vector<Token> list;
  bool cut = false;  ///< there are more than anybody writes by hand; the rest was left out
  Span span;
};

/// No more tokens of one statement are kept; what is behind them is only searched for its end.
inline constexpr std::size_t tokensOfStatement = 50'000;

class Lexer {
 public:
  Lexer(std::string_view text, Dialect dialect) : text_(text), dialect_(dialect) {}
  /// The next statement with a token in it; false when there is none. The `;` is no part of it.
  [[nodiscard]] bool next(Tokens& tokens);
  /// Everything that is left as one sequence, with every `;` a sign.
  void all(Tokens& tokens);
  /// Everything that is left, unread.
  [[nodiscard]] Span rest() const;

 private:
  void read(Tokens& tokens, bool split);
  bool skipSpace();
  void skipBlockComment();
  Token readToken();
  Token readWord();
  Token quoted(TokenKind kind, std::size_t from, char close, bool backslashes);
  [[nodiscard]] bool opensBracketName() const;
  [[nodiscard]] std::size_t dollarTag() const;
  [[nodiscard]] char at(std::size_t index) const { return index < text_.size() ? text_[index] : '\0'; }

  std::string_view text_;
  Dialect dialect_;
  std::size_t at_ = 0;
  bool inVersionComment_ = false;  ///< MySQL runs what stands in /*!40101 ... */
};

/// ASCII, whatever the case of `text`; `capitals` is in capitals.
[[nodiscard]] bool equalsCapitals(std::string_view text, std::string_view capitals);
/// BEGIN TRANSACTION, BEGIN IMMEDIATE: any other word opens a block.
[[nodiscard]] bool continuesBegin(std::string_view word);

}  // namespace limbeck::schema::sql
