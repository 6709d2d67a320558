// extract.h: the only door from bytes to facts.
// It refuses to fail: what cannot be read becomes an opaque file with a sentence that says why.
#pragma once

#include <string>

#include "facts/facts.h"

namespace limbeck::facts {

/// Files above this many bytes are not read: parsing them costs hundreds of megabytes in a browser.
inline constexpr std::size_t sizeLimit = 8U << 20U;

/// Pure: the same bytes give the same facts.
[[nodiscard]] FactsPtr extract(SourceFilePtr file);

/// A file that is there but whose content nobody could read.
[[nodiscard]] FactsPtr opaque(SourceFilePtr file, std::string reason);

/// Readable listing of what was extracted: `limbeck check --print facts`, and the suites in tests/facts.
[[nodiscard]] std::string dump(const ModuleFacts& facts);

}  // namespace limbeck::facts
