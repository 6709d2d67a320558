// toml.h: the library that reads TOML, made safe for any bytes; private to this room.
// It refuses to be included elsewhere.
#pragma once

// toml++ 3.3 takes for granted that a key follows every `[`, by assert() or as a promise to the optimiser, before it
// looks and says that none does: `[[[` would end the process, or worse. Without the promises it is an error like
// others.
#include <toml++/impl/preprocessor.h>
#undef TOML_ASSERT
#undef TOML_ASSERT_ASSUME
#define TOML_ASSERT(expression) static_assert(true)
#define TOML_ASSERT_ASSUME(expression) static_assert(true)

#include <charconv>
#include <cstdlib>
#include <string>
#include <system_error>
#include <type_traits>

// Where a compiler's library cannot read floating point from characters, toml++ does it by a stream, and with the first
// stream come all locales: more than 16 kB of the checker as it is served. Inside `toml`, `std` means this namespace,
// which is the library's own but for that one function; both doors use it, so that both read the same.
namespace toml::std {

using namespace ::std;

template <typename Value, typename... Rest>
requires(is_integral_v<Value>) from_chars_result
    from_chars(const char* first, const char* last, Value& value, Rest... rest) {
  return ::std::from_chars(first, last, value, rest...);
}

template <typename Value, typename... Rest>
requires(is_integral_v<Value>) to_chars_result to_chars(char* first, char* last, Value value, Rest... rest) {
  return ::std::to_chars(first, last, value, rest...);
}

inline from_chars_result from_chars(const char* first, const char* last, double& value) {
  const ::std::string text(first, last);
  char* end = nullptr;
  const double read = ::std::strtod(text.c_str(), &end);
  if (end == text.c_str()) return {first, errc::invalid_argument};
  if (read > __DBL_MAX__ || read < -__DBL_MAX__) return {last, errc::result_out_of_range};
  value = read;
  return {first + (end - text.c_str()), errc()};
}

// Declared for the printing of values, which nothing here does: a use would fail the link.
to_chars_result to_chars(char* first, char* last, double value);
to_chars_result to_chars(char* first, char* last, double value, chars_format format);
to_chars_result to_chars(char* first, char* last, double value, chars_format format, int precision);

}  // namespace toml::std

#include <toml++/toml.h>
