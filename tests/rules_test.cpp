// rules_test.cpp: every rule page and every suite in tests/rules says the truth.
// It refuses to know any rule by name.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "formats/formats.h"
#include "rules/registry.h"
#include "support/suite.h"

namespace limbeck::tests {
namespace {

std::vector<std::string> suitePaths() {
  std::vector<std::string> all;
  for (const char* folder : {"rules", "../web/samples"}) {
    for (std::string& path : markdownBelow(std::string(LIMBECK_TESTS_DIR) + "/" + folder))
      all.push_back(std::move(path));
  }
  return all;
}

std::vector<Case> suiteCases() {
  std::vector<Case> all;
  for (const std::string& path : suitePaths()) {
    for (Case& one : casesOf(std::filesystem::path(path).stem().string(), readFile(path)))
      all.push_back(std::move(one));
  }
  return all;
}

bool changesText(const rules::Fix& fix) { return !fix.edits.empty() || !fix.creates.empty(); }

bool changesText(const rules::Rule& rule) {
  return rule.fix == rules::FixClass::Safe || rule.fix == rules::FixClass::Unsafe ||
         rule.fix == rules::FixClass::Generate;
}

/// No rule offers more than its class says: where that is no change of the text, there is nothing to try out.
void expectFixesOfTheirClass(const rules::Report& report) {
  for (const rules::Finding& finding : report.findings) {
    const rules::RegisteredRule* rule = rules::findRule(finding.code);
    ASSERT_NE(rule, nullptr) << finding.code;
    for (const rules::Fix& fix : finding.fixes) {
      EXPECT_TRUE(!changesText(fix) || changesText(*rule->rule)) << finding.code << " " << fix.title;
    }
  }
}

/// Every finding of the example, in every order of the files, is one that the page announces.
void expectExactFindings(const Case& c) {
  const Workspace workspace = workspaceOf(c.example.files);
  EXPECT_EQ(findingsOf(workspace.check()), expectedOf(c.example)) << formats::text(workspace.check());
  std::vector<rules::NewFile> reversed(c.example.files.rbegin(), c.example.files.rend());
  EXPECT_EQ(formats::json(workspaceOf(reversed).check()), formats::json(workspace.check()))
      << "the order in which files arrive changes the answer";
  expectFixesOfTheirClass(workspace.check());
}

/// All fixes of one rule, the unsafe ones too.
rules::FixSelection everyFixOf(const std::string& code) {
  rules::FixSelection selection;
  selection.rule = code;
  selection.unsafe = true;
  return selection;
}

bool changesText(const rules::FixResult& result) { return !result.edits.empty() || !result.creates.empty(); }

/// Each offered fix, alone: applies, parses, silences its finding, brings nothing new, and offers nothing more. Where
/// none is offered, all of them together change nothing.
void expectFixesHold(const Case& c) {
  std::size_t tried = 0;
  const Workspace workspace = workspaceOf(c.example.files);
  for (const rules::Finding& finding : workspace.check().findings) {
    for (std::uint32_t i = 0; i < finding.fixes.size(); ++i) {
      if (!changesText(finding.fixes[i])) continue;
      rules::FixSelection selection;
      selection.finding = finding.id;
      selection.fix = i;
      const rules::FixResult result = workspace.fix(selection);
      EXPECT_EQ(result.proof, rules::ProofState::Proved)
          << finding.code << " " << finding.fixes[i].title << ": " << result.proofText << "\n"
          << formats::text(result.after);
      ++tried;
    }
  }
  if (tried > 0) return;
  for (const rules::Expected& one : c.example.expected)
    EXPECT_FALSE(changesText(workspace.fix(everyFixOf(one.code)))) << one.code << " offers no fix, and has one";
}

Workspace applied(const Workspace& workspace, const rules::FixResult& result) {
  Workspace copy = workspace.copy();
  std::map<std::string, std::vector<Edit>> edits;
  for (const rules::FileEdit& edit : result.edits) edits[edit.path].push_back(edit.edit);
  for (const auto& [path, list] : edits) {
    const auto text = applyEdits(workspace.file(path)->text(), list);
    EXPECT_TRUE(text.has_value()) << "the edits of " << path << " overlap";
    if (text) copy.setFile(path, *text);
  }
  for (const rules::NewFile& file : result.creates) copy.setFile(file.path, file.text);
  return copy;
}

template <typename Condition>
std::vector<Case> only(std::vector<Case> cases, Condition condition) {
  cases.erase(std::remove_if(cases.begin(), cases.end(), [&](const Case& c) { return !condition(c); }), cases.end());
  return cases;
}

/// Whether a rule that it announces may offer a fix.
bool mayBeFixed(const Case& c) {
  return std::any_of(c.example.expected.begin(), c.example.expected.end(), [](const rules::Expected& one) {
    const rules::RegisteredRule* rule = rules::findRule(one.code);
    return rule != nullptr && changesText(*rule->rule);
  });
}

bool isFixed(const Case& c) { return !c.example.fixed.empty(); }

const auto nameOfCase = [](const auto& test) { return nameOf(test.param); };

class EveryExample : public testing::TestWithParam<Case> {};

TEST_P(EveryExample, GivesExactlyTheFindingsItAnnounces) { expectExactFindings(GetParam()); }

INSTANTIATE_TEST_SUITE_P(OfTheSuites, EveryExample, testing::ValuesIn(suiteCases()), nameOfCase);
INSTANTIATE_TEST_SUITE_P(OfTheRulePages, EveryExample, testing::ValuesIn(rulePageCases()), nameOfCase);

class FixableExample : public testing::TestWithParam<Case> {};

TEST_P(FixableExample, HasOnlyFixesThatHold) { expectFixesHold(GetParam()); }

INSTANTIATE_TEST_SUITE_P(OfTheSuites, FixableExample, testing::ValuesIn(only(suiteCases(), mayBeFixed)), nameOfCase);
INSTANTIATE_TEST_SUITE_P(OfTheRulePages, FixableExample, testing::ValuesIn(only(rulePageCases(), mayBeFixed)),
                         nameOfCase);

class FixedExample : public testing::TestWithParam<Case> {};

TEST_P(FixedExample, BecomesItsFixedTextAndStaysSo) {
  const Case& c = GetParam();
  const Workspace workspace = workspaceOf(c.example.files);
  const rules::FixResult result = workspace.fix(everyFixOf(c.code));
  const Workspace after = applied(workspace, result);
  std::set<std::string> fixed;
  for (const rules::NewFile& file : c.example.fixed) {
    const SourceFilePtr was = workspace.file(file.path);
    const SourceFilePtr is = after.file(file.path);
    ASSERT_NE(is, nullptr) << file.path << " does not exist after the fix";
    EXPECT_EQ(std::string(is->text()), file.text) << file.path;
    EXPECT_FALSE(was != nullptr && was->text() == file.text) << file.path << " needs no fix";
    fixed.insert(file.path);
  }
  for (const rules::FileEdit& edit : result.edits)
    EXPECT_EQ(fixed.count(edit.path), 1U) << edit.path << " is not shown";
  for (const rules::NewFile& file : result.creates)
    EXPECT_EQ(fixed.count(file.path), 1U) << file.path << " is not shown";
  EXPECT_FALSE(changesText(after.fix(everyFixOf(c.code)))) << "a second run of the fix changes more";
}

INSTANTIATE_TEST_SUITE_P(OfTheRulePages, FixedExample, testing::ValuesIn(only(rulePageCases(), isFixed)), nameOfCase);

TEST(Suites, AreWellFormedAndHaveExamples) {
  for (const std::string& path : suitePaths()) {
    const rules::Page page = rules::readPage(readFile(path));
    for (const std::string& problem : page.problems) {
      // In a suite an example is good for what the suite is about; a note of another rule may stand in it.
      if (!problem.ends_with("is good, but expects findings")) ADD_FAILURE() << path << ": " << problem;
    }
    EXPECT_FALSE(page.examples.empty()) << path;
  }
}

TEST(RulePages, AreWellFormedAndComplete) {
  ASSERT_GT(rules::registry().size(), 90U);
  for (const rules::RegisteredRule& rule : rules::registry()) {
    const rules::Page page = rules::readPage(rule.page);
    EXPECT_EQ(page.code, rule.rule->code);
    for (const std::string& problem : page.problems) ADD_FAILURE() << page.code << ": " << problem;
    EXPECT_FALSE(page.summary.empty()) << page.code << " has no summary";
    EXPECT_FALSE(page.why.empty()) << page.code << " has no reason";
    const auto announces = [&](const rules::Example& example) {
      return std::any_of(example.expected.begin(), example.expected.end(),
                         [&](const rules::Expected& expected) { return expected.code == page.code; });
    };
    for (const rules::Example& example : page.examples) {
      EXPECT_EQ(announces(example), example.bad) << page.code << ": " << example.title;
    }
    EXPECT_TRUE(std::any_of(page.examples.begin(), page.examples.end(), [](const auto& e) { return e.bad; }))
        << page.code;
    EXPECT_TRUE(std::any_of(page.examples.begin(), page.examples.end(), [](const auto& e) { return !e.bad; }))
        << page.code;
  }
}

TEST(RulePages, SayBeforeTheirFirstExampleWhatFindingsQuote) {
  for (const rules::RegisteredRule& rule : rules::registry()) {
    const rules::Page page = rules::readPage(rule.page);
    const rules::Page head = rules::readPage(rule.head());
    EXPECT_LT(rule.headSize, rule.page.size()) << page.code;
    EXPECT_TRUE(head.examples.empty()) << page.code;
    const auto quoted = [](const rules::Page& one) {
      return std::tie(one.title, one.code, one.summary, one.why, one.standard, one.clause, one.quote, one.notThis,
                      one.butThis);
    };
    EXPECT_EQ(quoted(head), quoted(page)) << page.code;
  }
}

TEST(RulePages, AreFoundInATextThatHoldsThemAll) {
  const std::string pages = "\x1E# MR201 first\n\nWhole.\n\x1E# MR2011 other\n\x1E# MR202 last\n";
  const auto pageOf = [](std::string_view in, std::string_view code) {
    rules::Rule rule;
    rule.code = code;
    return std::string(rules::pageIn(in, {&rule, "", "its own", 0}));
  };
  EXPECT_EQ(pageOf(pages, "MR201"), "# MR201 first\n\nWhole.\n");
  EXPECT_EQ(pageOf(pages, "MR202"), "# MR202 last\n");
  EXPECT_EQ(pageOf(pages, "MR203"), "its own");
  EXPECT_EQ(pageOf("", "MR201"), "its own");
}

TEST(RulePages, ShowWhatBecomesOfEveryExampleThatTheirOwnFixesChange) {
  // What these become another example of their page shows.
  const std::set<std::string> shownElsewhere = {
      "MB110 Let pass, and missing all the same",
      "MR210 An import for the type checker does not run",
      "MR215 A package instead of a file, and a folder further down",
      "MR215 pkgutil skips folders without __init__.py",
      "XX002 A code that does not exist",
  };
  std::set<std::string> changed;
  for (const Case& c : rulePageCases()) {
    if (!c.example.bad || isFixed(c) || !changesText(*rules::findRule(c.code)->rule)) continue;
    if (changesText(workspaceOf(c.example.files).fix(everyFixOf(c.code))))
      changed.insert(c.code + " " + c.example.title);
  }
  EXPECT_EQ(changed, shownElsewhere);
}

TEST(RulePages, HaveFixedTextWhereTheRuleOffersAFix) {
  for (const rules::RegisteredRule& rule : rules::registry()) {
    const rules::Page page = rules::readPage(rule.page);
    const bool fixed =
        std::any_of(page.examples.begin(), page.examples.end(), [](const auto& e) { return !e.fixed.empty(); });
    EXPECT_EQ(fixed, changesText(*rule.rule)) << page.code;
  }
}

TEST(RulePages, HaveOneCodeEachInTheirFamilysFolder) {
  std::set<std::string_view> codes;
  for (const rules::RegisteredRule& rule : rules::registry()) {
    EXPECT_TRUE(codes.insert(rule.rule->code).second) << rule.rule->code << " is used twice";
    const auto families = rules::families();
    const auto family = std::find_if(families.begin(), families.end(),
                                     [&](const rules::Family& f) { return rule.rule->code.starts_with(f.prefix); });
    ASSERT_NE(family, families.end()) << rule.rule->code;
    EXPECT_EQ(family->folder, rule.family) << rule.rule->code;
  }
}

}  // namespace
}  // namespace limbeck::tests
