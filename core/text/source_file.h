// source_file.h: one file as bytes, and where its lines are.
// It refuses to know Python, and never changes a byte.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "text/span.h"

namespace limbeck {

/// 64-bit FNV-1a of the bytes; equal bytes, equal hash, on every machine.
[[nodiscard]] std::uint64_t hashBytes(std::string_view bytes);

/// What keeps a text from being read as Python source, if anything does; a sentence for the user.
[[nodiscard]] std::optional<std::string> whyNotText(std::string_view bytes);

/// One file of the workspace. Immutable; shared by everything that points into it.
class SourceFile {
 public:
  /// `path` uses forward slashes and is relative to the workspace.
  SourceFile(std::string path, std::string bytes);

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] std::string_view text() const { return text_; }
  [[nodiscard]] std::string_view text(Span span) const;

  [[nodiscard]] std::uint32_t lineCount() const { return static_cast<std::uint32_t>(lineStarts_.size()); }
  /// 0-based line that holds the byte at `offset` (clamped to the text).
  [[nodiscard]] std::uint32_t lineOf(std::uint32_t offset) const;
  /// First byte of a 0-based line; a byte order mark is not part of line 0.
  [[nodiscard]] std::uint32_t lineStart(std::uint32_t line) const;
  /// The line without its terminator.
  [[nodiscard]] Span lineSpan(std::uint32_t line) const;
  [[nodiscard]] std::string_view line(std::uint32_t line) const { return text(lineSpan(line)); }
  /// The line and its terminator: what is removed when a whole line goes.
  [[nodiscard]] Span wholeLineSpan(std::uint32_t line) const;
  [[nodiscard]] Position positionAt(std::uint32_t offset) const;
  /// "\r\n" when the first line ends so, otherwise "\n".
  [[nodiscard]] std::string_view lineEnding() const { return lineEnding_; }
  /// White space before the first other character of the line.
  [[nodiscard]] std::string_view indentOf(std::uint32_t line) const;

 private:
  std::string path_;
  std::string text_;
  std::vector<std::uint32_t> lineStarts_;
  std::string_view lineEnding_ = "\n";
};

using SourceFilePtr = std::shared_ptr<const SourceFile>;

}  // namespace limbeck
