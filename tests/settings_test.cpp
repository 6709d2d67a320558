// What stands beside the code: settings, versions, alembic.ini, manifests, and what is said to linters.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "formats/formats.h"

namespace limbeck {
namespace {

using ::testing::HasSubstr;

TEST(Settings, AreReadFromBothFiles) {
  const std::string text =
      "profile = 'flask'\nbase = 'a.b:Base'\nmodels-files = ['m.py']\nselect = ['XX', 'XX001']\nstrict-unknown = true\n"
      "severity = { XX001 = 'off' }\nper-file-ignores = { 'scripts/**' = ['XX001'] }\n[registration]\ncall = "
      "'register'\nentry = ['start']\n";
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
  const auto reading = formats::readSettings(
      "pyproject.toml",
      "[tool.limbeck]\nprofile = \"auto\"\nstance = \"standard\"\nreview = false\ndialects = [\"sqlite\"]\nalembic = "
      "\"1.19\"\n"
      "sqlalchemy = \"2.0\"\nbase = [\"m:Base\"]\nowner = [\"modules/core/database/**\"]\nmodels-files = "
      "[\"models.py\"]\n"
      "modules = [\"modules/*/*\"]\nreleased = \"1f0c2d3e4a5b\"\nsince = \"\"\nbaseline = \"\"\nbaseline-tables = "
      "[\"a\"]\n"
      "external-tables = [\"b\"]\ncompare = \"both\"\nallow-auto-names = false\nstrict-unknown = false\nautogenerate = "
      "true\nroots = []\n"
      "select = [\"ALL\"]\nignore = [\"XX004\"]\nexclude = [\"old/**\"]\nseverity = { XX004 = \"info\" }\n"
      "per-file-ignores = { \"scripts/**\" = [\"XX001\"] }\n[tool.limbeck.registration]\ncall = "
      "\"register_models\"\nentry = \"initialize\"\n"
      "central = \"app/db/model_registration.py\"\n[tool.limbeck.naming]\nverbs = [\"add\"]\npattern = \"^[a-z]+$\"\n");
  ASSERT_TRUE(reading.has_value());
  for (const project::SettingsProblem& problem : reading->problems) ADD_FAILURE() << problem.message;
}

TEST(Settings, SayWhatIsOldAndWhenACheckFails) {
  const auto reading = formats::readSettings("limbeck.toml",
                                             "released = ['a1', 'b2']\nsince = 'c3'\nbaseline = 'ci/base.json'\n"
                                             "fail-on = 'info'\nstance = 'greenfield'\n");
  ASSERT_TRUE(reading->problems.empty()) << reading->problems[0].message;
  EXPECT_EQ(reading->settings.released, (std::vector<std::string>{"a1", "b2"}));
  EXPECT_EQ(reading->settings.since, "c3");
  EXPECT_EQ(reading->settings.baseline, "ci/base.json");
  EXPECT_EQ(reading->settings.failOn, "info");
  EXPECT_EQ(reading->settings.stance, "greenfield");
  const auto wrong = formats::readSettings("limbeck.toml", "fail-on = 'eror'\nstance = 'greenfeld'\n");
  ASSERT_EQ(wrong->problems.size(), 2u);
  EXPECT_EQ(wrong->problems[0].message, "A check fails on `error`, `warning` or `info`; the nearest is `error`");
  EXPECT_EQ(wrong->problems[1].message, "There is no stance `greenfeld`; the nearest is `greenfield`");
  EXPECT_EQ(wrong->settings.failOn, std::nullopt);
}

/// What stands where the problem says it is.
std::string marked(const std::string& text, const project::SettingsProblem& problem) {
  return text.substr(problem.span.begin, problem.span.size());
}

TEST(Settings, NameTheNearestKeyAndItsPlace) {
  const std::string text =
      "\xEF\xBB\xBF# caf\xC3\xA9\r\nbsae = 'x'\r\n\"severty\" = {}\r\n[registration]\r\ncal = 'y'\r\n";
  const auto reading = formats::readSettings("limbeck.toml", text);
  ASSERT_EQ(reading->problems.size(), 3u);
  for (const project::SettingsProblem& problem : reading->problems) {
    const std::string place = marked(text, problem);
    const std::string expected = place == "bsae"      ? "base"
                                 : place == "severty" ? "severity"
                                 : place == "cal"     ? "call"
                                                      : "?" + place;
    EXPECT_EQ(problem.replacement, expected);
  }
}

TEST(Settings, KnowRuleCodesAndTypes) {
  const std::string text =
      "select = ['XX01', 'XX00']\nbase = 3\nprofile = 'flsk'\nseverity = { XX001 = 'warn', QQ123 = 'off' }\n";
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
    const auto reading =
        formats::readSettings("pyproject.toml", "[tool.other]\nx = " + value + "\n[tool.limbeck]\nprofile = 'flask'\n");
    return reading->settings.profile == "flask" && reading->problems.empty() ? std::string()
                                                                             : reading->problems.at(0).message;
  };
  for (const char* value :
       {"1.5", "-0.0", "6.626e-34", "1e+300", "9_224.5e2", "inf", "-nan", "5e-324", "0x7FFF", "-9223372036854775808",
        "1979-05-27", "07:32:00.999", "1979-05-27T07:32:00-08:00", "[1.0, 2]"}) {
    EXPECT_EQ(problems(value), "") << value;
  }
  EXPECT_THAT(problems("1e999"), HasSubstr("not representable in 64 bits"));
  EXPECT_THAT(problems("9223372036854775808"), HasSubstr("not representable in 64 bits"));
  for (const char* value : {"1.", "1.e5", "1e", "1_.0", "1979-13-01", "0x"})
    EXPECT_THAT(problems(value), HasSubstr("This is no TOML")) << value;
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
    text += claim.package + " " + std::to_string(v.release[0]) + "." + std::to_string(v.release[1]) + "." +
            std::to_string(v.release[2]);
    if (v.stage != project::Version::Stage::Final) text += stages[static_cast<int>(v.stage)] + std::to_string(v.number);
    text += std::string(" ") + sources[static_cast<int>(claim.source)];
  }
  return text;
}

