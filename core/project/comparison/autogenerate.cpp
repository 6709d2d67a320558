#include "project/comparison/autogenerate.h"

#include <algorithm>
#include <array>
#include <vector>

#include "text/concat.h"

namespace limbeck::project {
namespace {

using schema::Aspect;
using schema::Mark;
using schema::Part;
using schema::Row;

constexpr std::string_view sees = "Alembic will see this";
constexpr std::string_view doesNot = "Alembic will not see this";
constexpr std::string_view may = "Alembic may see this";

Noticed hidden(std::string_view why) { return {Notice::NotSeen, concat(doesNot, ": ", why)}; }
Noticed unsure(std::string_view why) { return {Notice::Unsure, concat(may, ": ", why)}; }

/// Whether the project's Alembic is that old at least; nothing where that is not known.
std::optional<bool> isSince(const Project& project, std::array<std::uint32_t, 3> release) {
  const Version version{release, Version::Stage::Dev, 0};
  if (project.versions().isAtLeast("alembic", version)) return true;
  if (project.versions().isBefore("alembic", version)) return false;
  return std::nullopt;
}

/// "NUMERIC(10, 2)" as Alembic compares it: words, and what stands in brackets.
struct Tokens {
  std::vector<std::string> words;
  std::vector<std::string> arguments;
};
Tokens tokensOf(const std::string& type) {
  Tokens tokens;
  std::string word;
  bool inside = false;
  const auto finish = [&] {
    if (!word.empty()) (inside ? tokens.arguments : tokens.words).push_back(word);
    word.clear();
  };
  for (const char c : type) {
    if (c == '(' || c == ')' || (inside ? c == ',' : c == ' ')) {
      finish();
      inside = c == '(' || (inside && c != ')');
    } else if (c != ' ') {
      word.push_back(c);
    }
  }
  finish();
  return tokens;
}

/// Where both have as many words and arguments, these are compared; `VARCHAR` and `VARCHAR(50)` are alike.
bool differsToAlembic(const std::string& a, const std::string& b, schema::Dialect dialect) {
  const Tokens left = tokensOf(a);
  const Tokens right = tokensOf(b);
  if (left.words.empty() || right.words.empty()) return true;
  const auto both = [&](std::string_view one, std::string_view other) {
    return (left.words[0] == one && right.words[0] == other) || (left.words[0] == other && right.words[0] == one);
  };
  const bool synonym = both("NUMERIC", "DECIMAL") ||
                       (dialect == schema::Dialect::MySql && (both("BOOL", "TINYINT") || both("JSON", "LONGTEXT")));
  if (left.words[0] != right.words[0] && !synonym) return true;
  const auto differ = [](const std::vector<std::string>& x, const std::vector<std::string>& y) {
    return x.size() == y.size() && x != y;
  };
  return (!synonym && differ(left.words, right.words)) || differ(left.arguments, right.arguments);
}

}  // namespace

std::string_view nameOf(Notice notice) {
  constexpr std::array<std::string_view, 4> names = {"", "seen", "not-seen", "unsure"};
  return names[static_cast<std::size_t>(notice)];
}

Autogenerate::Autogenerate(const Project& project, const Environment* environment, schema::Dialect dialect)
    : dialect_(dialect),
      types_(true),
      defaults_(false),
      typesByVersion_(isSince(project, {1, 12, 0})),
      checksByVersion_(isSince(project, {1, 19, 0})),
      enumsByVersion_(isSince(project, {1, 18, 5})) {
  if (environment == nullptr) return;
  file_ = project.file(environment->file).path();
  blind_ = environment->target == Target::None;
  const auto read = [](const Configure& configure, std::string_view name, std::optional<bool>& into) {
    const evaluate::Value* const value = configure.argument(name);
    if (value == nullptr) {
      if (configure.open) into.reset();
      return false;
    }
    const std::string shown = evaluate::show(*value);
    into = shown == "True"                       ? std::optional(true)
           : shown == "False" || shown == "None" ? std::optional(false)
                                                 : std::nullopt;
    return true;
  };
  for (const Configure& configure : environment->configures) {
    if (configure.offline) continue;
    typesGiven_ = read(configure, "compare_type", types_) || typesGiven_;
    read(configure, "compare_server_default", defaults_);
    for (const std::string_view name : {"include_object", "include_name"}) {
      const evaluate::Value* const value = configure.argument(name);
      if (value != nullptr && evaluate::show(*value) != "None") filter_ = name;
    }
  }
}

Noticed Autogenerate::seen() const {
  if (blind_) return hidden(concat(quoted(file_), " gives it nothing to compare with"));
  if (!filter_.empty()) return unsure(concat(quoted(filter_), " in ", quoted(file_), " may hide it"));
  return {Notice::Seen, std::string(sees)};
}

Noticed Autogenerate::since(std::optional<bool> known, std::string_view version) const {
  if (known == true) return seen();
  if (known == false) return hidden(concat("only version ", version, " and later does"));
  return {Notice::Unsure, concat("Alembic will see this from version ", version, " on")};
}

Noticed Autogenerate::asTold(std::optional<bool> option, std::string_view name) const {
  if (!option) return unsure(concat("what ", quoted(name), " is, is only known when ", quoted(file_), " runs"));
  return *option ? seen() : hidden(concat(quoted(name), " is off"));
}

Noticed Autogenerate::ofAspect(const Row& row, Aspect aspect) const {
  switch (aspect) {
    case Aspect::Type: {
      const std::string& left = row.left->type;
      const std::string& right = row.right->type;
      if (left.starts_with("ENUM(") && right.starts_with("ENUM(")) return since(enumsByVersion_, "1.18.5");
      if (!differsToAlembic(left, right, dialect_))
        return hidden(concat("to it ", quoted(left), " and ", quoted(right), " are alike"));
      if (typesGiven_ || !types_) return asTold(types_, "compare_type");
      return since(typesByVersion_, "1.12");
    }
    case Aspect::Values: return hidden("it compares no values of types");
    case Aspect::Default: return asTold(defaults_, "compare_server_default");
    case Aspect::Condition: return unsure("conditions of indexes are not compared by every version");
    case Aspect::Columns: return row.part == Part::PrimaryKey ? hidden("it compares no primary keys") : seen();
    default: return seen();
  }
}

Noticed Autogenerate::ofPresence(const Row& row) const {
  switch (row.part) {
    case Part::PrimaryKey: return hidden("it compares no primary keys");
    case Part::Other: return hidden("it does not know such constraints");
    case Part::Check:
      if (row.ofType) return hidden("checks that come with a type are left out");
      return row.name.empty() ? hidden("it compares no checks without a name") : since(checksByVersion_, "1.19");
    case Part::Index:
      if (row.expressions) return unsure("not every version and database shows it indexes on expressions");
      break;
    default: break;
  }
  if (row.mark == Mark::OnlyRight && row.reflected == schema::Reflected::No)
    return hidden("SQLAlchemy does not see it in the database");
  if (row.mark == Mark::OnlyRight && row.reflected == schema::Reflected::Unsure)
    return unsure("whether SQLAlchemy sees it in the database is not known");
  return seen();
}

Noticed Autogenerate::of(const Row& row) const {
  if (row.mark == Mark::OnlyLeft || row.mark == Mark::OnlyRight) return ofPresence(row);
  if (row.mark != Mark::Differs) return {};
  Noticed best;
  std::string missed;
  // What is seen makes a migration, and what that leaves out is said.
  const auto rank = [](Notice notice) {
    return notice == Notice::Seen ? 3 : notice == Notice::Unsure ? 2 : notice == Notice::NotSeen ? 1 : 0;
  };
  for (const Aspect aspect : row.differs) {
    Noticed one = ofAspect(row, aspect);
    if (one.notice == Notice::NotSeen) missed += concat(missed.empty() ? "" : " and ", nameOf(aspect));
    if (rank(one.notice) > rank(best.notice)) best = std::move(one);
  }
  if (!missed.empty() && best.notice != Notice::NotSeen) best.text += concat(", but not the ", missed);
  return best;
}

Noticed Autogenerate::of(const schema::TableRows& table, Sight sight) const {
  if (table.left && sight == Sight::NotSeen) {
    const std::string why = concat(quoted(file_), " does not import its model");
    if (table.mark == Mark::OnlyLeft || !table.right) return hidden(why);
    return {Notice::Seen, concat("Alembic would drop this table: ", why)};
  }
  if (table.left && sight == Sight::Unknown && (table.mark == Mark::Differs || table.mark == Mark::OnlyLeft))
    return unsure(concat("whether ", quoted(file_), " imports its model cannot be told"));
  if (table.mark == Mark::OnlyLeft || table.mark == Mark::OnlyRight) return seen();
  return {};
}

}  // namespace limbeck::project
