// syntax.h: errors of the parser in words.
// It refuses to judge how bad an error is.
#pragma once

#include <vector>

#include "facts/facts.h"
#include "python/tree.h"

namespace limbeck::facts {

/// One problem per place, the first of a line only: what follows on the same line is mostly an echo.
[[nodiscard]] std::vector<SyntaxProblem> describeErrors(const SourceFile& file, const Code& code,
                                                        const std::vector<python::SyntaxError>& errors);

}  // namespace limbeck::facts
