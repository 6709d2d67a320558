#include "text/invisible.h"

#include <algorithm>

namespace limbeck {

bool isWithin(std::span<const CharacterRange> ranges, char32_t code) {
  return std::any_of(ranges.begin(), ranges.end(),
                     [&](const CharacterRange& range) { return range.first <= code && code <= range.last; });
}

bool isInvisible(char32_t code) {
  static constexpr CharacterRange invisible[] = {
#include "text/invisible.def"
  };
  return isWithin(invisible, code);
}

}  // namespace limbeck
