// md5.h: the checksum that SQLAlchemy puts behind a name it cuts.
// It refuses any other use: nobody should rely on it for more.
#pragma once

#include <string>
#include <string_view>

namespace limbeck::schema {

/// 32 hexadecimal digits (RFC 1321).
[[nodiscard]] std::string md5(std::string_view text);

}  // namespace limbeck::schema
