#include "rules/page/examples.h"

#include <algorithm>
#include <cstddef>

#include "text/concat.h"

namespace limbeck::rules {
namespace {

constexpr std::string_view marker = "# expect:";

std::vector<std::string> codesIn(std::string_view list) {
  std::vector<std::string> codes;
  std::string code;
  for (const char c : list) {
    if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) {
      code += c;
    } else if (!code.empty()) {
      codes.push_back(std::move(code));
      code.clear();
    }
  }
  if (!code.empty()) codes.push_back(std::move(code));
  return codes;
}

bool has(const std::vector<NewFile>& files, std::string_view path) {
  return std::any_of(files.begin(), files.end(), [&](const NewFile& file) { return file.path == path; });
}

}  // namespace

std::string pathInBackticks(std::string_view line) {
  std::string path;
  std::size_t open = line.find('`');
  while (open != std::string_view::npos) {
    const std::size_t close = line.find('`', open + 1);
    if (close == std::string_view::npos) break;
    const std::string_view inside = line.substr(open + 1, close - open - 1);
    const bool isPath =
        inside.find_first_of("./") != std::string_view::npos && inside.find_first_of(" ()=") == std::string_view::npos;
    if (isPath) path = inside;
    open = line.find('`', close + 1);
  }
  return path;
}

std::string takeExpectations(std::string_view path, std::string_view text, std::vector<Expected>& into) {
  std::string kept;
  std::vector<std::string> waiting;
  std::uint32_t number = 0;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    const std::size_t place = line.rfind(marker);
    if (place != std::string_view::npos) {
      for (std::string& code : codesIn(line.substr(place + marker.size()))) waiting.push_back(std::move(code));
      line = line.substr(0, place);
      const std::size_t last = line.find_last_not_of(" \t");
      if (last == std::string_view::npos) continue;
      line = line.substr(0, last + 1);
    }
    for (const std::string& code : waiting) into.push_back({std::string(path), number, code});
    waiting.clear();
    kept += line;
    kept += '\n';
    ++number;
  }
  // Nothing follows: what is expected of an empty file, or of the last line.
  for (const std::string& code : waiting) into.push_back({std::string(path), number == 0 ? 0 : number - 1, code});
  return kept;
}

void reviewExample(const Example& example, std::vector<std::string>& problems) {
  const std::string name = example.title.empty() ? "an example" : concat("the example ", quoted(example.title));
  if (!example.bad && !example.expected.empty()) problems.push_back(concat(name, " is good, but expects findings"));
  for (std::size_t i = 0; i < example.files.size(); ++i) {
    for (std::size_t k = 0; k < i; ++k) {
      if (example.files[k].path == example.files[i].path) {
        problems.push_back(concat(name, " has the file ", quoted(example.files[i].path), " twice"));
      }
    }
  }
  if (example.files.empty()) problems.push_back(concat(name, " has no file"));
  for (const NewFile& file : example.fixed) {
    if (!example.bad) problems.push_back(concat(name, " is good, but has a fixed ", quoted(file.path)));
    if (has(example.files, file.path)) continue;
    // A fix may create a file, but then something else must have been wrong.
    if (example.expected.empty())
      problems.push_back(concat(name, " has a fixed ", quoted(file.path), ", and nothing to fix"));
  }
}

}  // namespace limbeck::rules
