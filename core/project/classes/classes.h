// classes.h: which classes are models, on which declarative base, and what makes each of those bases.
// It refuses to say which base is the right one: it only says which ones the owner provides.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "project/names/modules.h"
#include "project/names/resolver.h"

namespace limbeck::project {

/// How a declarative base comes to be (engine 5.1).
enum class BaseForm : std::uint8_t {
  Call,      ///< Base = declarative_base(), registry().generate_base()
  Class,     ///< class Base(DeclarativeBase)
  Flask,     ///< db = SQLAlchemy(); db.Model
  SqlModel,  ///< sqlmodel.SQLModel
  Factory,   ///< a call of a function or class that the owner provides: DatabaseBase("shop")
  External,  ///< imported from the owner, which is not in the workspace, or named in the settings
};

struct DeclarativeBase {
  BaseForm form = BaseForm::Call;
  FileId file = noFile;               ///< where it is made; noFile when that is outside the workspace
  Expr node;                          ///< the Call or the Class; Missing outside
  std::string name;                   ///< as its maker calls it: "Base"
  std::string dotted;                 ///< for External, Factory: origin and constant arguments
  bool owned = false;                 ///< provided by the owner or named in the settings
  bool reflected = false;             ///< automap_base(): the database decides what its classes are
  std::uint32_t origin = 0xFFFFFFFF;  ///< for Factory: the base its function makes, when that could be read
};

/// How sure we are that a class is mapped to a table.
enum class Mapped : std::uint8_t { No, Maybe, Yes };

struct ClassInfo {
  FileId file = noFile;
  Expr node;
  std::string name;
  Mapped mapped = Mapped::No;
  bool abstract = false;      ///< __abstract__ = True
  bool open = false;          ///< a base class is not among the files given: it may be anything
  bool declarative = false;   ///< declarative class, mixin of one, or abstract: its attributes mean columns
  std::uint32_t base = none;  ///< index into bases() when mapped is Yes; none when the base could not be resolved
  Expr baseExpr;              ///< the entry of the class's own base list that leads there; Missing for decorators
  ClassId parent;             ///< a mapped, non-abstract parent: single-table or joined inheritance
  std::optional<std::string> table;  ///< literal __tablename__
  std::vector<ClassId> parents;      ///< all base classes that are in the workspace

  /// Mapped (or so it looks) to a table of its own or its parent's: what the standards call a model.
  [[nodiscard]] bool isModel() const { return mapped != Mapped::No && !abstract; }
};

class Classes {
 public:
  Classes(const std::vector<FactsPtr>& files, const Resolver& resolver, const Modules& modules,
          const Settings& settings);

  [[nodiscard]] const std::vector<ClassInfo>& all() const { return classes_; }
  [[nodiscard]] const ClassInfo& at(ClassId index) const { return classes_[index]; }
  [[nodiscard]] const std::vector<DeclarativeBase>& bases() const { return bases_; }
  /// Every place of the workspace that makes a declarative base, used or not.
  [[nodiscard]] const std::vector<std::uint32_t>& madeHere() const { return made_; }
  [[nodiscard]] std::optional<ClassId> find(FileId file, Expr node) const;
  [[nodiscard]] const std::vector<ClassId>& inFile(FileId file) const { return byFile_[file]; }
  /// Some class of the file is a model, and at least that surely.
  [[nodiscard]] bool holdsModels(FileId file, Mapped least = Mapped::Maybe) const;
  /// How many models outside tests and migrations use each base.
  [[nodiscard]] std::vector<std::uint32_t> uses() const;
  /// What a Column(...), relationship(...) or the like is, seen from where it stands; empty otherwise.
  [[nodiscard]] std::string origin(FileId file, Expr callOrName) const;
  /// The declarative base an expression denotes, if it does: `Base`, `m.Base`, `db.Model`, `DatabaseBase("x")`.
  [[nodiscard]] std::optional<std::uint32_t> baseOf(FileId file, Expr expression) const;
  /// A child in its parent's table that brings no column of its own: the schema is the same without it.
  [[nodiscard]] bool addsNothing(ClassId index) const;
  /// The class is flask_sqlalchemy.SQLAlchemy's, or derives from it.
  [[nodiscard]] bool isFlaskDatabase(FileId file, Expr classNode, unsigned depth = 0) const;
  /// Where a base class comes from that is not in the workspace and may be mapped: "flask_appbuilder.Model"; empty when
  /// there is none.
  [[nodiscard]] std::string outsideBaseOf(ClassId index, unsigned depth = 0) const;
  /// The declarative base that a class of the workspace is, or is mapped by; none where that is not known.
  [[nodiscard]] std::uint32_t baseOfClass(FileId file, Expr node) const;

 private:
  friend class ClassReader;

  const std::vector<FactsPtr>& files_;
  const Resolver& resolver_;
  const Modules& modules_;
  const Settings& settings_;
  std::vector<ClassInfo> classes_;
  std::vector<DeclarativeBase> bases_;
  std::vector<std::uint32_t> made_;
  std::vector<std::vector<ClassId>> byFile_;
  std::map<std::pair<FileId, std::uint32_t>, ClassId> byNode_;
};

/// The value assigned to `name` in a class body; Missing if none or only annotated.
[[nodiscard]] Expr classAttribute(Expr classNode, std::string_view name);

}  // namespace limbeck::project
