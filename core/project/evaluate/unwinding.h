// unwinding.h: how values are freed: one after the other, however deep they nest.
// It refuses to find values that hold themselves: they are kept for as long as the program runs.
#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "project/evaluate/evaluator.h"
#include "project/evaluate/value.h"

namespace limbeck::project::evaluate {

/// `s = [s]` in a loop nests as deep as the loop is long, and freeing the outermost would free the others from within
/// each other, on the stack. So what a dying value alone holds is taken out of it first.
struct Unwinding {
  std::vector<Value> open;
  std::vector<std::shared_ptr<Frame>> frames;

  void take(Value& value) {
    const bool nests = value.sequence_ != nullptr || value.mapping_ != nullptr || value.object_ != nullptr ||
                       value.function_ != nullptr;
    if (nests) open.push_back(std::move(value));
  }
  void take(std::shared_ptr<Frame>& frame) {
    if (frame.use_count() == 1) frames.push_back(std::move(frame));
  }
  void take(std::map<std::string, Value, std::less<>>& names) {
    for (auto& [name, value] : names) take(value);
  }
  void take(Sequence& sequence) {
    for (Value& item : sequence.items) take(item);
  }
  void take(Mapping& mapping) {
    for (auto& [key, item] : mapping.items) {
      take(key);
      take(item);
    }
  }
  void take(Object& object) {
    take(object.attributes);
    take(object.own);
  }
  void take(FunctionRef& function) {
    take(function.around);
    if (function.self.use_count() != 1) return;
    Value self = *function.self;
    function.self = nullptr;
    take(self);
  }
  void take(Frame& frame) {
    Bindings::Map names = frame.names.take();
    take(names);
    take(frame.around);
    take(frame.yielded);
    for (Value& value : frame.returned) take(value);
  }
  template <typename Payload>
  void empty(const std::shared_ptr<Payload>& payload) {
    if (payload.use_count() == 1) take(*payload);
  }
  void run() {
    while (true) {
      if (!frames.empty()) {
        const std::shared_ptr<Frame> frame = std::move(frames.back());
        frames.pop_back();
        take(*frame);
      } else if (!open.empty()) {
        const Value value = std::move(open.back());
        open.pop_back();
        empty(value.sequence_);
        empty(value.mapping_);
        empty(value.object_);
        empty(value.function_);
      } else {
        return;
      }
    }
  }
};

/// A payload that unwinds what it holds.
template <typename Payload>
struct Unwound : Payload {
  explicit Unwound(Payload payload = {}) : Payload(std::move(payload)) {}
  Unwound(const Unwound&) = delete;
  Unwound& operator=(const Unwound&) = delete;
  ~Unwound() {
    Unwinding unwinding;
    unwinding.take(static_cast<Payload&>(*this));
    unwinding.run();
  }
};

}  // namespace limbeck::project::evaluate
