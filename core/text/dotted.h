// dotted.h: the parts of a dotted name: `sqlalchemy.orm.Mapped`.
// It refuses to know what the name stands for.
#pragma once

#include <string_view>

namespace limbeck {

/// "Mapped"; a name without dots is its own last part. A view of what is given.
[[nodiscard]] constexpr std::string_view lastOf(std::string_view dotted) {
  return dotted.substr(dotted.rfind('.') + 1);
}

/// "sqlalchemy"; a name without dots is its own first part. A view of what is given.
[[nodiscard]] constexpr std::string_view topOf(std::string_view dotted) { return dotted.substr(0, dotted.find('.')); }

}  // namespace limbeck
