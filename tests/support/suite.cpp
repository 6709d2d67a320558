#include "support/suite.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <ostream>
#include <sstream>
#include <stdexcept>

#include "rules/page/blocks.h"
#include "rules/page/examples.h"
#include "rules/registry.h"

namespace limbeck::tests {
namespace {

/// What gtest takes for a name.
std::string asName(std::string text) {
  for (char& ch : text) {
    if (std::isalnum(static_cast<unsigned char>(ch)) == 0) ch = '_';
  }
  return text;
}

std::string lastLineOf(const std::string& text) { return text.substr(text.rfind('\n') + 1); }

}  // namespace

void PrintTo(const Case& c, std::ostream* out) { *out << c.suite << ": " << c.example.title; }

void PrintTo(const Section& section, std::ostream* out) { *out << section.file << ": " << section.title; }

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

std::vector<Case> rulePageCases() {
  std::vector<Case> all;
  for (const rules::RegisteredRule& rule : rules::byCode()) {
    const rules::Page page = rules::readPage(rule.page);
    for (Case& one : casesOf(page.code + "_" + page.title, rule.page)) all.push_back(std::move(one));
  }
  return all;
}

std::vector<Section> sectionsOf(const std::string& file) {
  const std::string markdown = readFile(file);
  std::vector<Section> sections;
  std::string path;
  for (const rules::RawBlock& block : rules::cutBlocks(markdown)) {
    if (block.kind == rules::RawBlock::Kind::Heading && block.level == 2) {
      sections.push_back({file, block.text, {}});
      path = "example.py";
    } else if (block.kind == rules::RawBlock::Kind::Paragraph) {
      const std::string named = rules::pathInBackticks(lastLineOf(block.text));
      if (!named.empty()) path = named;
    } else if (block.kind == rules::RawBlock::Kind::Code) {
      if (sections.empty() || !block.closed) throw std::runtime_error(file + " has a fence outside of its sections");
      const std::string language = block.language + (block.tag.empty() ? "" : " " + block.tag);
      const std::string body = markdown.substr(block.span.begin, block.span.size());
      sections.back().fences.push_back({language, path, body, block.span});
    }
  }
  return sections;
}

std::string nameOf(const Case& c) { return asName(c.suite + "_" + std::to_string(c.index) + "_" + c.example.title); }

std::string nameOf(const Section& section) {
  const std::filesystem::path path(section.file);
  return asName(path.parent_path().filename().string() + "_" + path.stem().string() + "_" + section.title);
}

bool isUpdate() {
  const char* variable = std::getenv("UPDATE");
  return variable != nullptr && std::string_view(variable) == "1";
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
  if (isUpdate()) {
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
