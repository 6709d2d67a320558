// Values to bytes and back: JSON, SARIF, annotations, Markdown, text, pages.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "formats/formats.h"
#include "rules/registry.h"

namespace limbeck {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::Not;

/// A report with one finding, the way settle() leaves it.
rules::Report reportOn(std::string path, std::string text, Span span, std::string message = "`x` is wrong") {
  rules::Report report;
  report.sources.push_back(std::make_shared<const SourceFile>(path, std::move(text)));
  report.files.push_back({path, "python", {}, {}});
  rules::Finding finding;
  finding.code = "XX001";
  finding.severity = rules::Severity::Error;
  finding.place = {path, span};
  finding.message = std::move(message);
  finding.id = "0123456789abcdef";
  report.findings.push_back(std::move(finding));
  report.headline = rules::headlineOf(report);
  return report;
}

rules::Fix replacing(const std::string& path, Span span, std::string text) {
  rules::Fix fix;
  fix.title = "Write it differently";
  fix.fixClass = rules::FixClass::Safe;
  fix.edits.push_back({path, {span, std::move(text)}});
  return fix;
}

const std::string hostilePath = "a|b/<img src=x onerror=alert(1)>`,%\n::error::.py";

TEST(Json, CountsInUtf16AndIsTheSameEveryTime) {
  const rules::Report report = reportOn("a.py", "y = '\xF0\x9F\x9C\x8D'; x\n", {12, 13});
  const std::string text = formats::json(report);
  EXPECT_EQ(text, formats::json(report));
  EXPECT_TRUE(text.ends_with("}\n"));
  const json parsed = json::parse(text);
  EXPECT_EQ(parsed["findings"][0]["range"],
            (json{{"start", {{"line", 0}, {"column", 10}}}, {"end", {{"line", 0}, {"column", 11}}}}));
  EXPECT_EQ(parsed["schema"], 1);
  EXPECT_EQ(parsed["summary"]["errors"], 1);
  EXPECT_TRUE(parsed["rules"].contains("XX001"));
  EXPECT_FALSE(parsed["findings"][0].contains("because"));
}

TEST(Json, SurvivesBytesThatAreNoUtf8) {
  const rules::Report report = reportOn("\xFF.py", "x\n", {0, 1}, "bad \xC3 byte");
  EXPECT_EQ(json::parse(formats::json(report))["findings"][0]["message"], "bad \xEF\xBF\xBD byte");
}

TEST(Json, GivesAPlaceInAMissingFileTheTop) {
  rules::Report report = reportOn("a.py", "x\n", {0, 1});
  report.findings[0].place = {"nowhere.py", {5, 9}};
  EXPECT_EQ(json::parse(formats::json(report))["findings"][0]["range"]["end"]["column"], 0);
}

TEST(Sarif, SaysItsColumnsAndEscapesPaths) {
  rules::Report report = reportOn("a b/\xC3\xA9.py", "x = 1\n", {0, 1});
  report.findings[0].fixes.push_back(replacing("a b/\xC3\xA9.py", {0, 1}, "y"));
  report.ignored = report.findings;
  report.ignored[0].reason = "known";
  const json run = json::parse(formats::sarif(report))["runs"][0];
  EXPECT_EQ(run["columnKind"], "utf16CodeUnits");
  const json& result = run["results"][0];
  EXPECT_EQ(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "a%20b/%C3%A9.py");
  EXPECT_EQ(result["locations"][0]["physicalLocation"]["region"],
            (json{{"startLine", 1}, {"startColumn", 1}, {"endLine", 1}, {"endColumn", 2}}));
  EXPECT_EQ(result["fixes"][0]["artifactChanges"][0]["replacements"][0]["insertedContent"]["text"], "y");
  EXPECT_EQ(run["tool"]["driver"]["rules"][result["ruleIndex"].get<std::size_t>()]["id"], "XX001");
  EXPECT_FALSE(result.contains("suppressions"));
  EXPECT_EQ(run["results"][1]["suppressions"][0]["justification"], "known");
}

TEST(Github, WritesOneLinePerFindingWhateverThePathIs) {
  const std::string text = formats::github(reportOn(hostilePath, "x\n", {0, 1}, "50% of\r\nit, or: all"));
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1);
  EXPECT_THAT(text, HasSubstr("::50%25 of%0D%0Ait, or: all\n"));
  EXPECT_THAT(text, HasSubstr("%2C%25%0A%3A%3Aerror%3A%3A.py,line=1,endLine=1,col=1,endColumn=2"));
}

