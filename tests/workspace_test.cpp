// The workspace as its two doors use it, and fixes with their proofs.

#include "workspace.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "formats/formats.h"
#include "support/findings.h"

namespace limbeck {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

using Files = std::vector<std::pair<std::string, std::string>>;

Workspace workspaceOf(const Files& files) {
  Workspace workspace;
  for (const auto& [path, text] : files) workspace.setFile(path, text);
  return workspace;
}

/// The text of a file once the edits of a result are applied.
std::string fixedText(const Workspace& workspace, const std::string& path, const FixResult& result) {
  std::vector<Edit> edits;
  for (const rules::FileEdit& edit : result.edits) {
    if (edit.path == path) edits.push_back(edit.edit);
  }
  return applyEdits(workspace.file(path)->text(), edits).value_or("(the edits conflict)");
}

const std::string shop = "modules/standard/shop/services.py";

// ---- Files ----------------------------------------------------------------------------------------------------------

TEST(Workspace, SaysThatThereIsNothing) {
  EXPECT_EQ(Workspace().check().headline, "No Python files here");
  const Workspace workspace = workspaceOf({{"README.md", "# x"}, {"alembic.ini", "[alembic]"}});
  EXPECT_EQ(workspace.check().headline, "No Python files here");
  EXPECT_FALSE(workspace.check().clean);
}

/// env.py imports app/m0.py, which imports app/m1.py, and so on; the last one has the model.
Files chainOf(int modules, int doubtful) {
  Files files = {{"migrations/env.py",
                  "from alembic import context\nimport app.m0\nfrom app.base import Base\n"
                  "context.configure(target_metadata=Base.metadata)\n"},
                 {"app/base.py", "from sqlalchemy.orm import declarative_base\nBase = declarative_base()\n"}};
  for (int n = 0; n + 1 < modules; ++n) {
    const std::string next = "import app.m" + std::to_string(n + 1) + "\n";
    files.emplace_back("app/m" + std::to_string(n) + ".py",
                       n == doubtful ? "import os\nif os.environ.get('X'):\n    " + next : next);
  }
  files.emplace_back("app/m" + std::to_string(modules - 1) + ".py",
                     "from sqlalchemy import Column, Integer\nfrom app.base import Base\n"
                     "class User(Base):\n    __tablename__ = 'users'\n    id = Column(Integer, primary_key=True)\n");
  return files;
}

rules::Sighting sightingIn(const Files& files) {
  return workspaceOf(files).check().modules.at(0).models.at(0).sighting;
}

TEST(Workspace, TellsAShortWayStepByStepAndALongOneByItsEnds) {
  const auto texts = [](const rules::Sighting& sighting) {
    std::vector<std::string> steps;
    for (const rules::Evidence& step : sighting.steps) steps.push_back(step.place.path + " " + step.text);
    return steps;
  };
  const rules::Sighting whole = sightingIn(chainOf(8, -1));
  EXPECT_EQ(whole.text, "`migrations/env.py` gets to it in 8 steps");
  EXPECT_EQ(whole.steps.size(), 8);
  EXPECT_EQ(texts(whole).at(4), "app/m3.py imports `app/m4.py`");

  const rules::Sighting cut = sightingIn(chainOf(9, -1));
  EXPECT_EQ(cut.text, "`migrations/env.py` gets to it in 9 steps");
  EXPECT_THAT(texts(cut),
              ::testing::ElementsAre("migrations/env.py imports `app/m0.py`", "app/m0.py imports `app/m1.py`",
                                     "app/m1.py imports `app/m2.py`", "app/m2.py imports `app/m3.py`",
                                     "app/m3.py imports `app/m4.py`, one of 2 steps in the middle",
                                     "app/m5.py imports `app/m6.py`", "app/m6.py imports `app/m7.py`",
                                     "app/m7.py imports `app/m8.py`"));

  // The step that nobody is sure of is the one to look at.
  const rules::Sighting doubtful = sightingIn(chainOf(40, 20));
  EXPECT_EQ(doubtful.verdict, rules::Verdict::Undecided);
  EXPECT_EQ(doubtful.steps.size(), 8);
  EXPECT_EQ(texts(doubtful).at(4), "app/m20.py may import `app/m21.py`, one of 33 steps in the middle");
}

TEST(Workspace, SaysOnceThatAHistoryBeginsWithTablesOfSomethingElse) {
  // The tables were made by create_all and the database stamped: no revision creates `users` or `teams`.
  const auto history = [](const std::string& first) {
    return workspaceOf({{"alembic.ini", "[alembic]\nscript_location = migrations\n"},
                        {"migrations/versions/a1.py",
                         "import sqlalchemy as sa\nfrom alembic import op\nrevision = 'a1'\ndown_revision = None\n"
                         "def upgrade():\n    " +
                             first +
                             "\n    op.add_column('users', sa.Column('name', sa.Text()))\n"
                             "def downgrade():\n    op.drop_column('users', 'name')\n"}});
  };
  const Workspace stamped = history("op.add_column('teams', sa.Column('name', sa.Text()))");
  ASSERT_EQ(stamped.check().histories.size(), 1u);
  EXPECT_EQ(stamped.check().histories[0].headline, "1 head, 1 revision, begins with tables that no revision creates");
  const Workspace whole = history("op.create_table('users', sa.Column('id', sa.Integer()))");
  EXPECT_EQ(whole.check().histories.at(0).headline, "1 head, 1 revision");
}

TEST(Workspace, SurvivesHostileBytesAndStillChecksTheOtherFiles) {
  const std::string model = "from modules.core.database.models import Base\nclass A(Base):\n    __tablename__ = 'a'\n";
  const Files hostile = {{"not UTF-8", "# caf\xE9\n" + model},
                         {"a NUL byte", std::string("x = 1\0\n", 7)},
                         {"a zip", "PK\x03\x04\x14\x00zip"},
                         {"ten megabytes in a line", "x = '" + std::string(10'000'000, 'a') + "'\n"},
                         {"nested brackets", "x = " + std::string(20000, '[') + std::string(20000, ']') + "\n"},
                         {"open brackets", std::string(20000, '(')},
                         {"half a class", model.substr(0, 70)},
                         {"a byte order mark", "\xEF\xBB\xBF" + model},
                         {"Windows lines", "x = 1\r\nclass A:\r\n"},
                         {"nothing", ""},
                         {"an open string", "'''"}};
  for (const auto& [name, bytes] : hostile) {
    SCOPED_TRACE(name);
    const Workspace workspace =
        workspaceOf({{"modules/standard/bad/models.py", bytes}, {shop, "y = 1  # limbeck: ignore[XX999]\n"}});
    const rules::Report& report = workspace.check();
    EXPECT_NE(firstOf(report, "XX002"), nullptr) << "the other file was not checked";
    EXPECT_EQ(report.files.size(), 2u);
    for (const std::string& text : {formats::json(report), formats::text(report), formats::sarif(report),
                                    formats::github(report), formats::markdown(report), workspace.printFacts()}) {
      EXPECT_FALSE(text.empty());
    }
  }
}

TEST(Workspace, SaysWhyAFileWasNotRead) {
  Workspace workspace = workspaceOf({{"modules/standard/bad/models.py", "PK\x03\x04"}, {shop, "x = 1\n"}});
  EXPECT_THAT(workspace.check().files.at(0).opaque, HasSubstr("zip"));
  EXPECT_THAT(workspace.check().headline, HasSubstr("could not be read"));
  EXPECT_FALSE(workspace.check().clean);
  workspace.setOpaque(shop, "the file could not be opened");
  EXPECT_EQ(workspace.check().files.at(1).opaque, "the file could not be opened");
  workspace.setFile(shop, "");
  EXPECT_EQ(workspace.check().files.at(1).opaque, "") << "an empty file is not an unread one";
}

TEST(Workspace, ExtractsUnchangedBytesOnce) {
  Workspace workspace = workspaceOf({{"a.py", "x = 1\n"}, {"b.py", "y = 1\n"}});
  const facts::FactsPtr a = workspace.facts("a.py");
  const facts::FactsPtr b = workspace.facts("b.py");
  const rules::Report* report = &workspace.check();
  workspace.setFile("a.py", "x = 1\n");
  EXPECT_EQ(&workspace.check(), report);
  workspace.setFile("b.py", "y = 2\n");
  EXPECT_EQ(workspace.facts("a.py"), a);
  EXPECT_NE(workspace.facts("b.py"), b);
}

TEST(Workspace, ForgetsWhatIsRemovedAndKeepsItsCopiesApart) {
  Workspace workspace = workspaceOf({{"a.py", "x = (\n"}});
  EXPECT_FALSE(workspace.check().findings.empty());
  Workspace copy = workspace.copy();
  copy.removeFile("a.py");
  EXPECT_TRUE(copy.check().findings.empty());
  EXPECT_FALSE(workspace.check().findings.empty());
  workspace.clear();
  EXPECT_TRUE(workspace.paths().empty());
  EXPECT_EQ(workspace.file("a.py"), nullptr);
}

TEST(Workspace, AnswersTheSameInWhateverOrderFilesArrive) {
  Files files = {{"modules/standard/a/models.py", "x = (\n"},
                 {"limbeck.toml", "bsae = 1\n"},
                 {shop, "y  # limbeck: ignore\n"},
                 {"z.py", "1"}};
  const std::string first = formats::json(workspaceOf(files).check());
  std::reverse(files.begin(), files.end());
  EXPECT_EQ(formats::json(workspaceOf(files).check()), first);
}

TEST(Workspace, WantsWhatMattersAndSaysWhyNot) {
  for (const char* path : {"a.py", "modules/x/y/models.py", "alembic.ini", "a/pyproject.toml", "manifest.json",
                           "p/plugin.json", "requirements-dev.txt", "uv.lock", "constraints.txt",
                           "requirements/base.txt", "m/.disabled", "script.py.mako", ".flake8", "ruff.toml"}) {
    EXPECT_TRUE(Workspace::wants(path).keep) << path;
  }
  EXPECT_EQ(Workspace::wants("a/node_modules/b.py").reason, "ignored folder `node_modules`");
  EXPECT_EQ(Workspace::wants("a/models.py.template").reason, "not relevant");
  EXPECT_EQ(Workspace::wants("{{ name }}/models.py").reason, "template");
  EXPECT_TRUE(Workspace::wants("a/build.py").keep) << "a folder's name is no file's";
  EXPECT_FALSE(Workspace::wants("").keep);
}

TEST(Workspace, NeverParsesATemplate) {
  const Workspace workspace = workspaceOf({{"{{ name }}/models.py", "class {{ name }}:"}, {"a.py", "x = 1\n"}});
  EXPECT_EQ(workspace.facts("{{ name }}/models.py"), nullptr);
  EXPECT_TRUE(workspace.check().findings.empty());
}

// ---- Versions -------------------------------------------------------------------------------------------------------

TEST(WorkspaceVersions, DecideHowGraveANameIs) {
  const std::string model =
      "from sqlalchemy import Column, Integer\nfrom sqlalchemy.orm import declarative_base\nBase = declarative_base()\n"
      "class A(Base):\n    __tablename__ = 'a'\n    id = Column(Integer, primary_key=True)\n    metadata = "
      "Column(Integer)\n    registry = Column(Integer)\n";
  const auto graveness = [&](Files files) {
    files.emplace_back("app/models.py", model);
    std::string text;
    const Workspace workspace = workspaceOf(files);
    for (const rules::Finding& finding : workspace.check().findings)
      text += finding.severity == rules::Severity::Error     ? 'E'
              : finding.severity == rules::Severity::Warning ? 'W'
                                                             : 'I';
    return text;
  };
  const auto lock = [](const std::string& version) {
    return "[[package]]\nname = 'sqlalchemy'\nversion = '" + version + "'\n";
  };
  EXPECT_EQ(graveness({}), "EI") << "nothing is known";
  EXPECT_EQ(graveness({{"requirements.txt", "sqlalchemy==2.0.30"}}), "EI");
  EXPECT_EQ(graveness({{"requirements.txt", "sqlalchemy>=1.4"}}), "EI") << "2.0 is allowed";
  EXPECT_EQ(graveness({{"requirements.txt", "sqlalchemy==2.1.0b2"}}), "EI");
  EXPECT_EQ(graveness({{"requirements.txt", "sqlalchemy==2.1.0b3"}}), "WW");
  EXPECT_EQ(graveness({{"requirements.txt", "sqlalchemy>=2.1"}}), "WW");
  EXPECT_EQ(graveness({{"requirements.txt", "sqlalchemy==2.1"}, {"uv.lock", lock("2.0.44")}}), "EI")
      << "the lock knows better";
  EXPECT_EQ(graveness({{"requirements.txt", "sqlalchemy>=2.0"}, {"constraints.txt", "sqlalchemy==2.1.0"}}), "WW")
      << "so does a pin";
  EXPECT_EQ(graveness({{"uv.lock", lock("2.1.0")}, {"old/uv.lock", lock("2.0.0")}}), "WW")
      << "the one at the top counts";
  EXPECT_EQ(graveness({{"limbeck.toml", "sqlalchemy = '2.0'"}, {"uv.lock", lock("2.1.0")}}), "EI")
      << "the team has the last word";
  EXPECT_EQ(graveness({{"limbeck.toml", "exclude = ['old/**']"}, {"old/uv.lock", lock("2.1.0")}}), "EI");
}

// ---- Settings in their place ----------------------------------------------------------------------------------------

TEST(WorkspaceSettings, CountAtTheTopOfWhatWasDropped) {
  const std::string off = "severity = { XX002 = 'off' }\n";
  const std::string idle = "x = 1  # limbeck: ignore[XX999]\n";
  EXPECT_TRUE(workspaceOf({{"limbeck.toml", off}, {shop, idle}}).check().findings.empty());
  EXPECT_TRUE(workspaceOf({{"app/limbeck.toml", off}, {"app/modules/a/b/c.py", idle}}).check().findings.empty());
  EXPECT_EQ(workspaceOf({{"a/b/vendored/limbeck.toml", off}, {"x.py", idle}}).check().findings.size(), 1u)
      << "too deep to speak for all";
}

TEST(WorkspaceSettings, SayWhichFileIsNotUsed) {
  const Workspace both = workspaceOf(
      {{"limbeck.toml", "review = true\n"}, {"pyproject.toml", "[tool.limbeck]\nreview = true\n"}, {"a.py", ""}});
  ASSERT_EQ(codesOf(both.check().findings), std::vector<std::string>{"XX003"});
  EXPECT_EQ(both.check().findings[0].place.path, "pyproject.toml");
  const Workspace one =
      workspaceOf({{"limbeck.toml", "review = true\n"}, {"pyproject.toml", "[tool.ruff]\n"}, {"a.py", ""}});
  EXPECT_TRUE(one.check().findings.empty());
}

TEST(WorkspaceSettings, ExcludeFiles) {
  const Workspace workspace =
      workspaceOf({{"limbeck.toml", "exclude = ['old/**']\n"}, {"old/a.py", "x = (\n"}, {"b.py", "x = 1\n"}});
  EXPECT_TRUE(workspace.check().findings.empty());
}

TEST(WorkspaceSettings, GiveWayToTheCommandLine) {
  Workspace workspace =
      workspaceOf({{"limbeck.toml", "select = ['XX001']\n"}, {"a.py", "x = 1  # limbeck: ignore[XX999]\n"}});
  EXPECT_TRUE(workspace.check().findings.empty());
  workspace.choose({"XX002"}, {});
  EXPECT_EQ(workspace.check().findings.size(), 1u);
  workspace.choose({"XX"}, {"XX002"});
  EXPECT_TRUE(workspace.check().findings.empty());
}

// ---- Fixes ----------------------------------------------------------------------------------------------------------

FixSelection finding(const std::string& id) {
  FixSelection selection;
  selection.finding = id;
  return selection;
}

FixSelection ignoring(const std::string& id, std::string reason, bool wholeFile = false) {
  FixSelection selection;
  selection.ignore = id;
  selection.reason = std::move(reason);
  selection.wholeFile = wholeFile;
  return selection;
}

FixSelection everySafeFix() {
  FixSelection selection;
  selection.safe = true;
  return selection;
}

TEST(Fix, IsProvedOnACopy) {
  const Workspace workspace = workspaceOf({{"a.py", "x = 1  # limbeck: ignore[XX999] old\r\ny = 2\r\n"}});
  const FixResult result = workspace.fix(finding(workspace.check().findings.at(0).id));
  EXPECT_EQ(result.proof, rules::ProofState::Proved) << result.proofText;
  EXPECT_EQ(result.proofText, "proved: finding gone, nothing new");
  EXPECT_EQ(fixedText(workspace, "a.py", result), "x = 1\r\ny = 2\r\n");
  EXPECT_EQ(workspace.check().findings.size(), 1u) << "the workspace itself is untouched";
  EXPECT_TRUE(result.after.findings.empty());
}

TEST(Fix, OfAFindingThatIsGoneIsStale) {
  const Workspace workspace = workspaceOf({{"a.py", "x = 1\n"}});
  EXPECT_EQ(workspace.fix(finding("0000000000000000")).proof, rules::ProofState::Stale);
  EXPECT_EQ(workspace.fix(ignoring("0000000000000000", "x")).proof, rules::ProofState::Stale);
}

TEST(Fix, OfEverythingSafeTakesManyRoundsAndFiles) {
  const Workspace workspace =
      workspaceOf({{"a.py", "# limbeck: ignore[XX997, XX998, XX004]\nx = 1  # limbeck: ignore[XX999]\n"},
                   {"b.py", "y = 1\n# limbeck: ignore-file[XX001] why\n"},
                   {"c.py", "z = (  # limbeck: ignore[XX001, XX004] broken\n"}});
  const FixResult result = workspace.fix(everySafeFix());
  EXPECT_EQ(result.proof, rules::ProofState::Proved) << result.proofText;
  EXPECT_EQ(fixedText(workspace, "a.py", result), "x = 1\n");
  EXPECT_EQ(fixedText(workspace, "b.py", result), "y = 1\n");
  EXPECT_TRUE(result.refused.empty());
  Workspace after = workspace.copy();
  for (const char* path : {"a.py", "b.py", "c.py"}) after.setFile(path, fixedText(workspace, path, result));
  EXPECT_EQ(formats::json(after.check()), formats::json(result.after)) << "the edits lead where the proof was made";
  EXPECT_TRUE(after.fix(everySafeFix()).edits.empty()) << "a second run finds nothing";
}

TEST(Fix, TakesOfTheNeighbourOnlyWhatIsSaidToLinters) {
  const std::string model =
      "from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column\n\n\nclass Base(DeclarativeBase):\n    pass\n";
  const auto table = [](const std::string& name, const std::string& tableName) {
    return "from sqlalchemy.orm import Mapped, mapped_column\n\nfrom app.db import Base\n\n\nclass " + name +
           "(Base):\n    __tablename__ = \"" + tableName +
           "\"\n\n    id: Mapped[int] = mapped_column(primary_key=True)\n";
  };
  const Workspace workspace =
      workspaceOf({{"app/db.py", model},
                   {"app/users.py", table("User", "users")},
                   {"app/orders.py", table("Order", "orders")},
                   {"migrations/env.py",
                    "from alembic import context\n\nfrom app.db import Base\n"
                    "from app.users import User  # noqa: F401, E402 users only # limbeck: ignore[EV104]\n\n"
                    "context.configure(target_metadata=Base.metadata, render_as_batch=True)\n"}});
  rules::FixSelection selection;
  selection.rule = "MR210";
  EXPECT_THAT(fixedText(workspace, "migrations/env.py", workspace.fix(selection)),
              HasSubstr("\nfrom app.orders import Order  # noqa: F401, E402\n"));
}

TEST(Fix, NamesTheFileOfTablesWithoutNames) {
  const Workspace workspace =
      workspaceOf({{"app/db.py", "from sqlalchemy import MetaData\n\nmetadata = MetaData()\n"},
                   {"app/tables.py",
                    "from sqlalchemy import Column, Integer, Table\n\nfrom app.db import metadata\n\nTable(\"orders\", "
                    "metadata, Column(\"id\", Integer, primary_key=True))\n"},
                   {"migrations/env.py",
                    "from alembic import context\n\nfrom app.db import "
                    "metadata\n\ncontext.configure(target_metadata=metadata, render_as_batch=True)\n"}});
  const rules::Report report = workspace.check();
  const rules::Finding* finding = firstOf(report, "MR210");
  ASSERT_NE(finding, nullptr) << formats::text(report);
  ASSERT_EQ(finding->fixes.size(), 1U);
  EXPECT_EQ(finding->fixes[0].title, "Import `app/tables.py` in `migrations/env.py`");
}

TEST(Fix, WithNothingToDoSaysSo) {
  const FixResult result = workspaceOf({{"a.py", "x = 1\n"}}).fix(everySafeFix());
  EXPECT_EQ(result.proof, rules::ProofState::None);
  EXPECT_TRUE(result.edits.empty());
}

TEST(Ignore, WritesTheCommentBehindTheLineAndKeepsWindowsEndings) {
  const Workspace workspace = workspaceOf({{"a.py", "x = 1\r\ny = (\r\n"}});
  const rules::Finding* broken = firstOf(workspace.check(), "XX001");
  ASSERT_NE(broken, nullptr);
  const FixResult result = workspace.fix(ignoring(broken->id, "  half\nwritten "));
  EXPECT_EQ(result.proof, rules::ProofState::Proved) << result.proofText;
  EXPECT_THAT(fixedText(workspace, "a.py", result), HasSubstr("# limbeck: ignore[XX001] half written\r\n"));
  EXPECT_TRUE(result.after.findings.empty());
  ASSERT_EQ(result.after.ignored.size(), 1u);
  EXPECT_EQ(result.after.ignored[0].reason, "half written");
}

TEST(Ignore, OfAWholeFileStandsBelowShebangAndEncoding) {
  const Workspace workspace =
      workspaceOf({{"a.py", "#!/usr/bin/env python\n# -*- coding: utf-8 -*-\nimport os\ny = (\n"}});
  const FixResult result = workspace.fix(ignoring(workspace.check().findings.at(0).id, "generated", true));
  EXPECT_EQ(result.proof, rules::ProofState::Proved) << result.proofText;
  EXPECT_THAT(
      fixedText(workspace, "a.py", result),
      StartsWith(
          "#!/usr/bin/env python\n# -*- coding: utf-8 -*-\n# limbeck: ignore-file[XX001] generated\nimport os\n"));
}

TEST(Ignore, IsRefusedWhereNoCommentCanStand) {
  const Workspace workspace = workspaceOf({{"limbeck.toml", "bsae = 1\n"}, {"a.py", ""}});
  const FixResult result = workspace.fix(ignoring(workspace.check().findings.at(0).id, "x"));
  EXPECT_EQ(result.proof, rules::ProofState::None);
  EXPECT_TRUE(result.edits.empty());
}

TEST(FixReply, IsJsonWithUtf16Places) {
  const Workspace workspace = workspaceOf({{"a.py", "x = '\xF0\x9F\x9C\x8D'  # limbeck: ignore[XX999]\n"}});
  const FixResult result = workspace.fix(finding(workspace.check().findings.at(0).id));
  const std::string reply = formats::fixReply(result, workspace.check());
  EXPECT_THAT(reply, HasSubstr(R"("start":{"line":0,"column":8})"));
  EXPECT_THAT(reply, HasSubstr(R"("state":"proved")"));
}

}  // namespace
}  // namespace limbeck
