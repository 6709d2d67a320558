// Any bytes into a Workspace: it must answer, whatever comes, and answer the same twice and in any order of arrival.
// Input that begins with `#` is a literate page, so every rule page is a seed; other input is files, one after another:
// a path up to the first newline, then the content up to the separator.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "formats/formats.h"
#include "rules/page/page.h"
#include "workspace.h"

namespace {

using limbeck::FixSelection;
using limbeck::Workspace;
using Files = std::vector<std::pair<std::string, std::string>>;

constexpr std::string_view separator = "\xff\xfe\xfd";

Files filesOf(std::string_view input) {
  Files files;
  while (!input.empty()) {
    const std::size_t end = input.find(separator);
    const std::string_view chunk = input.substr(0, end);
    const std::size_t newline = chunk.find('\n');
    const std::string_view path = chunk.substr(0, newline);
    const std::string_view content = newline == std::string_view::npos ? std::string_view() : chunk.substr(newline + 1);
    files.emplace_back(path, content);
    input = end == std::string_view::npos ? std::string_view() : input.substr(end + separator.size());
  }
  return files;
}

Workspace filled(const Files& files) {
  Workspace workspace;
  for (const auto& [path, content] : files) workspace.setFile(path, content);
  return workspace;
}

void demand(bool condition, const char* sentence) {
  if (condition) return;
  std::fprintf(stderr, "Not so: %s\n", sentence);
  std::abort();
}

void examine(const Files& files) {
  const Workspace workspace = filled(files);
  const std::string answer = limbeck::formats::json(workspace.check());
  demand(answer == limbeck::formats::json(filled(files).check()), "the same files give the same answer");

  // Of two files with one path the later one counts, so only distinct paths may be turned around.
  if (workspace.paths().size() == files.size()) {
    const Files reversed(files.rbegin(), files.rend());
    demand(answer == limbeck::formats::json(filled(reversed).check()), "the order of arrival changes nothing");
  }

  FixSelection everything;
  everything.safe = true;
  everything.unsafe = true;
  (void)workspace.fix(everything);
  demand(answer == limbeck::formats::json(workspace.check()), "a fix is tried on a copy");

  (void)limbeck::formats::text(workspace.check());
  (void)limbeck::formats::sarif(workspace.check());
  (void)limbeck::formats::github(workspace.check());
  (void)limbeck::formats::markdown(workspace.check());
  (void)workspace.printFacts();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  if (input.substr(0, 1) != "#") {
    examine(filesOf(input));
    return 0;
  }
  const limbeck::rules::Page page = limbeck::rules::readPage(input);
  (void)limbeck::formats::page(page);
  for (const limbeck::rules::Example& example : page.examples) {
    Files files;
    for (const limbeck::rules::NewFile& file : example.files) files.emplace_back(file.path, file.text);
    examine(files);
  }
  return 0;
}
