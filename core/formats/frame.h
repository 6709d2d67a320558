// frame.h: a source line with carets below it, and a fix as the lines it changes; private to this room.
// It refuses to choose what is shown: the text format does.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "formats/terminal.h"
#include "rules/report/report.h"

namespace limbeck::formats {

/// The marked line, its number in the margin, carets below the marked part. Long lines show only the part around it.
[[nodiscard]] std::string codeFrame(const SourceFile& file, Span span, std::string_view margin, Tone tone,
                                    const Paint& paint);

/// One line of a preview: '-' or '+' and the text, or ' ' and the path of a file.
struct PreviewLine {
  char mark = ' ';
  std::string text;
};

/// What a fix removes and adds, line by line, without context.
[[nodiscard]] std::vector<PreviewLine> fixPreview(const rules::Report& report, const rules::Fix& fix);

}  // namespace limbeck::formats
