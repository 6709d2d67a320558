// metadata.h: which MetaData object is which: one identity per object the running program would have (engine 5.13), and
// which of them a class stands on. It refuses to say which of them is the right one.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "project/classes/classes.h"
#include "project/phases.h"

namespace limbeck::project {

/// Index into MetaDatas::all().
using MetaDataId = std::uint32_t;

struct MetaData {
  FileId file = noFile;                   ///< where it is made; noFile outside the workspace
  Expr made;                              ///< the MetaData() call, or what makes the base that carries it
  std::string name;                       ///< for people: "Base.metadata"
  std::vector<std::uint32_t> bases = {};  ///< declarative bases whose models are on it
  /// Flask-SQLAlchemy makes one for each bind key: the key, and the one of models without a key.
  std::string bind = {};
  MetaDataId rest = 0xFFFFFFFF;
};

class MetaDatas {
 public:
  explicit MetaDatas(const WithNames& project);

  [[nodiscard]] const std::vector<MetaData>& all() const { return all_; }
  [[nodiscard]] const MetaData& at(MetaDataId id) const { return all_[id]; }
  /// `none` when the base's MetaData cannot be told, or is filled from a database.
  [[nodiscard]] MetaDataId ofBase(std::uint32_t base) const { return base < ofBase_.size() ? ofBase_[base] : none; }
  /// The one a class is mapped on: its own `metadata`, that of its `__table__` or its bind key, else its base's; `none`
  /// when that cannot be told.
  [[nodiscard]] MetaDataId ofClass(ClassId index) const { return index < ofClass_.size() ? ofClass_[index] : none; }
  /// The one that db.Table(..., bind_key="audit") chooses.
  [[nodiscard]] MetaDataId ofTable(const WithNames& project, std::uint32_t base, FileId file, Expr call) const;
  /// The one of `db = SQLAlchemy(...)` for what has no bind key; `none` when nothing stands on it, or it cannot be
  /// told.
  [[nodiscard]] MetaDataId ofDatabase(const WithNames& project, FileId file, Expr call) const;
  /// The one a call or class at this place makes; made known when nobody asked before.
  MetaDataId madeAt(FileId file, Expr maker, std::string_view name);
  /// The one of something outside: "sqlmodel.SQLModel".
  MetaDataId outside(std::string_view dotted);
  /// The one of a base class that a library provides: "flask_appbuilder.Base". A library is taken to have one.
  MetaDataId ofLibrary(std::string_view dotted);
  /// The same, when somebody has asked for it; else `none`.
  [[nodiscard]] MetaDataId knownLibrary(std::string_view dotted) const;

 private:
  MetaDataId add(std::string key, MetaData metadata);
  MetaDataId read(const WithNames& project, std::uint32_t base);
  MetaDataId readDatabase(const WithNames& project, std::uint32_t base);
  MetaDataId readClass(const WithNames& project, ClassId index);
  MetaDataId given(const WithNames& project, FileId file, Expr expression, std::string_view name);
  void addBind(const DeclarativeBase& database, std::uint32_t base, const std::string& key);
  [[nodiscard]] MetaDataId ofBind(std::uint32_t base, const std::optional<std::string>& key) const;

  std::vector<MetaData> all_;
  std::vector<MetaDataId> ofBase_;
  std::vector<bool> binds_;  ///< per base: whether a bind key chooses another MetaData
  std::vector<MetaDataId> ofClass_;
  std::map<std::string, MetaDataId> known_;
};

}  // namespace limbeck::project
