// expect.h: two facts that have to agree, or it is we who are wrong: checked in tests and while fuzzing, gone in a
// release. It refuses to judge a project, whose mistakes are findings, and prints nothing: the sanitizers show where it
// stopped.
#pragma once

#ifdef NDEBUG
// Still compiled, so that it cannot rot; never evaluated.
#define LIMBECK_EXPECT(fact) static_cast<void>(true || (fact))
#else
#define LIMBECK_EXPECT(fact) static_cast<void>((fact) || (__builtin_trap(), false))
#endif
