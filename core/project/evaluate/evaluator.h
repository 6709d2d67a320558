// evaluator.h: a small abstract interpreter over quoted Python: no side effects but those a vocabulary records.
// It refuses to guess: what it cannot know is a value called Unknown, and a branch it cannot decide runs both ways.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "project/evaluate/bindings.h"
#include "project/evaluate/value.h"
#include "project/evaluate/vocabulary.h"
#include "project/names/resolver.h"
#include "project/truth.h"

namespace limbeck::project::evaluate {

/// Names of one running function, class body or module.
struct Frame {
  Bindings names;
  std::shared_ptr<Frame> around;  ///< where free names are looked for; null at module level
  FileId file = noFile;
  Expr owner;  ///< Function, Lambda or Class; Missing for a module
  std::vector<Value> returned;
  bool mayHaveReturned = false;      ///< some path has left already: what follows is not certain
  bool openNames = false;            ///< `globals()[x] = ...` with an unknown x
  std::vector<std::string> stars;    ///< libraries that are star-imported here, in order
  std::vector<std::string> globals;  ///< `global x`: what is bound by that name is bound in the module
  bool mayHaveSkipped = false;       ///< some path has gone on to the next round of the loop that runs
  Sequence yielded;                  ///< what a generator has given so far
};

/// Bounds of one run (engine 2.7). Exceeding one gives Unknown, never a hang.
struct Limits {
  unsigned calls = 16;         ///< depth of calls into workspace functions
  unsigned imports = 120;      ///< depth of modules importing modules
  unsigned iterations = 4096;  ///< of one loop
  unsigned nesting = 220;  ///< of expressions in each other, through calls as well: `a + b + c ...` nests to the left
  /// Of one run. An expression or a statement is a step, and so are some thirty bytes that are made or looked at; a
  /// round of a loop is a few, so that one that does nothing soon ends.
  std::uint64_t steps = 2'000'000;
  std::uint64_t stepsOfAll = 40'000'000;  ///< of all runs of one evaluator; when they are used up, runs are short
};

/// How a block ended.
enum class Flow : std::uint8_t { Normal, Return, Raise, Break, Continue };

class Evaluator {
 public:
  Evaluator(const std::vector<FactsPtr>& files, const Resolver& resolver, std::vector<Vocabulary*> vocabularies,
            Limits limits = {});

  /// Runs a module's top level once, as importing it would; again it is only looked up. Parents of a package run first.
  void importFile(FileId file);
  [[nodiscard]] bool imported(FileId file) const { return modules_.count(file) > 0; }
  /// A name of an imported module.
  [[nodiscard]] Value member(FileId file, std::string_view name);
  /// Calls a value with arguments, from a place.
  Value call(Call call);
  /// Evaluates an expression in a module's frame.
  Value evaluate(FileId file, Expr expression);

