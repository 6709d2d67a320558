#include "change.h"

#include <algorithm>
#include <fstream>
#include <iostream>
#include <iterator>
#include <set>
#include <system_error>
#include <vector>

#include "git.h"
#include "text/concat.h"

namespace limbeck::cli {
namespace {

namespace fs = std::filesystem;

/// What is known of the change in one repository; false when it was asked about before.
void gather(const Loaded& loaded, const Difference& difference, Workspace& before, std::vector<std::string>& changed) {
  for (const std::string& path : difference.present) {
    const std::string name = nameOnDisk(loaded, difference.top / path);
    if (name.empty() || !loaded.workspace.file(name)) continue;
    changed.push_back(name);
    if (auto content = contentAt(difference, path)) before.setFile(name, std::move(*content));
    else before.removeFile(name);
  }
  for (const std::string& path : difference.gone) {
    const std::string name = nameOnDisk(loaded, difference.top / path);
    if (name.empty() || !Workspace::wants(name).keep) continue;
    if (auto content = contentAt(difference, path)) before.setFile(name, std::move(*content));
  }
}

}  // namespace

std::string limitToDifference(Loaded& loaded, const std::string& revision) {
  std::set<fs::path> tops;
  Workspace before = loaded.workspace.copy();
  std::vector<std::string> changed;
  for (const auto& [name, folder] : loaded.roots) {
    const Difference difference = differenceTo(folder, revision);
    if (!difference.problem.empty()) return difference.problem;
    if (tops.insert(difference.top).second) gather(loaded, difference, before, changed);
  }
  loaded.workspace.limitTo(std::move(changed), &before);
  return {};
}

std::string limitToList(Loaded& loaded, const std::string& list) {
  std::string text;
  if (list == "-") {
    text.assign(std::istreambuf_iterator<char>(std::cin), {});
  } else {
    std::ifstream file(list, std::ios::binary);
    std::error_code error;
    const bool readable = file && !fs::is_directory(list, error);
    if (readable) text.assign(std::istreambuf_iterator<char>(file), {});
    if (!readable || file.bad())
      return concat("The list of changed files ", limbeck::quoted(list), " could not be read.");
  }
  std::vector<std::string> changed;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find_first_of(std::string_view("\r\n\0", 3), at), text.size());
    const std::string path = text.substr(at, end - at);
    at = end + 1;
    const std::string name = path.empty() ? std::string() : nameOnDisk(loaded, path);
    if (!name.empty() && loaded.workspace.file(name)) changed.push_back(name);
  }
  loaded.workspace.limitTo(std::move(changed));
  return {};
}

}  // namespace limbeck::cli
