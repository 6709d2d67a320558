// objects.h: what an expression holds, as far as creating tables is concerned: a MetaData, a Table, an engine.
// It refuses to run anything: names are followed to what was assigned to them, and no further.
// The evaluator cannot answer: most calls of create_all stand in functions that no run reaches, so that their names
// have no values, and which MetaData is which must be known before the first module runs (environments/metadata.h).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "project/classes/classes.h"
#include "project/names/resolver.h"
#include "project/phases.h"

namespace limbeck::project {

struct SqlObject {
  enum class Kind : std::uint8_t {
    Unknown,
    Other,     ///< something that is certain to be none of the following
    Instance,  ///< of a class of the workspace: `index`
    MetaData,  ///< or what has one: `db = SQLAlchemy()`, `registry()`
    Table,
    Engine,         ///< or a connection of SQLAlchemy
    MemoryEngine,   ///< an engine on a SQLite database in memory
    MockEngine,     ///< it prints what it is given, and has no database
    OtherDatabase,  ///< a connection of a library beside SQLAlchemy: duckdb, clickhouse, sqlite3
  };
  Kind kind = Kind::Unknown;
  FileId file = noFile;        ///< where it is made, when that is seen
  Expr made;                   ///< the call that makes it
  std::uint32_t index = none;  ///< Instance: its class. Table: the model, MetaData: the base it belongs to, if any
  std::string name;            ///< Table: the model or the table, as written
  bool temporary = false;      ///< Table: prefixes=["TEMPORARY"]

  [[nodiscard]] bool is(Kind k) const { return kind == k; }
};

class Objects {
 public:
  explicit Objects(const WithNames& project) : project_(project) {}

  /// Of several candidates the first that is understood.
  [[nodiscard]] SqlObject of(FileId file, Expr expression) const {
    unsigned steps = 0;
    return at(file, expression, steps);
  }
  /// Whether the class, or a parent in the workspace, defines a method of that name.
  [[nodiscard]] bool hasMethod(ClassId classIndex, std::string_view name) const;

 private:
  [[nodiscard]] SqlObject at(FileId file, Expr expression, unsigned& steps) const;
  [[nodiscard]] SqlObject fromSymbol(FileId file, Expr expression, const Symbol& symbol, unsigned& steps) const;
  [[nodiscard]] SqlObject fromVariable(const Symbol& symbol, unsigned& steps) const;
  [[nodiscard]] SqlObject fromParameter(const Symbol& symbol, unsigned& steps) const;
  [[nodiscard]] SqlObject fromAnnotation(FileId file, Expr annotation) const;
  [[nodiscard]] SqlObject fromAttribute(FileId file, Expr attribute, unsigned& steps) const;
  [[nodiscard]] SqlObject metadataOf(FileId file, Expr owner, unsigned& steps) const;
  [[nodiscard]] SqlObject fromSelf(FileId file, Expr attribute, unsigned& steps) const;
  [[nodiscard]] SqlObject fromCall(FileId file, Expr call, unsigned& steps) const;
  [[nodiscard]] SqlObject fromMethod(FileId file, Expr call, unsigned& steps) const;
  [[nodiscard]] SqlObject engine(FileId file, Expr call) const;
  [[nodiscard]] SqlObject itemOf(FileId file, Expr iterable, unsigned& steps) const;
  [[nodiscard]] SqlObject instanceOf(ClassId classIndex) const;
  [[nodiscard]] std::string constantText(FileId file, Expr expression) const;

  const WithNames& project_;
};

/// Names by which people call a connection of another database: `duck_con`, `clickhouse_client`.
[[nodiscard]] bool soundsLikeOtherDatabase(std::string_view name);
/// A library that speaks to a database of its own.
[[nodiscard]] bool isOtherDatabase(std::string_view dotted);

}  // namespace limbeck::project
