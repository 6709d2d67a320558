// page.h: reads the literate page: rule pages, samples and test suites share it (ARCHITECTURE.md, "The literate page").
// It refuses to render.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "rules/finding.h"

namespace limbeck::rules {

struct Inline {
  enum class Style : std::uint8_t { Plain, Code, Strong, Emphasis };
  Style style = Style::Plain;
  std::string text;
  std::string href;  ///< for links
};
using Inlines = std::vector<Inline>;

struct Block {
  enum class Kind : std::uint8_t { Heading, Paragraph, Quote, List, Code, Example };
  Kind kind = Kind::Paragraph;
  std::uint32_t level = 0;  ///< of a heading
  Inlines text;
  std::vector<Inlines> items;  ///< of a list
  std::string language;        ///< of code
  std::string tag;             ///< of code: the word behind the language
  std::string code;
  std::uint32_t example = 0;  ///< index into Page::examples
};

/// `# expect: CODE` on a line of an example; the comment itself is no longer in the file.
struct Expected {
  std::string path;
  std::uint32_t line = 0;  ///< 0-based
  std::string code;
  friend bool operator==(const Expected&, const Expected&) = default;
  // libc++ 13 has no three-way comparison of strings.
  friend bool operator<(const Expected& a, const Expected& b) {
    return std::tie(a.path, a.line, a.code) < std::tie(b.path, b.line, b.code);
  }
};

struct Example {
  std::string title;
  bool bad = true;
  std::vector<NewFile> files;      ///< in page order
  std::vector<Expected> expected;  ///< sorted
  std::vector<NewFile> fixed;      ///< what these files become by this page's own fixes
};

struct Page {
  std::string title;     ///< without the code: "model-not-registered"
  std::string code;      ///< "MR201", empty for samples and suites
  std::string summary;   ///< Markdown of the first paragraph
  std::string why;       ///< text of the first paragraph below `## Why`
  std::string standard;  ///< "A" or "B", empty without a clause
  std::string clause;    ///< "Standard A, requirement 2"
  std::string quote;     ///< the clause's words
  std::string notThis;   ///< the standard's own wrong lines
  std::string butThis;   ///< and right ones
  std::vector<Block> blocks;
  std::vector<Example> examples;
  std::vector<std::string> problems;  ///< what is wrong with the page itself; tests demand none
};

[[nodiscard]] Page readPage(std::string_view markdown);

}  // namespace limbeck::rules
