// annotations.h: what a column's annotation says: Mapped[Optional[int]], Annotated[str, mapped_column(...)].
// It refuses values: those are for definitions.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "project/definitions/definitions.h"
#include "project/project.h"
#include "python/quote.h"

namespace limbeck::project {

struct AnnotationReading {
  enum class What : std::uint8_t {
    Nothing,  ///< no column: a relationship, ClassVar, something that is not mapped
    Column,
    Unknown,  ///< a column whose type cannot be told
  };
  What what = What::Nothing;
  bool mapped = false;  ///< stood in Mapped[...]
  bool optional = false;
  bool alias = false;  ///< a name that is not here, which may stand for Optional[...] too
  schema::Type type;
  std::optional<ColumnDefinition> preset;  ///< of Annotated[..., mapped_column(...)]

  /// What the annotation says about NULL; nothing when that cannot be told.
  [[nodiscard]] std::optional<bool> nullable() const {
    return alias && !optional ? std::nullopt : std::optional(optional);
  }
};

class Annotations {
 public:
  /// `sqlModel` maps str to AutoString and reads plain annotations as fields.
  Annotations(const Project& project, const Definitions& definitions) : project_(project), definitions_(definitions) {}

  [[nodiscard]] AnnotationReading read(FileId file, Expr annotation, bool sqlModel);
  /// type_annotation_map of a base: what a key stands for, `dotted` as it is written there.
  void map(std::string key, schema::Type type) { map_.emplace_back(std::move(key), std::move(type)); }
  void clearMap() { map_.clear(); }

 private:
  void readInto(FileId file, Expr annotation, AnnotationReading& into, unsigned depth);
  void readName(FileId file, Expr name, AnnotationReading& into, unsigned depth);
  void readSubscript(FileId file, Expr subscript, AnnotationReading& into, unsigned depth);
  void readMetadata(FileId file, Expr item, AnnotationReading& into);
  [[nodiscard]] bool isMapped(FileId file, Expr node) const;
  [[nodiscard]] std::string written(FileId file, Expr node) const;
  [[nodiscard]] std::optional<schema::Type> builtin(std::string_view dotted) const;

  const Project& project_;
  const Definitions& definitions_;
  bool sqlModel_ = false;
  std::vector<std::pair<std::string, schema::Type>> map_;
  std::vector<std::shared_ptr<python::Quotation>> quoted_;  ///< of annotations that are texts
};

}  // namespace limbeck::project
