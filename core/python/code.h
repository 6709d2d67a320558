// code.h: quoted Python: expressions and statements as values that outlive the syntax tree.
// It refuses to evaluate, and to know what a name means.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "text/span.h"

namespace limbeck::python {

/// What a piece of Python is. The comment names the children in order; `Missing` stands for an absent optional child.
enum class Kind : std::uint8_t {
  Missing,
  Opaque,  ///< not understood: text that is no Python, or nested deeper than Python itself allows
  // expressions
  Name,           ///< text
  Attribute,      ///< [object], text = attribute
  Call,           ///< [callee, argument...]; an argument is an expression, Keyword, Star or DoubleStar
  Keyword,        ///< [value], text = name
  Star,           ///< [value]
  DoubleStar,     ///< [value]
  String,         ///< text = decoded value; implicit concatenation is one String
  Bytes,          ///< text = decoded bytes
  FString,        ///< [String | Interpolation ...]
  Interpolation,  ///< [expression], text = conversion and format specification as written
  Int,            ///< text as written
  Float,          ///< text as written
  True,
  False,
  None,
  Ellipsis,
  List,         ///< [item...]
  Tuple,        ///< [item...]; parenthesised() tells `(a, b)` from `a, b`
  Set,          ///< [item...]
  Dict,         ///< [Pair | DoubleStar ...]
  Pair,         ///< [key, value]
  Subscript,    ///< [object, index...]
  Slice,        ///< [bound...], text = as written, which tells `[:2]` from `[2:]`
  Unary,        ///< [operand], text = operator
  Binary,       ///< [left, right], text = operator
  BoolOp,       ///< [left, right], text = `and` | `or`
  Compare,      ///< [left, Comparison...]
  Comparison,   ///< [right], text = operator, `not in` and `is not` with one space
  Conditional,  ///< [then, condition, else]
  Lambda,       ///< [Parameters, body]
  ListComp,     ///< [element, CompFor | CompIf ...]
  SetComp,      ///< likewise
  DictComp,     ///< [Pair, CompFor | CompIf ...]
  Generator,    ///< likewise
  CompFor,      ///< [target, iterable]
  CompIf,       ///< [condition]
  Await,        ///< [value]
  Yield,        ///< [value?], text = `from` or nothing
  Walrus,       ///< [value], text = name
  // statements
  Block,       ///< [statement...]
  Expression,  ///< [value]
  Assign,      ///< [target..., value]
  AnnAssign,   ///< [target, annotation, value | Missing]
  AugAssign,   ///< [target, value], text = operator with `=`
  If,          ///< [condition, Block, Block | Missing]; `elif` is an If alone in the second Block
  For,         ///< [target, iterable, Block, Block | Missing]
  While,       ///< [condition, Block, Block | Missing]
  Try,         ///< [Block, Handler..., TryElse?, Finally?]
  Handler,     ///< [type | Missing, Block], text = name or nothing
  TryElse,     ///< [Block]
  Finally,     ///< [Block]
  With,        ///< [WithItem..., Block]
  WithItem,    ///< [context, target | Missing]
  Function,    ///< [Decorators, Parameters, annotation | Missing, Block, TypeParameters?], text = name
  Class,       ///< [Decorators, Arguments, Block, TypeParameters?], text = name
  Decorators,  ///< [expression...]
  Arguments,   ///< [expression | Keyword | Star | DoubleStar ...]
  Parameters,  ///< [Parameter...]
  Parameter,   ///< [annotation | Missing, default | Missing], text = `name`, `*name`, `**name`, `*` or `/`
  Return,      ///< [value | Missing]
  Raise,       ///< [value?, cause?]
  Assert,      ///< [condition, message?]
  Delete,      ///< [target...]
  Pass,
  Break,
  Continue,
  Global,          ///< [Name...]
  Nonlocal,        ///< [Name...]
  Import,          ///< [Alias...]
  ImportFrom,      ///< [Alias...], text = module with its leading dots; `*` is an Alias of that name
  Alias,           ///< text = imported dotted name; [Name] when `as` renames it
  TypeAlias,       ///< [value, TypeParameters?], text = name
  TypeParameters,  ///< [Name...]
  Match,           ///< [subject, Case...]
  Case,            ///< [Pattern, guard | Missing, Block]
  Pattern,         ///< [Name...] that it binds; the rest of it is not read
  OtherStatement,  ///< a statement of Python 2 or one with an error in it: [statement...] that could be read inside
};

[[nodiscard]] std::string_view kindName(Kind kind);

struct Node {
  Kind kind = Kind::Missing;
  bool flag = false;  ///< async on Function, For, With, CompFor; parenthesised on Tuple
  Span span;
  Span name;  ///< where the name or attribute stands, for nodes that have one
  std::uint32_t text = 0;
  std::uint32_t firstChild = 0;
  std::uint32_t childCount = 0;
  std::uint32_t parent = 0;
};

class Code;

/// A handle on one node of a Code; cheap to copy, valid while the Code lives. A default handle is Missing.
class Expr {
 public:
  Expr() = default;
  Expr(const Code* code, std::uint32_t index) : code_(code), index_(index) {}

