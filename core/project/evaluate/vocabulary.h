// vocabulary.h: what a library means to the evaluator: the calls and attributes it understands, and what they do.
// It refuses to interpret Python: it is asked, with values, and answers with values.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "project/evaluate/value.h"

namespace limbeck::project::evaluate {

class Evaluator;

/// One call with its arguments evaluated.
struct Call {
  FileId file = noFile;
  Expr node;                        ///< the Call, or what stands for one (a decorator, an operator)
  Value callee;
  std::vector<Value> positional;
  std::vector<std::pair<std::string, Value>> keywords;
  bool openArguments = false;       ///< `*unknown` or `**unknown` among them
  bool certain = true;              ///< false below an unknown condition or after a possible return

  [[nodiscard]] const Value* argument(std::size_t position, std::string_view keyword = {}) const;
};

/// Implementations keep their own state; the evaluator tells them when paths part and meet.
class Vocabulary {
 public:
  Vocabulary() = default;
  Vocabulary(const Vocabulary&) = delete;
  Vocabulary& operator=(const Vocabulary&) = delete;
  virtual ~Vocabulary() = default;

  /// A call of something that is no function or class of the workspace. Nothing: not understood, ask the next.
  virtual std::optional<Value> call(Evaluator&, const Call&) { return std::nullopt; }
  /// `object.name` on an External or an Object of this vocabulary's types.
  virtual std::optional<Value> attribute(Evaluator&, const Value&, std::string_view) { return std::nullopt; }
  /// What iterating over the value yields, when it is one of this vocabulary's objects.
  virtual std::optional<Sequence> iterate(Evaluator&, const Value&) { return std::nullopt; }
  /// A class or function of the workspace that this vocabulary gives a meaning of its own, instead of running it.
  virtual bool takesOver(const Value&) { return false; }
  /// An import statement, before it is followed. `certain` as for calls.
  virtual void imports(Evaluator&, FileId, Expr, const std::vector<FileId>&, bool) {}
  /// A statement or call that could not be read although effects may hide in it.
  virtual void unreadable(Evaluator&, FileId, Expr, const std::string&) {}

  // Paths: at an unknown condition `part` is called, then after the first branch `other`, then `meet`.
  virtual void part() {}
  virtual void other() {}
  virtual void meet() {}
};

}  // namespace limbeck::project::evaluate
