// Values to bytes and back: JSON, SARIF, annotations, Markdown, text, pages, settings.

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

using ::testing::HasSubstr;
using ::testing::Not;
using nlohmann::json;

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
  EXPECT_EQ(parsed["findings"][0]["range"], (json{{"start", {{"line", 0}, {"column", 10}}}, {"end", {{"line", 0}, {"column", 11}}}}));
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
  EXPECT_THAT(text, HasSubstr("a.py:1:12  error XX001  `x` is wrong\n  1 | \tx = '\xE5\xBA\x97' + yy\n    | \t           ^^\n"));
}

TEST(Text, ShowsOnlyAPartOfAVeryLongLine) {
  const std::string text = formats::text(reportOn("a.py", std::string(10'000'000, 'a') + "b\n", {9'999'999, 10'000'000}));
  EXPECT_LT(text.size(), 3000u);
  EXPECT_THAT(text, HasSubstr("…"));
}

TEST(Text, LetsNoControlCharacterThrough) {
  const std::string text = formats::text(reportOn("a\x1B[31m.py", "x = '\x1B[2J\xE2\x80\xAE'\n", {0, 1}, "says \x07\n"));
  EXPECT_EQ(text.find('\x1B'), std::string::npos);
  EXPECT_EQ(text.find('\x07'), std::string::npos);
  EXPECT_EQ(text.find("\xE2\x80\xAE"), std::string::npos) << "text that runs backwards";
  EXPECT_THAT(formats::text(reportOn("a.py", "x\n", {0, 1}), {true, false}), HasSubstr("\x1B[1;31merror XX001\x1B[0m"));
}

TEST(Text, ShowsAFixAsTheLinesItChanges) {
  rules::Report report = reportOn("a.py", "one\ntwo\nthree\n", {4, 7});
  report.findings[0].fixes.push_back(replacing("a.py", {4, 7}, "2\n2b"));
  report.findings[0].fixes[0].creates.push_back({"b.py", "new\n"});
  const std::string text = formats::text(report);
  EXPECT_THAT(text, HasSubstr("  fix   Write it differently [safe]\n        a.py\n        - two\n        + 2\n        + 2b\n        b.py (new)\n        + new\n"));
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
  EXPECT_EQ(rules::headlineOf(report), "Nothing found, but much could not be read. 1 file looked at; 1 of 2 modules passes, 1 cannot tell");
  report.findings = reportOn("a.py", "x\n", {0, 1}).findings;
  EXPECT_EQ(rules::headlineOf(report), "1 error in 1 file; 1 of 2 modules passes, 1 cannot tell");
}

TEST(Catalogue, HasEveryRuleOnceAndPagesWithoutProblems) {
  const json catalogue = json::parse(formats::catalogue());
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
      "> Models must be registered\n\nStandard A, requirement 2\n\n```py not\nbad()\n```\n```py this\ngood()\n```\n\n## Bad\n\n"
      "### Forgotten\n\nSome prose.\n\n`m/api.py`:\n\n```py\n# expect: MR201\ndef f():\n    g()  # expect: MR201, XX001\n```\n\n"
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
  EXPECT_EQ(bad.expected, (std::vector<rules::Expected>{{"m/api.py", 0, "MR201"}, {"m/api.py", 1, "MR201"}, {"m/api.py", 1, "XX001"}}));
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
  EXPECT_THAT(problems("# XX001 a\n\nb\n\n## Why\nc\n\n## Bad\n`a.py`:\n```py\nx\n```\n"), ::testing::Contains(HasSubstr("expects no finding")));
  EXPECT_THAT(problems("# a\n\n## Good\n`a.py`:\n```py\nx  # expect: XX001\n```\n"), ::testing::Contains(HasSubstr("expects findings")));
  EXPECT_THAT(problems("# a\n\n## Bad\n```py\nx\n```\n"), ::testing::Contains(HasSubstr("no path")));
  EXPECT_THAT(problems("# a\n`a.py`:\n```py\nx\n"), ::testing::Contains(HasSubstr("not closed")));
}

TEST(Page, IsReadInLinearTime) {
  std::string hostile = "# t\n\n";
  for (int i = 0; i < 200000; ++i) hostile += "[*_`` <http://";
  EXPECT_EQ(rules::readPage(hostile).title, "t");
}