  [[nodiscard]] const std::vector<FactsPtr>& files() const { return files_; }
  [[nodiscard]] const Resolver& resolver() const { return resolver_; }
  /// False below an unknown condition: what happens now may not happen.
  [[nodiscard]] bool certain() const;
  [[nodiscard]] bool exhausted() const { return steps_ > limits_.steps; }
  /// Counts work that grows with what is worked on.
  void spend(std::uint64_t steps) { steps_ += steps; }
  /// Inside a `try` whose handler survives an ImportError.
  [[nodiscard]] bool tolerated() const { return tolerant_ > 0; }
  /// The module whose top level is running, or whose function was called from outside; noFile when nothing runs.
  [[nodiscard]] FileId running() const { return running_.empty() ? noFile : running_.front()->file; }
  /// The imports that have not come back yet, outermost first.
  [[nodiscard]] const std::vector<Import>& importing() const { return importing_; }
  /// Runs the modules whose import was put off because imports nested too deep.
  void runDeferred();
  /// Calls a function that may or may not run: nothing it does is certain.
  void perhaps(const Value& function);
  /// The steps taken so far no longer count: what comes now is a run of its own.
  void renew();
  /// Follows an import of `dotted` from `from`, parents first; the value is the last module. Unknown when it is
  /// nowhere.
  Value importDotted(std::string_view dotted, FileId from, FileId at, Expr node);
  /// What running a class body left behind; null when it did not run.
  [[nodiscard]] const std::map<std::string, Value, std::less<>>* bodyOf(FileId file, Expr classNode) const;
  /// From now on that is what it left behind: a body that ran several times, as one of them had it.
  void recall(FileId file, Expr classNode, std::map<std::string, Value, std::less<>> body) {
    classBodies_[{file, classNode.index()}] = std::move(body);
  }
  /// `locals()[x] = ...` with an unknown x: the class may have more than bodyOf tells.
  [[nodiscard]] bool bodyIsOpen(FileId file, Expr classNode) const {
    return openBodies_.count({file, classNode.index()}) > 0;
  }
  /// A class of enum members, and its members in order: objects with `name` and `value`.
  [[nodiscard]] bool isEnum(FileId file, Expr classNode, unsigned depth = 0) const;
  [[nodiscard]] std::vector<Value> membersOf(const Value& enumClass);
  /// What `dir` of a class lists of those of its parents that are in the workspace, in order.
  [[nodiscard]] std::vector<Value> namesOf(const Value& ofClass) const;
  /// Some class it derives from is neither in the workspace nor `object`.
  [[nodiscard]] bool hasBaseOutside(FileId file, Expr classNode, unsigned depth = 0) const;
  /// What looping over the value yields.
  [[nodiscard]] Sequence iterate(const Value& value);
  /// `object.name`, as an expression at that place would see it.
  Value memberOf(const Value& object, std::string_view name, FileId file, Expr at);
  /// A path through a function that is still running has left already: what happens now may not happen.
  [[nodiscard]] bool mayHaveReturned() const;
  [[nodiscard]] Value unknown(std::string text, FileId file, Expr at) const {
    return Value::unknown(std::move(text), file, at.span());
  }
  [[nodiscard]] Value tooLarge(FileId file, Expr at) const { return unknown("too large to evaluate", file, at); }

 private:
  // statements.cpp
  Flow block(Frame& frame, Expr block);
  Flow statement(Frame& frame, Expr statement);
  Flow ifStatement(Frame& frame, Expr statement);
  Flow forStatement(Frame& frame, Expr statement);
  Flow whileStatement(Frame& frame, Expr statement);
  Flow tryStatement(Frame& frame, Expr statement);
  Flow withStatement(Frame& frame, Expr statement);
  Flow matchStatement(Frame& frame, Expr statement);
  /// Runs the branches from the same state and joins what they leave behind.
  using Branch = std::function<Flow()>;
  Flow branches(Frame& frame, const Branch& one, const Branch& other);
  void assign(Frame& frame, Expr target, const Value& value);
  void setName(Frame& frame, const std::string& name, Value value);
  void setMember(const Value& object, const std::string& name, const Value& value);
  void setAttribute(const Value& object, const Value& name, const Value& value);
  void remove(Frame& frame, Expr target);
  void assignSubscript(Frame& frame, Expr target, const Value& value);
  void augment(Frame& frame, Expr statement);
  void define(Frame& frame, Expr statement);
  void defineClass(Frame& frame, Expr statement);
  void widenNames(Frame& frame, Expr below);

  // imports.cpp
  void importStatement(Frame& frame, Expr statement);
  void importFrom(Frame& frame, Expr statement);
  void importStar(Frame& frame, Expr statement, const Value& module);
  /// What star imports of libraries bring under this name; nothing where nobody can tell.
  [[nodiscard]] static std::optional<Value> fromStars(const Frame& frame, std::string_view name);

  /// The frame as a closure keeps it.
  std::shared_ptr<Frame> keep(const Frame& frame);
  /// The steps that making this value anew takes, without what it holds.
  [[nodiscard]] static std::uint64_t costOf(const Value& value) {
    return value.is(Value::Kind::String) ? value.size() / 16 : 4 * value.size();
  }

