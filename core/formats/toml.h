// toml.h: toml++, without what it takes for granted about texts that are none.
// It refuses to be included outside this folder.
#pragma once

// toml++ 3.3 takes for granted that a key follows every `[`, by assert() or as a promise to the optimiser, before it
// looks and says that none does: `[[[` would end the process, or worse. Without the promises it is an error like others.
#include <toml++/impl/preprocessor.h>
#undef TOML_ASSERT
#undef TOML_ASSERT_ASSUME
#define TOML_ASSERT(expression) static_assert(true)
#define TOML_ASSERT_ASSUME(expression) static_assert(true)
#include <toml++/toml.h>
