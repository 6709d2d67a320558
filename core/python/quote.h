// quote.h: from bytes to quoted Python.
// It refuses to keep the syntax tree, and to fail.
#pragma once

#include <string_view>
#include <vector>

#include "python/code.h"
#include "python/tree.h"

namespace limbeck::python {

/// What reading one file as Python gives.
struct Quotation {
  Code code;
  std::vector<Span> comments;       ///< each with its `#`, in source order
  std::vector<SyntaxError> errors;  ///< in source order
  bool gaveUp = false;              ///< nothing was read: the text is too far from Python
};

/// Deeper nesting than this becomes Opaque; CPython itself stops at 200 brackets and 100 indentations.
inline constexpr unsigned nestingLimit = 220;

/// Parses and quotes. `text` must be UTF-8; the spans are byte ranges of it.
[[nodiscard]] Quotation quote(std::string_view text);

}  // namespace limbeck::python