TEST(Versions, AreReadFromRequirements) {
  const auto one = [](std::string_view line) { return versionsIn("requirements.txt", line); };
  EXPECT_EQ(one("SQLAlchemy==2.0.30\r\n# alembic==1\nalembic>=1.13  # newer\nrequests==2\n"),
            "sqlalchemy 2.0.30 pinned, alembic 1.13.0 bounded");
  EXPECT_EQ(one("sqlalchemy[asyncio, mypy] >= 2.0, <2.1 ; python_version > '3.8'"), "sqlalchemy 2.0.0 bounded");
  EXPECT_EQ(one("sqlalchemy==2.1.0b3 \\\n    --hash=sha256:abc\n"), "sqlalchemy 2.1.0b3 pinned");
  EXPECT_EQ(one("sqlalchemy==2.1.0rc1 --hash=sha256:abc"), "sqlalchemy 2.1.0rc1 pinned");
  EXPECT_EQ(one("Flask_SQLAlchemy~=3.1\nFlask.Migrate (>=4.0)\nsqlmodel==0.0.*"),
            "flask-sqlalchemy 3.1.0 bounded, flask-migrate 4.0.0 bounded, sqlmodel 0.0.0 bounded");
  EXPECT_EQ(one("sqlalchemy>=1.4,>=2.0,!=2.0.3"), "sqlalchemy 2.0.0 bounded");
  EXPECT_EQ(one("sqlalchemy>=1.4,==2.0.4"), "sqlalchemy 2.0.4 pinned");
  for (const char* nothing :
       {"sqlalchemy", "sqlalchemy<2.1", "sqlalchemy==2.*.1", "sqlalchemy==", "sqlalchemy==1!2.0", "-r base.txt",
        "--pre", "sqlalchemy @ git+https://example.org/sqlalchemy@2.1", "./sqlalchemy", "sqlalchemy[",
        "sqlalchemy==2.0.30.1.x", "sqlalchemy-utils==2.1", "", "\xFF\xFE", ";", "[]", "==2.1"}) {
    EXPECT_EQ(one(nothing), "") << nothing;
  }
  EXPECT_EQ(one("sqlalchemy==99999999999999999999.1"), "sqlalchemy 1000000009.1.0 pinned");
}

