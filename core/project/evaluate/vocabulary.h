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
  Expr node;  ///< the Call, or what stands for one (a decorator, an operator)
  Value callee;
  std::vector<Value> positional;
  std::vector<std::pair<std::string, Value>> keywords;
  bool openArguments = false;  ///< `*unknown` or `**unknown` among them
  bool certain = true;         ///< false below an unknown condition or after a possible return

  [[nodiscard]] const Value* argument(std::size_t position, std::string_view keyword = {}) const;
};

/// One import on its way: `import a.b`, `from a import b`, or a call that imports.
struct Import {
  FileId file = noFile;  ///< where it is written
  Expr node;             ///< the Alias, ImportFrom or Call
  std::string dotted;    ///< as written, with leading dots
  Resolver::Target target;
  FileId running = noFile;  ///< the module whose top level, or whose call of a function, leads here
  bool certain = true;      ///< as for calls
  bool tolerated = false;   ///< inside a `try` that survives an ImportError
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
  virtual bool takesOver(Evaluator&, const Value&) { return false; }
  /// An import, before it is followed.
  virtual void imports(Evaluator&, const Import&) {}
  /// `from package import name` where the package, which is in the workspace, has neither such a name nor such a
  /// module.
  virtual void missing(Evaluator&, const Import&, FileId, const std::string&) {}
  /// A statement or call that could not be read although effects may hide in it.
  virtual void unreadable(Evaluator&, FileId, Expr, const std::string&) {}
  /// A function of the workspace is handed on to code that is not here, which may run it, now or later.
  virtual void escapes(Evaluator&, const Call&, const Value&) {}
  /// A module of the workspace starts to run, or a function of one does.
  virtual void enters(Evaluator&, FileId, Expr) {}
  /// The body of a class has run: `bodyOf` tells what it left behind.
  virtual void defines(Evaluator&, FileId, Expr) {}

  /// A `raise`, whose value has been evaluated.
  virtual void raises(Evaluator&, FileId, Expr) {}
  /// A `with` block ends whose context was this value.
  virtual void leaves(Evaluator&, const Value&) {}
  /// A `try` body with a handler begins, or has ended: what happens in it may fail without anybody noticing.
  virtual void attempts(bool) {}

  // Paths: at an unknown condition `part` is called, then after the first branch `other`, then `meet`. A path that
  // raised is `dead`: nothing comes after it.
  virtual void part() {}
  virtual void other(bool) {}
  virtual void meet(bool) {}
};

}  // namespace limbeck::project::evaluate
