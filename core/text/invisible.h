// invisible.h: characters that nobody sees, or that turn the ones around them: controls, zero widths, directions.
// It refuses to say what is shown in their place, and counts neither tab nor newline among them.
#pragma once

#include <span>

namespace limbeck {

struct CharacterRange {
  char32_t first;
  char32_t last;
};

[[nodiscard]] bool isWithin(std::span<const CharacterRange> ranges, char32_t code);
/// One of text/invisible.def, which the page draws by, too.
[[nodiscard]] bool isInvisible(char32_t code);

}  // namespace limbeck
