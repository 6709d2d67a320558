// star_imports.h: which library gives a name that only `from library import *` can have brought.
// It refuses to know files: what stands in the workspace is found there.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace limbeck::project {

/// A name of SQLAlchemy's own package: Column, Integer, func. Those of `sqlalchemy.orm` are not among them.
[[nodiscard]] bool isOfSqlAlchemy(std::string_view name);

/// Of libraries that are star-imported in this order, the one that gives `name`; empty when nobody can tell.
[[nodiscard]] std::string_view starGiver(std::string_view name, const std::vector<std::string>& libraries);

}  // namespace limbeck::project
