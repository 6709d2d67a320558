#include "rules/registry.h"

#include <algorithm>

#include "text/concat.h"
#include "text/likeness.h"

namespace limbeck::rules {
namespace {

constexpr Family allFamilies[] = {
    {"XX", "meta", "About the check itself", Weight::Fails},
    {"MB", "models", "Model base class and place", Weight::Standard},
    {"MR", "registration", "Registration and discovery", Weight::Unseen},
    {"TC", "tables", "Direct table creation", Weight::Standard},
    {"MC", "compatibility", "Model compatibility with Alembic", Weight::Fails},
    {"EV", "environment", "Alembic environment", Weight::Unseen},
    {"RV", "revisions", "Revision graph", Weight::Fails},
    {"MS", "scripts", "Migration scripts", Weight::Fails},
    {"RP", "replay", "Replaying the history", Weight::Fails},
    {"DR", "drift", "Models against migrations", Weight::Unseen},
    {"DL", "data", "Data loss and locks", Weight::LosesData},
    {"LT", "sqlite", "SQLite", Weight::Fails},
    {"PG", "postgresql", "PostgreSQL", Weight::Fails},
    {"MY", "mysql", "MySQL and MariaDB", Weight::Fails},
    {"AP", "application", "The application around it", Weight::Standard},
};

}  // namespace

std::span<const Family> families() { return allFamilies; }

std::vector<RegisteredRule> byCode() {
  const std::span<const RegisteredRule> all = registry();
  std::vector<RegisteredRule> sorted(all.begin(), all.end());
  std::sort(sorted.begin(), sorted.end(),
            [](const RegisteredRule& a, const RegisteredRule& b) { return a.rule->code < b.rule->code; });
  return sorted;
}

std::string_view pageIn(std::string_view pages, const RegisteredRule& one) {
  const std::string start = concat(std::string(1, pageMark), "# ", one.rule->code, " ");
  const std::size_t at = pages.find(start);
  if (at == std::string_view::npos) return one.page;
  const std::string_view from = pages.substr(at + 1);
  return from.substr(0, from.find(pageMark));
}

const RegisteredRule* findRule(std::string_view code) {
  for (const RegisteredRule& one : registry()) {
    if (one.rule->code == code) return &one;
  }
  return nullptr;
}

Weight weightOf(std::string_view code) {
  const RegisteredRule* const one = findRule(code);
  if (one == nullptr) return Weight::Style;
  if (one->rule->weight != Weight::OfFamily) return one->rule->weight;
  for (const Family& family : allFamilies) {
    if (code.starts_with(family.prefix)) return family.weight;
  }
  return Weight::Style;
}

bool isSelector(std::string_view text) {
  if (text == "ALL") return true;
  if (text.size() < 2) return false;
  for (const Family& family : allFamilies) {
    if (family.prefix == text) return true;
  }
  return std::any_of(registry().begin(), registry().end(),
                     [&](const RegisteredRule& one) { return one.rule->code.starts_with(text); });
}

std::string nearestSelector(std::string_view text) {
  std::vector<std::string_view> names;
  for (const RegisteredRule& one : byCode()) names.push_back(one.rule->code);
  for (const Family& family : allFamilies) names.push_back(family.prefix);
  names.push_back("ALL");
  return nearest(text, names);
}

}  // namespace limbeck::rules
