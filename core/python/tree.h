// tree.h: the concrete syntax tree of one file, copied into plain arrays; its .cpp is the sole user of tree-sitter.
// It refuses to interpret: quoting gives it meaning, and it dies as soon as that is done.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "text/span.h"

namespace limbeck::python {

/// The grammar's node names that quoting looks at, spelled as the grammar spells them; everything else is `other`.
/// (tree-sitter-python 0.25, src/node-types.json)
enum class Syntax : std::uint8_t {
  other,
#define LIMBECK_SYNTAX(name) name,
#define LIMBECK_SYNTAX_AS(name, text) name,
#include "python/syntax.def"
#undef LIMBECK_SYNTAX_AS
#undef LIMBECK_SYNTAX
};

/// Names of edges from a node to its children.
enum class Field : std::uint8_t {
  none,
#define LIMBECK_FIELD(name) name,
#include "python/fields.def"
#undef LIMBECK_FIELD
};

inline constexpr std::uint32_t noNode = 0xFFFFFFFF;

/// One node; children are linked in source order. Punctuation is left out, operators and keywords with meaning are
/// kept.
struct TreeNode {
  Syntax syntax = Syntax::other;
  Field field = Field::none;
  bool named = false;
  bool missing = false;  ///< the parser invented it to go on
  bool error = false;    ///< text that is no Python; its children are what could be read of it
  Span span;
  std::uint32_t firstChild = noNode;
  std::uint32_t nextSibling = noNode;
};

/// A place where the text is not Python.
struct SyntaxError {
  Span span;
  bool missing = false;  ///< something is missing at this place; otherwise the span itself is unexpected
};

struct Tree {
  std::vector<TreeNode> nodes;  ///< nodes[0] is the module; parents come before children
  std::vector<Span> comments;   ///< in source order
  std::vector<SyntaxError> errors;
  bool gaveUp = false;  ///< the text was so far from Python that parsing was stopped
};

/// Parses any bytes; never fails, never recurses.
[[nodiscard]] Tree parse(std::string_view text);

}  // namespace limbeck::python
