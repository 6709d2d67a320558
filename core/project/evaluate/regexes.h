// regexes.h: Python's re.sub, re.split and re.findall on short texts, as table names are made of class names.
// It refuses flags, back references, and whatever else it does not match exactly as Python does.
#pragma once

#include <optional>
#include <string_view>

#include "project/evaluate/value.h"
#include "project/evaluate/vocabulary.h"

namespace limbeck::project::evaluate {

/// re.sub(...), re.compile(...), and methods of what it returned; nothing when it is not understood.
[[nodiscard]] std::optional<Value> regexCall(const Call& call);
/// `sub`, `split`, `findall` of a compiled pattern.
[[nodiscard]] std::optional<Value> regexAttribute(const Value& object, std::string_view name);

}  // namespace limbeck::project::evaluate
