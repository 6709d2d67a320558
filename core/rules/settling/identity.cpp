#include "rules/settling/identity.h"

#include "project/given/places.h"

namespace limbeck::rules {
namespace {

/// The line a finding marks, white space evened out and without our own comment: what identifies it while lines move.
std::string markedLine(const SourceFile* file, const Place& place) {
  if (file == nullptr) return {};
  std::string_view line = file->line(file->lineOf(place.span.begin));
  if (const std::size_t comment = line.find("# limbeck:"); comment != std::string_view::npos)
    line = line.substr(0, comment);
  std::string text;
  for (const char c : line) {
    const bool blank = c == ' ' || c == '\t' || c == '\f';
    if (!blank) text += c;
    if (blank && !text.empty() && text.back() != ' ') text += ' ';
  }
  if (text.ends_with(' ')) text.pop_back();
  return text;
}

std::string hex(std::uint64_t number) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text(16, '0');
  for (std::size_t i = 16; i-- > 0; number >>= 4U) text[i] = digits[number & 15U];
  return text;
}

/// The folders of a history, one a line, each seen from the folder.
std::string historyFrom(std::string_view history, std::string_view folder) {
  std::string text;
  for (std::size_t end = history.find('\n'); !history.empty(); end = history.find('\n')) {
    text += seenFrom(history.substr(0, end), folder);
    text += '\n';
    history.remove_prefix(end == std::string_view::npos ? history.size() : end + 1);
  }
  return text;
}

}  // namespace

std::string_view seenFrom(std::string_view path, std::string_view folder) {
  if (folder.empty() || !project::isBelow(path, folder)) return path;
  return path == folder ? std::string_view() : path.substr(folder.size() + 1);
}

std::string identityOf(const Finding& finding, const SourceFile* file, std::string_view folder) {
  std::string key = finding.code + '\0';
  if (finding.older > 0) {
    key += historyFrom(finding.history, folder);
  } else {
    key += seenFrom(finding.place.path, folder);
    key += '\0' + finding.subject + '\0' + markedLine(file, finding.place);
  }
  return hex(hashBytes(key));
}

std::string fingerprintOf(const Finding& finding, const SourceFile* file, std::string_view folder) {
  if (folder.empty()) return finding.id;
  const std::size_t repeat = finding.id.find('-');
  return identityOf(finding, file, folder) + (repeat == std::string::npos ? std::string() : finding.id.substr(repeat));
}

}  // namespace limbeck::rules
