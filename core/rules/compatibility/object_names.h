// object_names.h: the names that constraints and indexes of declared tables get on a database, and where they are
// written. It refuses to judge them, and names that are not certain.
#pragma once

#include <string_view>
#include <vector>

#include "rules/declaring.h"
#include "schema/schema.h"

namespace limbeck::rules {

struct NamedObject {
  enum class Kind : std::uint8_t { PrimaryKey, Unique, ForeignKey, Check, Index };
  Kind kind = Kind::Unique;
  DeclaredAt at;
  schema::Name name;
  schema::FilePlace place;
  std::vector<std::string> columns{};  ///< of a unique constraint
};

/// "unique constraint"
[[nodiscard]] std::string_view nameOf(NamedObject::Kind kind);

/// Of all tables whose own names are certain, in order: what is written or made by a convention, not what the database
/// makes up.
[[nodiscard]] std::vector<NamedObject> namedObjects(const project::Project& project, schema::Dialect dialect);

/// What gives it its name: `name="..."`, the text of Index("..."), `index=True`; else the call.
[[nodiscard]] Place nameAt(const project::Project& project, const NamedObject& object);

}  // namespace limbeck::rules
