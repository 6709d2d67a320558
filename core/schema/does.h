// does.h: what a statement or an operation does to a database, in one word.
// It refuses details: effects tell them.
#pragma once

#include <cstdint>

namespace limbeck::schema {

enum class Does : std::uint8_t {
  Nothing,
  Other,  ///< something that is neither: reading, rights, settings of the session
  Rows,
  Schema,
  Unknown,
};

}  // namespace limbeck::schema
