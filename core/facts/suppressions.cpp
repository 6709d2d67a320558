#include "facts/suppressions.h"

#include <algorithm>

namespace limbeck::facts {
namespace {

struct Lines {
  std::uint32_t first = 0;
  std::uint32_t last = 0;
};

bool isStatement(Kind kind) { return kind >= Kind::Expression && kind <= Kind::OtherStatement; }

/// The physical lines of every statement; of a compound one only its header, the body's statements speak for
/// themselves.
std::vector<Lines> statementLines(const SourceFile& file, const Code& code) {
  std::vector<Lines> all;
  for (std::uint32_t i = 1; i < code.size(); ++i) {
    const Expr node = code.at(i);
    if (!isStatement(node.kind()) || node.is(Kind::Decorators) || node.is(Kind::Arguments) ||
        node.is(Kind::Parameters) || node.is(Kind::Parameter) || node.is(Kind::Alias) || node.is(Kind::WithItem)) {
      continue;
    }
    Lines lines{file.lineOf(node.span().begin), file.lineOf(node.span().end == 0 ? 0 : node.span().end - 1)};
    const Expr body = node.body();
    if (body && !body.span().empty()) {
      const std::uint32_t bodyLine = file.lineOf(body.span().begin);
      lines.last = std::max(lines.first, bodyLine == 0 ? 0 : bodyLine - 1);
    }
    all.push_back(lines);
  }
  return all;
}

/// The smallest statement that holds the line; failing that and if `orNext`, the first that begins after it.
Lines coveredBy(const std::vector<Lines>& statements, std::uint32_t line, bool orNext) {
  const Lines* inside = nullptr;
  const Lines* next = nullptr;
  for (const Lines& lines : statements) {
    if (lines.first <= line && line <= lines.last &&
        (inside == nullptr || lines.last - lines.first < inside->last - inside->first)) {
      inside = &lines;
    }
    if (lines.first > line && (next == nullptr || lines.first < next->first)) next = &lines;
  }
  if (inside != nullptr) return *inside;
  return orNext && next != nullptr ? *next : Lines{line, line};
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

/// Reads what stands between the brackets; returns the offset behind them, or npos if they never close.
std::size_t readCodes(std::string_view comment, std::size_t open, std::uint32_t at,
                      std::vector<SuppressedCode>& codes) {
  const std::size_t close = comment.find(']', open);
  if (close == std::string_view::npos) return close;
  std::size_t i = open + 1;
  while (i <= close) {
    const std::size_t end = std::min(comment.find(',', i), close);
    const std::string_view piece = comment.substr(i, end - i);
    const std::string_view code = trimmed(piece);
    if (!code.empty()) {
      const auto begin = at + static_cast<std::uint32_t>(code.data() - comment.data());
      codes.push_back({std::string(code), {begin, begin + static_cast<std::uint32_t>(code.size())}});
    }
    i = end + 1;
  }
  return close + 1;
}

}  // namespace

std::vector<Suppression> readSuppressions(const SourceFile& file, const Code& code, const std::vector<Span>& comments) {
  std::vector<Suppression> found;
  std::vector<Lines> statements;
  for (const Span place : comments) {
    const std::string_view comment = file.text(place);
    const std::size_t marker = comment.find("limbeck:");
    if (marker == std::string_view::npos || !trimmed(comment.substr(1, marker - 1)).empty()) continue;
    std::size_t at = comment.find_first_not_of(" \t", marker + 8);
    if (at == std::string_view::npos || !comment.substr(at).starts_with("ignore")) continue;
    at += 6;
    Suppression suppression;
    suppression.comment = place;
    suppression.wholeFile = comment.substr(at).starts_with("-file");
    if (suppression.wholeFile) at += 5;
    if (at < comment.size() && comment[at] == '[') {
      const std::size_t behind = readCodes(comment, at, place.begin, suppression.codes);
      if (behind != std::string_view::npos) at = behind;
    }
    suppression.reason = std::string(trimmed(comment.substr(std::min(at, comment.size()))));

    if (statements.empty()) statements = statementLines(file, code);
    const std::uint32_t line = file.lineOf(place.begin);
    const bool alone = trimmed(file.text({file.lineStart(line), place.begin})).empty();
    const Lines covered = coveredBy(statements, line, alone);
    suppression.firstLine = suppression.wholeFile ? 0 : std::min(covered.first, line);
    suppression.lastLine = suppression.wholeFile ? file.lineCount() : covered.last;
    found.push_back(std::move(suppression));
  }
  return found;
}

}  // namespace limbeck::facts
