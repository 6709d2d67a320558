#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "text/utf8.h"

#include "text/edit.h"
#include "text/expect.h"

namespace limbeck {
namespace {

constexpr std::size_t context = 3;
/// With more differing lines than this the middle counts as replaced as a whole: a diff must stay cheap on any input.
constexpr std::ptrdiff_t mostSteps = 1000;

using Lines = std::vector<std::string_view>;

Lines splitLines(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::size_t size = end == std::string_view::npos ? text.size() : end + 1;
    lines.push_back(text.substr(0, size));
    text.remove_prefix(size);
  }
  return lines;
}

struct Line {
  char mark;  // ' ', '-' or '+'
  std::string_view text;
};

/// The shortest script between the parts of `a` and `b` that differ, as marks (Myers 1986, greedy with its trace kept).
/// Empty when it would be longer than mostSteps.
std::string shortestScript(const Lines& a, std::size_t aFrom, std::size_t n, const Lines& b, std::size_t bFrom,
                           std::size_t m) {
  const auto width = static_cast<std::ptrdiff_t>(n);
  const auto height = static_cast<std::ptrdiff_t>(m);
  const std::ptrdiff_t most = std::min(width + height, mostSteps);
  std::vector<std::vector<std::ptrdiff_t>> trace;
  // Farthest x on each diagonal k = x - y, of the round before; index k + d of the round's own row.
  std::vector<std::ptrdiff_t> before;
  std::ptrdiff_t steps = -1;
  for (std::ptrdiff_t d = 0; d <= most && steps < 0; ++d) {
    std::vector<std::ptrdiff_t> row(static_cast<std::size_t>(2 * d + 1), 0);
    const auto old = [&](std::ptrdiff_t k) { return before[static_cast<std::size_t>(k + d - 1)]; };
    for (std::ptrdiff_t k = -d; k <= d; k += 2) {
      std::ptrdiff_t x = 0;
      if (d > 0) x = k == -d || (k != d && old(k - 1) < old(k + 1)) ? old(k + 1) : old(k - 1) + 1;
      while (x < width && x - k < height && x - k >= 0 && x >= 0 &&
             a[aFrom + static_cast<std::size_t>(x)] == b[bFrom + static_cast<std::size_t>(x - k)]) {
        ++x;
      }
      row[static_cast<std::size_t>(k + d)] = x;
      if (x >= width && x - k >= height) steps = d;
    }
    trace.push_back(row);
    before = std::move(row);
  }
  if (steps < 0) return {};

  std::string script;
  std::ptrdiff_t x = width;
  std::ptrdiff_t y = height;
  for (std::ptrdiff_t d = steps; d > 0; --d) {
    const std::vector<std::ptrdiff_t>& row = trace[static_cast<std::size_t>(d - 1)];
    const auto old = [&](std::ptrdiff_t k) { return row[static_cast<std::size_t>(k + d - 1)]; };
    const std::ptrdiff_t k = x - y;
    const bool inserted = k == -d || (k != d && old(k - 1) < old(k + 1));
    const std::ptrdiff_t fromX = inserted ? old(k + 1) : old(k - 1);
    const std::ptrdiff_t fromY = fromX - (inserted ? k + 1 : k - 1);
    const std::ptrdiff_t afterX = inserted ? fromX : fromX + 1;
    script.append(static_cast<std::size_t>(x - afterX), ' ');
    script += inserted ? '+' : '-';
    x = fromX;
    y = fromY;
  }
  script.append(static_cast<std::size_t>(x), ' ');
  std::reverse(script.begin(), script.end());
  return script;
}

/// Both texts as one list of lines; equal ends are skipped first.
std::vector<Line> compare(const Lines& a, const Lines& b) {
  std::size_t head = 0;
  while (head < a.size() && head < b.size() && a[head] == b[head]) ++head;
  std::size_t tail = 0;
  while (tail < a.size() - head && tail < b.size() - head && a[a.size() - 1 - tail] == b[b.size() - 1 - tail]) ++tail;
  const std::size_t n = a.size() - head - tail;
  const std::size_t m = b.size() - head - tail;
  std::string script = shortestScript(a, head, n, b, head, m);
  if (script.empty()) script = std::string(n, '-') + std::string(m, '+');

  std::vector<Line> lines;
  lines.reserve(head + script.size() + tail);
  for (std::size_t i = 0; i < head; ++i) lines.push_back({' ', a[i]});
  std::size_t i = head;
  std::size_t j = head;
  for (const char mark : script) {
    lines.push_back({mark, mark == '+' ? b[j] : a[i]});
    if (mark != '+') ++i;
    if (mark != '-') ++j;
  }
  for (std::size_t k = a.size() - tail; k < a.size(); ++k) lines.push_back({' ', a[k]});
  return lines;
}

void appendHunk(std::string& out, const std::vector<Line>& lines, std::size_t from, std::size_t to) {
  std::size_t oldStart = 1;
  std::size_t newStart = 1;
  for (std::size_t i = 0; i < from; ++i) {
    if (lines[i].mark != '+') ++oldStart;
    if (lines[i].mark != '-') ++newStart;
  }
  std::size_t oldCount = 0;
  std::size_t newCount = 0;
  for (std::size_t i = from; i < to; ++i) {
    if (lines[i].mark != '+') ++oldCount;
    if (lines[i].mark != '-') ++newCount;
  }
  // A side without lines is written as the line before it (POSIX diff -u).
  if (oldCount == 0) --oldStart;
  if (newCount == 0) --newStart;
  out += "@@ -" + std::to_string(oldStart) + "," + std::to_string(oldCount) + " +" + std::to_string(newStart) + "," +
         std::to_string(newCount) + " @@\n";
  for (std::size_t i = from; i < to; ++i) {
    out += lines[i].mark;
    out += lines[i].text;
    if (!lines[i].text.ends_with('\n')) out += "\n\\ No newline at end of file\n";
  }
}

}  // namespace