TEST(Markdown, LetsNoPathEscapeItsCell) {
  rules::Report report = reportOn(hostilePath, "x\n", {0, 1}, "`a|b` and <b>*this*</b>");
  rules::ModuleVerdict module;
  module.path = "a|<script>";
  module.label = "fails";
  report.modules.push_back(module);
  const std::string text = formats::markdown(report);
  EXPECT_THAT(text, HasSubstr("| `a\\|<script>` |"));
  EXPECT_THAT(text, HasSubstr("`a|b` and &lt;b&gt;\\*this\\*&lt;/b&gt;"));
  EXPECT_THAT(text, HasSubstr("``a|b/<img src=x onerror=alert(1)>`,%")) << "a backtick in a path is fenced by two";
  EXPECT_THAT(text, Not(HasSubstr("\n::error")));
}

TEST(Text, PutsTheCaretsBelowTheMarkedPart) {
  const std::string text = formats::text(reportOn("a.py", "\tx = '\xE5\xBA\x97' + yy\n", {13, 15}));
  EXPECT_THAT(
      text,
      HasSubstr("a.py:1:12  error XX001  `x` is wrong\n  1 | \tx = '\xE5\xBA\x97' + yy\n    | \t           ^^\n"));
}

TEST(Text, ShowsOnlyAPartOfAVeryLongLine) {
  const std::string text =
      formats::text(reportOn("a.py", std::string(10'000'000, 'a') + "b\n", {9'999'999, 10'000'000}));
  EXPECT_LT(text.size(), 3000u);
  EXPECT_THAT(text, HasSubstr("…"));
}

TEST(Text, LetsNoControlCharacterThrough) {
  const std::string text =
      formats::text(reportOn("a\x1B[31m.py", "x = '\x1B[2J\xE2\x80\xAE'\n", {0, 1}, "says \x07\n"));
  EXPECT_EQ(text.find('\x1B'), std::string::npos);
  EXPECT_EQ(text.find('\x07'), std::string::npos);
  EXPECT_EQ(text.find("\xE2\x80\xAE"), std::string::npos) << "text that runs backwards";
  EXPECT_THAT(formats::text(reportOn("a.py", "x\n", {0, 1}), {.colour = true}),
              HasSubstr("\x1B[1;31merror XX001\x1B[0m"));
}

TEST(Text, ShowsAFixAsTheLinesItChanges) {
  rules::Report report = reportOn("a.py", "one\ntwo\nthree\n", {4, 7});
  report.findings[0].fixes.push_back(replacing("a.py", {4, 7}, "2\n2b"));
  report.findings[0].fixes[0].creates.push_back({"b.py", "new\n"});
  const std::string text = formats::text(report);
  EXPECT_THAT(text, HasSubstr("  fix   Write it differently [safe]\n        a.py\n        - two\n        + 2\n        "
                              "+ 2b\n        b.py (new)\n        + new\n"));
}

TEST(Text, SetsVerdictsInColumnsAsWideAsTheirWidestCell) {
  rules::Report report = reportOn("a.py", "x\n", {0, 1});
  for (const std::string path : {"app", "app/longer"}) {
    rules::ModuleVerdict module;
    module.path = path;
    module.label = "passes";
    module.requirements.push_back({"A1", rules::Verdict::Pass, "one", {}, {}});
    if (path == "app") module.requirements.push_back({"B1", rules::Verdict::Fail, "another", {}, {}});
    report.modules.push_back(module);
  }
  EXPECT_THAT(formats::text(report, {.verbose = true}), HasSubstr("\napp         passes\n"
                                                                  "  A1 Base class              passes       one\n"
                                                                  "  B1 Every model discovered  fails        another\n"
                                                                  "app/longer  passes\n"
                                                                  "  A1 Base class              passes       one\n"));
  EXPECT_THAT(formats::text(report), HasSubstr("\napp         passes\n"
                                               "  B1 Every model discovered  fails        another\n"
                                               "app/longer  passes\n"))
      << "of several modules what is right goes without saying";
}

TEST(Text, NamesEightModulesThatPassAndCountsTheOthers) {
  rules::Report report = reportOn("a.py", "x\n", {0, 1});
  report.modules.resize(11);
  for (std::size_t i = 0; i < 11; ++i) report.modules[i].path = "m" + std::to_string(i);
  for (rules::ModuleVerdict& module : report.modules) module.label = "passes";
  report.modules[10].verdict = rules::Verdict::Fail;
  report.modules[10].label = "fails";
  EXPECT_THAT(formats::text(report), HasSubstr("\nm7   passes\nm10  fails\nand 2 modules that pass\n"));
  EXPECT_THAT(formats::text(report, {.verbose = true}), HasSubstr("\nm9   passes\nm10  fails\n"));
}