TEST(Page, LinksLeadNowhereDangerous) {
  const rules::Page page = rules::readPage("# t\n\n[a](javascript:alert(1)) [b](https://example.org) `c``d` snake_case_name\n");
  for (const rules::Inline& run : page.blocks.at(0).text) EXPECT_THAT(run.href, Not(HasSubstr("javascript")));
  const auto& runs = page.blocks.at(0).text;
  EXPECT_TRUE(std::any_of(runs.begin(), runs.end(), [](const rules::Inline& run) { return run.href == "https://example.org"; }));
  EXPECT_TRUE(std::none_of(runs.begin(), runs.end(), [](const rules::Inline& run) { return run.style == rules::Inline::Style::Emphasis; }));
}

// ---- Settings -------------------------------------------------------------------------------------------------------

TEST(Settings, AreReadFromBothFiles) {
  const std::string text =
      "profile = 'flask'\nbase = 'a.b:Base'\nmodels-files = ['m.py']\nselect = ['XX', 'XX001']\nstrict-unknown = true\n"
      "severity = { XX001 = 'off' }\nper-file-ignores = { 'scripts/**' = ['XX001'] }\n[registration]\ncall = 'register'\nentry = ['start']\n";
  const auto reading = formats::readSettings("limbeck.toml", text);
  ASSERT_TRUE(reading.has_value());
  EXPECT_TRUE(reading->problems.empty()) << reading->problems[0].message;
  const project::Settings& settings = reading->settings;
  EXPECT_EQ(settings.file, "limbeck.toml");
  EXPECT_EQ(settings.profile, "flask");
  EXPECT_EQ(settings.base, std::vector<std::string>{"a.b:Base"});
  EXPECT_EQ(settings.calls, std::vector<std::string>{"register"});
  EXPECT_EQ(settings.severity.at("XX001"), "off");
  EXPECT_EQ(settings.perFileIgnores.at(0).first, "scripts/**");
  EXPECT_TRUE(settings.strictUnknown);
  EXPECT_EQ(formats::readSettings("pyproject.toml", "[tool.limbeck]\nprofile = 'flask'\n")->settings.profile, "flask");
  EXPECT_EQ(formats::readSettings("pyproject.toml", "[tool.ruff]\nprofile = 'flask'\n"), std::nullopt);
}

TEST(Settings, AcceptEveryKeyOfTheDesign) {
  const auto reading = formats::readSettings("pyproject.toml",
      "[tool.limbeck]\nprofile = \"auto\"\nstance = \"standard\"\nreview = false\ndialects = [\"sqlite\"]\nalembic = \"1.19\"\n"
      "sqlalchemy = \"2.0\"\nbase = [\"m:Base\"]\nowner = [\"modules/core/database/**\"]\nmodels-files = [\"models.py\"]\n"
      "modules = [\"modules/*/*\"]\nreleased = \"1f0c2d3e4a5b\"\nsince = \"\"\nbaseline = \"\"\nbaseline-tables = [\"a\"]\n"
      "external-tables = [\"b\"]\ncompare = \"both\"\nallow-auto-names = false\nstrict-unknown = false\nautogenerate = true\nroots = []\n"
      "select = [\"ALL\"]\nignore = [\"XX004\"]\nexclude = [\"old/**\"]\nseverity = { XX004 = \"info\" }\n"
      "per-file-ignores = { \"scripts/**\" = [\"XX001\"] }\n[tool.limbeck.registration]\ncall = \"register_models\"\nentry = \"initialize\"\n"
      "central = \"app/db/model_registration.py\"\n[tool.limbeck.naming]\nverbs = [\"add\"]\npattern = \"^[a-z]+$\"\n");
  ASSERT_TRUE(reading.has_value());
  for (const project::SettingsProblem& problem : reading->problems) ADD_FAILURE() << problem.message;
}

/// What stands where the problem says it is.
std::string marked(const std::string& text, const project::SettingsProblem& problem) {
  return text.substr(problem.span.begin, problem.span.size());
}

