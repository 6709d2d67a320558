// pairing.h: whether a database lets a column of one type refer to a column of another.
// It refuses pairs that nobody has run: those are unknown, and so is MySQL's opinion on character sets.
#pragma once

#include <cstdint>

#include "schema/type.h"

namespace limbeck::schema {

enum class Pairing : std::uint8_t {
  Unknown,
  Same,
  Differs,  ///< accepted, although the types are not the same
  Refused,
};

/// Facts H1. SQLite never refuses, and has no opinion on pairs that no other database refuses.
[[nodiscard]] Pairing pairing(const Type& child, const Type& parent, Dialect dialect);

/// Every value of the parent certainly fits into the child: a wider integer, a longer number.
[[nodiscard]] bool holdsAllOf(const Type& child, const Type& parent);

}  // namespace limbeck::schema
