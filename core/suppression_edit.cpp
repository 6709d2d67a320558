#include "suppression_edit.h"

#include <algorithm>

#include "text/concat.h"

namespace limbeck {
namespace {

using facts::Expr;
using facts::Kind;
using facts::ModuleFacts;

/// A reason is one line.
std::string onOneLine(std::string_view text) {
  std::string line;
  for (const char c : text) {
    const bool blank = static_cast<unsigned char>(c) <= ' ';
    if (!blank) line += c;
    if (blank && !line.empty() && line.back() != ' ') line += ' ';
  }
  if (line.ends_with(' ')) line.pop_back();
  return line;
}

std::string comment(std::string_view word, std::string_view code, std::string_view reason) {
  const std::string why = onOneLine(reason);
  return concat("# limbeck: ", word, "[", code, "]", why.empty() ? "" : " ", why);
}

/// The first line behind a shebang and an encoding line, which must stay where they are (PEP 263).
std::uint32_t topLine(const SourceFile& file) {
  std::uint32_t line = 0;
  if (file.line(line).starts_with("#!")) ++line;
  const std::string_view text = file.line(line);
  if (text.starts_with('#') && text.find("coding") != std::string_view::npos) ++line;
  return line;
}

/// First line of the innermost statement that holds the offset, or the offset's own line.
std::uint32_t statementLine(const ModuleFacts& facts, std::uint32_t offset) {
  Span best{0, 0xFFFFFFFF};
  for (std::uint32_t i = 1; i < facts.code->size(); ++i) {
    const Expr node = facts.code->at(i);
    const Span span = node.span();
    const bool holds = span.begin <= offset && offset < span.end && span.size() < best.size();
    if (holds && node.parent().is(Kind::Block)) best = span;
  }
  return facts.file->lineOf(best.end == 0xFFFFFFFF ? offset : best.begin);
}

rules::FileEdit insertion(const SourceFile& file, std::uint32_t at, std::string text) {
  return {file.path(), {{at, at}, std::move(text)}};
}

}  // namespace

std::vector<rules::FileEdit> suppressionEdits(const ModuleFacts& facts, const rules::Finding& finding,
                                              std::string_view reason, bool wholeFile) {
  const SourceFile& file = *facts.file;
  std::vector<rules::FileEdit> edits;
  if (wholeFile) {
    const std::uint32_t line = topLine(file);
    const bool unfinished = line > 0 && line >= file.lineCount();
    const std::string text = concat(comment("ignore-file", finding.code, reason), file.lineEnding());
    edits.push_back(insertion(file, file.lineStart(line), unfinished ? concat(file.lineEnding(), text) : text));
    return edits;
  }
  const std::uint32_t line = file.lineOf(finding.place.span.begin);
  for (const facts::Suppression& known : facts.suppressions) {
    if (known.wholeFile || known.codes.empty() || file.lineOf(known.comment.begin) != line) continue;
    edits.push_back(insertion(file, known.codes.back().span.end, concat(", ", finding.code)));
  }
  if (!file.line(line).ends_with('\\')) {
    edits.push_back(insertion(file, file.lineSpan(line).end, concat("  ", comment("ignore", finding.code, reason))));
  }
  const std::uint32_t above = statementLine(facts, finding.place.span.begin);
  edits.push_back(insertion(file, file.lineStart(above),
                            concat(file.indentOf(above), comment("ignore", finding.code, reason), file.lineEnding())));
  return edits;
}

}  // namespace limbeck