  // expressions.cpp
  Value expression(Frame& frame, Expr node);
  /// The same without the bounds of nesting and steps: for `expression` alone.
  Value valueOf(Frame& frame, Expr node);
  Value name(Frame& frame, Expr node);
  Value attribute(Frame& frame, const Value& object, Expr node);
  Value subscript(Frame& frame, Expr node);
  Value comprehension(Frame& frame, Expr node);
  void comprehend(Frame& frame, Expr node, std::uint32_t clause, Sequence& into);
  Value formatted(Frame& frame, Expr node);
  Value callExpression(Frame& frame, Expr node);
  std::optional<bool> truth(Frame& frame, Expr condition);

  // operators.cpp
  /// What the first vocabulary says that knows the call.
  std::optional<Value> asked(const Call& call);
  std::optional<Value> operation(const Frame& frame, Expr node, const std::string& op, const Value& left,
                                 const Value& right);
  Value binary(Frame& frame, Expr node);
  Value compare(Frame& frame, Expr node);
  Truth compareOnce(const Value& left, const std::string& op, const Value& right);
  Truth membership(const Value& item, const Value& in);

  // calls.cpp
  std::optional<Value> answered(const Call& call);
  Value callFunction(const Call& call);
  Value callClass(const Call& call);
  Value callBuiltin(const Call& call);
  std::optional<Value> methodOf(FileId file, Expr classNode, std::string_view name, unsigned depth);
  Value superOf(const Call& call);
  std::optional<Value> superMember(const Value& super, std::string_view name);
  Value slice(Frame& frame, const Value& object, Expr slice);
  /// The module behind `globals()`, `vars(module)` and `module.__dict__`; null when it is none, or has not run.
  [[nodiscard]] Frame* moduleOf(const Value& names);
  [[nodiscard]] static Value namesOfModule(FileId file);
  /// names["upgrade_%s" % name]: where only the ends of the name are known, any of the functions that have them.
  [[nodiscard]] std::optional<Value> namedIn(const Frame& module, const Value& name) const;
  bool bind(Frame& frame, const FunctionRef& function, const Call& call);

  // containers.cpp: methods of what Python has built in
  Value callMethod(const Call& call, const Value& object, std::string_view name);
  Value callLocals(const Call& call, std::string_view name);
  Value callGlobals(const Call& call, Frame& module, std::string_view name);
  Value callMapping(const Call& call, const Value& object, std::string_view name);
  Value callSequence(const Call& call, const Value& object, std::string_view name);
  /// `list.extend(more)`: what is too much leaves it open.
  void extend(const Value& list, const Sequence& more, bool certain);
  /// `a + b` of two lists or tuples.
  Value joined(const Value& left, const Value& right, FileId file, Expr at);

  // enums.cpp
  [[nodiscard]] Value enumMember(const Value& owner, const std::string& name, const Value& value) const;

  static constexpr std::uint64_t roundCost = 8;

  friend struct Running;

  const std::vector<FactsPtr>& files_;
  const Resolver& resolver_;
  std::vector<Vocabulary*> vocabularies_;
  Limits limits_;
  std::map<FileId, std::shared_ptr<Frame>> modules_;
  std::map<std::pair<FileId, std::uint32_t>, std::map<std::string, Value, std::less<>>> classBodies_;
  std::set<std::pair<FileId, std::uint32_t>> openBodies_;
  std::vector<Frame*> running_;
  std::vector<const void*> calling_;  ///< functions on the call stack, against recursion
  unsigned uncertain_ = 0;
  unsigned tolerant_ = 0;
  unsigned importDepth_ = 0;
  unsigned nesting_ = 0;
  std::vector<FileId> deferred_;
  std::vector<Import> importing_;
  std::map<std::string, Value, std::less<>> patched_;  ///< `sa.GUID = GUID`: attributes that programs give to libraries
  std::uint64_t steps_ = 0;
  std::uint64_t stepsBefore_ = 0;  ///< of the runs that are over
};

}  // namespace limbeck::project::evaluate
