// strings.h: the string methods that names and paths are built with (engine 2.2).
// It refuses locale, encoding and formatting mini-languages.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "project/evaluate/value.h"
#include "project/evaluate/vocabulary.h"

namespace limbeck::project::evaluate {

/// `a + b`: what is known of the outer ends survives whatever lies between. The bytes are counted as steps.
[[nodiscard]] Value joinStrings(const Value& a, const Value& b, std::uint64_t& steps);

/// `text.method(arguments)`; nothing when it is not understood. Holes survive where the method keeps them apart.
[[nodiscard]] std::optional<Value> stringMethod(const Value& text, std::string_view method, const Call& call);

}  // namespace limbeck::project::evaluate