TEST(Versions, AreReadFromPyproject) {
  EXPECT_EQ(versionsIn("pyproject.toml",
                       "[project]\ndependencies = ['sqlalchemy>=2.0', 3, "
                       "'alembic']\n[project.optional-dependencies]\nflask = ['flask-migrate==4.0.7']\n"
                       "[dependency-groups]\ndev = ['sqlmodel>=0.0.20', {include-group = 'x'}]\n"),
            "sqlalchemy 2.0.0 bounded, flask-migrate 4.0.7 pinned, sqlmodel 0.0.20 bounded");
  EXPECT_EQ(
      versionsIn(
          "pyproject.toml",
          "[tool.poetry.dependencies]\npython = '^3.12'\nalembic = '1.13.1'\nsqlalchemy = { version = '^2.0.25', "
          "extras = ['asyncio'] }\n"
          "flask-sqlalchemy = [{ version = '~3.0', python = '<3.9' }, { version = '^3.1 || ^4.0' }]\nsqlmodel = '*'\n"
          "[tool.poetry.group.dev.dependencies]\nflask-migrate = { git = 'x' }\n"),
      "alembic 1.13.1 pinned, flask-sqlalchemy 3.0.0 bounded, flask-sqlalchemy 3.1.0 bounded, sqlalchemy 2.0.25 "
      "bounded");
  for (const char* nothing :
       {"", "[[[", "project = 3", "[project]\ndependencies = 'sqlalchemy==2.0'", "[tool.poetry]\ndependencies = []"}) {
    EXPECT_EQ(versionsIn("pyproject.toml", nothing), "") << nothing;
  }
}

TEST(Versions, AreReadFromLocks) {
  const std::string packages =
      "version = 1\n[[package]]\nname = 'SQLAlchemy'\nversion = '2.0.30'\n[[package]]\nname = 'x'\n[[package]]\nname = "
      "'alembic'\nversion = 3\n";
  for (const char* name : {"poetry.lock", "a/uv.lock", "pdm.lock"})
    EXPECT_EQ(versionsIn(name, packages), "sqlalchemy 2.0.30 locked") << name;
  EXPECT_EQ(versionsIn("pylock.toml", "[[packages]]\nname = 'alembic'\nversion = '1.17.2'\n"), "alembic 1.17.2 locked");
  EXPECT_EQ(
      versionsIn(
          "Pipfile.lock",
          R"({"default":{"sqlalchemy":{"version":"==2.1.0b2"},"alembic":{"ref":"x"}},"develop":{"sqlmodel":{"version":"*"}}})"),
      "sqlalchemy 2.1.0b2 locked");
  for (const char* nothing : {"", "{", "[]", R"({"default":[]})", R"({"default":{"sqlalchemy":"==2.0"}})"})
    EXPECT_EQ(versionsIn("Pipfile.lock", nothing), "");
  EXPECT_EQ(versionsIn("Pipfile.lock", std::string(100000, '[')), "");
  EXPECT_EQ(versionsIn("poetry.lock", "package = [3]"), "");
}

TEST(Versions, AreOrderedAsReleasesAre) {
  const char* ordered[] = {"1.4.46",  "2.0",      "2.0.30", "2.1.0.dev1",   "2.1.0a1", "2.1.0b2",
                           "2.1.0b3", "2.1.0rc1", "2.1",    "v2.1.0.post1", "2.1.1",   "10.0"};
  for (std::size_t i = 0; i + 1 < std::size(ordered); ++i) {
    EXPECT_LT(*project::readVersion(ordered[i]), *project::readVersion(ordered[i + 1])) << ordered[i];
  }
  EXPECT_EQ(project::readVersion("2.1"), project::readVersion("2.1.0+local"));
}

TEST(Settings, MayNameAVersionOrNot) {
  EXPECT_EQ(formats::readSettings("limbeck.toml", "sqlalchemy = '2.1.0b2'\n")->settings.versions.at(0).lowest,
            *project::readVersion("2.1.0b2"));
  const auto wrong = formats::readSettings("limbeck.toml", "alembic = 'newest'\n");
  ASSERT_EQ(wrong->problems.size(), 1u);
  EXPECT_EQ(wrong->problems[0].message, "`newest` is no version; one looks like `2.0`");
  EXPECT_TRUE(wrong->settings.versions.empty());
}

TEST(Data, IsReadFromSmallJsonOnly) {
  const auto read =
      formats::readData("p/plugin.json", R"({"name": "notes", "models": ["models", 2, -1.5, null, true], "more": {}})");
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
      "# settings\n[DEFAULT]\nfolder = db\n\n[alembic]\nscript_location = %(here)s/%(folder)s/migrations\n; no comment "
      "behind a value\n"
      "prepend_sys_path = ../src\nversion_locations =\n    %(here)s/a\n    # not this\n    %(here)s/b c\n"
      "path_separator = newline\nsqlalchemy.url: postgresql://db/50%%\nfile_template = %%(rev)s\n\n[loggers]\nkeys = "
      "root\n";
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
  const auto all = formats::readAlembic(
      "pyproject.toml",
      "[tool.alembic]\nscript_location = \"%(here)s/alembic\"\nprepend_sys_path = [\".\", \"lib\"]\n");
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].scriptLocation, "alembic");
  EXPECT_EQ(all[0].prependSysPath, (std::vector<std::string>{"", "lib"}));
}

