#include "rules/page/page.h"

#include <algorithm>
#include <cstddef>

#include "rules/page/blocks.h"
#include "rules/page/examples.h"
#include "rules/page/inline.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace {

enum class Section : std::uint8_t { Intro, Why, Standard, Bad, Good, Other };

Section sectionOf(std::string_view heading) {
  if (heading == "Why") return Section::Why;
  if (heading == "The standard") return Section::Standard;
  if (heading == "Bad") return Section::Bad;
  if (heading == "Good") return Section::Good;
  return Section::Other;
}

bool isCode(std::string_view word) {
  const auto upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  return word.size() == 5 && upper(word[0]) && upper(word[1]) && digit(word[2]) && digit(word[3]) && digit(word[4]);
}

std::string onOneLine(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

std::string_view lastLine(std::string_view text) {
  const std::size_t newline = text.rfind('\n');
  return newline == std::string_view::npos ? text : text.substr(newline + 1);
}

/// "`models.py`:" and "`models.py` after the fix:" say which file comes, and nothing to a reader of the example.
bool isLabel(const RawBlock& block) {
  return block.kind == RawBlock::Kind::Paragraph && block.text.starts_with('`') && block.text.ends_with(':') &&
         block.text.find('\n') == std::string::npos;
}

class PageReader {
 public:
  explicit PageReader(std::vector<RawBlock> raw) : raw_(std::move(raw)) {}

  Page read() {
    for (std::size_t i = 0; i < raw_.size(); ++i) take(i);
    closeExample();
    review();
    return std::move(page_);
  }

 private:
  void take(std::size_t i) {
    const RawBlock& block = raw_[i];
    switch (block.kind) {
      case RawBlock::Kind::Heading: heading(block); break;
      case RawBlock::Kind::Code: code(block, i); break;
      case RawBlock::Kind::Paragraph: paragraph(block, i); break;
      case RawBlock::Kind::Quote: quote(block); break;
      case RawBlock::Kind::List: list(block); break;
    }
  }

  Block& push(Block::Kind kind) {
    page_.blocks.emplace_back();
    page_.blocks.back().kind = kind;
    return page_.blocks.back();
  }

  void heading(const RawBlock& block) {
    closeExample();
    exampleTitle_.clear();
    if (block.level == 1 && page_.title.empty()) {
      const std::size_t space = block.text.find(' ');
      const std::string first = block.text.substr(0, space);
      if (isCode(first)) page_.code = first;
      page_.title = isCode(first) && space != std::string::npos ? block.text.substr(space + 1) : block.text;
      return;
    }
    if (block.level <= 2) section_ = sectionOf(block.text);
    const bool inExamples = section_ == Section::Bad || section_ == Section::Good;
    if (block.level > 2 || section_ == Section::Other) exampleTitle_ = block.text;
    if (block.level > 2 && inExamples) return;  // the example carries its title
    Block& made = push(Block::Kind::Heading);
    made.level = block.level;
    made.text = readInlines(block.text);
  }

  void paragraph(const RawBlock& block, std::size_t i) {
    if (section_ == Section::Intro && page_.summary.empty() && !isLabel(block)) page_.summary = onOneLine(block.text);
    if (section_ == Section::Why && page_.why.empty()) page_.why = onOneLine(block.text);
    if (section_ == Section::Standard && page_.clause.empty() && block.text.starts_with("Standard ")) {
      page_.clause = onOneLine(block.text);
      page_.standard = block.text.substr(9, 1);
    }
    const bool names = i + 1 < raw_.size() && raw_[i + 1].kind == RawBlock::Kind::Code && isLabel(block);
    if (!names) push(Block::Kind::Paragraph).text = readInlines(block.text);
  }

  void quote(const RawBlock& block) {
    if (section_ == Section::Standard && page_.quote.empty()) page_.quote = onOneLine(block.text);
    push(Block::Kind::Quote).text = readInlines(block.text);
  }

  void list(const RawBlock& block) {
    Block& made = push(Block::Kind::List);
    for (const std::string& item : block.items) made.items.push_back(readInlines(item));
  }

  void code(const RawBlock& block, std::size_t i) {
    if (!block.closed) page_.problems.push_back("a fence is not closed");
    const bool named = i > 0 && raw_[i - 1].kind == RawBlock::Kind::Paragraph;
    const std::string path = named ? pathInBackticks(lastLine(raw_[i - 1].text)) : std::string();
    const bool inExamples = section_ == Section::Bad || section_ == Section::Good;
    if (section_ == Section::Standard && block.tag == "not") page_.notThis = block.code;
    if (section_ == Section::Standard && block.tag == "this") page_.butThis = block.code;
    if (inExamples && path.empty() && block.language == "py") page_.problems.push_back("a fence has no path above it");
    if (section_ == Section::Why || section_ == Section::Standard || path.empty()) {
      Block& made = push(Block::Kind::Code);
      made.language = block.language;
      made.tag = block.tag;
      made.code = block.code;
      return;
    }
    file(block, path);
  }

  void file(const RawBlock& block, const std::string& path) {
    if (!inExample_) {
      push(Block::Kind::Example).example = static_cast<std::uint32_t>(page_.examples.size());
      page_.examples.emplace_back();
      page_.examples.back().title = exampleTitle_;
      inExample_ = true;
    }
    Example& example = page_.examples.back();
    if (block.tag == "fixed") {
      example.fixed.push_back({path, block.code});
    } else {
      example.files.push_back({path, takeExpectations(path, block.code, example.expected)});
    }
  }

  void closeExample() {
    if (!inExample_) return;
    inExample_ = false;
    Example& example = page_.examples.back();
    std::sort(example.expected.begin(), example.expected.end());
    example.bad = section_ == Section::Bad || (section_ != Section::Good && !example.expected.empty());
    if (section_ == Section::Bad && example.expected.empty())
      page_.problems.push_back("a bad example expects no finding");
    reviewExample(example, page_.problems);
  }

  /// What every page of a rule must have.
  void review() {
    if (page_.title.empty()) page_.problems.push_back("the page has no title");
    if (page_.code.empty()) return;
    if (page_.summary.empty()) page_.problems.push_back("the page has no summary");
    if (page_.why.empty()) page_.problems.push_back("the page does not say why");
    if (page_.examples.empty()) page_.problems.push_back("the page has no example");
    if (page_.quote.empty() != page_.clause.empty())
      page_.problems.push_back("the clause lacks its words, or its number");
  }

  std::vector<RawBlock> raw_;
  Page page_;
  Section section_ = Section::Intro;
  std::string exampleTitle_;
  bool inExample_ = false;
};

}  // namespace

Page readPage(std::string_view markdown) { return PageReader(cutBlocks(markdown)).read(); }

}  // namespace limbeck::rules
