// table_schema.h: the schema (`billing` of `billing.invoices`) that a model or a Table names, and the one its MetaData
// does. It refuses to compute: only texts that are written out count.
#pragma once

#include <string>

#include "project/environments/metadata_use.h"
#include "project/project.h"

namespace limbeck::project {

struct NamedSchema {
  std::string name;  ///< empty when none is named
  FileId file = noFile;
  Expr at;  ///< the text
};

/// __table_args__ of the class or its parents: {"schema": "billing"}, (..., {"schema": "billing"}).
[[nodiscard]] NamedSchema schemaOf(const Project& project, ClassId model);
/// Table("invoices", metadata, schema="billing")
[[nodiscard]] NamedSchema schemaOf(const Project& project, const CoreTable& table);
/// MetaData(schema="billing")
[[nodiscard]] NamedSchema schemaOf(const Project& project, const MetaDataUse& use);

}  // namespace limbeck::project
