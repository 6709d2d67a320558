#include "facts/syntax.h"

#include <algorithm>

#include "text/concat.h"
#include "text/utf8.h"

namespace limbeck::facts {
namespace {

/// Innermost class or function that holds the place.
Expr innermost(const Code& code, Span place) {
  Expr best;
  for (std::uint32_t i = 1; i < code.size(); ++i) {
    const Expr node = code.at(i);
    if (!node.is(Kind::Class) && !node.is(Kind::Function)) continue;
    if (node.span().contains(place) && (!best || best.span().contains(node.span()))) best = node;
  }
  return best;
}

/// The first few characters of the first line, never a piece of one character.
std::string excerpt(std::string_view text) {
  text = text.substr(0, text.find_first_of("\r\n"));
  constexpr std::size_t most = 30;
  if (text.size() <= most) return std::string(text);
  return concat(text.substr(0, characterStart(text, most)), "…");
}

}  // namespace

std::vector<SyntaxProblem> describeErrors(const SourceFile& file, const Code& code,
                                          const std::vector<python::SyntaxError>& errors) {
  constexpr std::size_t most = 50;
  std::vector<SyntaxProblem> problems;
  std::uint32_t lastLine = 0xFFFFFFFF;
  for (const python::SyntaxError& error : errors) {
    const std::uint32_t line = file.lineOf(error.span.begin);
    if (line == lastLine || problems.size() == most) continue;
    lastLine = line;
    // An error may swallow the rest of the file: mark its first line only.
    const Span shown{error.span.begin, std::max(error.span.begin, std::min(error.span.end, file.lineSpan(line).end))};
    const std::string text = excerpt(file.text(shown));
    std::string message = error.missing || text.empty()
                              ? std::string("Something is missing here, so this is not Python")
                              : concat("`", text, "` is not Python here");
    problems.push_back({shown, std::move(message), innermost(code, error.span)});
  }
  return problems;
}

}  // namespace limbeck::facts
