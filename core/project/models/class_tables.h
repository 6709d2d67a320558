// class_tables.h: one mapped class as a table: its own attributes, then those of mixins and abstract parents.
// It refuses to know other tables: single-table children are joined by declared.cpp.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "project/classes/classes.h"
#include "project/models/annotations.h"
#include "project/models/companions.h"
#include "project/models/declared.h"

namespace limbeck::project {

/// How a class comes to a table.
enum class Mapping : std::uint8_t {
  Own,      ///< `table` is its own
  Parent,   ///< single-table inheritance: its columns go to the parent's table
  Nothing,  ///< no table name, and nothing that would give one
};

struct ClassTable {
  Mapping mapping = Mapping::Nothing;
  DeclaredTable table;
};

/// Notes which columns of a Table(...) have a `key=`.
void keepKeys(const Items& items, DeclaredTable& into);

class ClassTables {
 public:
  ClassTables(const Project& project, evaluate::Evaluator& evaluator, Definitions& definitions)
      : project_(project), evaluator_(evaluator), definitions_(definitions), annotations_(project, definitions) {}

  [[nodiscard]] ClassTable read(ClassId model);
  /// type("Event", (Base, Mixin), {"__tablename__": "events"}): the classes among its bases, and what the body of it
  /// would be (made_classes.cpp).
  [[nodiscard]] DeclaredTable readMade(const schema::FilePlace& place, Expr call, const std::vector<ClassId>& bases,
                                       const evaluate::Mapping& body);
  /// Functions of its mixins that run when the class is made or mapped, and may make tables: they are called with the
  /// class.
  [[nodiscard]] std::vector<evaluate::Value> hooksOf(ClassId model);
  /// The table a class is mapped to, by name alone; nothing when that cannot be told.
  [[nodiscard]] std::optional<schema::TableName> nameOf(ClassId model);
  /// `cls.name` where neither the class nor its parents write it: the class of its base may, and libraries make table
  /// names.
  [[nodiscard]] std::optional<evaluate::Value> inherited(const evaluate::Value& ofClass, std::string_view name);
  /// A parent of the class that is neither here nor known may bring attributes.
  [[nodiscard]] bool hidesParent(const evaluate::Value& ofClass) const;
  /// The column name behind an attribute of a class.
  [[nodiscard]] std::string columnOf(ClassId model, const std::string& attribute);

  /// A column under the name of its attribute, with all it brings; the first of a name stands.
  void addColumn(const std::string& attribute, ColumnDefinition definition, DeclaredTable& into);

 private:
  /// `model` is `none` for a class that is made while the program runs: `cls` is not known there.
  [[nodiscard]] std::optional<evaluate::Value> attributeOf(ClassId model, ClassId holder, const std::string& name);
  /// The class, then its parents as Python would look through them; without those that a mapped parent has already.
  [[nodiscard]] std::vector<ClassId> lineOf(ClassId model, bool whole) const;
  void readClass(ClassId model, ClassId holder, std::set<std::string>& seen, DeclaredTable& into, bool sqlModel);
  void readField(FileId file, const std::string& name, Expr statement, const evaluate::Value* value,
                 DeclaredTable& into);
  void takeFieldArguments(const Construct& call, const std::string& name, ColumnDefinition& made) const;
  void takeColumnArguments(const Construct& call, ColumnDefinition& made) const;
  void readAttribute(ClassId model, ClassId holder, const std::string& name, Expr written, DeclaredTable& into,
                     bool sqlModel);
  bool annotate(FileId file, const std::string& name, Expr statement, const evaluate::Value* given,
                std::optional<ColumnDefinition>& definition, DeclaredTable& into);
  [[nodiscard]] ClassId rootOf(ClassId model) const;
  [[nodiscard]] std::vector<const CompanionTable*> companionsOf(const std::vector<ClassId>& line) const;
  bool takeCompanion(const CompanionTable& companion, std::set<std::string>& seen, DeclaredTable& into, bool named);
  [[nodiscard]] bool hidesParent(const std::vector<ClassId>& line) const;
  void readArguments(ClassId model, DeclaredTable& into, bool open);
  void takeArguments(const evaluate::Value& value, DeclaredTable& into);
  void takeOptions(const evaluate::Value* options, DeclaredTable& into) const;
  void sortAsMade(DeclaredTable& into) const;
  void useMapOf(ClassId model);
  [[nodiscard]] bool mayHideColumns(const evaluate::Value& value) const;

  const Project& project_;
  evaluate::Evaluator& evaluator_;
  Definitions& definitions_;
  Annotations annotations_;
  unsigned depth_ = 0;
  std::map<std::string, std::int64_t> orders_;  ///< of the columns of the table that is being read
};

}  // namespace limbeck::project
