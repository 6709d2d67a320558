// What no input may do, however small it is: grow without end in the evaluator, or keep the parser in recovery forever.
// It refuses to measure time: sizes, counts and answers are the same on every machine.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "project/evaluate/evaluator.h"
#include "project/evaluate/library.h"
#include "project/project.h"
#include "python/tree.h"
#include "text/concat.h"
#include "workspace.h"

namespace limbeck {
namespace {

using project::evaluate::Evaluator;
using project::evaluate::Limits;
using project::evaluate::Value;

std::string repeated(std::string_view line, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += line;
  return text;
}

/// One file, and an evaluator for it.
class Program {
 public:
  explicit Program(const std::string& text, Limits limits = {}) {
    workspace_.setFile("program.py", text);
    const project::Project& project = workspace_.project();
    library_ = std::make_unique<project::evaluate::Library>(project.inputs());
    evaluator_ = std::make_unique<Evaluator>(project.files(), project.resolver(),
                                             std::vector<project::evaluate::Vocabulary*>{library_.get()}, limits);
    file_ = project.resolver().fileAt("program.py");
  }
  Evaluator& evaluator() { return *evaluator_; }
  Value member(std::string_view name) { return evaluator_->member(file_, name); }
  Value called(std::string_view name) {
    const Value function = member(name);
    return evaluator_->call({file_, function.function().node, function, {}, {}, false, true});
  }

 private:
  Workspace workspace_;
  std::unique_ptr<project::evaluate::Library> library_;
  std::unique_ptr<Evaluator> evaluator_;
  FileId file_ = noFile;
};

// ---- The evaluator --------------------------------------------------------------------------------------------------

TEST(Bounds, NoStatementMakesAValueGrowWithoutEnd) {
  static constexpr const char* starts[] = {"'a'", "['a']", "('a',)", "{'a': 'a'}", "{'a'}", "os.environ['X'] + 'a'"};
  static constexpr const char* grows[] = {"x = x + x",
                                          "x += x",
                                          "x |= x",
                                          "x = x | x",
                                          "x = [*x, *x]",
                                          "x = (*x, *x)",
                                          "x = f'{x}{x}'",
                                          "x = '%s%s' % (x, x)",
                                          "x = '{0}{0}'.format(x)",
                                          "x = x.replace('a', 'aaa')",
                                          "x = x.join([x, x, x])",
                                          "x = re.sub('a', x, 'aaa')",
                                          "x = os.path.join(x, x)",
                                          "x = str(pathlib.Path(x) / x)",
                                          "x.extend(x)",
                                          "x.update(x)",
                                          "x = x.union(x)",
                                          "x = [n for n in x for m in x]",
                                          "x = list(map(str, x)) + x",
                                          "x = list(zip(x, x)) + list(x)",
                                          "x = x.split('a') + x.split('a')"};
  Limits limits;
  limits.steps = 300'000;
  for (const char* const start : starts) {
    for (const char* const grow : grows) {
      Program program(
          concat("import os\nimport pathlib\nimport re\nx = ", start, "\nfor n in range(60):\n    ", grow, "\n"),
          limits);
      const Value value = program.member("x");
      EXPECT_LE(value.size(), std::max(project::evaluate::textLimit, project::evaluate::itemLimit)) << start << grow;
      EXPECT_LE(show(value).size(), std::size_t{100'000}) << start << grow;
    }
  }
}

TEST(Bounds, OneStepBelowTheLimitIsKnown) {
  const std::string half(project::evaluate::textLimit / 2, 'a');
  Program program(concat("half = '", half, "'\nwhole = half + half\nmore = half + half + 'b'\n"));
  EXPECT_EQ(program.member("whole").size(), project::evaluate::textLimit);
  ASSERT_TRUE(program.member("more").isUnknown());
  EXPECT_EQ(program.member("more").reason().text, "too large to evaluate");
}

TEST(Bounds, WhatIsWrittenOutIsReadWhateverItsSize) {
  const std::string text(3 * project::evaluate::textLimit, 'a');
  std::string rows;
  std::string table;
  for (std::size_t i = 0; i < project::evaluate::itemLimit + 1000; ++i) {
    rows += concat("(", std::to_string(i), ",),");
    if (i % 8 == 0) table += concat("'k", std::to_string(i), "': ", std::to_string(i), ",");
  }
  Program program(concat("text = '", text, "'\nrows = [", rows, "]\ntable = {", table, "}\nlast = table['k65536']\n",
                         "same = text.replace('a', 'b')\n"));
  EXPECT_EQ(program.member("text").size(), text.size());
  EXPECT_EQ(program.member("rows").size(), project::evaluate::itemLimit + 1000);
  EXPECT_EQ(program.member("last").number(), 65536);
  EXPECT_EQ(program.member("same").size(), text.size());
}

TEST(Bounds, RunsTogetherTakeNoMoreStepsThanAllMay) {
  Limits limits;
  limits.steps = 100'000;
  limits.stepsOfAll = 250'000;
  Program program(
      "def endless():\n    for a in range(4000):\n        for b in range(4000):\n            pass\n    return 1\n"
      "def middling():\n    for a in range(4000):\n        a + a\n    return 1\n"
      "def short():\n    for a in range(400):\n        a + a\n    return 1\n",
      limits);
  Evaluator& evaluator = program.evaluator();
  const auto told = [&](const char* function) {
    evaluator.renew();
    (void)program.called(function);
    return !evaluator.exhausted();
  };
  EXPECT_TRUE(told("middling"));
  for (unsigned run = 0; run < 3; ++run) EXPECT_FALSE(told("endless"));
  EXPECT_FALSE(told("middling")) << "the steps of all runs are used up";
  EXPECT_TRUE(told("short")) << "each run has a few of its own";
}

// ---- The parser -----------------------------------------------------------------------------------------------------

TEST(Bounds, TextThatKeepsTheParserRecoveringIsLaidAsideAndTheRestIsRead) {
  for (const char* const line : {"def f(\n", "def f:\n", "f(a))\n", "class (\n", "for in\n", "from import\n"}) {
    Workspace workspace;
    workspace.setFile("a.py", repeated(line, 12'000));
    workspace.setFile("b.py", "import os\nx = os.sep\n");
    ASSERT_TRUE(workspace.facts("a.py")->opaque.has_value()) << line;
    EXPECT_EQ(*workspace.facts("a.py")->opaque, "this text is too far from Python to be read");
    EXPECT_FALSE(workspace.facts("b.py")->opaque.has_value());
    const auto& findings = workspace.check().findings;
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_EQ(findings[0].message, "Not read: this text is too far from Python to be read");
  }
}

TEST(Bounds, WhatPeopleWriteIsParsedToItsEndThoughMuchOfItIsNoPython) {
  for (const char* const line :
       {"def f(\n", "{{ x }}\n", "<div class='x'>{% if y %}</div>\n", "x = 1\ndef f(a, b\n    return 1\n", "[\n",
        "function f() { return 1; }\n", "'''a\n", "def f(a):\n    return [a, {'b': 1}]\n", "\"a\n", "foo bar baz\n"}) {
    EXPECT_FALSE(python::parse(repeated(line, 600)).gaveUp) << line;
  }
  EXPECT_FALSE(python::parse(concat("x = [", repeated("('a', 1, None),\n", 40'000), "]\n")).gaveUp);
}

}  // namespace
}  // namespace limbeck
