// metadata.h: which MetaData object is which: one identity per object the running program would have (engine 5.13).
// It refuses to say which of them is the right one.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "project/classes/classes.h"
#include "project/phases.h"

namespace limbeck::project {

/// Index into MetaDatas::all().
using MetaDataId = std::uint32_t;

struct MetaData {
  FileId file = noFile;              ///< where it is made; noFile outside the workspace
  Expr made;                         ///< the MetaData() call, or what makes the base that carries it
  std::string name;                  ///< for people: "Base.metadata"
  std::vector<std::uint32_t> bases;  ///< declarative bases whose models are on it
};

class MetaDatas {
 public:
  explicit MetaDatas(const WithNames& project);

  [[nodiscard]] const std::vector<MetaData>& all() const { return all_; }
  [[nodiscard]] const MetaData& at(MetaDataId id) const { return all_[id]; }
  /// `none` when the base's MetaData cannot be told, or is filled from a database.
  [[nodiscard]] MetaDataId ofBase(std::uint32_t base) const { return base < ofBase_.size() ? ofBase_[base] : none; }
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
  MetaDataId read(const WithNames& project, const DeclarativeBase& base);

  std::vector<MetaData> all_;
  std::vector<MetaDataId> ofBase_;
  std::map<std::string, MetaDataId> known_;
};

}  // namespace limbeck::project
