// quoter.h: the walk from the syntax tree to quoted Python, private to this room.
// It refuses to be used by others: quote() is the door.
#pragma once

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "python/code.h"
#include "python/tree.h"

namespace limbeck::python {

using Id = std::uint32_t;      ///< index of a node of Code; 0 is Missing
using TreeId = std::uint32_t;  ///< index of a node of Tree, or noNode

/// Recursion is bounded by nestingLimit; what lies deeper becomes Opaque.
class Quoter {
 public:
  Quoter(const Tree& tree, std::string_view text, Code& code) : tree_(tree), text_(text), code_(code) {}

  void module();

 private:
  // walking the tree
  [[nodiscard]] const TreeNode& at(TreeId id) const { return tree_.nodes[id]; }
  [[nodiscard]] Syntax syntax(TreeId id) const { return id == noNode ? Syntax::other : at(id).syntax; }
  [[nodiscard]] std::string_view source(TreeId id) const;
  [[nodiscard]] TreeId field(TreeId of, Field field) const;
  [[nodiscard]] TreeId firstNamed(TreeId of) const;
  [[nodiscard]] TreeId child(TreeId of, Syntax syntax) const;
  [[nodiscard]] bool hasToken(TreeId of, std::string_view token) const;
  [[nodiscard]] std::string_view token(TreeId of) const;
  template <typename Visit>
  void eachNamed(TreeId of, Visit visit) const {
    for (TreeId c = at(of).firstChild; c != noNode; c = at(c).nextSibling) {
      if (at(c).named || at(c).error) visit(c);
    }
  }

  // building
  Id make(Kind kind, Span span, std::string_view text = {});
  Id make(Kind kind, TreeId of, std::string_view text = {}) { return make(kind, at(of).span, text); }
  Id finish(Id id, std::initializer_list<Id> children) {
    return finish(id, std::span<const Id>(children.begin(), children.size()));
  }
  Id finish(Id id, std::span<const Id> children);
  void named(Id id, TreeId name);
  std::uint32_t intern(std::string_view text);

  // expressions
  Id expression(TreeId id);
  Id expressionInner(TreeId id);
  Id optional(TreeId id) { return id == noNode ? 0 : expression(id); }
  Id sequence(Kind kind, TreeId id);
  Id string(TreeId id);
  Id stringPart(TreeId id, std::string_view prefix, bool formatted);
  Id concatenated(TreeId id);
  Id call(TreeId id);
  Id binary(TreeId id, Kind kind);
  Id compare(TreeId id);
  Id comprehension(TreeId id, Kind kind);
  Id lambda(TreeId id);
  Id annotation(TreeId id);
  Id parameters(TreeId id, Span place);
  Id parameter(TreeId id);
  void arguments(TreeId list, std::vector<Id>& into);

  // statements
  Id block(TreeId id);
  void statements(TreeId id, std::vector<Id>& into);
  Id statement(TreeId id);
  Id statementInner(TreeId id);
  Id broken(TreeId id);
  Id expressionStatement(TreeId id);
  Id assignment(TreeId id);
  Id importStatement(TreeId id);
  Id importFrom(TreeId id);
  Id alias(TreeId id);
  Id function(TreeId id, TreeId decorated);
  Id classDefinition(TreeId id, TreeId decorated);
  Id decorators(TreeId decorated, Span place);
  Id ifStatement(TreeId id, TreeId alternative);
  Id elseOf(TreeId id);
  Id tryStatement(TreeId id);
  Id bareTuple(const std::vector<TreeId>& parts);
  Id withStatement(TreeId id);
  Id matchStatement(TreeId id);
  Id pattern(TreeId clause);
  Id typeParameters(TreeId id);
  Id eachExpression(Kind kind, TreeId id);

  const Tree& tree_;
  std::string_view text_;
  Code& code_;
  std::unordered_map<std::string_view, std::uint32_t> interned_;
  unsigned depth_ = 0;
};

}  // namespace limbeck::python
