#include "rules/registration/name_lists.h"

#include <algorithm>

#include "rules/fixes/edits.h"
#include "text/concat.h"

namespace limbeck::rules {

std::vector<FileEdit> changeNames(const ModuleFacts& facts, Expr list, const std::vector<std::string>& add,
                                  const std::vector<Expr>& remove) {
  const SourceFile& file = *facts.file;
  const char quote = list.size() > 0 ? file.text(list[0].span())[0] : '"';
  const std::string mark(1, quote == '\'' ? '\'' : '"');
  const auto written = [&](const std::string& name) { return concat(mark, name, mark); };
  std::vector<FileEdit> edits;
  const std::size_t both = std::min(add.size(), remove.size());
  for (std::size_t i = 0; i < both; ++i) edits.push_back(replace(facts, remove[i].span(), written(add[i])));
  std::vector<std::string> more;
  for (std::size_t i = both; i < add.size(); ++i) more.push_back(written(add[i]));
  if (!more.empty()) edits.push_back(appendItems(facts, list, more));
  if (remove.size() == both) return edits;

  // What goes: the list is written again without it, since neighbours share their commas.
  if (remove.size() >= list.size() || file.text(list.span()).find('#') != std::string_view::npos) return {};
  const std::vector<Expr> gone(remove.begin() + static_cast<std::ptrdiff_t>(both), remove.end());
  if (gone.size() == 1) {
    edits.push_back(removeItem(facts, gone[0]));
    return edits;
  }
  std::string text;
  for (const Expr item : list) {
    if (std::find(gone.begin(), gone.end(), item) != gone.end()) continue;
    const auto at = static_cast<std::size_t>(std::find(remove.begin(), remove.end(), item) - remove.begin());
    const std::string one = at < both ? written(add[at]) : std::string(file.text(item.span()));
    const std::uint32_t line = file.lineOf(list[0].span().begin);
    const bool lines = list.size() > 1 && line != file.lineOf(list[1].span().begin);
    text += concat(text.empty() ? ""
                   : lines      ? concat(",", file.lineEnding(), file.indentOf(line))
                                : std::string(", "),
                   one);
  }
  return {replace(facts, {list[0].span().begin, list.back().span().end}, text)};
}

}  // namespace limbeck::rules
