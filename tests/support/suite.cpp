#include "support/suite.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <ostream>
#include <sstream>
#include <stdexcept>

namespace limbeck::tests {

void PrintTo(const Case& c, std::ostream* out) { *out << c.suite << ": " << c.example.title; }

std::string readFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::vector<std::string> markdownBelow(const std::string& folder) {
  std::vector<std::string> paths;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == ".md") paths.push_back(entry.path().string());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

std::vector<Case> casesOf(std::string_view suite, std::string_view markdown) {
  std::vector<Case> cases;
  const rules::Page page = rules::readPage(markdown);
  for (std::size_t i = 0; i < page.examples.size(); ++i) {
    cases.push_back({std::string(suite), page.code, page.examples[i], i});
  }
  return cases;
}

std::string nameOf(const Case& c) {
  std::string name = c.suite + "_" + std::to_string(c.index) + "_" + c.example.title;
  for (char& ch : name) {
    if (std::isalnum(static_cast<unsigned char>(ch)) == 0) ch = '_';
  }
  return name;
}

Workspace workspaceOf(const std::vector<rules::NewFile>& files) {
  Workspace workspace;
  for (const rules::NewFile& file : files) workspace.setFile(file.path, file.text);
  return workspace;
}

std::vector<std::string> findingsOf(const rules::Report& report) {
  std::vector<std::string> found;
  for (const rules::Finding& finding : report.findings) {
    const SourceFile* source = report.source(finding.place.path);
    const std::uint32_t line = source == nullptr ? 0 : source->lineOf(finding.place.span.begin);
    found.push_back(finding.place.path + ":" + std::to_string(line + 1) + " " + finding.code);
  }
  std::sort(found.begin(), found.end());
  return found;
}

std::vector<std::string> expectedOf(const rules::Example& example) {
  std::vector<std::string> expected;
  for (const rules::Expected& one : example.expected) {
    expected.push_back(one.path + ":" + std::to_string(one.line + 1) + " " + one.code);
  }
  std::sort(expected.begin(), expected.end());
  return expected;
}

std::string compareSnapshot(const std::string& path, const std::string& text) {
  const char* update = std::getenv("UPDATE");
  if (update != nullptr && std::string_view(update) == "1") {
    std::filesystem::create_directories(std::filesystem::path(path).parent_path());
    std::ofstream(path, std::ios::binary) << text;
    return {};
  }
  if (!std::filesystem::exists(path)) return "there is no snapshot " + path + "; UPDATE=1 writes it";
  if (readFile(path) == text) return {};
  return "the text differs from the snapshot " + path + "; UPDATE=1 rewrites it\n" +
         unifiedDiff("snapshot", readFile(path), text);
}

}  // namespace limbeck::tests