TEST(Text, SaysTheReasonOfARuleOnceAndCountsNotes) {
  rules::Report report = reportOn("a.py", "x\ny\nz\n", {0, 1});
  for (const std::uint32_t begin : {2U, 4U}) {
    report.findings.push_back(report.findings[0]);
    report.findings.back().id = std::to_string(begin);
    report.findings.back().place.span = {begin, begin + 1};
  }
  report.findings[2].severity = rules::Severity::Info;
  report.headline = rules::headlineOf(report);
  const std::string headline = "2 errors and 1 note in 1 file\n";
  const auto times = [](const std::string& text, const std::string& part) {
    std::size_t n = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++n;
    return n;
  };
  const std::string text = formats::text(report);
  EXPECT_TRUE(text.starts_with(headline + "a.py:1:1  error XX001")) << text;
  EXPECT_TRUE(text.ends_with("  2 | y\n    | ^\n\n" + headline + "+1 note: --show-info\n")) << text;
  EXPECT_EQ(times(text, "  why   "), 1U);
  EXPECT_THAT(text, Not(HasSubstr("a.py:3:1")));

  const std::string notes = formats::text(report, {.infos = true});
  EXPECT_THAT(notes, HasSubstr("a.py:3:1  info XX001"));
  EXPECT_TRUE(notes.ends_with("\n" + headline)) << notes;
  EXPECT_EQ(times(formats::text(report, {.verbose = true}), "  why   "), 3U);

  report.findings.erase(report.findings.begin(), report.findings.begin() + 2);
  report.headline = rules::headlineOf(report);
  EXPECT_EQ(formats::text(report), "1 note in 1 file\n+1 note: --show-info\n");
}

TEST(Text, ShowsANoteFromWhichSomethingWorseFollows) {
  rules::Report report = reportOn("a.py", "x\ny\n", {0, 1});
  report.findings.push_back(report.findings[0]);
  report.findings[0].severity = rules::Severity::Info;
  report.findings[1].becauseId = report.findings[0].id;
  EXPECT_THAT(formats::text(report), HasSubstr("a.py:1:1  info XX001"));
}

TEST(Text, SaysThatAMarkGoesOnInTheNextLine) {
  EXPECT_THAT(formats::text(reportOn("a.py", "f(1,\n  2)\n", {2, 8})), HasSubstr("  1 | f(1,\n    |   ^^…\n"));
}

TEST(Text, IndentsAConsequenceUnderItsRoot) {
  rules::Report report = reportOn("a.py", "x\ny\n", {0, 1});
  report.findings.push_back(report.findings[0]);
  report.findings[1].id = "second";
  report.findings[1].becauseId = report.findings[0].id;
  report.findings[1].place.span = {2, 3};
  EXPECT_THAT(formats::text(report), HasSubstr("\n    a.py:2:1  error XX001"));
  EXPECT_EQ(report.count(rules::Severity::Error), 1u);
}

TEST(Headline, SaysTheResultInWords) {
  rules::Report report;
  EXPECT_EQ(rules::headlineOf(report), "No Python files here");
  report.files.push_back({"a.py", "python", {}, {}});
  report.modules.resize(2);
  for (rules::ModuleVerdict& module : report.modules) module.path = module.name = "m";
  report.modules[1].verdict = rules::Verdict::NoModels;
  report.modules[1].name = "mailer";
  EXPECT_EQ(rules::headlineOf(report), "Nothing found. 1 file read; 2 modules pass (`mailer` has no models)");
  report.modules[0].verdict = rules::Verdict::Undecided;
  report.questions = 1;
  EXPECT_EQ(rules::headlineOf(report),
            "Nothing found, but much could not be read. 1 file looked at; 1 of 2 modules passes, 1 cannot tell");
  report.findings = reportOn("a.py", "x\n", {0, 1}).findings;
  EXPECT_EQ(rules::headlineOf(report), "1 error in 1 file; 1 of 2 modules passes, 1 cannot tell");
}

TEST(Catalogue, HasEveryRuleOnceAndPagesWithoutProblems) {
  const json catalogue = json::parse(formats::catalogue());
  ASSERT_GT(rules::registry().size(), 90u);
  ASSERT_EQ(catalogue["rules"].size(), rules::registry().size());
  std::string last;
  for (const json& rule : catalogue["rules"]) {
    EXPECT_LT(last, rule["code"].get<std::string>());
    last = rule["code"].get<std::string>();
  }
  for (const rules::RegisteredRule& one : rules::registry()) {
    const rules::Page page = rules::readPage(one.page);
    EXPECT_EQ(page.code, one.rule->code) << page.title;
    EXPECT_TRUE(page.problems.empty()) << page.code << ": " << (page.problems.empty() ? "" : page.problems[0]);
    const auto text = formats::explain(one.rule->code, false);
    ASSERT_TRUE(text.has_value());
    EXPECT_THAT(*text, HasSubstr(page.title));
  }
  EXPECT_EQ(formats::explain("ZZ999", false), std::nullopt);
}