std::vector<Edit> editsBetween(std::string_view wholeBefore, std::string_view wholeAfter) {
  std::vector<Edit> edits;
  std::string_view before = wholeBefore;
  std::string_view after = wholeAfter;
  if (before == after) return edits;
  std::uint32_t at = 0;
  // A byte order mark is no part of the first line: nobody wants it inside an edit.
  if (before.starts_with(byteOrderMark) && after.starts_with(byteOrderMark)) {
    at = static_cast<std::uint32_t>(byteOrderMark.size());
    before.remove_prefix(byteOrderMark.size());
    after.remove_prefix(byteOrderMark.size());
  }
  bool open = false;
  for (const Line& line : compare(splitLines(before), splitLines(after))) {
    const auto size = static_cast<std::uint32_t>(line.text.size());
    if (line.mark == ' ') {
      at += size;
      open = false;
      continue;
    }
    if (!open) edits.push_back({{at, at}, {}});
    open = true;
    if (line.mark == '-') {
      at += size;
      edits.back().span.end = at;
    } else {
      edits.back().text += line.text;
    }
  }
  LIMBECK_EXPECT(std::is_sorted(edits.begin(), edits.end()));
  LIMBECK_EXPECT(applyEdits(wholeBefore, edits) == wholeAfter);
  return edits;
}

std::string unifiedDiff(std::string_view path, std::string_view before, std::string_view after) {
  if (before == after) return {};
  const std::vector<Line> lines = compare(splitLines(before), splitLines(after));
  std::string out = before.empty() ? std::string("--- /dev/null\n") : "--- a/" + std::string(path) + "\n";
  out += after.empty() ? std::string("+++ /dev/null\n") : "+++ b/" + std::string(path) + "\n";
  std::size_t i = 0;
  while (i < lines.size()) {
    if (lines[i].mark == ' ') {
      ++i;
      continue;
    }
    std::size_t last = i;
    for (std::size_t k = i; k < lines.size() && k <= last + 2 * context; ++k) {
      if (lines[k].mark != ' ') last = k;
    }
    appendHunk(out, lines, i < context ? 0 : i - context, std::min(lines.size(), last + 1 + context));
    i = last + 1;
  }
  return out;
}

}  // namespace limbeck
