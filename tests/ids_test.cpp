// Ids of different things cannot be mistaken for each other: what is said here is said to the compiler.

#include <gtest/gtest.h>

#include <type_traits>
#include <vector>

#include "project/names/ids.h"
#include "project/unknowns.h"

namespace limbeck::project {
namespace {

static_assert(!std::is_convertible_v<ClassId, ModuleId> && !std::is_constructible_v<ModuleId, ClassId>);
static_assert(!std::is_convertible_v<std::uint32_t, ClassId> && std::is_constructible_v<ClassId, std::uint32_t>);
static_assert(std::is_convertible_v<ClassId, std::uint32_t>, "an id is an index");
static_assert(sizeof(ClassId) == sizeof(std::uint32_t) && std::is_trivially_copyable_v<ClassId>);

static_assert(std::is_invocable_v<decltype(registrationOf), const Project&, ModuleId, ClassId>);
static_assert(!std::is_invocable_v<decltype(registrationOf), const Project&, ClassId, ModuleId>);
static_assert(!std::is_invocable_v<decltype(registrationOf), const Project&, std::uint32_t, std::uint32_t>);

template <class A, class B>
concept Comparable = requires(A a, B b) {
  a == b;
};
static_assert(Comparable<ClassId, ClassId> && Comparable<ClassId, NoId> && !Comparable<ClassId, ModuleId>);

TEST(Ids, AreNothingUntilTheyAreGivenAPlace) {
  const std::vector<int> list = {7, 8};
  EXPECT_EQ(list[ClassId(1)], 8);
  EXPECT_TRUE(ClassId() == none && ClassId(1) != none && ClassId(0) < ClassId(1));
}

}  // namespace
}  // namespace limbeck::project
