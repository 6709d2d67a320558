// threads.h: the same work for many things, on several threads.
// It refuses to know what the work is, and to say in which order it is done.
#pragma once

#include <cstddef>
#include <functional>

namespace limbeck::cli {

/// Threads that the machine runs at once; at least 1.
[[nodiscard]] unsigned threadsOfMachine();

/// Calls `work` once for each number below `count`, on up to `threads` threads, and `progress` now and then on the
/// thread of the caller with how many are done, the last time with all. Comes back when all is done; what `work` throws
/// is thrown here, after the other threads have ended.
void forEach(std::size_t count, unsigned threads, const std::function<void(std::size_t)>& work,
             const std::function<void(std::size_t)>& progress);

}  // namespace limbeck::cli