// ---- Pages ----------------------------------------------------------------------------------------------------------

TEST(Page, IsReadWithItsExamples) {
  const rules::Page page = rules::readPage(
      "# MR201 model-not-registered\n\nA model is not *registered*.\n\n## Why\nBecause of\n`this`.\n\n## The standard\n"
      "> Models must be registered\n\nStandard A, requirement 2\n\n```py not\nbad()\n```\n```py "
      "this\ngood()\n```\n\n## Bad\n\n"
      "### Forgotten\n\nSome prose.\n\n`m/api.py`:\n\n```py\n# expect: MR201\ndef f():\n    g()  # expect: MR201, "
      "XX001\n```\n\n"
      "`m/api.py` after the fix:\n\n```py fixed\ndef f(): pass\n```\n\n## Good\n`m/api.py`:\n```py\nok = 1\n```\n\n"
      "## When it stays silent\n- here\n  and there\n- now\n");
  EXPECT_TRUE(page.problems.empty()) << page.problems[0];
  EXPECT_EQ(page.code, "MR201");
  EXPECT_EQ(page.title, "model-not-registered");
  EXPECT_EQ(page.why, "Because of `this`.");
  EXPECT_EQ(page.standard, "A");
  EXPECT_EQ(page.quote, "Models must be registered");
  EXPECT_EQ(page.notThis, "bad()\n");
  ASSERT_EQ(page.examples.size(), 2u);
  const rules::Example& bad = page.examples[0];
  EXPECT_EQ(bad.title, "Forgotten");
  EXPECT_TRUE(bad.bad);
  EXPECT_EQ(bad.files[0].text, "def f():\n    g()\n");
  EXPECT_EQ(bad.expected, (std::vector<rules::Expected>{
                              {"m/api.py", 0, "MR201"}, {"m/api.py", 1, "MR201"}, {"m/api.py", 1, "XX001"}}));
  EXPECT_EQ(bad.fixed[0].text, "def f(): pass\n");
  EXPECT_FALSE(page.examples[1].bad);
  EXPECT_EQ(page.blocks.back().items.size(), 2u);
  const json reply = json::parse(formats::page(page));
  EXPECT_EQ(reply["blocks"][0]["text"][1], (json{{"text", "registered"}, {"style", "emphasis"}}));
  EXPECT_EQ(reply["examples"][0]["expected"][1]["line"], 1);
}

TEST(Page, NamesWhatIsWrongWithIt) {
  const auto problems = [](std::string_view text) { return rules::readPage(text).problems; };
  EXPECT_FALSE(problems("no title\n").empty());
  EXPECT_THAT(problems("# XX001 a\n\nb\n\n## Why\nc\n\n## Bad\n`a.py`:\n```py\nx\n```\n"),
              ::testing::Contains(HasSubstr("expects no finding")));
  EXPECT_THAT(problems("# a\n\n## Good\n`a.py`:\n```py\nx  # expect: XX001\n```\n"),
              ::testing::Contains(HasSubstr("expects findings")));
  EXPECT_THAT(problems("# a\n\n## Bad\n```py\nx\n```\n"), ::testing::Contains(HasSubstr("no path")));
  EXPECT_THAT(problems("# a\n`a.py`:\n```py\nx\n"), ::testing::Contains(HasSubstr("not closed")));
}

TEST(Page, IsReadInLinearTime) {
  std::string hostile = "# t\n\n";
  for (int i = 0; i < 200000; ++i) hostile += "[*_`` <http://";
  EXPECT_EQ(rules::readPage(hostile).title, "t");
}

TEST(Page, LinksLeadNowhereDangerous) {
  const rules::Page page =
      rules::readPage("# t\n\n[a](javascript:alert(1)) [b](https://example.org) `c``d` snake_case_name\n");
  for (const rules::Inline& run : page.blocks.at(0).text) EXPECT_THAT(run.href, Not(HasSubstr("javascript")));
  const auto& runs = page.blocks.at(0).text;
  EXPECT_TRUE(std::any_of(runs.begin(), runs.end(),
                          [](const rules::Inline& run) { return run.href == "https://example.org"; }));
  EXPECT_TRUE(std::none_of(runs.begin(), runs.end(),
                           [](const rules::Inline& run) { return run.style == rules::Inline::Style::Emphasis; }));
}

}  // namespace
}  // namespace limbeck
