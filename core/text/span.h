// span.h: a piece of a file, in bytes.
// It refuses to know which file, and what the bytes mean.
#pragma once

#include <compare>
#include <cstdint>

namespace limbeck {

/// Half-open byte range [begin, end) in one file's bytes.
struct Span {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  [[nodiscard]] constexpr bool empty() const { return begin == end; }
  [[nodiscard]] constexpr std::uint32_t size() const { return end - begin; }
  [[nodiscard]] constexpr bool contains(Span other) const { return begin <= other.begin && other.end <= end; }
  [[nodiscard]] constexpr bool overlaps(Span other) const { return begin < other.end && other.begin < end; }
  friend constexpr bool operator==(Span, Span) = default;
  friend constexpr auto operator<=>(Span, Span) = default;
};

/// 0-based line and 0-based column in UTF-16 code units: what editors count in.
struct Position {
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  friend constexpr bool operator==(Position, Position) = default;
  friend constexpr auto operator<=>(Position, Position) = default;
};

}  // namespace limbeck
