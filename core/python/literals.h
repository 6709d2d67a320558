// literals.h: what a string literal of Python means.
// It refuses to know anything else of the grammar.
#pragma once

#include <string>
#include <string_view>

namespace limbeck::python {

/// The text between the quotes, its escapes replaced (Python language reference, 2.4.1). `raw` leaves them.
/// Unknown escapes stay as they are, and so does `\N{...}`: no name table is carried.
[[nodiscard]] std::string decodeLiteral(std::string_view body, bool raw, bool bytes);

}  // namespace limbeck::python
