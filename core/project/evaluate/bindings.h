// bindings.h: the names of one piece of code that runs, and a log by which they are taken back to where paths parted.
// It refuses to judge what two paths leave behind: the evaluator joins them.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "project/evaluate/value.h"

namespace limbeck::project::evaluate {

/// Reads like a map; all writing goes through `set` and `erase`. A condition that nobody knows runs both its branches:
/// what they cost hangs on what they change, and not on how many names there are.
class Bindings {
 public:
  using Map = std::map<std::string, Value, std::less<>>;
  /// What one path has changed: the value at its end, or nothing where the name is gone.
  using Changes = std::map<std::string, std::optional<Value>, std::less<>>;

  Bindings() = default;
  /// A copy has nothing to take back.
  Bindings(const Bindings& other) : values_(other.values_) {}
  Bindings& operator=(const Bindings&) = delete;

  [[nodiscard]] Map::const_iterator find(std::string_view name) const { return values_.find(name); }
  [[nodiscard]] Map::const_iterator begin() const { return values_.begin(); }
  [[nodiscard]] Map::const_iterator end() const { return values_.end(); }
  [[nodiscard]] std::size_t size() const { return values_.size(); }
  void set(std::string_view name, Value value);
  void erase(std::string_view name);
  /// Everything; nothing is left here.
  [[nodiscard]] Map take() { return std::move(values_); }

  /// Paths part: what is changed from here on is logged until they have met.
  void part() { ++parted_; }
  void meet();
  /// The length of the log: what `back` goes back to.
  [[nodiscard]] std::size_t logged() const { return log_.size(); }
  /// Takes back what has been changed since, and tells it.
  [[nodiscard]] Changes back(std::size_t since);

 private:
  struct Change {
    std::string name;
    std::optional<Value> before;
  };

  Map values_;
  std::vector<Change> log_;
  unsigned parted_ = 0;
};

}  // namespace limbeck::project::evaluate