TEST(AlembicIni, SurvivesAnything) {
  std::string endless = "[alembic]\nscript_location = %(script_location)s";
  for (int i = 0; i < 2000; ++i) endless += "%(script_location)s";
  for (const std::string& hostile :
       {std::string("["), std::string("[]"), std::string("x = 1"), std::string("[alembic]\n="),
        std::string("[alembic]\n  a\n b"), std::string("[a]\nscript_location = %(here)s%("), endless,
        std::string(20000, '[')}) {
    EXPECT_LE(formats::readAlembic("alembic.ini", hostile).size(), 1u) << hostile.substr(0, 40);
  }
  EXPECT_TRUE(formats::readAlembic("pyproject.toml", "[tool.alembic").empty());
}

TEST(Linters, SayWhatTheyLeaveAlone) {
  const auto shown = [](std::string_view path, std::string_view text) {
    std::string all;
    for (const project::LinterIgnore& one : formats::readLinters(path, text))
      all += one.folder + "|" + one.pattern + "|" + one.code + " ";
    return all;
  };
  EXPECT_EQ(
      shown("a/.flake8", "[flake8]\nper-file-ignores =\n  b.py:F401,E402\n  c/*.py, d.py : F\nextend-ignore = W503"),
      "a|| a|**|W503 a|b.py|F401 a|b.py|E402 a|c/*.py|F a|d.py|F ");
  EXPECT_EQ(shown("pyproject.toml",
                  "[tool.ruff.lint]\nignore = ['E501']\n[tool.ruff.lint.per-file-ignores]\n'x.py' = ['F401']\n"),
            "|| |**|E501 |x.py|F401 ");
  EXPECT_EQ(shown("ruff.toml", "[per-file-ignores]\n'x.py' = ['F']\n"), "|| |x.py|F ");
  EXPECT_EQ(shown("setup.cfg", "[metadata]\nignore = F401"), "");
  // One that is only named leaves nothing alone.
  EXPECT_EQ(shown("api/requirements-dev.txt", "pytest\nflake8==7.0\n"), "api|| ");
  EXPECT_EQ(shown("pyproject.toml", "[tool.poetry.group.dev.dependencies]\nruff = '*'\n"), "|| ");
  EXPECT_EQ(shown("requirements.txt", "flask\n"), "");
  EXPECT_EQ(shown("notes.txt", "try ruff\n"), "");
}

TEST(Drivers, NameTheirDialects) {
  using Names = std::vector<std::string>;
  const std::string both = "SQLAlchemy\npsycopg2-binary==2\nPyMySQL\n";
  EXPECT_EQ(formats::readDrivers("requirements.txt", both), (Names{"postgresql", "mysql"}));
  EXPECT_TRUE(formats::readDrivers("notes.txt", "psycopg2").empty());
  // What only developers install, and what is only remarked upon, says nothing.
  EXPECT_TRUE(formats::readDrivers("requirements-dev.txt", both).empty());
  EXPECT_TRUE(formats::readDrivers("requirements_for_test.txt", both).empty());
  EXPECT_TRUE(formats::readDrivers("docs/requirements.txt", both).empty());
  EXPECT_EQ(formats::readDrivers("requirements.txt", "# or psycopg2\nasyncmy  # not asyncpg\n"), Names{"mysql"});
  EXPECT_EQ(formats::readDrivers("pyproject.toml",
                                 "[project]\ndependencies = ['asyncpg']\n"
                                 "[project.optional-dependencies]\ntests = ['pymysql']\n"
                                 "[dependency-groups]\ndev = ['oracledb']\n"),
            Names{"postgresql"});
  EXPECT_EQ(formats::readDrivers("pyproject.toml", "[project.optional-dependencies]\nmysql = ['pymysql']\n"),
            Names{"mysql"});
  EXPECT_EQ(formats::readDrivers("pyproject.toml",
                                 "[tool.poetry.dependencies]\npsycopg2 = '*'\n"
                                 "[tool.poetry.group.test.dependencies]\npymysql = '*'\n"
                                 "[tool.poetry.dev-dependencies]\noracledb = '*'\n"),
            Names{"postgresql"});
}

}  // namespace
}  // namespace limbeck
