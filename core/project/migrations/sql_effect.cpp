#include "project/migrations/sql_effect.h"

#include <algorithm>
#include <iterator>
#include <vector>

#include "text/concat.h"
#include "text/words.h"

namespace limbeck::project {
namespace {

bool isWordCharacter(char c) {
  return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

/// Words in capitals, `(` behind a word as `WORD(`, other characters left out; `?` is a hole.
using Words = std::vector<std::string>;

class Scanner {
 public:
  explicit Scanner(std::string_view sql) : sql_(sql) {}

  std::vector<Words> statements() {
    std::vector<Words> all(1);
    while (at_ < sql_.size()) {
      const char c = sql_[at_];
      if (c == ';') {
        ++at_;
        if (!all.back().empty()) all.emplace_back();
      } else if (sql_.substr(at_, 2) == "--") {
        skipTo("\n");
      } else if (sql_.substr(at_, 2) == "/*") {
        skipTo("*/");
      } else if (c == '\'') {
        ++at_;
        skipTo("'");
      } else if (c == '$' && dollar()) {
        // DO $$ ... $$
      } else if (isWordCharacter(c)) {
        all.back().push_back(word());
      } else {
        if (c == '?') all.back().push_back("?");
        ++at_;
      }
    }
    if (all.back().empty()) all.pop_back();
    return all;
  }

 private:
  void skipTo(std::string_view end) {
    const std::size_t found = sql_.find(end, at_);
    at_ = found == std::string_view::npos ? sql_.size() : found + end.size();
  }

  bool dollar() {
    std::size_t end = at_ + 1;
    while (end < sql_.size() && isWordCharacter(sql_[end])) ++end;
    if (end >= sql_.size() || sql_[end] != '$') return false;
    const std::string_view tag = sql_.substr(at_, end + 1 - at_);
    at_ = end + 1;
    skipTo(tag);
    return true;
  }

  std::string word() {
    std::string text;
    for (; at_ < sql_.size() && isWordCharacter(sql_[at_]); ++at_) text += upper(sql_[at_]);
    if (at_ < sql_.size() && sql_[at_] == '(') text += '(';
    return text;
  }

  std::string_view sql_;
  std::size_t at_ = 0;
};

/// SELECT setval(...): a function may do anything; these only compute.
bool isPure(std::string_view call) {
  static constexpr std::string_view pure[] = {
      "COUNT(",   "MAX(",       "MIN(",        "SUM(",         "AVG(",    "COALESCE(", "LOWER(", "UPPER(",
      "EXISTS(",  "IN(",        "CAST(",       "TO_REGCLASS(", "LENGTH(", "TRIM(",     "NOW(",   "DISTINCT(",
      "VALUES(",  "AND(",       "OR(",         "NOT(",         "WHERE(",  "FROM(",     "AS(",    "ON(",
      "VERSION(", "ARRAY_AGG(", "ROW_NUMBER(", "OVER(",        "SELECT(", "ANY(",      "CONCAT("};
  return oneOf(call, pure);
}

bool contains(const Words& words, std::string_view one) {
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
    return word == one || (word.size() == one.size() + 1 && word.starts_with(one));
  });
}

SqlEffect one(const Words& words) {
  static constexpr std::string_view schema[] = {"CREATE", "ALTER", "DROP", "RENAME", "COMMENT"};
  static constexpr std::string_view data[] = {"INSERT", "UPDATE", "DELETE", "MERGE", "COPY", "REPLACE", "TRUNCATE"};
  static constexpr std::string_view other[] = {"SET",     "PRAGMA",  "LOCK",     "ANALYZE", "VACUUM",    "REFRESH",
                                               "GRANT",   "REVOKE",  "BEGIN",    "COMMIT",  "ROLLBACK",  "SHOW",
                                               "USE",     "EXPLAIN", "RESET",    "START",   "SAVEPOINT", "UNLOCK",
                                               "CLUSTER", "REINDEX", "OPTIMIZE", "NOTIFY"};
  const std::string& first = words[0];
  const std::string second = words.size() > 1 ? words[1] : std::string();
  SqlEffect effect;
  effect.words = words.size() > 1 && second != "?" ? concat(first, " ", second) : first;
  static constexpr std::string_view ofServer[] = {"ROLE",    "USER",  "DATABASE",    "SYSTEM",
                                                  "DEFAULT", "GROUP", "PUBLICATION", "SUBSCRIPTION"};
  if (oneOf(first, schema) && oneOf(second, ofServer)) {
    effect.does = Does::Other;
  } else if (oneOf(first, schema)) {
    effect.does = Does::Schema;
    effect.stays = effect.words == "CREATE EXTENSION" || effect.words == "CREATE SCHEMA" ||
                   effect.words == "COMMENT ON" ||
                   (effect.words == "ALTER TYPE" && contains(words, "ADD") && contains(words, "VALUE")) ||
                   (effect.words == "ALTER TABLE" && contains(words, "VALIDATE"));
  } else if (oneOf(first, data)) {
    effect.does = Does::Data;
  } else if (oneOf(first, other)) {
    effect.does = Does::Other;
  } else if (first == "WITH" || first == "WITH(") {
    const bool writes =
        std::any_of(std::begin(data), std::end(data), [&](std::string_view verb) { return contains(words, verb); });
    effect.does = writes ? Does::Data : Does::Unknown;
  } else if (first == "SELECT" || first == "SELECT(") {
    const bool pure = std::all_of(words.begin(), words.end(),
                                  [](const std::string& word) { return !word.ends_with('(') || isPure(word); });
    effect.does = pure ? Does::Other : Does::Unknown;
  } else {
    effect.does = Does::Unknown;
  }
  return effect;
}

}  // namespace

SqlEffect sqlEffect(std::string_view sql) {
  SqlEffect whole;
  bool first = true;
  for (const Words& words : Scanner(sql).statements()) {
    SqlEffect next = one(words);
    const bool both = next.does == Does::Schema && whole.does == Does::Schema;
    const bool stays = both ? whole.stays && next.stays : next.does == Does::Schema ? next.stays : whole.stays;
    // The schema weighs most, then what is not known, then data.
    const auto weight = [](Does does) {
      return does == Does::Schema ? 4 : does == Does::Unknown ? 3 : static_cast<int>(does);
    };
    if (first || weight(next.does) > weight(whole.does)) whole = std::move(next);
    whole.stays = stays;
    first = false;
  }
  return whole;
}

}  // namespace limbeck::project
