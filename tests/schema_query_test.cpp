// schema_query_test.cpp: `limbeck schema` from files to bytes: which schema is chosen, and in which form it is told.
// It refuses to test what schemas hold: that is for the suites of project and for the oracle.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "formats/schemas.h"
#include "workspace.h"

namespace limbeck::tests {
namespace {

using nlohmann::json;

Workspace shop() {
  Workspace workspace;
  workspace.setFile("alembic.ini", "[alembic]\nscript_location = migrations\nsqlalchemy.url = sqlite:///shop.db\n");
  workspace.setFile("migrations/env.py",
                    "from alembic import context\nfrom shop.models import "
                    "Base\n\ncontext.configure(target_metadata=Base.metadata)\n");
  workspace.setFile("migrations/versions/a1_create_users.py",
                    "import sqlalchemy as sa\nfrom alembic import op\n\nrevision = 'a1'\ndown_revision = None\n\n\n"
                    "def upgrade():\n    op.create_table('users', sa.Column('id', sa.Integer(), nullable=False), "
                    "sa.PrimaryKeyConstraint('id'))\n\n\n"
                    "def downgrade():\n    op.drop_table('users')\n");
  workspace.setFile(
      "migrations/versions/b2_add_email.py",
      "import sqlalchemy as sa\nfrom alembic import op\n\nrevision = 'b2'\ndown_revision = 'a1'\n\n\n"
      "def upgrade():\n    op.add_column('users', sa.Column('email', sa.String(120), nullable=True))\n\n\n"
      "def downgrade():\n    op.drop_column('users', 'mail')\n");
  workspace.setFile("shop/__init__.py", "");
  workspace.setFile("shop/models.py",
                    "from sqlalchemy import Column, DateTime, Integer, String\nfrom sqlalchemy.orm import "
                    "declarative_base\n\nBase = declarative_base()\n\n\n"
                    "class User(Base):\n    __tablename__ = 'users'\n    id = Column(Integer, primary_key=True)\n    "
                    "email = Column(String(120))\n"
                    "    born = Column(DateTime)\n");
  return workspace;
}

json asked(const formats::SchemaQuery& query) { return json::parse(shop().schema(query, "json")); }

TEST(ASchemaThatIsAskedFor, IsThatOfTheMigrationsAtTheHeads) {
  const json reply = asked({});
  EXPECT_EQ(reply["of"], "migrations");
  const json& environment = reply["environments"][0];
  EXPECT_EQ(environment["script_location"], "migrations");
  EXPECT_EQ(environment["dialect"], "sqlite");
  EXPECT_EQ(environment["at"], json::array({"b2"}));
  EXPECT_EQ(environment["certainty"], "known");
  EXPECT_EQ(environment["tables"]["users"]["columns"].size(), 2u);
  EXPECT_EQ(environment["operations"], (json{{"decided", 2}, {"all", 2}}));
}

TEST(ASchemaThatIsAskedFor, TellsWhatWouldFailAndWhere) {
  const json failure = asked({})["environments"][0]["failures"][0];
  EXPECT_EQ(failure["revision"], "b2");
  EXPECT_EQ(failure["direction"], "downgrade");
  EXPECT_EQ(failure["kind"], "column missing");
  EXPECT_EQ(failure["file"], "migrations/versions/b2_add_email.py");
  EXPECT_EQ(failure["line"], 13);
}

TEST(ASchemaThatIsAskedFor, IsThatAfterOneRevisionNamedByTheBeginningOfItsId) {
  formats::SchemaQuery query;
  query.at = "a";
  const json environment = asked(query)["environments"][0];
  EXPECT_EQ(environment["at"], json::array({"a1"}));
  EXPECT_EQ(environment["tables"]["users"]["columns"].size(), 1u);
}

TEST(ASchemaThatIsAskedFor, IsNothingWhereNoRevisionHasTheId) {
  formats::SchemaQuery query;
  query.at = "zz";
  EXPECT_EQ(asked(query)["environments"].size(), 0u);
  EXPECT_EQ(shop().schema(query, "text"), "");
}

TEST(ASchemaThatIsAskedFor, IsThatOfTheModelsInTheTypesOfTheDatabase) {
  formats::SchemaQuery query;
  query.of = formats::SchemaQuery::Of::Models;
  query.dialect = schema::Dialect::PostgreSql;
  const json environment = asked(query)["environments"][0];
  const json& columns = environment["tables"]["users"]["columns"];
  EXPECT_EQ(environment["dialect"], "postgresql");
  EXPECT_EQ(columns[0]["nullable"], false);
  EXPECT_EQ(columns[2]["type"], "TIMESTAMP WITHOUT TIME ZONE");
}

TEST(ASchemaThatIsAskedFor, IsTextForPeople) {
  EXPECT_EQ(shop().schema({}, "text"),
            "migrations on sqlite at b2\n\n"
            "users\n  id INTEGER not null\n  email VARCHAR(120)\n  primary key (id)\n\n"
            "downgrade of b2 fails: table `users` has no column `mail` here (migrations/versions/b2_add_email.py:13)\n"
            "2 of 2 operations decided\n");
}

TEST(ASchemaThatIsAskedFor, IsThatBeforeARevision) {
  formats::SchemaQuery query;
  query.at = "b2";
  query.before = true;
  const json environment = asked(query)["environments"][0];
  EXPECT_EQ(environment["at"], json::array({"b2"}));
  EXPECT_EQ(environment["tables"]["users"]["columns"].size(), 1u);
}

TEST(BothSchemas, StandSideBySideWithTheirPlacesAndWhatAlembicSees) {
  const auto question = formats::readSchemaQuestion(R"({"of": "both"})");
  ASSERT_TRUE(question);
  const json reply = json::parse(shop().schema(question->query, question->format));
  EXPECT_EQ(reply["of"], "both");
  EXPECT_EQ(reply["dialect"], "sqlite");
  const json& pair = reply["pairs"][0];
  EXPECT_EQ(pair["folder"], "migrations");
  EXPECT_EQ(pair["environment"], "migrations/env.py");
  EXPECT_EQ(pair["metadata"], json::array({"Base.metadata"}));
  EXPECT_EQ(pair["when"], "heads");
  EXPECT_EQ(pair["headline"], "1 table: 1 differs");
  const json& rows = pair["tables"][0]["rows"];
  EXPECT_EQ(rows[1]["name"], "email");
  EXPECT_EQ(rows[1]["mark"], "same");
  EXPECT_EQ(rows[1]["models"]["path"], "shop/models.py");
  EXPECT_EQ(rows[1]["models"]["range"]["start"], (json{{"line", 9}, {"column", 12}}));
  EXPECT_EQ(rows[1]["migrations"]["path"], "migrations/versions/b2_add_email.py");
  EXPECT_EQ(rows[2]["mark"], "only-left");
  EXPECT_EQ(rows[2]["notice"], "seen");
  EXPECT_EQ(rows[2]["says"], "Alembic will see this");
  EXPECT_FALSE(rows[2].contains("migrations"));
}

TEST(BothSchemas, AreThoseOfTheMomentThatIsAskedFor) {
  const auto question = formats::readSchemaQuestion(R"({"of": "both", "before": "b2", "dialect": "mysql"})");
  ASSERT_TRUE(question);
  const json reply = json::parse(shop().schema(question->query, question->format));
  EXPECT_EQ(reply["dialect"], "mysql");
  EXPECT_EQ(reply["pairs"][0]["when"], "before");
  EXPECT_EQ(reply["pairs"][0]["tables"][0]["rows"][1]["mark"], "only-left");
  const auto other = formats::readSchemaQuestion(R"({"of": "both", "at": "zz"})");
  ASSERT_TRUE(other);
  EXPECT_EQ(json::parse(shop().schema(other->query, "json"))["pairs"].size(), 0u);
  EXPECT_FALSE(formats::readSchemaQuestion("["));
}

TEST(ASchemaThatIsAskedFor, IsCreateTableStatementsForADatabase) {
  formats::SchemaQuery query;
  query.of = formats::SchemaQuery::Of::Models;
  EXPECT_EQ(shop().schema(query, "sql"),
            "CREATE TABLE users (\n    id INTEGER NOT NULL,\n    email VARCHAR(120),\n    born DATETIME,\n    PRIMARY "
            "KEY (id)\n);\n\n");
}

}  // namespace
}  // namespace limbeck::tests