TEST(Settings, NameTheNearestKeyAndItsPlace) {
  const std::string text = "\xEF\xBB\xBF# caf\xC3\xA9\r\nbsae = 'x'\r\n\"severty\" = {}\r\n[registration]\r\ncal = 'y'\r\n";
  const auto reading = formats::readSettings("limbeck.toml", text);
  ASSERT_EQ(reading->problems.size(), 3u);
  for (const project::SettingsProblem& problem : reading->problems) {
    const std::string place = marked(text, problem);
    const std::string expected = place == "bsae" ? "base" : place == "severty" ? "severity" : place == "cal" ? "call" : "?" + place;
    EXPECT_EQ(problem.replacement, expected);
  }
}

TEST(Settings, KnowRuleCodesAndTypes) {
  const std::string text = "select = ['XX01', 'XX00']\nbase = 3\nprofile = 'flsk'\nseverity = { XX001 = 'warn', QQ123 = 'off' }\n";
  const auto reading = formats::readSettings("limbeck.toml", text);
  std::vector<std::string> found;
  for (const project::SettingsProblem& problem : reading->problems) found.push_back(marked(text, problem));
  EXPECT_THAT(found, ::testing::UnorderedElementsAre("XX01", "3", "flsk", "warn", "QQ123"));
  EXPECT_EQ(reading->settings.select, std::vector<std::string>{"XX00"}) << "the beginning of a code selects";
  EXPECT_TRUE(reading->settings.severity.empty());
}

TEST(Settings, SayWhereTheyAreNoToml) {
  const std::string text = "profile = 'flask'\nbase = [[[\n";
  const auto reading = formats::readSettings("limbeck.toml", text);
  ASSERT_EQ(reading->problems.size(), 1u);
  EXPECT_GE(reading->problems[0].span.begin, text.find("base"));
  EXPECT_EQ(formats::readSettings("pyproject.toml", "a = [[["), std::nullopt) << "not ours to judge";
  EXPECT_EQ(formats::readSettings("limbeck.toml", std::string("a\0b", 3))->problems.size(), 1u);
  for (const char* hostile : {"[[[", "[", "[.]", "a.", "a = ", "= 1", "[a]\n[a]", "a = '''", "\xEF\xBB\xBF[["}) {
    EXPECT_EQ(formats::readSettings("limbeck.toml", hostile)->problems.size(), 1u) << hostile;
  }
  EXPECT_EQ(formats::readSettings("limbeck.toml", std::string(20000, '['))->problems.size(), 1u);
  EXPECT_EQ(formats::readSettings("limbeck.toml", "a = " + std::string(20000, '['))->problems.size(), 1u);
}

TEST(Settings, ReadPastNumbersAndDatesOfOtherTools) {
  const auto problems = [](const std::string& value) {
    const auto reading = formats::readSettings("pyproject.toml", "[tool.other]\nx = " + value + "\n[tool.limbeck]\nprofile = 'flask'\n");
    return reading->settings.profile == "flask" && reading->problems.empty() ? std::string() : reading->problems.at(0).message;
  };
  for (const char* value : {"1.5", "-0.0", "6.626e-34", "1e+300", "9_224.5e2", "inf", "-nan", "5e-324", "0x7FFF", "-9223372036854775808", "1979-05-27",
                            "07:32:00.999", "1979-05-27T07:32:00-08:00", "[1.0, 2]"}) {
    EXPECT_EQ(problems(value), "") << value;
  }
  EXPECT_THAT(problems("1e999"), HasSubstr("not representable in 64 bits"));
  EXPECT_THAT(problems("9223372036854775808"), HasSubstr("not representable in 64 bits"));
  for (const char* value : {"1.", "1.e5", "1e", "1_.0", "1979-13-01", "0x"}) EXPECT_THAT(problems(value), HasSubstr("This is no TOML")) << value;
}

TEST(Selections, AreReadOrRefused) {
  EXPECT_EQ(formats::readSelection(R"({"finding":"ab","fix":2})")->fix, 2u);
  EXPECT_TRUE(formats::readSelection(R"({"safe":true})")->safe);
  EXPECT_TRUE(formats::readSelection(R"({"ignore":"ab","reason":"r","scope":"file"})")->wholeFile);
  for (const char* hostile : {"", "{", "[]", "{}", "null", R"({"finding":7})", R"({"safe":"yes"})", R"({"fix":-1})"}) {
    EXPECT_FALSE(formats::readSelection(hostile).has_value()) << hostile;
  }
  EXPECT_FALSE(formats::readSelection(std::string(100000, '[')).has_value());
}

// ---- Versions -------------------------------------------------------------------------------------------------------

