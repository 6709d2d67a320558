#include "rules/fixes.h"

#include <algorithm>
#include <map>

#include "text/concat.h"

namespace limbeck::rules {
namespace {

using facts::Kind;

std::uint32_t lineOfEnd(const ModuleFacts& facts, Span span) {
  return facts.file->lineOf(span.end > span.begin ? span.end - 1 : span.begin);
}

/// The lines with the indentation in front and the file's line ending behind each.
std::string compose(const ModuleFacts& facts, std::string_view indent, const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) {
    if (!line.empty()) text += concat(indent, line);
    text += facts.file->lineEnding();
  }
  return text;
}

/// A statement that shares its line with another (`a(); b()`, `if x: a()`) goes without its line.
bool ownsItsLines(const ModuleFacts& facts, Expr statement) {
  const SourceFile& file = *facts.file;
  const std::uint32_t first = file.lineOf(statement.span().begin);
  const std::uint32_t last = lineOfEnd(facts, statement.span());
  const std::string_view before = file.text({file.lineStart(first), statement.span().begin});
  std::string_view after = file.text({statement.span().end, file.lineSpan(last).end});
  const std::size_t rest = after.find_first_not_of(" \t");
  const bool clean = rest == std::string_view::npos || after[rest] == '#';
  return clean && before.find_first_not_of(" \t\f") == std::string_view::npos;
}

bool isDocstring(Expr statement) { return statement.is(Kind::Expression) && statement[0].is(Kind::String); }

}  // namespace

FileEdit replace(const ModuleFacts& facts, Span span, std::string text) {
  return {facts.path(), {span, std::move(text)}};
}

Expr statementOf(Expr node) {
  Expr at = node;
  while (at && !at.parent().is(Kind::Block)) at = at.parent();
  return at;
}

FileEdit removeStatement(const ModuleFacts& facts, Expr statement) {
  return removeStatements(facts, {statement}).front();
}

std::vector<FileEdit> removeStatements(const ModuleFacts& facts, const std::vector<Expr>& statements) {
  const SourceFile& file = *facts.file;
  std::map<std::uint32_t, std::vector<Expr>> byBlock;
  for (const Expr statement : statements) {
    std::vector<Expr>& list = byBlock[statement.parent().index()];
    if (std::find(list.begin(), list.end(), statement) == list.end()) list.push_back(statement);
  }
  std::vector<FileEdit> edits;
  for (const auto& [index, list] : byBlock) {
    const Expr block = facts.code->at(index);
    std::uint32_t left = 0;
    for (const Expr other : block) {
      if (!isDocstring(other) && std::find(list.begin(), list.end(), other) == list.end()) ++left;
    }
    const bool module = !block.parent();
    bool needsPass = left == 0 && !module && !(block.size() > list.size());
    for (const Expr statement : list) {
      if (needsPass || !ownsItsLines(facts, statement)) {
        edits.push_back(replace(facts, statement.span(), "pass"));
        needsPass = false;
        continue;
      }
      const std::uint32_t first = file.lineOf(statement.span().begin);
      const std::uint32_t last = lineOfEnd(facts, statement.span());
      edits.push_back(replace(facts, {file.lineStart(first), file.wholeLineSpan(last).end}, ""));
    }
  }
  return edits;
}

FileEdit appendItem(const ModuleFacts& facts, Expr list, std::string_view item) {
  const SourceFile& file = *facts.file;
  const bool call = list.is(Kind::Call);
  const std::uint32_t first = call ? 1 : 0;
  const bool bare = list.is(Kind::Tuple) && !list.parenthesised();
  if (list.size() == first) {  // `[]`: before the closing bracket
    const std::uint32_t at = bare ? list.span().end : list.span().end - 1;
    return replace(facts, {at, at}, std::string(item));
  }
  const Expr last = list.back();
  const std::uint32_t closing = bare ? list.span().end : list.span().end - 1;
  const std::string_view behind = file.text({last.span().end, closing});
  const std::size_t comma = behind.find(',');
  const bool ownLine = list.size() > first &&
                       file.lineOf(last.span().begin) != file.lineOf(list.span().begin) &&
                       file.text({file.lineStart(file.lineOf(last.span().begin)), last.span().begin}).find_first_not_of(" \t") ==
                           std::string_view::npos;
  if (ownLine) {
    const std::string indent(file.indentOf(file.lineOf(last.span().begin)));
    const std::uint32_t at = comma == std::string_view::npos ? last.span().end : last.span().end + static_cast<std::uint32_t>(comma) + 1;
    return replace(facts, {at, at}, concat(comma == std::string_view::npos ? "," : "", file.lineEnding(), indent, item,
                                           comma == std::string_view::npos ? "" : ","));
  }
  if (comma != std::string_view::npos) {  // `[A,]` and `(A,)`
    const std::uint32_t at = last.span().end + static_cast<std::uint32_t>(comma) + 1;
    return replace(facts, {at, at}, concat(" ", item));
  }
  return replace(facts, {last.span().end, last.span().end}, concat(", ", item));
}

