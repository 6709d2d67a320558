#include "python/tree.h"

#include <tree_sitter/api.h>

#include <array>
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

/// The grammar's numbers translated once per process; constant afterwards.
struct Vocabulary {
  std::vector<Symbol> symbols;
  std::vector<Field> fields;

  Vocabulary() {
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

/// Error recovery on text that is no Python can take quadratic time; parsing is stopped by counted work, not by a
/// clock.
struct Budget {
  std::uint64_t calls = 0;
  std::uint64_t limit = 0;
};

bool overBudget(TSParseState* state) {
  auto* budget = static_cast<Budget*>(state->payload);
  return ++budget->calls > budget->limit;
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

/// Copies the tree with a cursor: constant stack, whatever the depth.
void copy(TSNode root, std::string_view text, Tree& tree) {
  const Vocabulary& words = vocabulary();
  TSTreeCursor cursor = ts_tree_cursor_new(root);
  struct Open {
    std::uint32_t node;
    std::uint32_t lastChild;
  };
  std::vector<Open> open;
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
}

}  // namespace

Tree parse(std::string_view text) {
  Tree tree;
  const std::unique_ptr<TSParser, decltype(&ts_parser_delete)> parser(ts_parser_new(), &ts_parser_delete);
  ts_parser_set_language(parser.get(), tree_sitter_python());
  Source source{text.data(), static_cast<std::uint32_t>(text.size())};
  // Measured: ordinary Python makes about one call per 60 bytes; a hundred times that is recovery without end.
  Budget budget{0, 100'000 + 4 * static_cast<std::uint64_t>(text.size())};
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
