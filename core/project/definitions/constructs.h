// constructs.h: calls of SQLAlchemy and its companions as values: Column("x", String(50)) keeps its name and arguments.
// It refuses to say what they mean: definitions.h does.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "project/evaluate/evaluator.h"
#include "project/evaluate/vocabulary.h"

namespace limbeck::project {

/// A call of something outside the workspace, kept. A view: the value must outlive it.
class Construct {
 public:
  /// Nothing when the value is no such call.
  [[nodiscard]] static std::optional<Construct> of(const evaluate::Value& value);

  /// "sqlalchemy.dialects.postgresql.JSONB", and its last part.
  [[nodiscard]] const std::string& dotted() const { return object_->type; }
  [[nodiscard]] std::string_view name() const;
  /// The first part: "sqlalchemy".
  [[nodiscard]] std::string_view top() const;
  [[nodiscard]] const std::vector<evaluate::Value>& positional() const;
  [[nodiscard]] const evaluate::Value* positional(std::size_t i) const;
  [[nodiscard]] const evaluate::Value* keyword(std::string_view name) const;
  /// By place or by name.
  [[nodiscard]] const evaluate::Value* argument(std::size_t place, std::string_view name) const;
  [[nodiscard]] const std::vector<std::pair<evaluate::Value, evaluate::Value>>& keywords() const;
  /// `*unknown` or `**unknown` among the arguments.
  [[nodiscard]] bool open() const;
  /// Calls that ran later have higher numbers; negative when it was not counted.
  [[nodiscard]] std::int64_t order() const;
  [[nodiscard]] FileId file() const { return object_->madeIn; }
  [[nodiscard]] Expr node() const { return object_->made; }
  [[nodiscard]] const evaluate::Object& object() const { return *object_; }

 private:
  explicit Construct(const evaluate::Object& object) : object_(&object) {}
  const evaluate::Object* object_;
};

/// The vocabulary: every call of a library that nobody else understands becomes a Construct.
class Constructs : public evaluate::Vocabulary {
 public:
  std::optional<evaluate::Value> call(evaluate::Evaluator& evaluator, const evaluate::Call& call) override;
  std::optional<evaluate::Value> attribute(evaluate::Evaluator& evaluator, const evaluate::Value& object,
                                           std::string_view name) override;
  bool takesOver(evaluate::Evaluator& evaluator, const evaluate::Value& callee) override;
  /// Who knows what a class has that neither it nor its parents write: `__tablename__` of declarative_base(cls=Core).
  using AttributeOf = std::function<std::optional<evaluate::Value>(const evaluate::Value&, std::string_view)>;
  /// Who knows whether some parent of a class is neither in the workspace nor a base of a library that is known.
  using HidesParent = std::function<bool(const evaluate::Value&)>;
  void ask(AttributeOf attributeOf, HidesParent hidesParent) {
    attributeOf_ = std::move(attributeOf);
    hidesParent_ = std::move(hidesParent);
  }

 private:
  [[nodiscard]] std::optional<evaluate::Value> builtin(evaluate::Evaluator& evaluator,
                                                       const evaluate::Call& call) const;

  std::int64_t made_ = 0;
  AttributeOf attributeOf_;
  HidesParent hidesParent_;
};

/// Why the type that a TypeDecorator decorates is not known while its own methods run.
inline constexpr std::string_view decoratedType = "the decorated type";

/// The class of the project behind a call of it that is kept: Money of Money(2). Nothing for calls of a library.
[[nodiscard]] const evaluate::Value* classOf(const Construct& call);
/// An instance of such a class, on which `__init__` may be called: what that hands on to the library is kept as its
/// arguments.
[[nodiscard]] evaluate::Value unbuilt(const evaluate::Value& ofClass);

/// What such a call is kept as.
[[nodiscard]] evaluate::Value construct(std::string dotted, const evaluate::Call& call);

/// A method on a construct: `String().with_variant` is kept with what it is called on, `of`, and its `name`.
[[nodiscard]] evaluate::Value boundMethod(const evaluate::Value& of, std::string_view name);
inline constexpr std::string_view boundType = "bound method";

}  // namespace limbeck::project
