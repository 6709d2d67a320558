#include "rules/scripts/naming.h"

#include <algorithm>
#include <iterator>
#include <vector>

#include "project/migrations/newest.h"
#include "project/names/modules.h"
#include "project/project.h"
#include "text/concat.h"
#include "text/pattern.h"
#include "text/utf8.h"
#include "text/words.h"

namespace limbeck::rules {
namespace {

using project::Message;
using Words = std::vector<std::string>;

bool isNumber(std::string_view word) {
  return !word.empty() && word.find_first_not_of("0123456789") == std::string_view::npos;
}
bool isHash(std::string_view word) {
  return word.size() >= 7 && word.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

/// "feat", "abc 123", "2024": what teams write in front of a message.
std::size_t prefixOf(const Words& words) {
  static constexpr std::string_view kinds[] = {"feat", "feature",   "chore", "perf",  "hotfix", "bugfix",
                                               "db",   "migration", "pr",    "issue", "ticket"};
  std::size_t at = 0;
  while (at + 1 < words.size()) {
    if (isNumber(words[at]) || oneOf(words[at], kinds) || (words[at].size() > 4 && words[at].ends_with("ly"))) ++at;
    else if (isNumber(words[at + 1]) && at == 0 && words.size() > 2) at += 2;
    else break;
  }
  return std::min(at, words.size() - 1);
}

/// Those of the rule (rules.md, MS605), and what else people begin a sentence about a schema with.
bool isVerb(std::string_view word, const std::vector<std::string>& chosen) {
  static constexpr std::string_view verbs[] = {
      "add",       "create",   "make",        "alter",       "change",    "rename",    "remove",    "drop",
      "delete",    "merge",    "backfill",    "migrate",     "update",    "set",       "enable",    "disable",
      "convert",   "move",     "split",       "index",       "initial",   "baseline",  "fix",       "revert",
      "seed",      "allow",    "replace",     "populate",    "increase",  "decrease",  "extend",    "introduce",
      "modify",    "adjust",   "switch",      "store",       "swap",      "unify",     "restore",   "reset",
      "clean",     "cleanup",  "refactor",    "restructure", "rework",    "redo",      "undo",      "use",
      "link",      "insert",   "init",        "initialize",  "setup",     "install",   "ensure",    "encrypt",
      "normalize", "track",    "support",     "require",     "relax",     "upgrade",   "optimize",  "rebuild",
      "recreate",  "reorder",  "expand",      "shorten",     "widen",     "limit",     "deprecate", "generate",
      "associate", "separate", "consolidate", "combine",     "transform", "copy",      "cascade",   "truncate",
      "purge",     "squash",   "sync",        "standardize", "simplify",  "correct",   "repair",    "ignore",
      "new",       "improve",  "enforce",     "constrain",   "unique",    "grant",     "revoke",    "default",
      "turn",      "put",      "bump",        "apply",       "define",    "lowercase", "dedupe",    "deduplicate",
      "mark",      "hash",     "archive",     "permit",      "prevent",   "tie",       "attach",    "detach",
      "save",      "keep",     "build",       "bring",       "implement", "force",     "invite",    "no",
      "re",        "first",    "recalculate", "promote",     "edit",      "display",   "count",     "port",
      "drop",      "reduce",   "raise",       "lower",       "speed",     "protect",   "record",    "flag"};
  if (!chosen.empty()) {
    return std::any_of(chosen.begin(), chosen.end(),
                       [&](const std::string& verb) { return project::isFormOf(word, verb); });
  }
  return std::any_of(std::begin(verbs), std::end(verbs),
                     [&](std::string_view verb) { return project::isFormOf(word, verb); });
}

/// What parts of a schema are called, and words that only stand before such a noun.
bool isNoun(std::string_view word, const Nouns& nouns) {
  static constexpr std::string_view parts[] = {
      "table",    "tables",     "column",   "columns", "field",    "fields",   "constraint", "constraints",
      "key",      "keys",       "pk",       "fk",      "model",    "models",   "schema",     "schemas",
      "database", "type",       "types",    "enum",    "enums",    "view",     "views",      "trigger",
      "triggers", "function",   "indexes",  "indices", "sequence", "relation", "relations",  "relationship",
      "foreign",  "primary",    "nullable", "null",    "not",      "non",      "data",       "row",
      "rows",     "value",      "values",   "user",    "users",    "sql",      "postgres",   "postgresql",
      "mysql",    "sqlite",     "the",      "a",       "an",       "this",     "some",       "more",
      "misc",     "additional", "various",  "for",     "in",       "on",       "of",         "stuff"};
  return oneOf(word, parts) || nouns.count(word) > 0;
}

bool isPlaceholder(const Words& words) {
  static constexpr std::string_view empty[] = {
      "empty message",  "update models",      "update model", "auto migration", "auto generated", "new migration",
      "test migration", "database migration", "db migration", "model changes",  "schema changes", "schema update",
      "update schema",  "update database",    "update db",    "update tables",  "some changes",   "minor changes",
      "fix migration",  "my migration",       "wip wip",      "auto update"};
  static constexpr std::string_view single[] = {"auto",    "update",  "migration", "test", "fix",      "wip",
                                                "changes", "migrate", "temp",      "tmp",  "revision", "migrations"};
  if (words.size() <= 1) return words.empty() || !isBeginning(words[0]);
  return oneOf(joined(words, " "), empty) || std::all_of(words.begin(), words.end(), [&](const std::string& word) {
           return oneOf(word, single) || isNumber(word) || isHash(word);
         });
}

/// The words of the docstring's first line, where the file name says less.
Words docWords(const project::Revision& revision) {
  const std::string line = revision.doc.substr(0, revision.doc.find('\n'));
  if (line.starts_with("Revision ID") || line.starts_with("Revises:")) return {};
  Words words(1);
  for (const char c : project::slugOf(line)) {
    if (c == '_') words.emplace_back();
    else words.back() += c;
  }
  words.erase(std::remove(words.begin(), words.end(), std::string()), words.end());
  return words;
}

bool beginsWithVerb(const Words& words, const project::Settings& settings, const Nouns& nouns) {
  if (words.empty()) return false;
  const std::string& first = words[prefixOf(words)];
  const bool telling = first.size() > 1 && !isNumber(first) && !isHash(first);
  if (settings.namingVerbs.empty() && words.size() > 1 && telling && !isNoun(first, nouns)) return true;
  // A name of the beginning says enough wherever it stands: "users_initial".
  return isVerb(first, settings.namingVerbs) || isVerb(words[0], settings.namingVerbs) ||
         isVerb(words.back(), settings.namingVerbs) ||  // "summaries_added", "column_update"
         std::any_of(words.begin(), words.end(), [&](const std::string& word) {
           return isBeginning(word) || (word.ends_with("ed") && isVerb(word, settings.namingVerbs));
         });
}

}  // namespace

bool isBeginning(std::string_view word) {
  static constexpr std::string_view words[] = {"initial", "init",    "baseline", "first",
                                               "base",    "genesis", "squashed", "bootstrap"};
  return oneOf(word, words);
}

void addNouns(std::string_view name, Nouns& nouns) {
  std::string word;
  const auto flush = [&] {
    if (word.size() > 2 && word.ends_with('s')) nouns.insert(word.substr(0, word.size() - 1));
    if (!word.empty()) nouns.insert(word);
    word.clear();
  };
  for (const char c : lowered(name)) {
    if (c == '_') flush();
    else word += c;
  }
  flush();
}

NameFault faultOf(const Message& message, const project::Revision& revision, const project::Settings& settings,
                  const Nouns& nouns) {
  if (!message.given || !isAscii(message.slug) || !isAscii(revision.doc)) return NameFault::None;
  const Words doc = docWords(revision);
  // "AddUsersTable" is no single word.
  const bool humps =
      message.inFileName && std::adjacent_find(message.slug.begin(), message.slug.end(), [](char a, char b) {
                              return a >= 'a' && a <= 'z' && b >= 'A' && b <= 'Z';
                            }) != message.slug.end();
  if (humps && message.words.size() == 1 && isPlaceholder(doc)) return NameFault::NotSnakeCase;
  if (isPlaceholder(message.words) && isPlaceholder(doc)) return NameFault::Placeholder;
  const bool fromDoc = isPlaceholder(message.words);
  if (settings.namingPattern) {
    const auto pattern = Pattern::compile(*settings.namingPattern);
    if (pattern && !message.truncated && !pattern->isIn(message.slug)) return NameFault::Pattern;
  } else if (message.inFileName && !fromDoc) {
    const bool plain = message.slug.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string::npos;
    if (!plain) return NameFault::NotSnakeCase;
  }
  if (settings.namingPattern && settings.namingVerbs.empty()) return NameFault::None;
  return beginsWithVerb(message.words, settings, nouns) || beginsWithVerb(doc, settings, nouns) ? NameFault::None
                                                                                                : NameFault::NoVerb;
}

bool isWorthWarning(const project::Project& project, const project::Revision& revision, std::size_t faulty,
                    std::size_t all) {
  const project::Settings& settings = project.settings();
  if (project.modules().framework() || settings.namingPattern || !settings.namingVerbs.empty()) return true;
  return project.newest().isTold(revision.file) || (all >= 6 && faulty == 1);
}

}  // namespace limbeck::rules
