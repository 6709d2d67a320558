// registry.h: all rules with their pages; defined by a file that the build generates from the folder.
// It refuses to be edited when a rule is added.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rules/rule.h"

namespace limbeck::rules {

struct RegisteredRule {
  const Rule* rule = nullptr;
  std::string_view family;   ///< folder: "registration"
  std::string_view page;     ///< the Markdown file beside the rule: whole, or in checker.wasm its head
  std::size_t headSize = 0;  ///< bytes of it before the first example

  /// Title, summary, reason and clause: all that findings say of their rule.
  [[nodiscard]] std::string_view head() const { return page.substr(0, headSize); }
};

/// Stands before each page in a text that holds the pages of all rules.
inline constexpr char pageMark = '\x1E';

/// The page of a rule, whole, out of such a text; what the rule has itself where the text does not hold it.
[[nodiscard]] std::string_view pageIn(std::string_view pages, const RegisteredRule& one);

/// Sorted by the rule's file path; see byCode for order by code.
[[nodiscard]] std::span<const RegisteredRule> registry();
[[nodiscard]] std::vector<RegisteredRule> byCode();
/// Null when no rule has that code.
[[nodiscard]] const RegisteredRule* findRule(std::string_view code);

/// The first two letters of a code, and what they stand for (rules.md, 3).
struct Family {
  std::string_view prefix;  ///< "MR"
  std::string_view folder;  ///< "registration"
  std::string_view title;
  Weight weight = Weight::Standard;  ///< of its rules that say nothing else
};
/// All families, also those without a rule yet, in the order of the catalogue.
[[nodiscard]] std::span<const Family> families();

/// The rule's own weight, or its family's; Style for a code that no rule has.
[[nodiscard]] Weight weightOf(std::string_view code);

/// What settings may select: "ALL", a family, the beginning of a code, or a code.
[[nodiscard]] bool isSelector(std::string_view text);
/// The code or family most like the text; empty when nothing is like it.
[[nodiscard]] std::string nearestSelector(std::string_view text);

}  // namespace limbeck::rules
