// Settling, with rules made up for the purpose: what is said once, what follows from what, what is silenced.

#include "rules/settling/settle.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "facts/extract.h"
#include "project/project.h"
#include "support/findings.h"

namespace limbeck {
namespace {

using ::testing::HasSubstr;

using Files = std::vector<std::pair<std::string, std::string>>;

/// Marks every call `root()` and every call `follow()`, the latter as consequences of the first root of the file.
void callsRule(const project::Project& project, rules::Findings& findings) {
  for (const facts::FactsPtr& file : project.files()) {
    std::optional<rules::Place> root;
    for (const facts::Expr call : file->calls) {
      const std::string name = call.callee().dotted();
      rules::Finding finding;
      finding.place = {file->path(), call.callee().span()};
      finding.message = "`" + name + "` is called";
      finding.subject = name;
      if (name == "root" && !root) root = finding.place;
      if (name == "follow") {
        finding.code = "TT002";
        if (root) finding.because = std::pair(std::string("TT001"), *root);
      }
      findings.push_back(finding);
      if (name == "twice") findings.push_back(finding);
    }
  }
}
const rules::Rule callsRuleObject = {"TT001", rules::Severity::Warning, rules::FixClass::None, "", &callsRule};
const rules::RegisteredRule callsRules[] = {{&callsRuleObject, "test", "# TT001 calls\n"}};

rules::Report settle(const Files& files, project::Settings settings = {}) {
  project::Inputs inputs;
  for (const auto& [path, text] : files)
    inputs.files.push_back(facts::extract(std::make_shared<const SourceFile>(path, text)));
  inputs.settings.settings = std::move(settings);
  const project::Project project(std::move(inputs));
  return rules::check(project, {}, callsRules);
}

TEST(Settle, FillsInTheRuleAndSaysEachThingOnce) {
  const rules::Report report = settle({{"a.py", "twice()\n"}});
  ASSERT_EQ(report.findings.size(), 1u);
  EXPECT_EQ(report.findings[0].code, "TT001");
  EXPECT_EQ(report.findings[0].severity, rules::Severity::Warning);
  EXPECT_EQ(report.findings[0].id.size(), 16u);
}

TEST(Settle, TiesConsequencesToTheirRootAndDoesNotCountThem) {
  const rules::Report report = settle({{"a.py", "root()\nfollow()\n"}});
  ASSERT_EQ(report.findings.size(), 2u);
  EXPECT_EQ(report.findings[1].becauseId, report.findings[0].id);
  EXPECT_EQ(report.count(rules::Severity::Warning), 1u);
}

/// Marks every call with the code and the severity that it names: `RV501_info()`.
void namedRule(const project::Project& project, rules::Findings& findings) {
  for (const facts::FactsPtr& file : project.files()) {
    for (const facts::Expr call : file->calls) {
      const std::string name = call.callee().dotted();
      rules::Finding finding;
      finding.place = {file->path(), call.callee().span()};
      finding.code = name.substr(0, 5);
      finding.severity = name.ends_with("error") ? rules::Severity::Error : rules::Severity::Warning;
      findings.push_back(finding);
    }
  }
}
const rules::Rule namedRuleObject = {"TT003", rules::Severity::Warning, rules::FixClass::None, "", &namedRule};
const rules::RegisteredRule namedRules[] = {{&namedRuleObject, "test", "# TT003 named\n"}};

rules::Report settleNamed(const std::string& text) {
  project::Inputs inputs;
  inputs.files.push_back(facts::extract(std::make_shared<const SourceFile>("a.py", text)));
  return rules::check(project::Project(std::move(inputs)), {}, namedRules);
}

TEST(Settle, SortsBySeverityThenByWhatComesOfItThenByPlace) {
  const rules::Report report = settleNamed(
      "TC301_warning()\nRV511_error()\nMR210_warning()\nTC302_error()\nMS602_error()\nMC402_warning()\nRV501_error()\n"
      "TC303_warning()\n");
  EXPECT_EQ(codesOf(report.findings),
            (std::vector<std::string>{"RV501", "MS602", "TC302", "RV511", "MR210", "TC301", "TC303", "MC402"}));
}

TEST(Settle, MakesOneDefectOfWhatTwoRulesSayOfALine) {
  const rules::Report report =
      settleNamed("MC416_warning(); MC413_error()\nMC416_warning()\nMC405_warning(); MC416_warning()\n");
  ASSERT_EQ(codesOf(report.findings), (std::vector<std::string>{"MC413", "MC416", "MC405", "MC416", "MC416"}));
  EXPECT_EQ(report.findings[1].becauseId, report.findings[0].id) << "it stands behind its root, before warnings";
  for (const std::size_t alone : {0U, 2U, 3U, 4U}) EXPECT_EQ(report.findings[alone].becauseId, "") << alone;
}

TEST(Settle, PromotesAConsequenceWhoseRootIsAway) {
  project::Settings off;
  off.severity["TT001"] = "off";
  EXPECT_TRUE(settle({{"a.py", "root()\nfollow()\n"}}, off).findings.empty()) << "the rule does not even run";
  project::Settings ignored;
  ignored.perFileIgnores.emplace_back("a.py", std::vector<std::string>{"TT001"});
  const rules::Report report = settle({{"a.py", "root()\nfollow()\n"}}, ignored);
  ASSERT_EQ(report.findings.size(), 1u);
  EXPECT_EQ(report.findings[0].becauseId, "");
}

TEST(Settle, SilencesConsequencesOnlyWhenTheirRootIsSilencedWithAReason) {
  const rules::Report with = settle({{"a.py", "root()  # limbeck: ignore[TT001] we know\nfollow()\n"}});
  EXPECT_EQ(codesOf(with.ignored), (std::vector<std::string>{"TT001", "TT002"}));
  EXPECT_EQ(with.ignored[1].reason, "we know");
  const rules::Report without = settle({{"a.py", "root()  # limbeck: ignore[TT001]\nfollow()\n"}});
  EXPECT_EQ(codesOf(without.ignored), std::vector<std::string>{"TT001"});
  EXPECT_NE(firstOf(without, "TT002"), nullptr);
  EXPECT_EQ(firstOf(without, "TT002")->becauseId, "");
}

TEST(Settle, KeepsTheIdentityOfAFindingWhileItsLineMoves) {
  const rules::Report before = settle({{"a.py", "f( g )\n"}});
  const rules::Report after = settle({{"a.py", "import x\n\n\nf(  g )  # limbeck: ignore[XX999]\n"}});
  ASSERT_NE(firstOf(after, "TT001"), nullptr);
  EXPECT_EQ(before.findings[0].id, firstOf(after, "TT001")->id) << "white space and our own comment do not count";
  EXPECT_NE(before.findings[0].id, settle({{"a.py", "f(h)\n"}}).findings[0].id);
  EXPECT_NE(before.findings[0].id, settle({{"b.py", "f( g )\n"}}).findings[0].id);
}

TEST(Settle, NumbersFindingsThatLookTheSame) {
  const rules::Report report = settle({{"a.py", "f()\nf()\nf()\n"}});
  ASSERT_EQ(report.findings.size(), 3u);
  EXPECT_EQ(report.findings[1].id, report.findings[0].id + "-2");
  EXPECT_EQ(report.findings[2].id, report.findings[0].id + "-3");
}

TEST(Settle, LetsTheMoreParticularNameDecide) {
  const auto found = [](std::vector<std::string> select, std::vector<std::string> ignore) {
    project::Settings settings;
    settings.select = std::move(select);
    settings.ignore = std::move(ignore);
    return !settle({{"a.py", "f()\n"}}, settings).findings.empty();
  };
  EXPECT_TRUE(found({}, {}));
  EXPECT_TRUE(found({"ALL"}, {"XX"}));
  EXPECT_FALSE(found({"XX"}, {}));
  EXPECT_FALSE(found({"ALL"}, {"TT"}));
  EXPECT_TRUE(found({"TT001"}, {"TT"}));
  EXPECT_FALSE(found({"TT001"}, {"TT001"}));
}

TEST(Settle, TakesSeveritiesFromTheSettings) {
  project::Settings settings;
  settings.severity["TT001"] = "info";
  EXPECT_EQ(settle({{"a.py", "f()\n"}}, settings).findings[0].severity, rules::Severity::Info);
}

TEST(Settle, ComplainsAboutCommentsThatSilenceNothing) {
  const rules::Report report = settle({{"a.py", "f()  # limbeck: ignore[TT001, XX004] x\ny = 1  # limbeck: ignore\n"}});
  ASSERT_EQ(codesOf(report.findings), (std::vector<std::string>{"XX002", "XX002"}));
  EXPECT_EQ(report.findings[0].subject, "XX004");
  EXPECT_THAT(report.findings[1].message, HasSubstr("names no rule"));
}

TEST(Settle, DoesNotComplainWhereItCouldNotRead) {
  EXPECT_EQ(firstOf(settle({{"a.py", "y = (  # limbeck: ignore[XX004]\n"}}), "XX002"), nullptr);
  EXPECT_NE(firstOf(settle({{"a.py", "y = (  # limbeck: ignore[XX999]\n"}}), "XX002"), nullptr) << "no rule is no rule";
}

TEST(Settle, DoesNotComplainAboutCodesThatAreOff) {
  project::Settings settings;
  settings.ignore = {"XX004"};
  EXPECT_TRUE(settle({{"a.py", "y = 1  # limbeck: ignore[XX004]\n"}}, settings).findings.empty());
  EXPECT_TRUE(settle({{"a.py", "y = 1  # limbeck: ignore[XX004, XX002] later\n"}}).findings.empty())
      << "XX002 silences XX002";
  EXPECT_EQ(settle({{"a.py", "y = 1  # limbeck: ignore[XX002]\n"}}).findings.size(), 1u);
}

}  // namespace
}  // namespace limbeck
