#include "text/likeness.h"

#include <algorithm>
#include <utility>

namespace limbeck {
namespace {

/// Names are short; a longer text is no slip of one, and must not cost its square.
constexpr std::size_t longestName = 64;

}  // namespace

std::size_t editDistance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> twoAbove(b.size() + 1);
  std::vector<std::size_t> above(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    twoAbove.swap(above);
    above.swap(row);
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({replaced, above[j] + 1, row[j - 1] + 1});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], twoAbove[j - 2] + 1);
    }
  }
  return row[b.size()];
}

std::vector<std::string> nearNames(std::string_view text, const std::vector<std::string_view>& names) {
  if (text.empty() || text.size() > longestName) return {};
  const std::size_t most = std::max<std::size_t>(1, text.size() / 3);
  std::vector<std::pair<std::size_t, std::string_view>> near;
  for (const std::string_view name : names) {
    if (name.size() > text.size() + most || text.size() > name.size() + most) continue;
    const std::size_t distance = editDistance(text, name);
    if (distance <= most) near.emplace_back(distance, name);
  }
  std::stable_sort(near.begin(), near.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::string> found;
  for (const auto& [distance, name] : near) found.emplace_back(name);
  return found;
}

std::string nearest(std::string_view text, const std::vector<std::string_view>& names) {
  const std::vector<std::string> near = nearNames(text, names);
  return near.empty() ? std::string() : near.front();
}

}  // namespace limbeck
