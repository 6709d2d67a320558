// declared.h: the schema that the models say: every table of every MetaData, its columns, constraints and indexes.
// It refuses to judge, and to know which of them Alembic sees.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "project/environments/metadata.h"
#include "project/project.h"
#include "schema/change.h"
#include "schema/naming.h"
#include "schema/schema.h"

namespace limbeck::project {

struct Environment;

/// A table before its dialect is known: flags still on the columns, unnamed constraints unnamed.
struct DeclaredTable {
  schema::Table table;
  ClassId model = none;  ///< index into Classes::all(); none for Table("x", metadata)
  FileId file = noFile;
  Expr at;                            ///< the Class, or the Table call
  std::vector<schema::Doubt> doubts;  ///< why it is not Known
  bool nameKnown = true;              ///< false: `table.name` is only for people
  bool anySchema = false;  ///< its name is known, but not what names its schema: `table.schema` is only a guess
  bool mayRepeat = false;  ///< a second table of the name may be meant: `extend_existing`, a `__table__` made elsewhere
  std::map<std::string, std::string> keys;  ///< `key=` to name, of columns that constraints call otherwise

  [[nodiscard]] schema::TableName name() const { return {table.schema, table.name}; }
};

/// All that stands on one MetaData.
struct DeclaredMetaData {
  MetaDataId id = none;
  /// Of one that a library makes (SQLModel.metadata): which environment's program it belongs to, where a repository
  /// holds several, for each of them has an object of its own; `none` for the rest, and where there is one program.
  std::uint32_t program = none;
  std::string name;  ///< "Base.metadata"
  schema::NamingConvention naming;
  FileId namingFile = noFile;  ///< where `naming_convention` stands
  Expr namingAt;               ///< the Keyword of MetaData(...), or the Attribute that is assigned; Missing for none
  std::vector<DeclaredTable> tables;  ///< models by file and place, then Core tables
  bool open = false;                  ///< reflected, or a model whose table could not be named: there may be more

  /// False: it belongs to the program of another environment.
  [[nodiscard]] bool mayBeOf(const Environment& environment) const;
  /// It is certainly a target_metadata of that environment.
  [[nodiscard]] bool isComparedBy(const Environment& environment) const;
  /// The first of that name; null when there is none.
  [[nodiscard]] const DeclaredTable* find(const schema::TableName& wanted) const;
  /// The one of that name; null when there is none, or several: a second one extends the first, or is a mistake.
  [[nodiscard]] const DeclaredTable* only(const schema::TableName& wanted) const;
  /// One called so stands in a schema that could not be read, which may be any.
  [[nodiscard]] bool mayHave(std::string_view table) const;
  /// Puts a table behind the others.
  void add(DeclaredTable table);
  /// Tables and foreign keys that name no schema mean this one.
  void useSchema(const std::string& schema);

 private:
  void index(std::size_t position);
  std::map<schema::TableName, std::vector<std::size_t>> named_;  ///< positions in `tables` of those whose name is known
};

struct DeclaredAt {
  const DeclaredMetaData* metadata = nullptr;
  const DeclaredTable* table = nullptr;
};
/// A declared table as `create_all` would build it on a database: flags are constraints, names are given.
struct CompleteTable {
  DeclaredAt at;
  const schema::Table* table = nullptr;
};
struct DeclaredColumn {
  DeclaredAt at;
  const schema::Column* column = nullptr;
};

class Declared {
 public:
  explicit Declared(const Project& project);

  [[nodiscard]] const std::vector<DeclaredMetaData>& all() const { return all_; }
  /// All that stand in a file, outside tests and migrations, in order.
  [[nodiscard]] const std::vector<DeclaredAt>& tables() const { return tables_; }
  /// Their columns, one of a mixin once.
  [[nodiscard]] const std::vector<DeclaredColumn>& columns() const { return columns_; }
  /// Those of `tables()` whose names are certain and used once. Built when they are first asked for.
  [[nodiscard]] const std::vector<CompleteTable>& settledOn(schema::Dialect dialect) const;
  /// As the file sees it; null when nothing stands on it.
  [[nodiscard]] const DeclaredMetaData* of(const Project& project, MetaDataId id, FileId file) const;
  /// Those that certainly are a target_metadata of the environment.
  [[nodiscard]] std::vector<const DeclaredMetaData*> comparedBy(const Environment& environment) const;
  /// The table of a model, its own or its parent's; null when it has none that could be read.
  [[nodiscard]] const DeclaredTable* ofModel(ClassId model) const;
  /// As `create_all` would build it on that database. Built when it is first asked for, and kept as long as this.
  [[nodiscard]] const schema::Schema& schemaOf(const DeclaredMetaData& metadata, schema::Dialect dialect) const;
  /// SQLAlchemy 1.4 or before, as far as the project's versions tell.
  [[nodiscard]] bool legacy() const { return legacy_; }

 private:
  friend class DeclaredReader;
  friend class LaterItems;
  void list(const Project& project);
  [[nodiscard]] schema::Schema built(const DeclaredMetaData& metadata, schema::Dialect dialect) const;
  std::vector<DeclaredMetaData> all_;
  std::map<ClassId, std::pair<std::size_t, std::size_t>> byModel_;
  std::vector<DeclaredAt> tables_;
  std::vector<DeclaredColumn> columns_;
  mutable std::map<std::pair<const DeclaredMetaData*, schema::Dialect>, schema::Schema> schemas_;
  mutable std::map<schema::Dialect, std::vector<CompleteTable>> settled_;
  bool legacy_ = false;
};

/// Of a MetaData that a library makes: the environment whose program the file belongs to, where several have programs
/// that share no import root; else `none`.
[[nodiscard]] std::uint32_t programOf(const Project& project, MetaDataId id, FileId file);

/// SQLAlchemy 1.4 or before is what the project is installed with.
[[nodiscard]] bool isLegacy(const Project& project);

}  // namespace limbeck::project
