// fixes.h: edits that rules share: an import more, a statement less, an item at the end of a list.
// It refuses to decide whether an edit is right; it only keeps the file's own indentation and line endings.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "facts/facts.h"
#include "rules/finding.h"

namespace limbeck::rules {

using facts::Expr;
using facts::ModuleFacts;

/// Replaces the bytes of a node or any span.
[[nodiscard]] FileEdit replace(const ModuleFacts& facts, Span span, std::string text);

/// Another text between the quotes of a String; the text is written as it is.
[[nodiscard]] FileEdit replaceText(const ModuleFacts& facts, Expr string, std::string_view text);

/// Removes a statement with its whole lines and a comment behind it; alone in its block it becomes `pass`.
[[nodiscard]] FileEdit removeStatement(const ModuleFacts& facts, Expr statement);

/// The same for several statements of one file: a block that loses all of them gets one `pass`, except `filled`, which
/// other edits put something into.
[[nodiscard]] std::vector<FileEdit> removeStatements(const ModuleFacts& facts, const std::vector<Expr>& statements,
                                                     Expr filled = {});

/// The statement an expression is part of.
[[nodiscard]] Expr statementOf(Expr node);

/// Adds an item behind the last one of a List, Tuple, Set, Call or Class argument list, one per line if they stand so.
[[nodiscard]] FileEdit appendItem(const ModuleFacts& facts, Expr list, std::string_view item);
/// The same for several items.
[[nodiscard]] FileEdit appendItems(const ModuleFacts& facts, Expr list, const std::vector<std::string>& items);
/// Removes an item of such a list, or a name of an import, with the comma that binds it to its neighbour.
[[nodiscard]] FileEdit removeItem(const ModuleFacts& facts, Expr item);

/// The comma behind the last item of a list or tuple; empty at its end when there is none.
[[nodiscard]] Span commaAfterLast(const ModuleFacts& facts, Expr list);

/// Inserts lines before the first statement of a block that is no docstring. `lines` come without indentation and
/// line ending; an empty one stays empty.
[[nodiscard]] FileEdit insertAtTop(const ModuleFacts& facts, Expr block, const std::vector<std::string>& lines);
/// Inserts lines right after a statement, at its indentation.
[[nodiscard]] FileEdit insertAfter(const ModuleFacts& facts, Expr statement, const std::vector<std::string>& lines);
/// Inserts lines right before a statement, at its indentation.
[[nodiscard]] FileEdit insertBefore(const ModuleFacts& facts, Expr statement, const std::vector<std::string>& lines);
/// Appends lines at the end of the file, two empty lines before them where there is text.
[[nodiscard]] FileEdit appendToFile(const ModuleFacts& facts, const std::vector<std::string>& lines);

/// `from module import name` at the top of the file: joined to an import from the same module, else after the last
/// import of the first block of imports. Nothing when the name is imported from there already.
[[nodiscard]] std::vector<FileEdit> addImport(const ModuleFacts& facts, std::string_view module, std::string_view name);

}  // namespace limbeck::rules
