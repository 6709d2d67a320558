#include "project/direct_tables/ddl.h"

#include <algorithm>
#include <iterator>

#include "text/concat.h"
#include "text/words.h"

namespace limbeck::project {
namespace {

/// Words that may stand between the verb and TABLE; others make it another kind of thing (FOREIGN TABLE).
constexpr std::string_view modifiers[] = {"OR",        "REPLACE",  "GLOBAL", "LOCAL",
                                          "TEMPORARY", "UNLOGGED", "TEMP",   "VIRTUAL"};
constexpr std::string_view beforeName[] = {"IF", "NOT", "EXISTS", "ONLY"};

bool isSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v'; }

/// Cuts a text into words; quotes around names are dropped, quoted text and comments are stepped over.
class Words {
 public:
  explicit Words(std::string_view sql) : sql_(sql) {}

  /// The next word of this statement; empty at its end.
  std::string next() {
    skip();
    std::string word;
    while (at_ < sql_.size() && !isSpace(sql_[at_]) && sql_[at_] != ';' && sql_[at_] != '(') {
      const char c = sql_[at_];
      if (c == '"' || c == '`' || c == '[') word += quotedName(c == '[' ? ']' : c);
      else if (c == '\'') quotedName(c);
      else if (c == ',' || c == ')') ++at_;
      else word += sql_[at_++];
    }
    return word;
  }

  /// Behind the next semicolon that is not quoted; false when the text ends before.
  bool nextStatement() {
    while (at_ < sql_.size()) {
      skip();
      if (at_ >= sql_.size()) return false;
      const char c = sql_[at_];
      if (c == '\'' || c == '"' || c == '`') {
        quotedName(c);
      } else {
        ++at_;
        if (c == ';') return true;
      }
    }
    return false;
  }

 private:
  void skip() {
    while (at_ < sql_.size()) {
      const std::string_view rest = sql_.substr(at_);
      if (isSpace(rest[0])) ++at_;
      else if (rest.starts_with("--")) at_ = std::min(sql_.find('\n', at_), sql_.size());
      else if (rest.starts_with("/*")) at_ = std::min(sql_.find("*/", at_ + 2), sql_.size() - 2) + 2;
      else return;
    }
  }

  std::string quotedName(char close) {
    const std::size_t end = std::min(sql_.find(close, at_ + 1), sql_.size());
    std::string name(sql_.substr(at_ + 1, end - at_ - 1));
    at_ = std::min(end + 1, sql_.size());
    return name;
  }

  std::string_view sql_;
  std::size_t at_ = 0;
};

bool isTemporaryName(std::string_view table) {
  const std::string name = uppered(table);
  return name.starts_with("#") || name.starts_with("TEMP.") || name.starts_with("PG_TEMP.") ||
         name.starts_with("TEMPDB.");
}

/// Reads one statement; its words are empty when it is about something else.
TableStatement readStatement(Words& words) {
  TableStatement statement;
  const std::string verb = uppered(words.next());
  if (verb != "CREATE" && verb != "ALTER" && verb != "DROP") return statement;
  std::string word = uppered(words.next());
  for (; oneOf(word, modifiers); word = uppered(words.next())) {
    statement.temporary = statement.temporary || word == "TEMP" || word == "TEMPORARY";
    statement.isVirtual = statement.isVirtual || word == "VIRTUAL";
  }
  if (word != "TABLE") return statement;
  statement.words = concat(verb, statement.isVirtual ? " VIRTUAL TABLE" : " TABLE");
  statement.table = words.next();
  while (oneOf(uppered(statement.table), beforeName)) statement.table = words.next();
  if (statement.table == "?") statement.table.clear();
  statement.temporary = statement.temporary || isTemporaryName(statement.table);
  return statement;
}

}  // namespace

std::vector<TableStatement> tableStatements(std::string_view sql) {
  std::vector<TableStatement> found;
  Words words(sql);
  do {
    TableStatement statement = readStatement(words);
    if (!statement.words.empty()) found.push_back(std::move(statement));
  } while (words.nextStatement());
  return found;
}

}  // namespace limbeck::project
