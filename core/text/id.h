// id.h: a place in a list, of which the type says what list it is: a file, a module, a class, a revision.
// It refuses to be made from a bare number in passing, and from the id of something else.
#pragma once

#include <compare>
#include <cstdint>

namespace limbeck {

/// What every id may be instead of a place: the id of nothing.
struct NoId {
  constexpr operator std::uint32_t() const { return 0xFFFFFFFF; }
};
inline constexpr NoId none;

template <class Tag>
class Id {
 public:
  constexpr Id() = default;
  constexpr Id(NoId) {}
  constexpr explicit Id(std::uint32_t index) : index_(index) {}
  template <class Other>
  explicit Id(Id<Other>) = delete;

  /// As an index it is a number again.
  constexpr operator std::uint32_t() const { return index_; }
  constexpr Id& operator++() {
    ++index_;
    return *this;
  }
  friend constexpr bool operator==(Id, Id) = default;
  friend constexpr auto operator<=>(Id, Id) = default;
  template <class Other>
  friend bool operator==(Id, Id<Other>) = delete;

 private:
  std::uint32_t index_ = none;
};

/// A file, of those that its owner lists.
using FileId = Id<class SourceFile>;
inline constexpr FileId noFile = none;

}  // namespace limbeck
