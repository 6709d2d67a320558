#include "gitignore.h"

#include "text/glob.h"

namespace limbeck::cli {

GitIgnore::GitIgnore(std::string_view text) {
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    while (!line.empty() && (line.back() == ' ' || line.back() == '\r' || line.back() == '\t')) line.remove_suffix(1);
    if (line.empty() || line[0] == '#') continue;
    Pattern pattern;
    pattern.negated = line[0] == '!';
    if (pattern.negated) line.remove_prefix(1);
    pattern.foldersOnly = line.ends_with('/');
    if (pattern.foldersOnly) line.remove_suffix(1);
    pattern.anchored = line.starts_with('/') && line.find('/', 1) == std::string_view::npos;
    pattern.text = line;
    if (!line.empty()) patterns_.push_back(std::move(pattern));
  }
}

GitIgnore::Answer GitIgnore::answer(std::string_view path, bool isFolder) const {
  for (auto pattern = patterns_.rbegin(); pattern != patterns_.rend(); ++pattern) {
    // What lies below an ignored folder is never asked for: the walk does not enter it.
    if (pattern->foldersOnly && !isFolder) continue;
    if (pattern->anchored && path.find('/') != std::string_view::npos) continue;
    if (globMatchesItself(pattern->text, path)) return pattern->negated ? Answer::Kept : Answer::Ignored;
  }
  return Answer::Nothing;
}

}  // namespace limbeck::cli