  [[nodiscard]] Kind kind() const;
  [[nodiscard]] bool is(Kind kind) const { return this->kind() == kind; }
  [[nodiscard]] Span span() const;
  /// The name's place, or the whole span where there is none.
  [[nodiscard]] Span nameSpan() const;
  [[nodiscard]] const std::string& text() const;
  [[nodiscard]] bool isAsync() const;
  [[nodiscard]] bool parenthesised() const;

  [[nodiscard]] std::uint32_t size() const;
  /// Child `i`; Missing when there is none.
  [[nodiscard]] Expr operator[](std::uint32_t i) const;
  [[nodiscard]] Expr back() const { return size() == 0 ? Expr() : (*this)[size() - 1]; }
  [[nodiscard]] Expr parent() const;
  [[nodiscard]] std::uint32_t index() const { return index_; }
  [[nodiscard]] const Code* code() const { return code_; }
  /// True for every node but Missing.
  explicit operator bool() const { return code_ != nullptr && kind() != Kind::Missing; }
  friend bool operator==(const Expr&, const Expr&) = default;

  /// Iterates children.
  class Iterator;
  [[nodiscard]] Iterator begin() const;
  [[nodiscard]] Iterator end() const;

  // Roles by name, so that readers need not count children.
  [[nodiscard]] Expr callee() const { return is(Kind::Call) ? (*this)[0] : Expr(); }
  /// Body of a Function, Class, For, While, If (the first), With, Handler, Try (the first), Case, Lambda.
  [[nodiscard]] Expr body() const;
  [[nodiscard]] Expr decorators() const { return is(Kind::Function) || is(Kind::Class) ? (*this)[0] : Expr(); }
  /// Parameters of a Function or Lambda.
  [[nodiscard]] Expr parameters() const;
  /// Arguments of a Class.
  [[nodiscard]] Expr bases() const { return is(Kind::Class) ? (*this)[1] : Expr(); }
  /// Value of an Assign, AnnAssign, AugAssign, Keyword, Pair, Return.
  [[nodiscard]] Expr value() const;
  /// The i-th positional argument of a Call; Missing once a `*` has come before it.
  [[nodiscard]] Expr positional(std::uint32_t i) const;
  /// The value of the keyword argument of a Call or of Class arguments.
  [[nodiscard]] Expr keyword(std::string_view name) const;
  /// `a.b.c` for a Name or a chain of attributes on one; empty otherwise.
  [[nodiscard]] std::string dotted() const;

 private:
  const Code* code_ = nullptr;
  std::uint32_t index_ = 0;
};

class Expr::Iterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = Expr;
  using difference_type = std::ptrdiff_t;
  using pointer = const Expr*;
  using reference = Expr;

  Iterator(Expr of, std::uint32_t at) : of_(of), at_(at) {}
  Expr operator*() const { return of_[at_]; }
  Iterator& operator++() {
    ++at_;
    return *this;
  }
  Iterator operator++(int) {
    const Iterator before = *this;
    ++at_;
    return before;
  }
  friend bool operator==(const Iterator&, const Iterator&) = default;

 private:
  Expr of_;
  std::uint32_t at_;
};

/// The quoted text of one file. Node 0 is Missing, node 1 the module's Block.
class Code {
 public:
  Code();
  [[nodiscard]] Expr module() const { return {this, 1}; }
  [[nodiscard]] Expr at(std::uint32_t index) const { return {this, index}; }
  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(nodes_.size()); }
  [[nodiscard]] const Node& node(std::uint32_t index) const { return nodes_[index]; }
  [[nodiscard]] const std::string& string(std::uint32_t index) const { return strings_[index]; }
  [[nodiscard]] std::uint32_t child(const Node& of, std::uint32_t i) const { return children_[of.firstChild + i]; }

 private:
  friend class Quoter;
  std::vector<Node> nodes_;
  std::vector<std::uint32_t> children_;
  std::vector<std::string> strings_;
};

/// The nearest enclosing node of that kind, not the node itself; Missing if none.
[[nodiscard]] Expr enclosing(Expr of, Kind kind);

/// Indented listing of a node and everything below, one node a line: what tests read.
[[nodiscard]] std::string dump(Expr of);

}  // namespace limbeck::python
