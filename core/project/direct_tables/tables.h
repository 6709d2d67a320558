// tables.h: where code creates or drops tables by itself: create_all, __table__.create, raw DDL.
// It refuses to say who may: rules do.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "project/application/running.h"
#include "project/names/resolver.h"
#include "project/project.h"

namespace limbeck::project {

struct TableAction {
  enum class What : std::uint8_t {
    CreateAll,    ///< metadata.create_all, db.create_all
    DropAll,      ///< metadata.drop_all
    TableCreate,  ///< Model.__table__.create
    TableDrop,
    RawDdl,  ///< execute("CREATE TABLE ..."), CreateTable(...)
  };
  What what = What::CreateAll;
  FileId file = noFile;
  Expr node;                  ///< the Call, or the Attribute when it is only handed on
  Expr at;                    ///< what to mark: `Base.metadata.create_all`; for RawDdl the SQL
  std::string written;        ///< `at` on one line: "Base.metadata.create_all"; only the last name when it is long
  bool passed = false;        ///< handed over as a callable: run_sync(Base.metadata.create_all)
  std::string target;         ///< class or table it is about, as written; empty for a whole MetaData
  ClassId model;              ///< class index of the target when it is known
  bool inMemory = false;      ///< on an engine of the same scope that is SQLite in memory
  bool onlyTables = false;    ///< create_all(tables=[...])
  bool madeHere = false;      ///< the MetaData or every Table it is about is made in the same file
  bool elsewhere = false;     ///< the MetaData is certainly one that no environment compares with
  bool untold = false;        ///< which MetaData it is cannot be told, and not every one here is compared with
  bool ofBase = false;        ///< the MetaData is that of a declarative base
  bool virtualTable = false;  ///< RawDdl: CREATE VIRTUAL TABLE, full-text search
  std::string statement;      ///< RawDdl: the two or three leading words, "CREATE TABLE"
  bool anyTable = false;      ///< RawDdl: which table is only known when the program runs
  Runner runner = Runner::Unknown;  ///< outside tests and migrations
  bool stamped = false;             ///< CreateAll: the database is marked as being at a revision with it
};

/// The application makes its tables by itself: `create_all` or `create`, outside tests and migrations, on a database
/// that stays, of a MetaData that may be migrated.
[[nodiscard]] bool makesTablesItself(const Project& project);

/// In file and source order; only what is certain to be SQLAlchemy or SQL. Temporary tables are nobody's business, nor
/// is a MetaData that one function makes for itself, or an engine that only prints (`create_mock_engine`). Asked once,
/// when the project is made: Project::tables() is the answer.
[[nodiscard]] std::vector<TableAction> tableActions(const Project& project);

}  // namespace limbeck::project
