#include "text/edit.h"

#include <algorithm>

namespace limbeck {

bool conflict(const Edit& a, const Edit& b) {
  if (a == b) return false;
  if (a.span.empty() && b.span.empty()) return a.span.begin == b.span.begin;
  if (a.span.empty() || b.span.empty()) {
    const Span& point = a.span.empty() ? a.span : b.span;
    const Span& range = a.span.empty() ? b.span : a.span;
    return range.begin < point.begin && point.begin < range.end;
  }
  return a.span.overlaps(b.span);
}

std::optional<std::string> applyEdits(std::string_view text, std::vector<Edit> edits) {
  std::sort(edits.begin(), edits.end());
  edits.erase(std::unique(edits.begin(), edits.end()), edits.end());
  std::string result;
  result.reserve(text.size());
  std::size_t done = 0;
  for (std::size_t i = 0; i < edits.size(); ++i) {
    const Edit& edit = edits[i];
    if (edit.span.end < edit.span.begin || edit.span.end > text.size() || edit.span.begin < done) return std::nullopt;
    if (i > 0 && conflict(edits[i - 1], edit)) return std::nullopt;
    result.append(text.substr(done, edit.span.begin - done));
    result.append(edit.text);
    done = edit.span.end;
  }
  result.append(text.substr(done));
  return result;
}

}  // namespace limbeck
