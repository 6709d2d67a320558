#include "formats/frame.h"

#include <algorithm>

#include "text/concat.h"
#include "text/edit.h"
#include "text/utf8.h"

namespace limbeck::formats {
namespace {

constexpr std::size_t widest = 110;  // bytes of a line that are shown
constexpr std::string_view cut = "…";

/// A part of a line, and the marked part within it.
struct Window {
  std::string before;
  std::string marked;
  std::string after;
};

Window windowOf(std::string_view line, std::size_t begin, std::size_t end) {
  std::size_t from = 0;
  std::size_t to = line.size();
  if (line.size() > widest) {
    from = begin > widest / 2 ? characterStart(line, begin - widest / 2) : 0;
    to = characterStart(line, std::min(line.size(), from + widest));
  }
  begin = characterStart(line, std::clamp(begin, from, to));
  end = characterStart(line, std::clamp(end, begin, to));
  Window window{visible(line.substr(from, begin - from)), visible(line.substr(begin, end - begin)),
                visible(line.substr(end, to - end))};
  if (from > 0) window.before.insert(0, cut);
  if (to < line.size()) window.after += cut;
  return window;
}

std::vector<std::string_view> linesOf(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (lines.back().ends_with('\r')) lines.back().remove_suffix(1);
  }
  return lines;
}

std::string clipped(std::string_view line) {
  if (line.size() <= widest) return visible(line);
  return concat(visible(line.substr(0, characterStart(line, widest))), cut);
}

/// Edits whose lines touch, and the lines they touch together.
struct Patch {
  std::uint32_t firstLine = 0;
  std::uint32_t lastLine = 0;
  std::vector<Edit> edits;
};

std::vector<Patch> patchesOf(const SourceFile& file, std::vector<Edit> edits) {
  std::sort(edits.begin(), edits.end());
  std::vector<Patch> patches;
  for (Edit& edit : edits) {
    const std::uint32_t first = file.lineOf(edit.span.begin);
    const std::uint32_t last = std::max(first, file.lineOf(edit.span.end));
    if (patches.empty() || first > patches.back().lastLine) patches.push_back({first, last, {}});
    patches.back().lastLine = std::max(patches.back().lastLine, last);
    patches.back().edits.push_back(std::move(edit));
  }
  return patches;
}

void preview(const SourceFile& file, Patch patch, std::vector<PreviewLine>& into) {
  const Span whole{file.lineStart(patch.firstLine), file.wholeLineSpan(patch.lastLine).end};
  for (Edit& edit : patch.edits) {
    if (edit.span.begin < whole.begin || edit.span.end > whole.end) return;  // the byte order mark: nothing to see
    edit.span = {edit.span.begin - whole.begin, edit.span.end - whole.begin};
  }
  const std::optional<std::string> after = applyEdits(file.text(whole), patch.edits);
  if (!after) return;
  std::vector<std::string_view> removed = linesOf(file.text(whole));
  std::vector<std::string_view> added = linesOf(*after);
  while (!removed.empty() && !added.empty() && removed.back() == added.back()) removed.pop_back(), added.pop_back();
  std::size_t same = 0;
  while (same < removed.size() && same < added.size() && removed[same] == added[same]) ++same;
  for (std::size_t i = same; i < removed.size(); ++i) into.push_back({'-', clipped(removed[i])});
  for (std::size_t i = same; i < added.size(); ++i) into.push_back({'+', clipped(added[i])});
}

}  // namespace

std::string codeFrame(const SourceFile& file, Span span, std::string_view margin, Tone tone, const Paint& paint) {
  const std::uint32_t number = file.lineOf(span.begin);
  const Span lineSpan = file.lineSpan(number);
  const std::size_t begin = std::clamp(span.begin, lineSpan.begin, lineSpan.end) - lineSpan.begin;
  const std::size_t end = std::clamp(span.end, lineSpan.begin, lineSpan.end) - lineSpan.begin;
  const Window window = windowOf(file.text(lineSpan), begin, end);
  const std::string label = std::to_string(number + 1);
  const std::string blank(label.size(), ' ');
  const bool goesOn = span.end > lineSpan.end;
  const std::string carets(std::max<std::size_t>(1, columnsOf(window.marked)), '^');
  return concat(margin, paint(Tone::Dim, concat(label, " | ")), window.before, window.marked, window.after, "\n",
                margin, paint(Tone::Dim, concat(blank, " | ")), blankOf(window.before),
                paint(tone, concat(carets, goesOn ? "…" : "")), "\n");
}

std::vector<PreviewLine> fixPreview(const rules::Report& report, const rules::Fix& fix) {
  std::vector<PreviewLine> lines;
  std::vector<std::string> paths;
  for (const rules::FileEdit& edit : fix.edits) {
    if (std::find(paths.begin(), paths.end(), edit.path) == paths.end()) paths.push_back(edit.path);
  }
  for (const std::string& path : paths) {
    const SourceFile* file = report.source(path);
    if (file == nullptr) continue;
    if (paths.size() + fix.creates.size() > 1) lines.push_back({' ', visible(path)});
    std::vector<Edit> edits;
    for (const rules::FileEdit& edit : fix.edits) {
      if (edit.path == path) edits.push_back(edit.edit);
    }
    for (Patch& patch : patchesOf(*file, std::move(edits))) preview(*file, std::move(patch), lines);
  }
  for (const rules::NewFile& file : fix.creates) {
    lines.push_back({' ', concat(visible(file.path), " (new)")});
    for (const std::string_view line : linesOf(file.text)) lines.push_back({'+', clipped(line)});
  }
  return lines;
}

}  // namespace limbeck::formats
