#include "rules/page/blocks.h"

#include <cstddef>

namespace limbeck::rules {
namespace {

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

/// Length of the run of backticks or tildes that opens a fence, 0 if the line opens none.
std::size_t fenceLength(std::string_view line) {
  const std::string_view text = trimmed(line);
  if (text.empty() || (text[0] != '`' && text[0] != '~')) return 0;
  const std::size_t end = text.find_first_not_of(text[0]);
  const std::size_t length = end == std::string_view::npos ? text.size() : end;
  return length >= 3 ? length : 0;
}

/// Level of an ATX heading, 0 if the line is none.
std::uint32_t headingLevel(std::string_view line) {
  const std::size_t level = line.find_first_not_of('#');
  if (level == std::string_view::npos || level == 0 || level > 6 || line[level] != ' ') return 0;
  return static_cast<std::uint32_t>(level);
}

/// Where the text of a list item begins, 0 if the line begins none.
std::size_t itemText(std::string_view line) {
  if (line.starts_with("- ") || line.starts_with("* ")) return 2;
  const std::size_t digits = line.find_first_not_of("0123456789");
  const bool numbered =
      digits != std::string_view::npos && digits > 0 && digits < 4 && line.substr(digits).starts_with(". ");
  return numbered ? digits + 2 : 0;
}

class BlockCutter {
 public:
  explicit BlockCutter(std::string_view markdown) : markdown_(markdown), rest_(markdown) {}

  std::vector<RawBlock> cut() {
    for (std::string_view line; next(line);) {
      if (fenceLength(line) > 0) {
        fence(line);
      } else if (const std::string_view text = trimmed(line); text.empty()) {
        open_ = false;
      } else if (text.starts_with("<!--")) {
        comment(text);
      } else {
        prose(line, text);
      }
    }
    return std::move(blocks_);
  }

 private:
  /// The next line without its terminator.
  bool next(std::string_view& line) {
    if (rest_.empty()) return false;
    const std::size_t end = rest_.find('\n');
    line = rest_.substr(0, end);
    rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return true;
  }

  /// Where the next line begins.
  std::uint32_t at() const { return static_cast<std::uint32_t>(markdown_.size() - rest_.size()); }

  RawBlock& begin(RawBlock::Kind kind) {
    blocks_.emplace_back();
    blocks_.back().kind = kind;
    return blocks_.back();
  }

  bool continues(RawBlock::Kind kind) const { return open_ && !blocks_.empty() && blocks_.back().kind == kind; }

  void fence(std::string_view line) {
    const std::size_t length = fenceLength(line);
    const std::size_t indent = line.find_first_not_of(' ');
    const char mark = trimmed(line)[0];
    const std::string_view info = trimmed(trimmed(line).substr(length));
    RawBlock& block = begin(RawBlock::Kind::Code);
    const std::size_t space = info.find(' ');
    block.language = info.substr(0, space);
    if (space != std::string_view::npos) block.tag = trimmed(info.substr(space));
    block.closed = false;
    block.span = {at(), at()};
    open_ = false;
    for (std::string_view inside; next(inside);) {
      const std::string_view text = trimmed(inside);
      if (fenceLength(inside) >= length && text.find_first_not_of(mark) == std::string_view::npos) {
        block.closed = true;
        return;
      }
      std::size_t drop = 0;
      while (drop < indent && drop < inside.size() && inside[drop] == ' ') ++drop;
      block.code += inside.substr(drop);
      block.code += '\n';
      block.span.end = at();
    }
  }

  void comment(std::string_view text) {
    open_ = false;
    while (text.find("-->") == std::string_view::npos && next(text)) {}
  }

  void prose(std::string_view line, std::string_view text) {
    if (const std::uint32_t level = headingLevel(line); level > 0) {
      RawBlock& block = begin(RawBlock::Kind::Heading);
      block.level = level;
      block.text = trimmed(line.substr(level));
      open_ = false;
      return;
    }
    if (text[0] == '>') {
      append(RawBlock::Kind::Quote, trimmed(text.substr(1)));
    } else if (const std::size_t start = itemText(text); start > 0) {
      if (!continues(RawBlock::Kind::List)) begin(RawBlock::Kind::List);
      blocks_.back().items.emplace_back(text.substr(start));
      open_ = true;
    } else if (continues(RawBlock::Kind::List)) {
      blocks_.back().items.back() += '\n';
      blocks_.back().items.back() += text;
    } else {
      append(RawBlock::Kind::Paragraph, text);
    }
  }

  void append(RawBlock::Kind kind, std::string_view text) {
    if (!continues(kind)) begin(kind);
    std::string& all = blocks_.back().text;
    if (!all.empty()) all += '\n';
    all += text;
    open_ = true;
  }

  std::string_view markdown_;
  std::string_view rest_;
  std::vector<RawBlock> blocks_;
  bool open_ = false;  // the last block goes on with the next line
};

}  // namespace

std::vector<RawBlock> cutBlocks(std::string_view markdown) { return BlockCutter(markdown).cut(); }

}  // namespace limbeck::rules
