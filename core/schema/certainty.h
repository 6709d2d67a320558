// certainty.h: how much of a thing is known.
// It refuses to guess in either direction: what is not certain proves nothing by its absence.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>

#include "text/id.h"
#include "text/span.h"

namespace limbeck::schema {

/// Of a table: Known is there and seen whole; Partial is there, and may have more or less than is listed; Unknown may
/// not be there at all. Of a schema: Partial may have other tables too; Unknown is not used.
enum class Certainty : std::uint8_t { Known, Partial, Unknown };

[[nodiscard]] inline Certainty least(Certainty a, Certainty b) { return std::max(a, b); }

/// A place in a file of the project; `file` is what its owner calls it.
struct FilePlace {
  FileId file;
  Span span;

  [[nodiscard]] bool isKnown() const { return file != noFile; }
};

/// Why something is not known, and where that began.
struct Doubt {
  std::string reason;  ///< "the table's name is only known when the program runs"
  FilePlace place;
  std::string table{};  ///< the one it is about, as `show` spells it; empty where it may be about any
};

}  // namespace limbeck::schema
