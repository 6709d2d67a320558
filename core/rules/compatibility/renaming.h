// renaming.h: edits that give a mapped attribute another name and leave its column as it is.
// It refuses to follow the attribute into other code: that takes a reader.
#pragma once

#include <string_view>
#include <vector>

#include "project/classes/attributes.h"
#include "rules/finding.h"

namespace limbeck::rules {

/// `metadata = Column(JSON)` becomes `metadata_ = Column("metadata", JSON)`. Empty when that cannot be written here.
[[nodiscard]] std::vector<FileEdit> renameAttribute(const facts::ModuleFacts& facts,
                                                    const project::MappedAttribute& attribute,
                                                    std::string_view newName);

}  // namespace limbeck::rules
