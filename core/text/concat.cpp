#include "text/concat.h"

#include <algorithm>

namespace limbeck {

std::string listed(const std::vector<std::string>& words, std::size_t limit) {
  std::string text;
  const std::size_t shown = std::min(words.size(), limit);
  for (std::size_t i = 0; i < shown; ++i) {
    const bool last = i + 1 == words.size() && i > 0;
    text += concat(i == 0 ? "" : last ? " and " : ", ", words[i]);
  }
  if (shown < words.size()) text += concat(" and ", std::to_string(words.size() - shown), " more");
  return text;
}

std::string quotedAll(const std::vector<std::string>& names, std::size_t limit) {
  std::vector<std::string> marked;
  for (const std::string& name : names) marked.push_back(quoted(name));
  return listed(marked, limit);
}

}  // namespace limbeck
