// metadata_use.h: what stands on each MetaData: models, and tables made by Table(name, metadata).
// It refuses to say what an environment should compare with.
#pragma once

#include <string>
#include <vector>

#include "project/environments/metadata.h"
#include "project/project.h"

namespace limbeck::project {

/// One Table(...) at module level, outside tests and migrations.
struct CoreTable {
  FileId file = noFile;
  Expr call;
  std::string name;  ///< empty when it is not written as a text
};

struct MetaDataUse {
  MetaDataId id = none;  ///< none: a MetaData that no environment and no base has to do with
  FileId file = noFile;  ///< where it is made
  Expr made;
  std::string name;  ///< "Base.metadata", "metadata"
  std::vector<ClassId> models;
  std::vector<CoreTable> tables;

  /// "`User`", or "3 models and tables"
  [[nodiscard]] std::string inWords(const Project& project) const;
};

class MetaDataUses {
 public:
  explicit MetaDataUses(const Project& project);

  /// Only those that something stands on, in the order of their first use.
  [[nodiscard]] const std::vector<MetaDataUse>& all() const { return all_; }
  [[nodiscard]] const MetaDataUse* of(MetaDataId id) const;
  /// No environment compares with it.
  [[nodiscard]] bool isUntargeted(const MetaDataUse& use) const;
  /// True when something may stand where it is not counted: a base that cannot be told, tables that are copied from one
  /// MetaData to another, a MetaData that is put in place of another.
  [[nodiscard]] bool open() const { return open_; }

 private:
  MetaDataUse& at(MetaDataId id, FileId file, Expr made, std::string name);
  void addTable(FileId file, Expr call);

  const Project& project_;
  std::vector<MetaDataUse> all_;
  bool open_ = false;
};

/// The MetaData an expression certainly is; `none` when that cannot be told or nobody asked about it before.
[[nodiscard]] MetaDataId metadataAt(const Project& project, FileId file, Expr expression);

}  // namespace limbeck::project
