#include "rules/fixes/edits.h"

#include <algorithm>
#include <map>

#include "text/concat.h"

namespace limbeck::rules {
namespace {

using facts::Kind;

constexpr std::uint32_t npos = 0xFFFFFFFF;

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

/// Where the comma behind an item stands, no further than `end`; npos if there is none. Comments are not looked into.
std::uint32_t commaBehind(const SourceFile& file, std::uint32_t begin, std::uint32_t end) {
  bool comment = false;
  for (std::uint32_t at = begin; at < end; ++at) {
    const char c = file.text()[at];
    comment = c == '#' || (comment && c != '\n');
    if (c == ',' && !comment) return at;
  }
  return npos;
}

bool isDocstring(Expr statement) { return statement.is(Kind::Expression) && statement[0].is(Kind::String); }

bool isBlank(const SourceFile& file, std::uint32_t line) {
  return line < file.lineCount() && file.line(line).find_first_not_of(" \t\r\f") == std::string_view::npos;
}

/// The statement's lines, with the smaller of the gaps before and behind it; what begins a block takes the gap behind
/// it.
Span linesOf(const SourceFile& file, Expr statement, bool first) {
  std::uint32_t begin = file.lineOf(statement.span().begin);
  std::uint32_t end =
      file.lineOf(statement.span().end > statement.span().begin ? statement.span().end - 1 : statement.span().begin) +
      1;
  std::uint32_t before = 0;
  while (before < begin && isBlank(file, begin - before - 1)) ++before;
  std::uint32_t behind = 0;
  while (isBlank(file, end + behind) && file.lineSpan(end + behind).end < file.text().size()) ++behind;
  if (first || behind < before) end += behind;
  else begin -= before;
  const auto size = static_cast<std::uint32_t>(file.text().size());
  return {file.lineStart(begin), end < file.lineCount() ? file.lineStart(end) : size};
}

/// `list` is sorted. What is left without a statement becomes `pass`.
void removeFrom(const ModuleFacts& facts, Expr block, const std::vector<Expr>& list, bool filled,
                std::vector<FileEdit>& edits) {
  const SourceFile& file = *facts.file;
  const bool all = list.size() == block.size() && block.parent() && !filled;
  const Span whole{list.front().span().begin, list.back().span().end};
  if (all && file.text(whole).find('#') == std::string_view::npos) {
    edits.push_back({facts.path(), {whole, "pass"}});
    return;
  }
  std::uint32_t done = 0;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const Expr statement = list[i];
    if ((all && i + 1 == list.size()) || !ownsItsLines(facts, statement)) {
      edits.push_back({facts.path(), {statement.span(), "pass"}});
      continue;
    }
    const bool first = i < block.size() && block[static_cast<std::uint32_t>(i)] == statement && block.parent();
    Span span = linesOf(file, statement, first);
    if (filled && list.size() == block.size()) {  // the gap behind it is the block's own
      const std::uint32_t line = file.lineOf(statement.span().begin);
      span = {file.lineStart(line), file.wholeLineSpan(lineOfEnd(facts, statement.span())).end};
    }
    span.begin = std::max(span.begin, done);
    done = span.end;
    edits.push_back({facts.path(), {span, ""}});
  }
}

}  // namespace

FileEdit replace(const ModuleFacts& facts, Span span, std::string text) {
  return {facts.path(), {span, std::move(text)}};
}

FileEdit replaceText(const ModuleFacts& facts, Expr string, std::string_view text) {
  const std::string_view quote = facts.file->text().substr(string.span().end - 1, 1) == "'" ? "'" : "\"";
  return replace(facts, string.span(), concat(quote, text, quote));
}

Expr statementOf(Expr node) {
  Expr at = node;
  while (at && !at.parent().is(Kind::Block)) at = at.parent();
  return at;
}

FileEdit removeStatement(const ModuleFacts& facts, Expr statement) {
  return removeStatements(facts, {statement}).front();
}