/// "sqlalchemy 2.0.30 pinned, alembic 1.13.0 bounded", in the order of the file.
std::string versionsIn(std::string_view path, std::string_view bytes) {
  static constexpr const char* sources[] = {"bounded", "pinned", "locked", "settings"};
  static constexpr const char* stages[] = {".dev", "a", "b", "rc", "", ".post"};
  std::string text;
  for (const project::VersionClaim& claim : formats::readVersions(path, bytes)) {
    const project::Version& v = claim.lowest;
    if (!text.empty()) text += ", ";
    text += claim.package + " " + std::to_string(v.release[0]) + "." + std::to_string(v.release[1]) + "." + std::to_string(v.release[2]);
    if (v.stage != project::Version::Stage::Final) text += stages[static_cast<int>(v.stage)] + std::to_string(v.number);
    text += std::string(" ") + sources[static_cast<int>(claim.source)];
  }
  return text;
}

TEST(Versions, AreReadFromRequirements) {
  const auto one = [](std::string_view line) { return versionsIn("requirements.txt", line); };
  EXPECT_EQ(one("SQLAlchemy==2.0.30\r\n# alembic==1\nalembic>=1.13  # newer\nrequests==2\n"), "sqlalchemy 2.0.30 pinned, alembic 1.13.0 bounded");
  EXPECT_EQ(one("sqlalchemy[asyncio, mypy] >= 2.0, <2.1 ; python_version > '3.8'"), "sqlalchemy 2.0.0 bounded");
  EXPECT_EQ(one("sqlalchemy==2.1.0b3 \\\n    --hash=sha256:abc\n"), "sqlalchemy 2.1.0b3 pinned");
  EXPECT_EQ(one("sqlalchemy==2.1.0rc1 --hash=sha256:abc"), "sqlalchemy 2.1.0rc1 pinned");
  EXPECT_EQ(one("Flask_SQLAlchemy~=3.1\nFlask.Migrate (>=4.0)\nsqlmodel==0.0.*"), "flask-sqlalchemy 3.1.0 bounded, flask-migrate 4.0.0 bounded, sqlmodel 0.0.0 bounded");
  EXPECT_EQ(one("sqlalchemy>=1.4,>=2.0,!=2.0.3"), "sqlalchemy 2.0.0 bounded");
  EXPECT_EQ(one("sqlalchemy>=1.4,==2.0.4"), "sqlalchemy 2.0.4 pinned");
  for (const char* nothing : {"sqlalchemy", "sqlalchemy<2.1", "sqlalchemy==2.*.1", "sqlalchemy==", "sqlalchemy==1!2.0", "-r base.txt", "--pre",
                              "sqlalchemy @ git+https://example.org/sqlalchemy@2.1", "./sqlalchemy", "sqlalchemy[", "sqlalchemy==2.0.30.1.x",
                              "sqlalchemy-utils==2.1", "", "\xFF\xFE", ";", "[]", "==2.1"}) {
    EXPECT_EQ(one(nothing), "") << nothing;
  }
  EXPECT_EQ(one("sqlalchemy==99999999999999999999.1"), "sqlalchemy 1000000009.1.0 pinned");
}

TEST(Versions, AreReadFromPyproject) {
  EXPECT_EQ(versionsIn("pyproject.toml",
                       "[project]\ndependencies = ['sqlalchemy>=2.0', 3, 'alembic']\n[project.optional-dependencies]\nflask = ['flask-migrate==4.0.7']\n"
                       "[dependency-groups]\ndev = ['sqlmodel>=0.0.20', {include-group = 'x'}]\n"),
            "sqlalchemy 2.0.0 bounded, flask-migrate 4.0.7 pinned, sqlmodel 0.0.20 bounded");
  EXPECT_EQ(versionsIn("pyproject.toml",
                       "[tool.poetry.dependencies]\npython = '^3.12'\nalembic = '1.13.1'\nsqlalchemy = { version = '^2.0.25', extras = ['asyncio'] }\n"
                       "flask-sqlalchemy = [{ version = '~3.0', python = '<3.9' }, { version = '^3.1 || ^4.0' }]\nsqlmodel = '*'\n"
                       "[tool.poetry.group.dev.dependencies]\nflask-migrate = { git = 'x' }\n"),
            "alembic 1.13.1 pinned, flask-sqlalchemy 3.0.0 bounded, flask-sqlalchemy 3.1.0 bounded, sqlalchemy 2.0.25 bounded");
  for (const char* nothing : {"", "[[[", "project = 3", "[project]\ndependencies = 'sqlalchemy==2.0'", "[tool.poetry]\ndependencies = []"}) {
    EXPECT_EQ(versionsIn("pyproject.toml", nothing), "") << nothing;
  }
}

