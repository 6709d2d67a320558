// Reading SQL, where a Markdown suite has no words for it: places, odd bytes, and how long it takes.

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "schema/dump.h"
#include "schema/sql.h"

namespace limbeck::schema {
namespace {

constexpr Dialect dialects[] = {Dialect::Generic, Dialect::Sqlite, Dialect::PostgreSql, Dialect::MySql};

std::vector<std::string> columnsOf(std::string_view condition, const Table* table = nullptr) {
  return columnsIn(condition, Dialect::PostgreSql, table);
}

TEST(Sql, AStatementSaysWhereItStands) {
  const std::string text = " /* a */ DROP TABLE a ; -- b\n;\n  DELETE FROM \"b;\" -- c";
  std::vector<std::string> found;
  for (const Statement& statement : readSql(text, Dialect::PostgreSql)) {
    found.push_back(text.substr(statement.span.begin, statement.span.size()));
  }
  EXPECT_EQ(found, (std::vector<std::string>{"DROP TABLE a", "DELETE FROM \"b;\""}));
}

TEST(Sql, NothingIsNoStatement) {
  for (const Dialect dialect : dialects) {
    EXPECT_TRUE(readSql("", dialect).empty());
    EXPECT_TRUE(readSql(" ;; -- DROP TABLE t\n /* ; */ ;", dialect).empty());
    EXPECT_TRUE(readSql("/* never closed; DROP TABLE t;", dialect).empty());
  }
}

TEST(Sql, WhatIsNeverClosedEndsWithTheText) {
  for (const std::string_view text :
       {"INSERT INTO t VALUES ('a; DROP TABLE t;", "SELECT \"a; DROP TABLE t", "SELECT $a$ ; DROP TABLE t; $b$",
        "CREATE TABLE t (a int, b varchar(5", "ALTER TABLE t ADD COLUMN a int DEFAULT ((1", "DROP TABLE `a"}) {
    EXPECT_EQ(readSql(text, Dialect::Generic).size(), 1U) << text;
  }
}

TEST(Sql, ColumnsOfAConditionAreItsPlainNames) {
  EXPECT_EQ(columnsOf("a > 0 AND (\"B\" IS NULL OR lower(c) <> 'd')"), (std::vector<std::string>{"a", "B", "c"}));
  EXPECT_EQ(columnsOf("CAST(a AS varchar(3)) = b::double precision AND t.c = :d"),
            (std::vector<std::string>{"a", "b", "c"}));
  EXPECT_EQ(columnsOf("A = a AND date '2020-01-01' < extract(year FROM b)"), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(columnsOf(""), std::vector<std::string>());
}

TEST(Sql, WithATableOnlyItsColumnsCount) {
  Table table;
  for (const char* name : {"date", "a"}) {
    Column column;
    column.name = name;
    table.columns.push_back(column);
  }
  EXPECT_EQ(columnsOf("date > a AND other < 5", &table), (std::vector<std::string>{"date", "a"}));
}

TEST(Sql, NoTextIsTooOdd) {
  static constexpr std::string_view pieces[] = {"CREATE",
                                                "TABLE",
                                                "ALTER",
                                                "DROP",
                                                "INDEX",
                                                "ADD",
                                                "COLUMN",
                                                "CONSTRAINT",
                                                "PRIMARY KEY",
                                                "UNIQUE",
                                                "FOREIGN KEY",
                                                "REFERENCES",
                                                "CHECK",
                                                "(",
                                                ")",
                                                ",",
                                                ";",
                                                "'",
                                                "\"",
                                                "`",
                                                "[",
                                                "]",
                                                "$$",
                                                "$a$",
                                                "--",
                                                "/*",
                                                "*/",
                                                "\n",
                                                "\x1A",
                                                ".",
                                                "::",
                                                "DEFAULT",
                                                "NOT NULL",
                                                "a",
                                                "b",
                                                "5",
                                                "int",
                                                "IF",
                                                "EXISTS",
                                                "BEGIN",
                                                "END",
                                                "CASE",
                                                "TRIGGER",
                                                "DO",
                                                "TYPE",
                                                "AS",
                                                "ENUM",
                                                "RENAME",
                                                "TO",
                                                "MODIFY",
                                                "CHANGE",
                                                "INSERT",
                                                "INTO",
                                                "DELETE",
                                                "FROM",
                                                "WITH",
                                                "SELECT",
                                                "ON",
                                                "COMMENT",
                                                "IS",
                                                "SET",
                                                "SCHEMA",
                                                "GENERATED",
                                                "IDENTITY",
                                                "AND",
                                                "USING",
                                                "varchar",
                                                "timestamp",
                                                "COPY",
                                                "TRUNCATE",
                                                "EXEC sp_rename",
                                                "@",
                                                "=",
                                                "E'",
                                                "\\",
                                                "#",
                                                "/*!5",
                                                "\x80",
                                                "KEY",
                                                "EXCEPTION",
                                                "WHEN",
                                                "pg_type",
                                                "NULL",
                                                "THEN"};
  std::mt19937 random(7);
  std::size_t statements = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string text;
    for (std::size_t length = random() % 40; length > 0; --length) {
      text += pieces[random() % std::size(pieces)];
      if (random() % 8 != 0) text += ' ';
    }
    for (const Dialect dialect : dialects) {
      std::uint32_t end = 0;
      for (const Statement& statement : readSql(text, dialect)) {
        ASSERT_LE(end, statement.span.begin) << text;
        ASSERT_LE(statement.span.begin, statement.span.end) << text;
        ASSERT_LE(statement.span.end, text.size()) << text;
        end = statement.span.end;
        ++statements;
        bool unread = false;
        for (const Effect& effect : statement.effects) {
          unread = unread || std::holds_alternative<Unread>(effect);
          EXPECT_EQ(dump(effect).find(hole), std::string::npos) << text;
        }
        EXPECT_TRUE(!unread || !statement.understood) << text;
      }
    }
  }
  EXPECT_GT(statements, 20'000U);
}

/// Repeats a piece until the text has five megabytes, and reads it.
std::size_t statementsOf(std::string_view first, std::string_view piece, Dialect dialect) {
  std::string text(first);
  while (text.size() < 5'000'000) text += piece;
  return readSql(text, dialect).size();
}

// Quadratic reading of any of these would take hours.
TEST(Sql, AVeryLongTextEndsQuickly) {
  for (const Dialect dialect : {Dialect::PostgreSql, Dialect::MySql}) {
    EXPECT_EQ(statementsOf("CREATE TABLE t (", "a int,", dialect), 1U);
    EXPECT_EQ(statementsOf("CREATE TABLE t ", "(", dialect), 1U);
    EXPECT_EQ(statementsOf("ALTER TABLE t ", "ADD CHECK (a > b),", dialect), 1U);
    EXPECT_EQ(statementsOf("ALTER TABLE t ", "x,", dialect), 1U);
    EXPECT_EQ(statementsOf("DROP TABLE a", ",\x1A,a", dialect), 1U);
    EXPECT_EQ(statementsOf("INSERT INTO t VALUES ", "(1, 'x'),", dialect), 1U);
    EXPECT_EQ(statementsOf("SELECT ", "'a' || ", dialect), 1U);
    EXPECT_EQ(statementsOf("SELECT ", "$a$ ", dialect), 1U);
    EXPECT_EQ(statementsOf("SELECT ", "$aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", dialect), 1U);
    EXPECT_EQ(statementsOf("", "/* ", dialect), 0U);
    EXPECT_LE(statementsOf("", "a;", dialect), 50'000U);
    EXPECT_LE(statementsOf("", "DROP TABLE a;", dialect), 50'001U);
    EXPECT_LE(statementsOf("", "CREATE TABLE t (a varchar(5) not null default 5, b int check (a > b));", dialect),
              50'000U);
    EXPECT_LE(statementsOf("", "CREATE TRIGGER a BEGIN ", dialect), 1U);
    EXPECT_LE(statementsOf("", "DO $$ BEGIN CREATE TYPE a AS ENUM ('x'); END $$;", dialect), 50'000U);
  }
}

TEST(Sql, CreateAlterAndDropNameTheirTable) {
  const auto table = [](std::string_view text) { return readSql(text, Dialect::Generic)[0].table; };
  EXPECT_EQ(table("CREATE TABLE IF NOT EXISTS \"Billing\".[order] (id int)"), "Billing.order");
  EXPECT_EQ(table("create temp table a (id int)"), "a");
  EXPECT_EQ(table("CREATE VIRTUAL TABLE notes USING fts5(body)"), "notes");
  EXPECT_EQ(table("ALTER TABLE IF EXISTS ONLY a ADD b int"), "a");
  EXPECT_EQ(table("DROP TABLE a, b"), "a");
  EXPECT_EQ(table("DROP TABLE x\x1A"), "x\x1A");
  EXPECT_EQ(table("CREATE TABLE %s (id int)"), "");
  EXPECT_EQ(table("CREATE INDEX i ON a (b)"), "");
  const std::vector<Statement> temporary = readSql("DROP TABLE tempdb..#orders", Dialect::Generic);
  EXPECT_EQ(temporary[0].table, "tempdb..#orders");
  EXPECT_FALSE(temporary[0].touchesSchema);
}

TEST(Sql, MoreThanAnybodyWritesIsUnread) {
  std::string text = "DROP TABLE a";
  for (int i = 0; i < 100'000; ++i) text += ", b";
  const std::vector<Statement> statements = readSql(text + "; DROP TABLE c", Dialect::PostgreSql);
  ASSERT_EQ(statements.size(), 2U);
  EXPECT_FALSE(statements[0].understood);
  EXPECT_EQ(dump(statements[0].effects.at(0)), "unread anything: there is more SQL than is read");
  EXPECT_TRUE(statements[1].understood);
}

TEST(Sql, AType) {
  const Type array = typeOfSql("status[]");
  ASSERT_TRUE(array.item);
  EXPECT_EQ(array.item->name, "status");
  EXPECT_TRUE(array.item->open);
  EXPECT_TRUE(typeOfSql("timestamp with time zone").timezone);
  EXPECT_EQ(typeOfSql("character varying(20)").length, 20);
  EXPECT_FALSE(typeOfSql("").isKnown());
  EXPECT_FALSE(typeOfSql(std::string(1, hole)).isKnown());
  EXPECT_EQ(typeOfSql("numeric(99999999999999999999)").precision, std::nullopt);
}

}  // namespace
}  // namespace limbeck::schema
