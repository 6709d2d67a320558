// suite.h: literate suites on disk, and snapshots beside them.
// It refuses to judge, which tests do, and to read Markdown, which rules/page does.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rules/page/page.h"
#include "text/span.h"
#include "workspace.h"

namespace limbeck::tests {

/// One `##`/`###` example of a page, with what a failing test needs to name it.
struct Case {
  std::string suite;  ///< file name without its ending
  std::string code;   ///< of a rule page
  rules::Example example;
  std::size_t index = 0;
  friend void PrintTo(const Case& c, std::ostream* out);
};

/// A fence of a suite about stages: what it holds, and the path that was named last before it.
struct Fence {
  std::string language;  ///< "py", or the stage that is dumped in it: "replay sqlite"
  std::string path;
  std::string body;
  Span span;  ///< of the body, in the file of the suite
};

/// What stands below one `##` of such a suite.
struct Section {
  std::string file;  ///< where the suite is
  std::string title;
  std::vector<Fence> fences;
  friend void PrintTo(const Section& section, std::ostream* out);
};

/// Whole file; the test fails to start when it is not there.
[[nodiscard]] std::string readFile(const std::string& path);
/// Every Markdown file below a folder, sorted.
[[nodiscard]] std::vector<std::string> markdownBelow(const std::string& folder);
/// The cases of one page.
[[nodiscard]] std::vector<Case> casesOf(std::string_view suite, std::string_view markdown);
/// The cases of the pages of all rules, in order of their codes.
[[nodiscard]] std::vector<Case> rulePageCases();
/// The sections of one suite about stages.
[[nodiscard]] std::vector<Section> sectionsOf(const std::string& file);
/// Whether UPDATE=1 asks to write what is expected instead of comparing with it.
[[nodiscard]] bool isUpdate();
/// "model_not_registered: the list misses one" as gtest wants it.
[[nodiscard]] std::string nameOf(const Case& c);
/// "project_replay_A_try_that_survives_proves_nothing"
[[nodiscard]] std::string nameOf(const Section& section);

[[nodiscard]] Workspace workspaceOf(const std::vector<rules::NewFile>& files);
/// "path:line CODE", sorted: what is compared.
[[nodiscard]] std::vector<std::string> findingsOf(const rules::Report& report);
[[nodiscard]] std::vector<std::string> expectedOf(const rules::Example& example);

/// Compares with the file, or writes it when UPDATE=1 is set. Empty when equal, otherwise a sentence for the failing
/// test.
[[nodiscard]] std::string compareSnapshot(const std::string& path, const std::string& text);

}  // namespace limbeck::tests
