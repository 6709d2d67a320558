// blocks.h: Markdown cut into blocks, before any meaning: the one reader of fences, for pages and for the suites of
// tests. It refuses to know rules and examples.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "text/span.h"

namespace limbeck::rules {

/// A block as it is written.
struct RawBlock {
  enum class Kind : std::uint8_t { Heading, Paragraph, Quote, List, Code };
  Kind kind = Kind::Paragraph;
  std::uint32_t level = 0;         ///< of a heading
  std::string text;                ///< of a heading, paragraph or quote; lines joined by "\n"
  std::vector<std::string> items;  ///< of a list
  std::string language;            ///< of code
  std::string tag;                 ///< of code: what stands behind the language
  std::string code;                ///< every line with its "\n"
  Span span;                       ///< of code: where its lines stand in the Markdown
  bool closed = true;              ///< of code: its fence ends
};

/// Headings (`#`), fences (``` and ~~~), quotes, flat lists, paragraphs; comments are left out.
[[nodiscard]] std::vector<RawBlock> cutBlocks(std::string_view markdown);

}  // namespace limbeck::rules
