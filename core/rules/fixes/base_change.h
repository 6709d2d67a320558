// base_change.h: a local declarative base, where it is made, and the edits that put the canonical one in its place.
// It refuses files that do more with their base than inherit from it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "project/names/resolver.h"
#include "project/project.h"
#include "rules/finding.h"

namespace limbeck::rules {

/// What makes the base: `declarative_base()`, the name of `class Base(DeclarativeBase)`. Nothing for bases from
/// outside.
[[nodiscard]] std::optional<Place> creationOf(const project::Project& project, std::uint32_t base);

/// "`Base` of `modules.core.database.models`"
[[nodiscard]] std::string canonicalBase(const project::Project& project);

/// The file imports the canonical base instead of making, or importing, this one. Empty when the file uses its base for
/// anything but inheriting, or when the base is made with arguments or a body of its own.
[[nodiscard]] Fix useCanonicalBase(const project::Project& project, project::FileId file, std::uint32_t base);

}  // namespace limbeck::rules