TEST(Versions, AreReadFromLocks) {
  const std::string packages = "version = 1\n[[package]]\nname = 'SQLAlchemy'\nversion = '2.0.30'\n[[package]]\nname = 'x'\n[[package]]\nname = 'alembic'\nversion = 3\n";
  for (const char* name : {"poetry.lock", "a/uv.lock", "pdm.lock"}) EXPECT_EQ(versionsIn(name, packages), "sqlalchemy 2.0.30 locked") << name;
  EXPECT_EQ(versionsIn("pylock.toml", "[[packages]]\nname = 'alembic'\nversion = '1.17.2'\n"), "alembic 1.17.2 locked");
  EXPECT_EQ(versionsIn("Pipfile.lock", R"({"default":{"sqlalchemy":{"version":"==2.1.0b2"},"alembic":{"ref":"x"}},"develop":{"sqlmodel":{"version":"*"}}})"),
            "sqlalchemy 2.1.0b2 locked");
  for (const char* nothing : {"", "{", "[]", R"({"default":[]})", R"({"default":{"sqlalchemy":"==2.0"}})"}) EXPECT_EQ(versionsIn("Pipfile.lock", nothing), "");
  EXPECT_EQ(versionsIn("Pipfile.lock", std::string(100000, '[')), "");
  EXPECT_EQ(versionsIn("poetry.lock", "package = [3]"), "");
}

TEST(Versions, AreOrderedAsReleasesAre) {
  const char* ordered[] = {"1.4.46", "2.0", "2.0.30", "2.1.0.dev1", "2.1.0a1", "2.1.0b2", "2.1.0b3", "2.1.0rc1", "2.1", "v2.1.0.post1", "2.1.1", "10.0"};
  for (std::size_t i = 0; i + 1 < std::size(ordered); ++i) {
    EXPECT_LT(*project::readVersion(ordered[i]), *project::readVersion(ordered[i + 1])) << ordered[i];
  }
  EXPECT_EQ(project::readVersion("2.1"), project::readVersion("2.1.0+local"));
}

TEST(Settings, MayNameAVersionOrNot) {
  EXPECT_EQ(formats::readSettings("limbeck.toml", "sqlalchemy = '2.1.0b2'\n")->settings.versions.at(0).lowest, *project::readVersion("2.1.0b2"));
  const auto wrong = formats::readSettings("limbeck.toml", "alembic = 'newest'\n");
  ASSERT_EQ(wrong->problems.size(), 1u);
  EXPECT_EQ(wrong->problems[0].message, "`newest` is no version; one looks like `2.0`");
  EXPECT_TRUE(wrong->settings.versions.empty());
}

TEST(Data, IsReadFromSmallJsonOnly) {
  const auto read = formats::readData("p/plugin.json", R"({"name": "notes", "models": ["models", 2, -1.5, null, true], "more": {}})");
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->path, "p/plugin.json");
  EXPECT_EQ(read->content.keys, (std::vector<std::string>{"name", "models", "more"}));
  const project::Data& models = read->content.items.at(1);
  ASSERT_EQ(models.items.size(), 5U);
  EXPECT_EQ(models.items[0].text, "models");
  EXPECT_EQ(models.items[1].kind, project::Data::Kind::Int);
  EXPECT_EQ(models.items[2].text, "-1.5");
  EXPECT_EQ(models.items[4].kind, project::Data::Kind::True);
  EXPECT_FALSE(formats::readData("p/plugin.json", "{").has_value());
  EXPECT_FALSE(formats::readData("p/plugin.toml", "{}").has_value());
  EXPECT_FALSE(formats::readData("p.json", "[18446744073709551615]").has_value());
  EXPECT_FALSE(formats::readData("p.json", std::string(20, '[') + std::string(20, ']')).has_value());
  EXPECT_FALSE(formats::readData("p.json", "\"" + std::string(70000, 'x') + "\"").has_value());
}

