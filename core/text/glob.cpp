#include "text/glob.h"

#include <cstddef>

namespace limbeck {
namespace {

/// Matches one `[...]` class at `p`; moves `p` behind it.
bool classMatches(std::string_view pattern, std::size_t& p, char c) {
  std::size_t i = p + 1;
  const bool negated = i < pattern.size() && (pattern[i] == '!' || pattern[i] == '^');
  if (negated) ++i;
  bool hit = false;
  for (bool first = true; i < pattern.size() && (first || pattern[i] != ']'); first = false) {
    if (i + 2 < pattern.size() && pattern[i + 1] == '-' && pattern[i + 2] != ']') {
      hit = hit || (pattern[i] <= c && c <= pattern[i + 2]);
      i += 3;
    } else {
      hit = hit || pattern[i] == c;
      ++i;
    }
  }
  p = i < pattern.size() ? i + 1 : i;
  return hit != negated;
}

/// Iterative matching with one backtrack point for `*` and one for `**`: linear in practice, no recursion over input.
bool wholeMatches(std::string_view pattern, std::string_view path) {
  constexpr std::size_t none = std::string_view::npos;
  std::size_t p = 0, s = 0;
  std::size_t starPattern = none, starPath = 0;
  std::size_t deepPattern = none, deepPath = 0;
  bool deepBySegment = false;
  while (s < path.size()) {
    if (pattern.substr(p).starts_with("**")) {
      p += 2;
      deepBySegment = p < pattern.size() && pattern[p] == '/';
      if (deepBySegment) ++p;  // `**/x` also means `x`, and never the end of a name
      deepPattern = p;
      deepPath = s;
      starPattern = none;
      continue;
    }
    if (p < pattern.size() && pattern[p] == '*') {
      starPattern = ++p;
      starPath = s;
      continue;
    }
    if (p < pattern.size() && pattern[p] == '[' && path[s] != '/') {
      std::size_t next = p;
      if (classMatches(pattern, next, path[s])) {
        p = next;
        ++s;
        continue;
      }
    } else if (p < pattern.size() && (pattern[p] == path[s] || (pattern[p] == '?' && path[s] != '/'))) {
      ++p, ++s;
      continue;
    }
    if (starPattern != none && path[starPath] != '/') {
      p = starPattern;
      s = ++starPath;
      continue;
    }
    if (deepPattern != none) {
      const std::size_t next = deepBySegment ? path.find('/', deepPath) : deepPath;
      if (next == none) return false;
      p = deepPattern;
      s = deepPath = next + 1;
      starPattern = none;
      continue;
    }
    return false;
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

}  // namespace

bool globMatchesItself(std::string_view pattern, std::string_view path) {
  if (pattern.starts_with("./")) pattern.remove_prefix(2);
  if (pattern.starts_with('/')) pattern.remove_prefix(1);
  while (pattern.ends_with('/')) pattern.remove_suffix(1);
  if (pattern.empty() || path.empty()) return false;
  const bool anywhere = pattern.find('/') == std::string_view::npos;
  return wholeMatches(pattern, anywhere ? path.substr(path.rfind('/') + 1) : path);
}

bool globMatches(std::string_view pattern, std::string_view path) {
  // The path itself, then each of its folders: a pattern that names a folder covers what is below.
  while (!globMatchesItself(pattern, path)) {
    const std::size_t slash = path.rfind('/');
    if (slash == std::string_view::npos) return false;
    path = path.substr(0, slash);
  }
  return true;
}

}  // namespace limbeck
