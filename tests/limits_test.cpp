// What a report leaves to history, to a baseline and to what a change has nothing to do with; and when a check fails.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "formats/baseline.h"
#include "formats/formats.h"
#include "support/findings.h"
#include "workspace.h"

namespace limbeck {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

using Files = std::vector<std::pair<std::string, std::string>>;

Workspace workspaceOf(const Files& files) {
  Workspace workspace;
  for (const auto& [path, text] : files) workspace.setFile(path, text);
  return workspace;
}

/// A revision whose name says nothing about what it does, unless another message is given.
std::pair<std::string, std::string> revision(const std::string& id, const std::string& parent,
                                             const std::string& message = "columns of ",
                                             const std::string& extra = {}) {
  const std::string down = parent.empty() ? "None" : "'" + parent + "'";
  const std::string column = "c" + id;
  return {"migrations/versions/" + id + ".py",
          "\"\"\"" + message + (message.ends_with(' ') ? column : "") + "\"\"\"" +
              "\nimport sqlalchemy as sa\nfrom alembic import op\n" + extra + "revision = '" + id +
              "'\ndown_revision = " + down + "\n\n\ndef upgrade():\n    op.create_table('" + column +
              "', sa.Column('id', sa.Integer(), primary_key=True))\n\n\ndef downgrade():\n    op.drop_table('" +
              column + "')\n"};
}

std::vector<const rules::Finding*> all(const rules::Report& report, std::string_view code) {
  std::vector<const rules::Finding*> found;
  for (const rules::Finding& finding : report.findings) {
    if (finding.code == code) found.push_back(&finding);
  }
  return found;
}

/// The note about older revisions.
const rules::Finding* noteIn(const rules::Report& report, std::string_view code) {
  for (const rules::Finding& finding : report.findings) {
    if (finding.code == code && finding.older > 0) return &finding;
  }
  return nullptr;
}

/// "MS605 warning migrations/versions/a3.py", in order of the paths.
std::vector<std::string> shown(const rules::Report& report) {
  static constexpr const char* words[] = {"?", "info", "warning", "error"};
  std::vector<std::string> lines;
  for (const rules::Finding& finding : report.findings)
    lines.push_back(finding.code + " " + words[static_cast<int>(finding.severity)] + " " + finding.place.path);
  std::sort(lines.begin(), lines.end());
  return lines;
}

const Files threeNames = {revision("a1", ""), revision("a2", "a1"), revision("a3", "a2")};

// ---- History --------------------------------------------------------------------------------------------------------

TEST(History, IsOneNoteForEachRuleWithItsCountAndItsPlaces) {
  const Workspace workspace = workspaceOf(threeNames);
  EXPECT_THAT(shown(workspace.check()),
              ElementsAre("MS605 info migrations/versions/a1.py", "MS605 info migrations/versions/a3.py"));
  const rules::Finding* note = noteIn(workspace.check(), "MS605");
  ASSERT_NE(note, nullptr);
  EXPECT_EQ(note->message, "2 of 2 older revisions: the name of a migration does not begin with what it does");
  EXPECT_EQ(note->older, 2u);
  ASSERT_EQ(note->related.size(), 2u);
  EXPECT_EQ(note->related[1].place.path, "migrations/versions/a2.py");
  EXPECT_THAT(note->related[1].text, HasSubstr("columns_of_ca2"));
  EXPECT_TRUE(note->fixes.empty());
}

TEST(History, KeepsTheIdentityOfItsNoteWhileRevisionsComeAndLinesMove) {
  const rules::Report before = workspaceOf(threeNames).check();
  Files more = threeNames;
  more[0].second = "# moved\n\n" + more[0].second;
  more.push_back(revision("a4", "a3"));
  const rules::Report after = workspaceOf(more).check();
  ASSERT_NE(noteIn(before, "MS605"), nullptr);
  ASSERT_NE(noteIn(after, "MS605"), nullptr);
  EXPECT_EQ(noteIn(before, "MS605")->id, noteIn(after, "MS605")->id);
  EXPECT_EQ(noteIn(after, "MS605")->older, 3u);
  // The oldest is named well now: the note begins elsewhere, and is the same one.
  more[0] = revision("a1", "", "add ca1");
  EXPECT_EQ(noteIn(before, "MS605")->id, noteIn(workspaceOf(more).check(), "MS605")->id);
}

TEST(History, LeavesASingleFindingItsWordsAndNoEdit) {
  Files files = {revision("a1", "", "add ca1"), revision("a2", "a1", "add ca2")};
  files[0].second = files[0].second.substr(0, files[0].second.find("    op.drop_table")) + "    pass\n";
  const rules::Report report = workspaceOf(files).check();
  EXPECT_THAT(shown(report), ElementsAre("MS602 info migrations/versions/a1.py"));
  EXPECT_THAT(report.findings[0].message, HasSubstr("is never taken back"));
  EXPECT_TRUE(report.findings[0].fixes.empty()) << "the inverse would be written into a released revision";
  // The same in the head is a warning that can be mended.
  const rules::Report head = workspaceOf({files[0]}).check();
  EXPECT_THAT(shown(head), ElementsAre("MS602 warning migrations/versions/a1.py"));
  EXPECT_FALSE(head.findings[0].fixes.empty());
}

TEST(History, IsNotEditedByAnyFix) {
  Files files = threeNames;
  for (std::size_t i = 1; i < files.size(); ++i)
    files[i].second = files[i].second.substr(0, files[i].second.find("    op.drop_table")) + "    pass\n";
  rules::FixSelection selection;
  selection.safe = true;
  selection.unsafe = true;
  const FixResult result = workspaceOf(files).fix(selection);
  for (const rules::FileEdit& edit : result.edits) EXPECT_EQ(edit.path, "migrations/versions/a3.py");
  EXPECT_FALSE(result.edits.empty());
}

TEST(History, IsSilencedAsAWholeInTheSettingsAndRefusesAComment) {
  const Workspace workspace = workspaceOf(threeNames);
  rules::FixSelection selection;
  selection.ignore = noteIn(workspace.check(), "MS605")->id;
  const FixResult result = workspace.fix(selection);
  EXPECT_EQ(result.proof, rules::ProofState::None);
  EXPECT_THAT(result.proofText, HasSubstr("several older revisions"));
}

/// The second of three revisions drops a table that nobody made.
Files dropsNothing() {
  Files files = threeNames;
  std::string& text = files[1].second;
  text = text.substr(0, text.find("def upgrade")) +
         "def upgrade():\n    op.drop_table('nowhere')\n\n\ndef downgrade():\n    op.create_table('nowhere')\n";
  files.emplace_back("alembic.ini", "[alembic]\nscript_location = migrations\n");
  return files;
}

TEST(History, FailsWhereItFailedBefore) {
  const rules::Report report = workspaceOf(dropsNothing()).check();
  ASSERT_NE(firstOf(report, "RP701"), nullptr);
  EXPECT_EQ(firstOf(report, "RP701")->severity, rules::Severity::Error);
}

TEST(History, SinceARevisionOnlySyntaxAndTheGraphAreJudged) {
  Files files = dropsNothing();
  files.emplace_back("limbeck.toml", "since = 'a2'\n");
  const rules::Report report = workspaceOf(files).check();
  ASSERT_NE(firstOf(report, "RP701"), nullptr);
  EXPECT_EQ(firstOf(report, "RP701")->severity, rules::Severity::Info);
  files[1].second += "\n)\n";
  EXPECT_EQ(firstOf(workspaceOf(files).check(), "XX001")->severity, rules::Severity::Error);
}

TEST(History, OpensWhatAChangeTouches) {
  Workspace workspace = workspaceOf(threeNames);
  workspace.limitTo({"migrations/versions/a2.py"});
  EXPECT_THAT(shown(workspace.check()), ElementsAre("MS605 warning migrations/versions/a2.py"));
}

TEST(History, StaysWhereItIsWhenTwoHeadsArePutInARow) {
  const Files files = {revision("a1", "", "add ca1"), revision("b2", "a1", "add cb2"), revision("c3", "a1", "add cc3")};
  const auto moved = [&](const std::string& released) {
    Files given = files;
    if (!released.empty()) given.emplace_back("limbeck.toml", "released = [" + released + "]\n");
    const Workspace workspace = workspaceOf(given);
    const rules::Finding* heads = firstOf(workspace.check(), "RV501");
    if (heads == nullptr || heads->fixes.size() < 2) return std::string("nothing");
    return heads->fixes[1].edits.at(0).path;
  };
  EXPECT_EQ(moved(""), "migrations/versions/c3.py");
  EXPECT_EQ(moved("'b2'"), "migrations/versions/c3.py");
  EXPECT_EQ(moved("'c3'"), "migrations/versions/b2.py");
  EXPECT_EQ(moved("'b2', 'c3'"), "nothing");
}

// ---- When a check fails ---------------------------------------------------------------------------------------------

TEST(FailOn, IsErrorUnlessToldOtherwise) {
  Workspace workspace = workspaceOf({revision("a1", "")});
  EXPECT_THAT(shown(workspace.check()), ElementsAre("MS605 info migrations/versions/a1.py"));
  EXPECT_FALSE(workspace.check().fails());
  workspace.failOn("info");
  EXPECT_TRUE(workspace.check().fails());
  workspace.failOn("");
  workspace.setFile("limbeck.toml", "fail-on = 'info'\n");
  EXPECT_TRUE(workspace.check().fails());
  workspace.failOn("error");
  EXPECT_FALSE(workspace.check().fails()) << "what is asked for now wins over the settings";
}

TEST(FailOn, NeverMeetsAProjectThatPasses) {
  for (const char* threshold : {"error", "warning", "info"}) {
    for (const char* message : {"columns of ", "add table"}) {
      for (const char* extra : {"", "op.execute('SELECT 1')\n"}) {
        Workspace workspace = workspaceOf({revision("a1", "", message, extra), revision("a2", "a1", "add last")});
        workspace.failOn(threshold);
        const rules::Report& report = workspace.check();
        for (const rules::ModuleVerdict& module : report.modules) {
          const bool passes = module.verdict == rules::Verdict::Pass || module.verdict == rules::Verdict::NoModels;
          EXPECT_NE(passes, report.fails()) << threshold << ": " << report.headline;
        }
        if (report.fails()) {
          EXPECT_THAT(report.headline, Not(HasSubstr("passes")));
        }
      }
    }
  }
}

TEST(FailOn, CountsWhatFollowsFromSomethingElse) {
  rules::Report report;
  rules::Finding finding;
  finding.severity = rules::Severity::Error;
  finding.becauseId = "root";
  report.findings.push_back(finding);
  EXPECT_TRUE(report.fails());
}

// ---- The baseline ---------------------------------------------------------------------------------------------------

Workspace withBaseline(Files files, const std::string& path = "limbeck-baseline.json") {
  Workspace workspace = workspaceOf(files);
  workspace.setFile(path, workspace.baseline(path).first);
  return workspace;
}

TEST(Baseline, AcceptsAllThatWasFoundAndSaysHowMuch) {
  const Workspace workspace = withBaseline(threeNames);
  const rules::Report& report = workspace.check();
  EXPECT_THAT(shown(report), ElementsAre());
  EXPECT_EQ(report.accepted, 2u);
  EXPECT_THAT(report.headline, HasSubstr("Nothing new found"));
  EXPECT_THAT(report.headline, HasSubstr("2 accepted in the baseline"));
  EXPECT_FALSE(report.clean);
  EXPECT_FALSE(report.fails());
  EXPECT_THAT(formats::json(report), HasSubstr("\"accepted\":2"));
}

TEST(Baseline, SurvivesEditsAroundTheLine) {
  Workspace workspace = withBaseline({revision("a1", "")});
  workspace.setFile("migrations/versions/a1.py",
                    "# a licence\n# of two lines\n\n" + revision("a1", "").second + "\n# end\n");
  EXPECT_THAT(shown(workspace.check()), ElementsAre());
  EXPECT_EQ(workspace.check().accepted, 1u);
}

TEST(Baseline, LetsNewFindingsThrough) {
  Workspace workspace = withBaseline({revision("a1", "")});
  const auto [path, text] = revision("b1", "");
  workspace.setFile(path, text);
  const rules::Report& report = workspace.check();
  EXPECT_EQ(report.accepted, 1u);
  EXPECT_FALSE(all(report, "MS605").empty());
  for (const rules::Finding* finding : all(report, "MS605")) EXPECT_EQ(finding->place.path, path);
}

TEST(Baseline, SaysOnceWhatIsStale) {
  Workspace workspace = withBaseline({revision("a1", ""), revision("b1", "")});
  ASSERT_EQ(workspace.check().accepted, static_cast<std::uint32_t>(workspace.baseline("limbeck-baseline.json").second));
  workspace.setFile("migrations/versions/a1.py", revision("a1", "", "add ca1").second);
  workspace.setFile("migrations/versions/b1.py", revision("b1", "a1", "add cb1").second);
  const std::vector<const rules::Finding*> stale = all(workspace.check(), "XX002");
  ASSERT_EQ(stale.size(), 1u);
  EXPECT_EQ(stale[0]->severity, rules::Severity::Info);
  EXPECT_EQ(stale[0]->place.path, "limbeck-baseline.json");
  EXPECT_GT(stale[0]->related.size(), 1u);
  EXPECT_THAT(stale[0]->message, HasSubstr("of the baseline fit nothing that is found now"));
  // Written anew, it says nothing.
  workspace.setFile("limbeck-baseline.json", workspace.baseline("limbeck-baseline.json").first);
  EXPECT_THAT(shown(workspace.check()), ElementsAre());
}

TEST(Baseline, CallsNothingStaleThatWasNotLookedAt) {
  Workspace workspace = withBaseline({revision("a1", "")});
  workspace.choose({"RV"}, {});
  EXPECT_THAT(shown(workspace.check()), ElementsAre());
  workspace.choose({}, {});
  workspace.removeFile("migrations/versions/a1.py");
  EXPECT_THAT(shown(workspace.check()), ElementsAre());
}

TEST(Baseline, IsTheSameSeenFromAFolderAbove) {
  const Workspace inside = withBaseline(threeNames);
  Workspace above;
  for (const std::string& path : inside.paths()) above.setFile("shop/" + path, std::string(inside.file(path)->text()));
  EXPECT_THAT(shown(above.check()), ElementsAre());
  EXPECT_EQ(above.check().accepted, 2u);
  EXPECT_EQ(above.baseline("shop/limbeck-baseline.json").first, inside.baseline("limbeck-baseline.json").first);
}

TEST(Baseline, StandsWhereTheSettingsSay) {
  Files files = {revision("a1", ""), {"conf/limbeck.toml", "baseline = '../ci/accepted-baseline.json'\n"}};
  Workspace workspace = workspaceOf(files);
  EXPECT_THAT(workspace.missing(), ElementsAre("ci/accepted-baseline.json"));
  EXPECT_EQ(firstOf(workspace.check(), "XX003")->place.path, "conf/limbeck.toml");
  EXPECT_THAT(firstOf(workspace.check(), "XX003")->message,
              HasSubstr("There is no baseline `ci/accepted-baseline.json`"));
  workspace.setFile("ci/accepted-baseline.json", workspace.baseline("ci/accepted-baseline.json").first);
  EXPECT_TRUE(workspace.missing().empty());
  EXPECT_THAT(shown(workspace.check()), ElementsAre());
}

TEST(Baseline, IsNotAcceptedWhenItIsNone) {
  for (const char* wrong :
       {"", "[]", "{}", "{\"limbeck-baseline\":2,\"accepted\":[]}", "{\"limbeck-baseline\":1}",
        "{\"limbeck-baseline\":1,\"accepted\":[7]}", "{\"limbeck-baseline\":\"1\",\"accepted\":[]}"}) {
    Workspace workspace = workspaceOf({revision("a1", ""), {"limbeck-baseline.json", wrong}});
    EXPECT_THAT(shown(workspace.check()),
                ElementsAre("MS605 info migrations/versions/a1.py", "XX003 error limbeck-baseline.json"))
        << wrong;
  }
  EXPECT_TRUE(formats::readBaseline("b.json", R"({"limbeck-baseline":1,"accepted":[{"id":3}]})").has_value());
  EXPECT_FALSE(formats::readBaseline("b.json", std::string(100000, '[')).has_value());
}

TEST(Baseline, LeavesOutWhatIsWrongWithTheSettings) {
  const Workspace workspace = withBaseline({revision("a1", ""), {"limbeck.toml", "bsae = 'x'\n"}});
  EXPECT_EQ(codesOf(workspace.check().findings), std::vector<std::string>{"XX003"});
}

TEST(Baseline, DoesNotMakeAModulePass) {
  Files files = {{"modules/core/database/models.py",
                  "from sqlalchemy.orm import DeclarativeBase\nclass Base(DeclarativeBase):\n    pass\n"},
                 {"modules/standard/shop/models.py",
                  "from sqlalchemy import Column, Integer\nfrom modules.core.database.models import Base\n"
                  "class Item(Base):\n    __tablename__ = 'items'\n    id = Column(Integer, primary_key=True)\n"},
                 {"modules/standard/shop/api.py", "def initialize(app_context):\n    return True\n"}};
  ASSERT_NE(firstOf(workspaceOf(files).check(), "MR201"), nullptr);
  const Workspace workspace = withBaseline(files);
  EXPECT_FALSE(workspace.check().fails());
  bool said = false;
  for (const rules::ModuleVerdict& module : workspace.check().modules) {
    for (const rules::RequirementVerdict& one : module.requirements)
      said = said || (one.verdict == rules::Verdict::Fail && one.text.ends_with("(accepted in the baseline)"));
  }
  EXPECT_TRUE(said);
}

// ---- A change -------------------------------------------------------------------------------------------------------

const Files shopFiles = {
    {"alembic.ini", "[alembic]\nscript_location = migrations\n"},
    {"migrations/env.py",
     "from alembic import context\nfrom shop.base import Base\nimport shop.users\n"
     "context.configure(target_metadata=Base.metadata)\n"},
    {"shop/base.py", "from sqlalchemy.orm import DeclarativeBase\nclass Base(DeclarativeBase):\n    pass\n"},
    {"shop/users.py",
     "from sqlalchemy import Column, Integer\nfrom shop.base import Base\n"
     "class User(Base):\n    __tablename__ = 'users'\n    id = Column(Integer, primary_key=True)\n"},
    {"shop/orders.py",
     "from sqlalchemy import Column, ForeignKey, Integer\nfrom shop.base import Base\n"
     "class Order(Base):\n    __tablename__ = 'orders'\n    id = Column(Integer, primary_key=True)\n"
     "    user = Column(ForeignKey('users.id'))\n"},
};

TEST(Change, ShowsWhatItTouchesAndNothingElse) {
  Workspace workspace = workspaceOf(shopFiles);
  ASSERT_NE(firstOf(workspace.check(), "MR210"), nullptr) << "`Order` is not seen";
  workspace.limitTo({"shop/base.py"});
  EXPECT_EQ(firstOf(workspace.check(), "MR210"), nullptr);
  EXPECT_THAT(workspace.check().headline, HasSubstr("only what 1 changed file touches or causes"));
  workspace.limitTo({"shop/orders.py", "shop/base.py"});
  EXPECT_NE(firstOf(workspace.check(), "MR210"), nullptr);
  EXPECT_THAT(workspace.check().headline, HasSubstr("only what 2 changed files touch or cause"));
}

TEST(Change, ShowsWhatItCausesElsewhere) {
  const Workspace before = workspaceOf(shopFiles);
  Workspace after = before.copy();
  // `users` is called otherwise now: the foreign key of the other file leads nowhere.
  std::string text(before.file("shop/users.py")->text());
  text.replace(text.find("'users'"), 7, "'people'");
  after.setFile("shop/users.py", text);
  ASSERT_NE(firstOf(after.check(), "MC413"), nullptr);
  ASSERT_EQ(firstOf(after.check(), "MC413")->place.path, "shop/orders.py");
  after.limitTo({"shop/users.py"}, &before);
  EXPECT_NE(firstOf(after.check(), "MC413"), nullptr);
  EXPECT_EQ(firstOf(after.check(), "MR210"), nullptr) << "it was there before";
}

TEST(Change, ThatTouchesNothingFindsNothing) {
  Workspace workspace = workspaceOf(shopFiles);
  workspace.limitTo({});
  EXPECT_TRUE(workspace.check().findings.empty());
  EXPECT_THAT(workspace.check().headline, HasSubstr("Nothing found"));
}

TEST(Change, CountsWhatPointsIntoIt) {
  Workspace workspace =
      workspaceOf({{"shop/a.py",
                    "from sqlalchemy import Column, Integer\nfrom sqlalchemy.orm import declarative_base\n"
                    "Base = declarative_base()\nclass A(Base):\n    __tablename__ = 'same'\n"
                    "    id = Column(Integer, primary_key=True)\n"},
                   {"shop/b.py",
                    "from sqlalchemy import Column, Integer\nfrom shop.a import Base\nclass B(Base):\n"
                    "    __tablename__ = 'same'\n    id = Column(Integer, primary_key=True)\n"}});
  const rules::Finding* twice = firstOf(workspace.check(), "MB109");
  ASSERT_NE(twice, nullptr);
  const std::string elsewhere = twice->place.path == "shop/a.py" ? "shop/b.py" : "shop/a.py";
  ASSERT_FALSE(twice->related.empty());
  workspace.limitTo({elsewhere});
  EXPECT_NE(firstOf(workspace.check(), "MB109"), nullptr) << "it names a place in the file that was changed";
}

}  // namespace
}  // namespace limbeck
