#include <algorithm>

#include "formats/formats.h"
#include "rules/registry.h"
#include "text/concat.h"

namespace limbeck::formats {
namespace {

/// What a workflow command takes as data; a property also ends at `:` and `,` (actions/toolkit, command.ts).
std::string escaped(std::string_view text, bool property) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const bool special = c == '%' || c == '\r' || c == '\n' || (property && (c == ':' || c == ','));
    if (!special) {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += digits[byte >> 4U];
    out += digits[byte & 15U];
  }
  return out;
}

std::string_view command(rules::Severity severity) {
  if (severity == rules::Severity::Error) return "error";
  return severity == rules::Severity::Warning ? "warning" : "notice";
}

std::string property(std::string_view name, std::uint32_t number) {
  return concat(",", name, "=", std::to_string(number));
}

/// Lines and columns from 1; columns only where begin and end share a line, as the runner wants it.
std::string region(const rules::Report& report, const rules::Place& place) {
  const SourceFile* file = report.source(place.path);
  if (file == nullptr) return {};
  const Position start = file->positionAt(place.span.begin);
  const Position end = file->positionAt(place.span.end);
  const std::string lines = property("line", start.line + 1) + property("endLine", std::max(start.line, end.line) + 1);
  if (start.line != end.line) return lines;
  return concat(lines, property("col", start.column + 1), property("endColumn", end.column + 1));
}

}  // namespace

std::string github(const rules::Report& report) {
  std::string out;
  for (const rules::Finding& finding : report.findings) {
    const rules::RegisteredRule* rule = rules::findRule(finding.code);
    const std::string name =
        rule == nullptr ? finding.code : concat(finding.code, " ", rules::readPage(rule->head()).title);
    out += concat("::", command(finding.severity), " file=", escaped(finding.place.path, true),
                  region(report, finding.place), ",title=", escaped(name, true), "::", escaped(finding.message, false),
                  "\n");
  }
  return out;
}

}  // namespace limbeck::formats