FileEdit insertAtTop(const ModuleFacts& facts, Expr block, const std::vector<std::string>& lines) {
  if (block.size() == 0) return appendToFile(facts, lines);
  if (!isDocstring(block[0])) return insertBefore(facts, block[0], lines);
  return block.size() > 1 ? insertBefore(facts, block[1], lines) : insertAfter(facts, block[0], lines);
}

FileEdit insertBefore(const ModuleFacts& facts, Expr statement, const std::vector<std::string>& lines) {
  const SourceFile& file = *facts.file;
  const std::uint32_t line = file.lineOf(statement.span().begin);
  const std::uint32_t start = file.lineStart(line);
  const std::string_view before = file.text({start, statement.span().begin});
  if (before.find_first_not_of(" \t\f") != std::string_view::npos) {  // `def f(): return 1`
    const std::string indent = concat(file.indentOf(line), "    ");
    std::string text = concat(file.lineEnding(), compose(facts, indent, lines), indent);
    return replace(facts, {statement.span().begin, statement.span().begin}, std::move(text));
  }
  return replace(facts, {start, start}, compose(facts, before, lines));
}

FileEdit insertAfter(const ModuleFacts& facts, Expr statement, const std::vector<std::string>& lines) {
  const SourceFile& file = *facts.file;
  const std::uint32_t last = lineOfEnd(facts, statement.span());
  const std::uint32_t at = file.wholeLineSpan(last).end;
  const std::string_view indent = file.indentOf(file.lineOf(statement.span().begin));
  std::string text = compose(facts, indent, lines);
  const bool unfinished = file.lineSpan(last).end == at;  // the last line has no line ending
  if (unfinished) {
    text.insert(0, file.lineEnding());
    text.resize(text.size() - file.lineEnding().size());
  }
  return replace(facts, {at, at}, std::move(text));
}

FileEdit appendToFile(const ModuleFacts& facts, const std::vector<std::string>& lines) {
  const SourceFile& file = *facts.file;
  const auto end = static_cast<std::uint32_t>(file.text().size());
  std::string text;
  if (facts.module().size() > 0) {
    const std::string ending(file.lineEnding());
    text = file.text().ends_with('\n') ? ending + ending : ending + ending + ending;
  }
  return replace(facts, {end, end}, text + compose(facts, "", lines));
}

std::vector<FileEdit> addImport(const ModuleFacts& facts, std::string_view module, std::string_view name) {
  Expr lastImport;
  for (const Expr statement : facts.module()) {
    const bool import = statement.is(Kind::Import) || statement.is(Kind::ImportFrom);
    if (!import) {
      if (isDocstring(statement) && !lastImport) continue;
      break;
    }
    lastImport = statement;
    if (!statement.is(Kind::ImportFrom) || statement.text() != module) continue;
    for (const Expr alias : statement) {
      if (alias.text() == "*" || (alias.text() == name && alias.size() == 0)) return {};
    }
    const Expr last = statement.back();
    return {replace(facts, {last.span().end, last.span().end}, concat(", ", name))};
  }
  const std::vector<std::string> lines{concat("from ", module, " import ", name)};
  if (lastImport) return {insertAfter(facts, lastImport, lines)};
  return {insertAtTop(facts, facts.module(), lines)};
}

}  // namespace limbeck::rules
