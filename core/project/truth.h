// truth.h: true, false, or cannot be told (Kleene; engine 2.3).
// It refuses to default: whoever needs a bool has to say what Unknown means there.
#pragma once

#include <cstdint>
#include <optional>

namespace limbeck::project {

enum class Truth : std::uint8_t { False, True, Unknown };

[[nodiscard]] constexpr Truth truthOf(std::optional<bool> value) {
  return !value.has_value() ? Truth::Unknown : *value ? Truth::True : Truth::False;
}

[[nodiscard]] constexpr Truth negate(Truth truth) {
  return truth == Truth::True ? Truth::False : truth == Truth::False ? Truth::True : Truth::Unknown;
}

}  // namespace limbeck::project
