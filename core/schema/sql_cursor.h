// sql_cursor.h: walks over the tokens of a statement: words in sequence, names, lists in parentheses.
// It refuses to go back over a list: a parenthesis knows its partner.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/dialect.h"
#include "schema/schema.h"
#include "schema/sql_tokens.h"

namespace limbeck::schema::sql {

/// A name of one part; not known when it has a hole.
struct Part {
  std::string text;
  bool known = true;
};

/// A name of one to three parts, the last two of which count.
struct Qualified {
  TableName name;
  bool known = true;
  bool temporary = false;  ///< #orders, temp.orders
};

class Cursor {
 public:
  Cursor(std::string_view text, const Tokens& tokens, Dialect dialect)
      : text_(text), tokens_(&tokens), dialect_(dialect), end_(tokens.list.size() - 1) {}

  [[nodiscard]] Dialect dialect() const { return dialect_; }
  [[nodiscard]] bool is(Dialect dialect) const { return dialect_ == dialect; }
  [[nodiscard]] bool done() const { return index_ >= end_; }
  /// At the end of one part of a list: of a column, an action, an option.
  [[nodiscard]] bool atPartEnd() const { return done() || atSign(','); }
  [[nodiscard]] std::size_t index() const { return index_; }
  void moveTo(std::size_t index) { index_ = index; }
  /// Of kind End behind the last one.
  [[nodiscard]] const Token& peek(std::size_t ahead = 0) const;
  [[nodiscard]] TokenKind kind() const { return peek().kind; }
  void advance() {
    if (!done()) ++index_;
  }
  /// Over one token, or a whole parenthesis.
  void skip();
  /// To the next comma of this level.
  void skipItem();

  [[nodiscard]] bool at(std::string_view capitals) const { return wordAt(0, capitals); }
  [[nodiscard]] bool wordAt(std::size_t ahead, std::string_view capitals) const;
  template <std::size_t N>
  [[nodiscard]] bool atOneOf(const std::string_view (&words)[N], std::size_t ahead = 0) const {
    if (peek(ahead).kind != TokenKind::Word) return false;
    for (const std::string_view word : words) {
      if (wordAt(ahead, word)) return true;
    }
    return false;
  }
  template <typename... Words>
  [[nodiscard]] bool atAll(const Words&... words) const {
    std::size_t ahead = 0;
    return (wordAt(ahead++, words) && ...);
  }
  /// The words in sequence, and past them; not moved when they are not all there.
  template <typename... Words>
  bool accept(const Words&... words) {
    if (!atAll(words...)) return false;
    index_ += sizeof...(words);
    return true;
  }
  [[nodiscard]] bool atSign(char sign, std::size_t ahead = 0) const { return peek(ahead).sign == sign; }
  bool acceptSign(char sign);

  [[nodiscard]] std::string_view text(const Token& token) const {
    return text_.substr(token.begin, token.end - token.begin);
  }
  /// The source of the tokens from one index up to another.
  [[nodiscard]] std::string_view source(std::size_t from, std::size_t to) const;
  /// What stands on the line of a token, before it and behind it.
  [[nodiscard]] std::string_view lineBefore(std::size_t token) const;
  [[nodiscard]] std::string_view lineFrom(std::size_t token) const;
  [[nodiscard]] bool holed(std::size_t from, std::size_t to) const;

  /// A name can stand here.
  [[nodiscard]] bool atName(std::size_t ahead = 0) const;
  /// Nothing, and not moved, where no name stands.
  std::optional<Part> part();
  std::optional<Qualified> qualified();
  /// What 'it''s' says; nothing when it is no text, or has a hole. Moves past a text in any case.
  std::optional<std::string> literal();
  /// At a parenthesis: a cursor over what is inside. Moves past it.
  [[nodiscard]] Cursor inside();
  /// (a, b): names of columns, without lengths and directions. Moves past it; `known` false for anything else in it.
  std::vector<std::string> columnList(bool& known);

 private:
  std::string_view text_;
  const Tokens* tokens_;
  Dialect dialect_;
  std::size_t index_ = 0;
  std::size_t end_;
};

/// What stands between quotes, with doubled ones and, on MySQL and in E'', backslashes undone.
[[nodiscard]] std::string unquoted(std::string_view text, TokenKind kind, Dialect dialect);

}  // namespace limbeck::schema::sql
