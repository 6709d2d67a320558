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

std::vector<Case> rulePageCases() {
  std::vector<Case> all;
  for (const rules::RegisteredRule& rule : rules::byCode()) {
    const rules::Page page = rules::readPage(rule.page);
    for (Case& one : casesOf(page.code + "_" + page.title, rule.page)) all.push_back(std::move(one));
  }
  return all;
}

std::vector<Case> suiteCases() {
  std::vector<Case> all;
  for (const char* folder : {"rules", "../web/samples"}) {
    for (const std::string& path : markdownBelow(std::string(LIMBECK_TESTS_DIR) + "/" + folder)) {
      for (Case& one : casesOf(std::filesystem::path(path).stem().string(), readFile(path)))
        all.push_back(std::move(one));
    }
  }
  return all;
}

/// Every finding of the example, in every order of the files, is one that the page announces.
void expectExactFindings(const Case& c) {
  const Workspace workspace = workspaceOf(c.example.files);
  EXPECT_EQ(findingsOf(workspace.check()), expectedOf(c.example)) << formats::text(workspace.check());
  std::vector<rules::NewFile> reversed(c.example.files.rbegin(), c.example.files.rend());
  EXPECT_EQ(formats::json(workspaceOf(reversed).check()), formats::json(workspace.check()))
      << "the order in which files arrive changes the answer";
}

bool changesText(const rules::Fix& fix) { return !fix.edits.empty() || !fix.creates.empty(); }

/// Each offered fix, alone: applies, parses, silences its finding, brings nothing new, and offers nothing more.
void expectFixesHold(const Case& c) {
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
    }
  }
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

class EveryExample : public testing::TestWithParam<Case> {};

TEST_P(EveryExample, GivesExactlyTheFindingsItAnnounces) { expectExactFindings(GetParam()); }

TEST_P(EveryExample, HasOnlyFixesThatHold) { expectFixesHold(GetParam()); }

INSTANTIATE_TEST_SUITE_P(OfTheSuites, EveryExample, testing::ValuesIn(suiteCases()),
                         [](const auto& test) { return nameOf(test.param); });
INSTANTIATE_TEST_SUITE_P(OfTheRulePages, EveryExample, testing::ValuesIn(rulePageCases()),
                         [](const auto& test) { return nameOf(test.param); });

class RulePageExample : public testing::TestWithParam<Case> {};

TEST_P(RulePageExample, BecomesItsFixedTextAndStaysSo) {
  const Case& c = GetParam();
  if (c.example.fixed.empty()) return;
  const Workspace workspace = workspaceOf(c.example.files);
  rules::FixSelection selection;
  selection.rule = c.code;
  selection.unsafe = true;
  const Workspace after = applied(workspace, workspace.fix(selection));
  for (const rules::NewFile& fixed : c.example.fixed) {
    const SourceFilePtr file = after.file(fixed.path);
    ASSERT_NE(file, nullptr) << fixed.path << " does not exist after the fix";
    EXPECT_EQ(std::string(file->text()), fixed.text) << fixed.path;
  }
  const rules::FixResult again = after.fix(selection);
  EXPECT_TRUE(again.edits.empty() && again.creates.empty()) << "a second run of the fix changes more";
}

TEST_P(RulePageExample, ReadsAsItsSnapshotInATerminal) {
  const Case& c = GetParam();
  const std::string path = std::string(LIMBECK_TESTS_DIR) + "/snapshots/" + nameOf(c) + ".txt";
  EXPECT_EQ(compareSnapshot(path, formats::text(workspaceOf(c.example.files).check())), "");
}

INSTANTIATE_TEST_SUITE_P(OfTheRulePages, RulePageExample, testing::ValuesIn(rulePageCases()),
                         [](const auto& test) { return nameOf(test.param); });

TEST(RulePages, AreWellFormedAndComplete) {
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

TEST(RulePages, HaveFixedTextWhereTheRuleOffersAFix) {
  for (const rules::RegisteredRule& rule : rules::registry()) {
    const bool edits = rule.rule->fix == rules::FixClass::Safe || rule.rule->fix == rules::FixClass::Unsafe ||
                       rule.rule->fix == rules::FixClass::Generate;
    const rules::Page page = rules::readPage(rule.page);
    const bool fixed =
        std::any_of(page.examples.begin(), page.examples.end(), [](const auto& e) { return !e.fixed.empty(); });
    EXPECT_EQ(fixed, edits) << page.code;
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

TEST(Snapshots, AreAllOfExamplesThatStillExist) {
  std::set<std::string> expected;
  for (const Case& c : rulePageCases()) expected.insert(nameOf(c) + ".txt");
  for (const auto& entry : std::filesystem::directory_iterator(std::string(LIMBECK_TESTS_DIR) + "/snapshots")) {
    EXPECT_EQ(expected.count(entry.path().filename().string()), 1U) << entry.path() << " belongs to no example";
  }
}

}  // namespace
}  // namespace limbeck::tests
