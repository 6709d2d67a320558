// terminal_test.cpp: what a report looks like in a terminal: a few layouts as a whole, every example by its content.
// It refuses to say what is found, which the pages announce.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "formats/formats.h"
#include "rules/registry.h"
#include "support/suite.h"

namespace limbeck::tests {
namespace {

struct Layout {
  std::string_view example;
  std::string_view shows;
};

constexpr Layout layouts[] = {
    {"AP102_startup_validation_ineffective_0_Swallowed__too_late__or_not_looked_at",
     "four findings below each other; a title of a requirement wider than most"},
    {"EV101_target_metadata_none_3_The_base_that_the_models_use", "nothing found"},
    {"MB102_local_declarative_base_0_By_a_call", "what follows from a finding, indented below it"},
    {"MB104_models_file_missing_0_", "a fix over two files, cut after ten lines"},
    {"MC401_reserved_attribute_2_In_a_mixin__and__registry_", "an error and a note; a fix whose title is wrapped"},
    {"MC403_naming_convention_incomplete_1_An_index_that_cannot_be_created",
     "lines of a fix and a verdict that are too long"},
    {"MC410_server_default_not_sql_0_A_number__a_Boolean__a_dict_and_a_function", "changes and advice side by side"},
    {"MR201_model_not_registered_2_The_list_is_a_constant", "two fixes for each of two findings; a module by its path"},
    {"MR204_registered_name_unknown_0_A_slip_of_the_fingers", "what follows stands in another file"},
    {"MS601_empty_migration_1_Others_follow_it__a_note", "a note alone, in a project without models"},
    {"MS616_colon_bind_0_In_quotes", "a mark that goes on in the next line; characters beyond ASCII"},
    {"RV501_multiple_heads_0_Two_developers__one_parent", "a new file, cut after ten lines, and another way"},
    {"RV508_bad_down_revision_2_Words__steps_and_labels", "findings in four files, most of them without a fix"},
    {"XX001_syntax_error_0_Half_a_class", "a clipped quotation; nothing can be told"},
    {"XX003_config_error_0_A_key_with_a_slip_of_the_finger", "a finding in the settings"},
    {"XX004_not_statically_known_0_The_list_of_models_is_computed", "what cannot be told is nothing found, and a note"},
};

std::string snapshotOf(std::string_view example) {
  return std::string(LIMBECK_TESTS_DIR) + "/snapshots/" + std::string(example) + ".txt";
}

/// The page example that a layout names; a name that is none fails the test.
std::vector<Case> layoutCases() {
  std::vector<Case> kept;
  for (Case& c : rulePageCases()) {
    const std::string name = nameOf(c);
    if (std::any_of(std::begin(layouts), std::end(layouts), [&](const Layout& l) { return l.example == name; }))
      kept.push_back(std::move(c));
  }
  return kept;
}

std::vector<std::string> linesOf(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

/// "models.py:4:8", columns in characters.
std::string whereIs(const rules::Report& report, const rules::Place& place) {
  const std::string_view text = report.source(place.path)->text();
  std::size_t line = 1;
  std::size_t column = 1;
  for (std::size_t at = 0; at < place.span.begin; ++at) {
    if (text[at] == '\n') {
      ++line;
      column = 1;
    } else if ((static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U) {
      ++column;
    }
  }
  return place.path + ":" + std::to_string(line) + ":" + std::to_string(column);
}

std::string_view wordOf(rules::Severity severity) {
  if (severity == rules::Severity::Error) return "error";
  return severity == rules::Severity::Warning ? "warning" : "info";
}

/// The first line of a finding; what follows from another one stands below it, indented.
std::string titleOf(const rules::Report& report, const rules::Finding& finding) {
  return std::string(finding.becauseId.empty() ? "" : "    ") + whereIs(report, finding.place) + "  " +
         std::string(wordOf(finding.severity)) + " " + finding.code + "  " + finding.message;
}

/// Whether a line is the first one of some finding: a code behind a severity, two spaces before and after.
bool isTitle(const std::string& line) {
  for (const std::string_view word : {"  error ", "  warning ", "  info "}) {
    const std::size_t at = line.find(word);
    if (at == std::string::npos || line.find(' ', line.find_first_not_of(' ')) != at) continue;
    const std::string code = line.substr(at + word.size(), 7);
    if (code.ends_with("  ") && rules::findRule(code.substr(0, 5)) != nullptr) return true;
  }
  return false;
}

/// "2 errors and 1 note in 1 file": what is counted, and not what follows from something else. That something could
/// not be read is a note like others, and alone nothing that is found.
std::string countsOf(const rules::Report& report) {
  std::size_t errors = 0;
  std::size_t warnings = 0;
  std::size_t notes = 0;
  bool some = false;
  std::set<std::string> files;
  for (const rules::Finding& finding : report.findings) {
    some = some || finding.code != "XX004" || finding.severity != rules::Severity::Info;
    files.insert(finding.place.path);
    if (!finding.becauseId.empty()) continue;
    ++(finding.severity == rules::Severity::Error     ? errors
       : finding.severity == rules::Severity::Warning ? warnings
                                                      : notes);
  }
  std::vector<std::string> parts;
  const auto count = [](std::size_t number, const std::string& word) {
    return std::to_string(number) + " " + word + (number == 1 ? "" : "s");
  };
  if (errors > 0) parts.push_back(count(errors, "error"));
  if (warnings > 0) parts.push_back(count(warnings, "warning"));
  if (notes > 0) parts.push_back(count(notes, "note"));
  if (!some) return "Nothing found";
  std::string all = parts.back();
  if (parts.size() > 1) all = parts[parts.size() - 2] + " and " + all;
  if (parts.size() > 2) all = parts[0] + ", " + all;
  return all + " in " + count(files.size(), "file");
}

class EveryPageExample : public testing::TestWithParam<Case> {};

TEST_P(EveryPageExample, SaysInATerminalWhatWasFoundAndWhere) {
  const Workspace workspace = workspaceOf(GetParam().example.files);
  const rules::Report& report = workspace.check();
  std::vector<std::string> said;
  const std::vector<std::string> lines = linesOf(formats::text(report, {.verbose = true}));
  std::copy_if(lines.begin(), lines.end(), std::back_inserter(said), isTitle);
  std::vector<std::string> found;
  for (const rules::Finding& finding : report.findings) found.push_back(titleOf(report, finding));
  std::sort(said.begin(), said.end());
  std::sort(found.begin(), found.end());
  EXPECT_EQ(said, found);
  ASSERT_FALSE(lines.empty());
  EXPECT_EQ(lines.front().rfind(countsOf(report), 0), 0U) << lines.front() << " is not " << countsOf(report);
  const std::string& last = found.empty() ? lines.front() : lines.back();
  EXPECT_EQ(last, lines.front()) << "below what was shown it stands once more";
}

INSTANTIATE_TEST_SUITE_P(OfTheRules, EveryPageExample, testing::ValuesIn(rulePageCases()),
                         [](const auto& test) { return nameOf(test.param); });

class EveryLayout : public testing::TestWithParam<Case> {};

TEST_P(EveryLayout, IsThatOfItsSnapshot) {
  const Case& c = GetParam();
  EXPECT_EQ(compareSnapshot(snapshotOf(nameOf(c)), formats::text(workspaceOf(c.example.files).check())), "");
}

INSTANTIATE_TEST_SUITE_P(InATerminal, EveryLayout, testing::ValuesIn(layoutCases()),
                         [](const auto& test) { return nameOf(test.param); });

TEST(Layouts, AreEachOfAnExampleAndHaveASnapshotEach) {
  std::set<std::string> named;
  for (const Case& c : layoutCases()) named.insert(snapshotOf(nameOf(c)));
  EXPECT_EQ(named.size(), std::size(layouts)) << "a layout is twice in the list, or its example is gone";
  std::set<std::string> kept;
  for (const auto& entry : std::filesystem::directory_iterator(std::string(LIMBECK_TESTS_DIR) + "/snapshots"))
    kept.insert(entry.path().string());
  EXPECT_EQ(kept, named);
  for (const Layout& layout : layouts) EXPECT_FALSE(layout.shows.empty()) << layout.example;
}

}  // namespace
}  // namespace limbeck::tests
