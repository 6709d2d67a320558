#include "text/source_file.h"

#include <algorithm>

#include "text/expect.h"
#include "text/utf8.h"

namespace limbeck {
std::uint64_t hashBytes(std::string_view bytes) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const char c : bytes) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 1099511628211ULL;
  }
  return hash;
}

std::optional<std::string> whyNotText(std::string_view bytes) {
  if (bytes.starts_with("PK\x03\x04")) {
    return "this is a zip archive, not Python source; unpack it, or drop the archive itself";
  }
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
    return "this file is UTF-16; save it as UTF-8 to have it read";
  }
  const std::size_t nul = bytes.find('\0');
  if (nul != std::string_view::npos) {
    const auto line = 1 + std::count(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(nul), '\n');
    return "this file has a NUL byte on line " + std::to_string(line) + ", so Python itself would refuse it";
  }
  const std::size_t bad = firstInvalidUtf8(bytes);
  if (bad < bytes.size()) {
    const auto line = 1 + std::count(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(bad), '\n');
    return "line " + std::to_string(line) + " is not UTF-8; save the file as UTF-8 to have it read";
  }
  return std::nullopt;
}

SourceFile::SourceFile(std::string path, std::string bytes) : path_(std::move(path)), text_(std::move(bytes)) {
  const std::uint32_t first = text_.starts_with(byteOrderMark) ? 3 : 0;
  lineStarts_.push_back(first);
  for (std::uint32_t i = first; i < text_.size(); ++i) {
    if (text_[i] == '\n' || (text_[i] == '\r' && (i + 1 == text_.size() || text_[i + 1] != '\n'))) {
      lineStarts_.push_back(i + 1);
    }
  }
  LIMBECK_EXPECT(std::is_sorted(lineStarts_.begin(), lineStarts_.end()) && lineStarts_.back() <= text_.size());
  const std::size_t newline = text_.find('\n');
  if (newline != std::string::npos && newline > 0 && text_[newline - 1] == '\r') lineEnding_ = "\r\n";
}

std::string_view SourceFile::text(Span span) const {
  const auto begin = std::min<std::size_t>(span.begin, text_.size());
  const auto end = std::clamp<std::size_t>(span.end, begin, text_.size());
  return std::string_view(text_).substr(begin, end - begin);
}

std::uint32_t SourceFile::lineOf(std::uint32_t offset) const {
  const auto after = std::upper_bound(lineStarts_.begin(), lineStarts_.end(), offset);
  return after == lineStarts_.begin() ? 0 : static_cast<std::uint32_t>(after - lineStarts_.begin()) - 1;
}

std::uint32_t SourceFile::lineStart(std::uint32_t line) const {
  return line < lineStarts_.size() ? lineStarts_[line] : static_cast<std::uint32_t>(text_.size());
}

Span SourceFile::lineSpan(std::uint32_t line) const {
  Span span = wholeLineSpan(line);
  while (span.end > span.begin && (text_[span.end - 1] == '\n' || text_[span.end - 1] == '\r')) --span.end;
  return span;
}

Span SourceFile::wholeLineSpan(std::uint32_t line) const { return {lineStart(line), lineStart(line + 1)}; }

Position SourceFile::positionAt(std::uint32_t offset) const {
  offset = std::min(offset, static_cast<std::uint32_t>(text_.size()));
  const std::uint32_t line = lineOf(offset);
  const std::uint32_t start = lineStart(line);
  return {line, offset <= start ? 0 : utf16Length(std::string_view(text_).substr(start, offset - start))};
}

std::string_view SourceFile::indentOf(std::uint32_t line) const {
  const std::string_view whole = this->line(line);
  const std::size_t first = whole.find_first_not_of(" \t\f");
  return whole.substr(0, first == std::string_view::npos ? whole.size() : first);
}

}  // namespace limbeck
