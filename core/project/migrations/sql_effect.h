// sql_effect.h: what an SQL text does to a database, from the leading words of its statements.
// It refuses to parse SQL: tables, columns and conditions are not read.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace limbeck::project {

/// What a step of a migration does, as far as it can be said without running it.
enum class Does : std::uint8_t {
  Nothing,
  Other,  ///< something that is neither: reading, rights, settings of the session
  Data,   ///< rows
  Schema,
  Unknown,
};

struct SqlEffect {
  Does does = Does::Nothing;
  std::string words;  ///< of the statement that decides: "ALTER TYPE", in capitals
  /// Every change of the schema in it is one that nobody takes back: an extension, a value of an enum,
  /// a constraint that was validated.
  bool stays = false;
};

/// A hole in the text is a `?`. Text that begins with one is Unknown.
[[nodiscard]] SqlEffect sqlEffect(std::string_view sql);

}  // namespace limbeck::project
