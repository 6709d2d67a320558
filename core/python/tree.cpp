#include "python/tree.h"

#include <tree_sitter/api.h>

#include <array>
#include <cstdlib>
#include <cstring>
#include <memory>

extern "C" const TSLanguage* tree_sitter_python(void);

namespace limbeck::python {
namespace {

constexpr std::string_view syntaxNames[] = {
    "",
#define LIMBECK_SYNTAX(name) #name,
#define LIMBECK_SYNTAX_AS(name, text) text,
#include "python/syntax.def"
#undef LIMBECK_SYNTAX_AS
#undef LIMBECK_SYNTAX
};

constexpr std::string_view fieldNames[] = {
    "",
#define LIMBECK_FIELD(name) #name,
#include "python/fields.def"
#undef LIMBECK_FIELD
};

/// What one symbol of the grammar means to us.
struct Symbol {
  Syntax syntax = Syntax::other;
  bool keep = false;
  bool comment = false;
};

constexpr std::uint64_t pageSize = 4096;

/// Whole pages that blocks were enlarged to during this parse. tree-sitter's allocator is one for the process, so the
/// count is one for the thread; `parse` alone sets and asks it.
thread_local std::uint64_t enlarged = 0;

void* enlarge(void* block, std::size_t size) {
  void* const made = std::realloc(block, size);
  if (made == nullptr && size > 0) std::abort();  // as tree-sitter's own
  enlarged += size / pageSize;
  return made;
}

/// The grammar's numbers translated once per process; constant afterwards.
struct Vocabulary {
  std::vector<Symbol> symbols;
  std::vector<Field> fields;

