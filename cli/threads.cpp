#include "threads.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace limbeck::cli {
namespace {

/// What the threads share: which number is next, how many are done, and what went wrong first.
struct Shared {
  std::atomic<std::size_t> next = 0;
  std::atomic<std::size_t> done = 0;
  std::mutex guard;
  std::exception_ptr failure;
};

/// The caller, who works like the others, says how far all of them are.
void work(Shared& shared, std::size_t count, const std::function<void(std::size_t)>& one,
          const std::function<void(std::size_t)>* progress) {
  try {
    for (std::size_t i = shared.next++; i < count; i = shared.next++) {
      one(i);
      const std::size_t done = ++shared.done;
      if (progress != nullptr) (*progress)(done);
    }
  } catch (...) {
    shared.next = count;
    const std::lock_guard<std::mutex> lock(shared.guard);
    if (!shared.failure) shared.failure = std::current_exception();
  }
}

}  // namespace

unsigned threadsOfMachine() { return std::max(1U, std::thread::hardware_concurrency()); }

void forEach(std::size_t count, unsigned threads, const std::function<void(std::size_t)>& one,
             const std::function<void(std::size_t)>& progress) {
  Shared shared;
  std::vector<std::thread> others;
  for (std::size_t i = 1; i < std::min<std::size_t>(threads, count); ++i)
    others.emplace_back([&] { work(shared, count, one, nullptr); });
  work(shared, count, one, &progress);
  for (std::thread& other : others) other.join();
  if (shared.failure) std::rethrow_exception(shared.failure);
  progress(shared.done);
}

}  // namespace limbeck::cli
