// suppressions.h: comments addressed to us, and the lines they speak of.
// It refuses to decide whether a suppression silences anything.
#pragma once

#include <vector>

#include "facts/facts.h"

namespace limbeck::facts {

/// `# limbeck: ignore[CODE, CODE] reason` on any physical line of a statement, or alone on the line above its first
/// one;
/// `# limbeck: ignore-file[CODE] reason` in the comment block at the top of the file.
[[nodiscard]] std::vector<Suppression> readSuppressions(const SourceFile& file, const Code& code,
                                                        const std::vector<Span>& comments);

}  // namespace limbeck::facts