  Vocabulary() {
    ts_set_allocator(nullptr, nullptr, enlarge, nullptr);
    const TSLanguage* language = tree_sitter_python();
    symbols.resize(ts_language_symbol_count(language));
    for (TSSymbol id = 0; id < symbols.size(); ++id) {
      const std::string_view name = ts_language_symbol_name(language, id);
      Symbol& symbol = symbols[id];
      if (ts_language_symbol_type(language, id) == TSSymbolTypeRegular) {
        symbol.keep = true;
        symbol.comment = name == "comment" || name == "line_continuation";
        for (std::size_t i = 1; i < std::size(syntaxNames); ++i) {
          if (syntaxNames[i] == name) symbol.syntax = static_cast<Syntax>(i);
        }
      } else {
        // Anonymous tokens: `async`, `*` and the operators carry meaning; brackets, commas and colons do not.
        constexpr std::string_view punctuation = "()[]{},:;.";
        symbol.keep = !(name.size() == 1 && punctuation.find(name) != std::string_view::npos);
      }
    }
    fields.resize(ts_language_field_count(language) + 1, Field::none);
    for (TSFieldId id = 1; id < fields.size(); ++id) {
      const std::string_view name = ts_language_field_name_for_id(language, id);
      for (std::size_t i = 1; i < std::size(fieldNames); ++i) {
        if (fieldNames[i] == name) fields[id] = static_cast<Field>(i);
      }
    }
  }
};

const Vocabulary& vocabulary() {
  static const Vocabulary made;
  return made;
}

/// Recovering from errors can take quadratic time: what was skipped is copied into a larger node with each word that is
/// skipped. Parsing is stopped by counted work, not by a clock: by calls, and by the pages of nodes that were enlarged.
/// Measured: 23,530 files of Python make two bytes of such pages for a byte of source at most, pages of HTML and half
/// an edit in every third line make 60; `def f(` in 6,000 lines makes 20,000. Pages, since pointers in the head of a
/// block are shorter in WebAssembly: they hardly ever make one.
struct Budget {
  std::uint64_t calls = 0;
  std::uint64_t limit = 0;
  std::uint64_t pages = 0;
};

bool overBudget(TSParseState* state) {
  auto* budget = static_cast<Budget*>(state->payload);
  return ++budget->calls > budget->limit || enlarged > budget->pages;
}

struct Source {
  const char* bytes;
  std::uint32_t size;
};

const char* readSource(void* payload, std::uint32_t offset, TSPoint, std::uint32_t* bytesRead) {
  const auto* source = static_cast<const Source*>(payload);
  *bytesRead = offset < source->size ? source->size - offset : 0;
  return offset < source->size ? source->bytes + offset : "";
}

/// What the grammar takes for `(*models)()`: in `[*models()]` the star belongs to all behind it.
struct Splat {
  std::uint32_t star;   ///< the list_splat around the first name alone
  std::uint32_t whole;  ///< the outermost expression that begins with it
};

bool beginsWithOperand(Syntax syntax) {
  return syntax == Syntax::call || syntax == Syntax::attribute || syntax == Syntax::subscript ||
         syntax == Syntax::binary_operator;
}

/// Puts the star around the whole: the node of the whole becomes the star, and a new one stands below it.
void lift(Tree& tree, const Splat& splat) {
  std::uint32_t inner = tree.nodes[splat.star].firstChild;
  while (inner != noNode && !tree.nodes[inner].named) inner = tree.nodes[inner].nextSibling;
  if (inner == noNode) return;
  const std::uint32_t begin = tree.nodes[inner].span.begin;
  for (std::uint32_t at = splat.whole; at != splat.star; at = tree.nodes[at].firstChild)
    tree.nodes[at].span.begin = begin;
  TreeNode whole = tree.nodes[splat.whole];
  TreeNode& star = tree.nodes[splat.whole];
  star.syntax = Syntax::list_splat;
  star.span.begin = tree.nodes[splat.star].span.begin;
  star.firstChild = static_cast<std::uint32_t>(tree.nodes.size());
  whole.field = Field::none;
  whole.nextSibling = noNode;
  TreeNode first = tree.nodes[inner];
  first.field = tree.nodes[splat.star].field;
  first.nextSibling = tree.nodes[splat.star].nextSibling;
  tree.nodes[splat.star] = first;
  tree.nodes.push_back(whole);
}

/// Copies the tree with a cursor: constant stack, whatever the depth.
void copy(TSNode root, std::string_view text, Tree& tree) {
  const Vocabulary& words = vocabulary();
  TSTreeCursor cursor = ts_tree_cursor_new(root);
  struct Open {
    std::uint32_t node;
    std::uint32_t lastChild;
  };
  std::vector<Open> open;
  std::vector<Splat> splats;
  bool down = true;
  bool skipped = false;
  while (true) {
    if (down) {
      const TSNode node = ts_tree_cursor_current_node(&cursor);
      const TSSymbol id = ts_node_symbol(node);
      const Span span{ts_node_start_byte(node), ts_node_end_byte(node)};
      const bool error = ts_node_is_error(node);
      const bool missing = ts_node_is_missing(node);
      // class Box[T = int], of Python 3.13: the grammar knows type parameters, but no defaults of them.
      const bool typeDefault = error && !open.empty() &&
                               tree.nodes[open.back().node].syntax == Syntax::type_parameter &&
                               text.substr(span.begin, span.size()).find('=') != std::string_view::npos;
      if ((error && !typeDefault) || missing) tree.errors.push_back({span, missing});
      const Symbol symbol = id < words.symbols.size() ? words.symbols[id] : Symbol{Syntax::other, true, false};
      if (symbol.comment && !error) tree.comments.push_back(span);
      skipped = !error && (symbol.comment || (!symbol.keep && !missing));
      if (!skipped) {
        TreeNode made;
        made.syntax = symbol.syntax;
        made.named = ts_node_is_named(node);
        made.missing = missing;
        made.error = error;
        made.span = span;
        const TSFieldId field = ts_tree_cursor_current_field_id(&cursor);
        made.field = field < words.fields.size() ? words.fields[field] : Field::none;
        const auto index = static_cast<std::uint32_t>(tree.nodes.size());
        if (!open.empty()) {
          Open& parent = open.back();
          (parent.lastChild == noNode ? tree.nodes[parent.node].firstChild : tree.nodes[parent.lastChild].nextSibling) =
              index;
          parent.lastChild = index;
        }
        tree.nodes.push_back(made);
        if (made.syntax == Syntax::list_splat) {
          std::uint32_t whole = index;
          for (auto up = open.rbegin(); up != open.rend(); ++up) {
            if (!beginsWithOperand(tree.nodes[up->node].syntax) || tree.nodes[up->node].firstChild != whole) break;
            whole = up->node;
          }
          if (whole != index) splats.push_back({index, whole});
        }
        if (ts_tree_cursor_goto_first_child(&cursor)) {
          open.push_back({index, noNode});
          continue;
        }
      }
    }
    if (ts_tree_cursor_goto_next_sibling(&cursor)) {
      down = true;
      continue;
    }
    if (!ts_tree_cursor_goto_parent(&cursor)) break;
    open.pop_back();
    down = false;
  }
  ts_tree_cursor_delete(&cursor);
  for (const Splat& splat : splats) lift(tree, splat);
}

}  // namespace

Tree parse(std::string_view text) {
  Tree tree;
  (void)vocabulary();
  enlarged = 0;
  const std::unique_ptr<TSParser, decltype(&ts_parser_delete)> parser(ts_parser_new(), &ts_parser_delete);
  ts_parser_set_language(parser.get(), tree_sitter_python());
  Source source{text.data(), static_cast<std::uint32_t>(text.size())};
  // Measured: ordinary Python makes about one call per 60 bytes; a hundred times that is recovery without end.
  Budget budget{0, 100'000 + 4 * std::uint64_t{text.size()}, (std::uint64_t{64} << 20) / pageSize + text.size() / 16};
  const TSInput input{&source, readSource, TSInputEncodingUTF8, nullptr};
  const std::unique_ptr<TSTree, decltype(&ts_tree_delete)> parsed(
      ts_parser_parse_with_options(parser.get(), nullptr, input, TSParseOptions{&budget, overBudget}), &ts_tree_delete);
  if (parsed == nullptr) {
    tree.gaveUp = true;
    tree.nodes.push_back({Syntax::module, Field::none, true, false, false, {0, source.size}, noNode, noNode});
    tree.errors.push_back({{0, source.size}, false});
    return tree;
  }
  tree.nodes.reserve(text.size() / 5 + 16);
  copy(ts_tree_root_node(parsed.get()), text, tree);
  return tree;
}

}  // namespace limbeck::python