TEST(Manifests, SayWhereTheEntryIs) {
  EXPECT_EQ(formats::readManifest("m/manifest.json", R"({"entry_point":"api.py"})")->entryPoint, "api.py");
  EXPECT_FALSE(formats::readManifest("m/manifest.json", R"({"entry_point":3})").has_value());
  EXPECT_FALSE(formats::readManifest("m/manifest.json", "{").has_value());
}

TEST(AlembicIni, IsReadAsConfigparserDoes) {
  const std::string text =
      "# settings\n[DEFAULT]\nfolder = db\n\n[alembic]\nscript_location = %(here)s/%(folder)s/migrations\n; no comment behind a value\n"
      "prepend_sys_path = ../src\nversion_locations =\n    %(here)s/a\n    # not this\n    %(here)s/b c\n"
      "path_separator = newline\nsqlalchemy.url: postgresql://db/50%%\nfile_template = %%(rev)s\n\n[loggers]\nkeys = root\n";
  const std::vector<project::AlembicConfig> all = formats::readAlembic("app/etc/alembic.ini", text);
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].section, "alembic");
  EXPECT_EQ(all[0].folder(), "app/etc");
  EXPECT_EQ(all[0].scriptLocation, "app/etc/db/migrations");
  EXPECT_EQ(all[0].prependSysPath, std::vector<std::string>{"app/src"});
  EXPECT_EQ(all[0].versionLocations, (std::vector<std::string>{"app/etc/a", "app/etc/b c"}));
  EXPECT_EQ(all[0].url, "postgresql://db/50%");
  EXPECT_EQ(all[0].fileTemplate, "%(rev)s");
}

TEST(AlembicIni, MayBeATableOfPyproject) {
  const auto all = formats::readAlembic("pyproject.toml", "[tool.alembic]\nscript_location = \"%(here)s/alembic\"\nprepend_sys_path = [\".\", \"lib\"]\n");
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].scriptLocation, "alembic");
  EXPECT_EQ(all[0].prependSysPath, (std::vector<std::string>{"", "lib"}));
}

TEST(AlembicIni, SurvivesAnything) {
  std::string endless = "[alembic]\nscript_location = %(script_location)s";
  for (int i = 0; i < 2000; ++i) endless += "%(script_location)s";
  for (const std::string& hostile : {std::string("["), std::string("[]"), std::string("x = 1"), std::string("[alembic]\n="), std::string("[alembic]\n  a\n b"),
                                     std::string("[a]\nscript_location = %(here)s%("), endless, std::string(20000, '[')}) {
    EXPECT_LE(formats::readAlembic("alembic.ini", hostile).size(), 1u) << hostile.substr(0, 40);
  }
  EXPECT_TRUE(formats::readAlembic("pyproject.toml", "[tool.alembic").empty());
}

TEST(Linters, SayWhatTheyLeaveAlone) {
  const auto shown = [](std::string_view path, std::string_view text) {
    std::string all;
    for (const project::LinterIgnore& one : formats::readLinters(path, text)) all += one.folder + "|" + one.pattern + "|" + one.code + " ";
    return all;
  };
  EXPECT_EQ(shown("a/.flake8", "[flake8]\nper-file-ignores =\n  b.py:F401,E402\n  c/*.py, d.py : F\nextend-ignore = W503"),
            "a|**|W503 a|b.py|F401 a|b.py|E402 a|c/*.py|F a|d.py|F ");
  EXPECT_EQ(shown("pyproject.toml", "[tool.ruff.lint]\nignore = ['E501']\n[tool.ruff.lint.per-file-ignores]\n'x.py' = ['F401']\n"), "|**|E501 |x.py|F401 ");
  EXPECT_EQ(shown("ruff.toml", "[per-file-ignores]\n'x.py' = ['F']\n"), "|x.py|F ");
  EXPECT_EQ(shown("setup.cfg", "[metadata]\nignore = F401"), "");
}

TEST(Drivers, NameTheirDialects) {
  EXPECT_EQ(formats::readDrivers("requirements-dev.txt", "SQLAlchemy\npsycopg2-binary==2\nPyMySQL\n"), (std::vector<std::string>{"postgresql", "mysql"}));
  EXPECT_TRUE(formats::readDrivers("notes.txt", "psycopg2").empty());
}

}  // namespace
}  // namespace limbeck
