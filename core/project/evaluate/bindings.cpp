#include "project/evaluate/bindings.h"

namespace limbeck::project::evaluate {

void Bindings::set(std::string_view name, Value value) {
  auto at = values_.find(name);
  if (parted_ > 0)
    log_.push_back({std::string(name), at == values_.end() ? std::nullopt : std::optional(std::move(at->second))});
  if (at == values_.end()) values_.emplace(name, std::move(value));
  else at->second = std::move(value);
}

void Bindings::erase(std::string_view name) {
  const auto at = values_.find(name);
  if (at == values_.end()) return;
  if (parted_ > 0) log_.push_back({std::string(name), std::move(at->second)});
  values_.erase(at);
}

void Bindings::meet() {
  if (--parted_ == 0) log_.clear();
}

Bindings::Changes Bindings::back(std::size_t since) {
  Changes changes;
  for (; log_.size() > since; log_.pop_back()) {
    Change& last = log_.back();
    const auto at = values_.find(last.name);
    // The last change of a name comes first, and tells what it was worth in the end.
    if (changes.count(last.name) == 0)
      changes.emplace(last.name, at == values_.end() ? std::nullopt : std::optional(at->second));
    if (!last.before) values_.erase(last.name);
    else if (at == values_.end()) values_.emplace(last.name, std::move(*last.before));
    else at->second = std::move(*last.before);
  }
  return changes;
}

}  // namespace limbeck::project::evaluate