std::vector<FileEdit> removeStatements(const ModuleFacts& facts, const std::vector<Expr>& statements, Expr filled) {
  std::map<std::uint32_t, std::vector<Expr>> byBlock;
  for (const Expr statement : statements) {
    std::vector<Expr>& list = byBlock[statement.parent().index()];
    if (std::find(list.begin(), list.end(), statement) == list.end()) list.push_back(statement);
  }
  std::vector<FileEdit> edits;
  for (auto& [index, list] : byBlock) {
    std::sort(list.begin(), list.end(), [](Expr x, Expr y) { return x.span() < y.span(); });
    const Expr block = facts.code->at(index);
    removeFrom(facts, block, list, block == filled, edits);
  }
  return edits;
}

Span commaAfterLast(const ModuleFacts& facts, Expr list) {
  const std::uint32_t comma =
      list.size() == 0 ? npos : commaBehind(*facts.file, list.back().span().end, list.span().end);
  return comma == npos ? Span{list.span().end, list.span().end} : Span{comma, comma + 1};
}

FileEdit appendItem(const ModuleFacts& facts, Expr list, std::string_view item) {
  return appendItems(facts, list, {std::string(item)});
}

FileEdit appendItems(const ModuleFacts& facts, Expr list, const std::vector<std::string>& items) {
  const SourceFile& file = *facts.file;
  const auto joined = [&](std::string_view separator) {
    std::string text;
    for (const std::string& item : items) text += concat(text.empty() ? "" : separator, item);
    return text;
  };
  const std::uint32_t first = list.is(Kind::Call) ? 1 : 0;
  const bool brackets = file.text(list.span()).find_last_of(")]}") + 1 == list.span().size();
  const bool bare = (list.is(Kind::Tuple) && !list.parenthesised()) || !brackets;
  const std::uint32_t closing = bare ? list.span().end : list.span().end - 1;
  if (list.size() == first) return replace(facts, {closing, closing}, joined(", "));  // `[]`
  const Expr last = list.back();
  const std::uint32_t comma = commaBehind(file, last.span().end, closing);
  const bool hasComma = comma != npos;
  const std::uint32_t at = hasComma ? comma + 1 : last.span().end;
  const std::uint32_t line = file.lineOf(last.span().begin);
  const bool ownLine =
      line != file.lineOf(list.span().begin) &&
      file.text({file.lineStart(line), last.span().begin}).find_first_not_of(" \t") == std::string_view::npos;
  if (ownLine) {  // one item a line
    const std::string next = concat(file.lineEnding(), file.indentOf(line));
    return replace(facts, {at, at}, concat(hasComma ? "" : ",", next, joined(concat(",", next)), hasComma ? "," : ""));
  }
  return replace(facts, {at, at}, concat(hasComma ? " " : ", ", joined(", ")));
}

FileEdit removeItem(const ModuleFacts& facts, Expr item) {
  const SourceFile& file = *facts.file;
  const Expr list = item.parent();
  const std::uint32_t first = list.is(Kind::Call) ? 1 : 0;
  std::uint32_t i = first;
  while (i < list.size() && list[i] != item) ++i;
  const std::uint32_t comma = commaBehind(file, list.back().span().end, list.span().end);
  if (list.is(Kind::Tuple) && list.size() == 2) {  // `(A, B)` becomes `(A,)`
    const Expr other = list[1 - i];
    const Span both{list[0].span().begin, list[1].span().end};
    return replace(facts, both, concat(file.text(other.span()), comma == npos ? "," : ""));
  }
  if (i + 1 < list.size()) return replace(facts, {item.span().begin, list[i + 1].span().begin}, "");
  if (i > first) return replace(facts, {list[i - 1].span().end, item.span().end}, "");
  return replace(facts, {item.span().begin, comma == npos ? item.span().end : comma + 1}, "");
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
