#include "rules/registration/unused_imports.h"

#include <algorithm>

#include "rules/fixes/edits.h"
#include "text/concat.h"
#include "text/dotted.h"
#include "text/words.h"

namespace limbeck::rules {
namespace {

using facts::Expr;
using facts::Kind;
using facts::ModuleFacts;

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r");
  return first == std::string_view::npos ? std::string_view()
                                         : text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

/// What follows `noqa:` covers F401: nothing, or one of its codes is the beginning of it.
bool coversUnused(std::string_view codes) {
  codes = trimmed(codes);
  if (!codes.starts_with(':')) return true;
  for (codes.remove_prefix(1); !codes.empty();) {
    const std::size_t begin = codes.find_first_not_of(", \t");
    if (begin == std::string_view::npos) return false;
    codes.remove_prefix(begin);
    const std::size_t end = std::min(codes.find_first_of(", \t\r#"), codes.size());
    if (end > 0 && std::string_view("f401").starts_with(codes.substr(0, end))) return true;
    if (end == 0) return false;
    codes.remove_prefix(end);
  }
  return false;
}

bool sparesLine(std::string_view comment) {
  const std::string text = lowered(comment);
  const std::size_t noqa = text.find("noqa");
  if (noqa != std::string::npos) return coversUnused(std::string_view(text).substr(noqa + 4));
  return text.find("pylint:") != std::string::npos && text.find("unused") != std::string::npos;
}

/// # flake8: noqa, # ruff: noqa: F401, # pylint: disable=unused-import on a line of its own
bool sparesFile(std::string_view comment) {
  const std::string text = lowered(comment);
  const bool tool = text.find("flake8:") != std::string::npos || text.find("ruff:") != std::string::npos ||
                    text.find("pylint:") != std::string::npos;
  return (tool && sparesLine(text)) || text.find("pyflakes:ignore") != std::string::npos;
}

bool standsAlone(const SourceFile& file, Span comment) {
  return trimmed(file.text({file.lineStart(file.lineOf(comment.begin)), comment.begin})).empty();
}

}  // namespace

UnusedImports::UnusedImports(const ModuleFacts& facts) : facts_(facts) {
  for (std::uint32_t i = 1; i < facts.code->size(); ++i) {
    const Expr node = facts.code->at(i);
    silent_ = silent_ || node.is(Kind::Opaque);
    // A text may be an item of `__all__`, or an annotation.
    if ((node.is(Kind::Name) && !node.parent().is(Kind::Alias)) || node.is(Kind::String)) read_.insert(node.text());
  }
  for (const python::Binding* binding : facts.names.finally(0, "__all__")) {
    const Expr list = binding->value;
    const bool plain = (list.is(Kind::List) || list.is(Kind::Tuple)) &&
                       std::all_of(list.begin(), list.end(), [](Expr item) { return item.is(Kind::String); });
    silent_ = silent_ || !plain;
  }
  for (const Span comment : facts.comments) {
    const std::string_view text = facts.file->text(comment);
    if (sparesLine(text)) sparedLines_.insert(facts.file->lineOf(comment.begin));
    silent_ = silent_ || (sparesFile(text) && standsAlone(*facts.file, comment));
  }
}

bool UnusedImports::isSpared(Expr statement) const {
  const auto line = sparedLines_.lower_bound(facts_.file->lineOf(statement.span().begin));
  return line != sparedLines_.end() && *line <= facts_.file->lineOf(statement.span().end);
}

std::vector<Expr> UnusedImports::of(Expr statement) const {
  if (silent_ || statement.parent() != facts_.module() || isSpared(statement)) return {};
  std::vector<Expr> found;
  for (const Expr alias : statement) {
    const std::string name = alias.size() > 0 ? alias[0].text() : std::string(topOf(alias.text()));
    const bool reexport = alias.size() > 0 && alias[0].text() == alias.text();
    if (alias.text() != "*" && !reexport && read_.count(name) == 0) found.push_back(alias);
  }
  return found;
}

std::optional<FileEdit> spare(const ModuleFacts& facts, Expr statement) {
  const SourceFile& file = *facts.file;
  const std::uint32_t line = file.lineOf(statement.span().begin);
  const Span whole = file.lineSpan(line);
  const std::string_view text = file.text(whole);
  const auto end = whole.begin + static_cast<std::uint32_t>(text.find_last_not_of(" \t\r") + 1);
  if (trimmed(text).ends_with('\\') || text.find(';') != std::string_view::npos) return std::nullopt;
  const std::size_t noqa = lowered(text).find("noqa:");
  // # noqa: E402 is told one code more.
  if (noqa != std::string::npos && trimmed(text.substr(noqa)).find('#') == std::string_view::npos)
    return replace(facts, {end, end}, ", F401");
  return replace(facts, {end, end}, "  # noqa: F401");
}

}  // namespace limbeck::rules
