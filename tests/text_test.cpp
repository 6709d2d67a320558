// Bytes and places: lines, UTF-16 columns, edits, diffs, globs, and names that were probably meant.

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "text/concat.h"
#include "text/edit.h"
#include "text/expect.h"
#include "text/glob.h"
#include "text/invisible.h"
#include "text/likeness.h"
#include "text/pattern.h"
#include "text/source_file.h"
#include "text/utf8.h"

namespace limbeck {
namespace {

/// Applies a unified diff of one file the way `git apply` does: every context and removed line must be there.
std::optional<std::string> applyDiff(const std::string& before, const std::string& diff) {
  const auto split = [](const std::string& text) {
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = std::min(text.find('\n', at), text.size() - 1);
      lines.push_back(text.substr(at, end + 1 - at));
      at = end + 1;
    }
    return lines;
  };
  const std::vector<std::string> old = split(before);
  std::vector<std::string> lines = split(diff);
  std::string result;
  std::size_t at = 0;
  for (std::size_t i = 2; i < lines.size(); ++i) {
    std::string& line = lines[i];
    if (line.starts_with("@@")) {
      const std::size_t start = std::stoul(line.substr(4));
      const std::size_t count = std::stoul(line.substr(line.find(',') + 1));
      const std::size_t from = count == 0 ? start : start - 1;
      while (at < from) result += old.at(at++);
      continue;
    }
    if (line.starts_with("\\")) continue;
    std::string text = line.substr(1);
    if (i + 1 < lines.size() && lines[i + 1].starts_with("\\")) text.pop_back();
    if (line[0] != '+') {
      if (at >= old.size() || old[at] != text) return std::nullopt;
      ++at;
    }
    if (line[0] != '-') result += text;
  }
  while (at < old.size()) result += old[at++];
  return result;
}

std::string randomText(std::mt19937& random, std::size_t lines) {
  std::string text;
  for (std::size_t i = 0; i < lines; ++i) {
    text += std::string(1, static_cast<char>('a' + random() % 4));
    if (i + 1 < lines || random() % 2 == 0) text += random() % 5 == 0 ? "\r\n" : "\n";
  }
  return text;
}

TEST(SourceFile, CountsColumnsInUtf16CodeUnits) {
  const SourceFile file("a.py", "x = '\xF0\x9F\x9C\x8D\xC3\xA9' # y\n");
  EXPECT_EQ(file.positionAt(5), (Position{0, 5}));
  EXPECT_EQ(file.positionAt(9), (Position{0, 7})) << "a character beyond the BMP is two units";
  EXPECT_EQ(file.positionAt(11), (Position{0, 8})) << "a letter of two bytes is one unit";
  EXPECT_EQ(file.positionAt(1000), (Position{1, 0})) << "beyond the end is the end";
}

TEST(SourceFile, DoesNotCountAByteOrderMark) {
  const SourceFile file("a.py", "\xEF\xBB\xBFimport x\nimport y\n");
  EXPECT_EQ(file.positionAt(3), (Position{0, 0}));
  EXPECT_EQ(file.positionAt(0), (Position{0, 0}));
  EXPECT_EQ(file.line(0), "import x");
}

TEST(SourceFile, KnowsAllThreeLineEndings) {
  const SourceFile windows("a.py", "a\r\nb\r\n");
  EXPECT_EQ(windows.lineEnding(), "\r\n");
  EXPECT_EQ(windows.line(1), "b");
  EXPECT_EQ(windows.wholeLineSpan(0), (Span{0, 3}));
  const SourceFile mac("a.py", "a\rb");
  EXPECT_EQ(mac.lineCount(), 2u);
  EXPECT_EQ(mac.line(1), "b");
  EXPECT_EQ(SourceFile("a.py", "a\nb\r\n").lineEnding(), "\n");
  EXPECT_EQ(SourceFile("a.py", "").lineCount(), 1u);
}

TEST(SourceFile, SaysWhyBytesAreNoSource) {
  EXPECT_EQ(whyNotText("x = 'é'\n"), std::nullopt);
  EXPECT_NE(whyNotText("PK\x03\x04zip")->find("zip"), std::string::npos);
  EXPECT_NE(whyNotText(std::string("a\nb\0c", 5))->find("line 2"), std::string::npos);
  EXPECT_NE(whyNotText("a\n\xE9\n")->find("line 2"), std::string::npos);
  EXPECT_NE(whyNotText("\xFF\xFEx")->find("UTF-16"), std::string::npos);
}

TEST(Utf8, CountsAndCutsByCharacters) {
  const std::string text = "a\xC3\xA9\xE2\x82\xAC\xF0\x9F\xA7\xAAz";  // 1, 2, 3, 4 and 1 bytes
  EXPECT_EQ(characterCount(text), 5u);
  EXPECT_EQ(utf16Length(text), 6u);
  EXPECT_EQ(offsetOfCharacter(text, 3), 6u);
  EXPECT_EQ(offsetOfCharacter(text, 99), text.size());
  for (std::size_t i = 6; i < 10; ++i) EXPECT_EQ(characterStart(text, i), 6u);
  EXPECT_EQ(characterStart(text, 10), 10u);
  EXPECT_EQ(characterAt(text, 6).code, char32_t{0x1F9EA});
  EXPECT_FALSE(isAscii(text));
  std::string written;
  for (const char32_t code : {U'a', U'\u00E9', U'\u20AC', char32_t{0x1F9EA}, U'z'}) appendUtf8(written, code);
  EXPECT_EQ(written, text);
}

TEST(Utf8, TakesEachByteThatIsNoneForOneCharacter) {
  const std::string text = "\xE2\x82x\xFF\xC0\x80";
  EXPECT_EQ(characterCount(text), 6u);
  EXPECT_EQ(characterAt(text, 0).code, replacementCharacter);
  EXPECT_EQ(characterStart(text, 1), 1u) << "half a character is no character";
  std::string written;
  appendUtf8(written, 0xD800);
  appendUtf8(written, 0x110000);
  EXPECT_EQ(written, "\xEF\xBF\xBD");
}

TEST(Invisible, AreControlsZeroWidthsAndDirections) {
  for (const char32_t code : {0x00, 0x0D, 0x1B, 0x7F, 0xAD, 0x061C, 0x200B, 0x202E, 0x2066, 0xFEFF})
    EXPECT_TRUE(isInvisible(code));
  for (const char32_t code : {0x09, 0x0A, 0x20, 0xA0, 0xE9, 0x2010, 0x1F9EA}) EXPECT_FALSE(isInvisible(code));
}

TEST(Utf8, FindsTheFirstByteThatIsNone) {
  EXPECT_EQ(firstInvalidUtf8("abc"), 3u);
  EXPECT_EQ(firstInvalidUtf8("a\xC0\x80"), 1u) << "overlong";
  EXPECT_EQ(firstInvalidUtf8("\xED\xA0\x80"), 0u) << "a surrogate";
  EXPECT_EQ(firstInvalidUtf8("ab\xE2\x82"), 2u) << "half a character";
  EXPECT_EQ(utf16Length("\xF0\x9F\x9C\x8D\xFF"), 3u);
}

TEST(Edits, ApplyTogetherInAnyOrder) {
  EXPECT_EQ(applyEdits("abcdef", {{{4, 6}, "Z"}, {{0, 1}, ""}, {{2, 2}, "-"}}), "b-cdZ");
  EXPECT_EQ(applyEdits("ab", {{{1, 1}, "x"}, {{1, 1}, "x"}}), "axb") << "equal edits count once";
}

TEST(Edits, AreRefusedWhenTheyConflictOrLieOutside) {
  EXPECT_EQ(applyEdits("abcd", {{{0, 2}, "x"}, {{1, 3}, "y"}}), std::nullopt);
  EXPECT_EQ(applyEdits("abcd", {{{1, 1}, "x"}, {{1, 1}, "y"}}), std::nullopt);
  EXPECT_EQ(applyEdits("abcd", {{{3, 5}, "x"}}), std::nullopt);
  EXPECT_EQ(applyEdits("abcd", {{{2, 1}, "x"}}), std::nullopt);
  EXPECT_NE(applyEdits("abcd", {{{0, 2}, "x"}, {{2, 4}, "y"}}), std::nullopt) << "neighbours are no conflict";
}

TEST(Diff, LeadsFromOneTextToTheOtherAndTouchesNothingElse) {
  std::mt19937 random(7);
  for (int round = 0; round < 3000; ++round) {
    const std::string before = randomText(random, random() % 12);
    const std::string after = randomText(random, random() % 12);
    const std::vector<Edit> edits = editsBetween(before, after);
    EXPECT_EQ(applyEdits(before, edits), after);
    EXPECT_TRUE(std::is_sorted(edits.begin(), edits.end()));
    EXPECT_EQ(edits.empty(), before == after);
    const std::string diff = unifiedDiff("a.py", before, after);
    EXPECT_EQ(diff.empty(), before == after);
    if (!diff.empty()) {
      EXPECT_EQ(applyDiff(before, diff), after) << diff;
    }
  }
}

TEST(Diff, IsAsShortAsItCanBe) {
  const std::string before = "a\nb\nc\nd\ne\nf\n";
  const std::vector<Edit> edits = editsBetween(before, "x\nb\nc\nd\ne\ng\n");
  ASSERT_EQ(edits.size(), 2u);
  EXPECT_EQ(edits[0], (Edit{{0, 2}, "x\n"}));
  EXPECT_EQ(edits[1], (Edit{{10, 12}, "g\n"}));
}

TEST(Diff, LeavesAByteOrderMarkAlone) {
  const std::vector<Edit> edits = editsBetween(
      "\xEF\xBB\xBF"
      "a\n",
      "\xEF\xBB\xBF"
      "b\n");
  ASSERT_EQ(edits.size(), 1u);
  EXPECT_EQ(edits[0], (Edit{{3, 5}, "b\n"}));
}

TEST(Diff, StaysCheapWhenEverythingDiffers) {
  std::string before;
  std::string after;
  for (int i = 0; i < 20000; ++i) {
    before += "a" + std::to_string(i) + "\n";
    after += "b" + std::to_string(i) + "\n";
  }
  EXPECT_EQ(applyEdits(before, editsBetween(before, after)), after);
}

TEST(Diff, SaysThatAFileIsNew) {
  EXPECT_EQ(unifiedDiff("a/b.py", "", "x\n"), "--- /dev/null\n+++ b/a/b.py\n@@ -0,0 +1,1 @@\n+x\n");
}

TEST(Glob, MatchesAsPeopleExpectOfIgnoreFiles) {
  struct Case {
    const char* pattern;
    const char* path;
    bool matches;
  };
  const Case cases[] = {
      {"*.py", "a/b.py", true},
      {"*.py", "a/b.pyc", false},
      {"modules/*/*", "modules/core/shop", true},
      {"modules/*/*", "modules/core", false},
      {"modules/*/*", "modules/core/shop/a.py", true},
      {"scripts/**", "scripts/a/b.py", true},
      {"**/tests/*.py", "a/b/tests/c.py", true},
      {"**/tests/*.py", "tests/c.py", true},
      {"**/tests/*.py", "mytests/c.py", false},
      {"build/", "a/build/x.py", true},
      {"a/?.py", "a/b.py", true},
      {"a/?.py", "a/bc.py", false},
      {"[a-c].py", "b.py", true},
      {"[!a-c].py", "b.py", false},
      {"a*b/c", "a/b/c", false},
      {"", "a", false},
      {"**", "a/b", true},
      {"a/**/b", "a/x/y/b", true},
      {"a/**/b", "a/b", true},
      {"*a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false},
  };
  for (const Case& one : cases)
    EXPECT_EQ(globMatches(one.pattern, one.path), one.matches) << one.pattern << " on " << one.path;
}

TEST(Globs, CanBeAskedAboutAPathWithoutItsFolders) {
  EXPECT_TRUE(globMatches("a/*", "a/b/n.py"));
  EXPECT_FALSE(globMatchesItself("a/*", "a/b/n.py"));
  EXPECT_TRUE(globMatchesItself("a/*", "a/b"));
  EXPECT_TRUE(globMatchesItself("b/", "a/b"));
  EXPECT_FALSE(globMatchesItself("a", "a/b"));
}

TEST(Pattern, FindsWhatPythonWouldFind) {
  const auto finds = [](std::string_view pattern, std::string_view text) {
    const auto compiled = Pattern::compile(pattern);
    EXPECT_TRUE(compiled.has_value()) << pattern;
    return compiled && compiled->isIn(text);
  };
  EXPECT_TRUE(finds("^[a-z0-9]+(_[a-z0-9]+)+$", "add_users_table"));
  EXPECT_FALSE(finds("^[a-z0-9]+(_[a-z0-9]+)+$", "add"));
  EXPECT_FALSE(finds("^[a-z0-9]+(_[a-z0-9]+)+$", "Add_users"));
  EXPECT_TRUE(finds("^(add|drop)_", "drop_x"));
  EXPECT_FALSE(finds("^(?:add|drop)_", "no_drop_x"));
  EXPECT_TRUE(finds("shop_\\d+", "feat_shop_12_x"));
  EXPECT_TRUE(finds("a?b*c$", "xc"));
  EXPECT_TRUE(finds("^(a|)b$", "b"));
  EXPECT_TRUE(finds("[^a-z]", "a-b"));
  EXPECT_TRUE(finds("[]a-]+", "]-"));
  EXPECT_TRUE(finds("", "anything"));
  EXPECT_FALSE(finds("^$", "anything"));
  EXPECT_TRUE(finds("(a*)*b", std::string(5000, 'a') + "b"));
  EXPECT_FALSE(finds("^(a*)*$", std::string(5000, 'a') + "b"));
}

TEST(Pattern, LooksAroundAndTakesLittleWhereItIsAskedTo) {
  const auto all = [](std::string_view pattern, std::string_view text) {
    std::string found;
    const auto compiled = Pattern::compile(pattern);
    EXPECT_TRUE(compiled.has_value()) << pattern;
    if (!compiled) return found;
    for (const PatternMatch& match : compiled->matchesIn(text)) {
      for (std::size_t group = 0; group <= compiled->groups(); ++group)
        found += concat(group == 0 ? "<" : ",", match.group(text, group).value_or("-"));
      found += ">";
    }
    return found;
  };
  EXPECT_EQ(all("(?<!^)(?=[A-Z])", "OrderLine"), "<>");
  EXPECT_EQ(all("([a-z0-9])([A-Z])", "aOrderLine"), "<aO,a,O><rL,r,L>");
  EXPECT_EQ(all("a+?", "aa"), "<a><a>");
  EXPECT_EQ(all("a*", "ab"), "<a><><>") << "an empty match right behind another";
  EXPECT_EQ(all("(a)|(b)", "ab"), "<a,a,-><b,-,b>");
  EXPECT_EQ(all("(a|ab)(c|bcd)", "abcd"), "<abcd,a,bcd>") << "the first way that leads on";
  EXPECT_EQ(all("\\bid\\b", "id idle id"), "<id><id>");
  EXPECT_EQ(all("a$", "a\n"), "<a>") << "before the end of the last line";
}

TEST(Pattern, TakesTimeThatGrowsWithTheText) {
  const std::string text(4000, 'a');
  for (const char* pattern : {"(a|aa)*b", "(a*)*b", "(?=(a|aa)*b)a", "(a|a|a|a)*(a|a|a|a)*c", "(?!(?!(?!a*b)))b"}) {
    const auto compiled = Pattern::compile(pattern);
    ASSERT_TRUE(compiled.has_value()) << pattern;
    EXPECT_FALSE(compiled->isIn(text.substr(0, pattern[1] == '?' ? 300 : text.size()))) << pattern;
  }
}

TEST(Pattern, SaysWhenGroupsAreNotToBeTrusted) {
  for (const char* pattern : {"(a*)*", "(a|)+", "(?=(a))a"}) EXPECT_FALSE(Pattern::compile(pattern)->tellsGroups());
  for (const char* pattern : {"(a+)*", "(a*)?", "(?=a)(a)"}) EXPECT_TRUE(Pattern::compile(pattern)->tellsGroups());
}

TEST(Pattern, RefusesWhatItDoesNotKnow) {
  for (const char* pattern :
       {"a{2}", "(?P<n>a)", "(a", "a)", "[a", "*a", "a**", "a*+", "^*", "\\1", "a\\", "[z-a]", "[\\w-z]", "(?<=ab)c"}) {
    EXPECT_FALSE(Pattern::compile(pattern).has_value()) << pattern;
  }
  EXPECT_FALSE(Pattern::compile(std::string(300, 'a')).has_value());
  EXPECT_FALSE(Pattern::compile(std::string(90, '(') + std::string(90, ')')).has_value()) << "too deep";
}

/// The presets of a release define NDEBUG, those of the sanitizers and the fuzzer do not.
TEST(Expect, StopsWhereTwoFactsDisagreeAndIsGoneInARelease) {
  int asked = 0;
  LIMBECK_EXPECT(++asked == 1);
#ifdef NDEBUG
  EXPECT_EQ(asked, 0);
  LIMBECK_EXPECT(asked == 1);
  EXPECT_EQ(characterAt("ab", 2).size, 1u) << "past the end, where nobody should look";
#else
  EXPECT_EQ(asked, 1);
  EXPECT_DEATH(LIMBECK_EXPECT(asked == 2), "");
  EXPECT_DEATH(static_cast<void>(characterAt("ab", 2)), "") << "past the end";
#endif
}

TEST(Likeness, FindsTheNameThatWasMeant) {
  EXPECT_EQ(editDistance("bsae", "base"), 1u) << "neighbours swapped";
  EXPECT_EQ(editDistance("", "abc"), 3u);
  EXPECT_EQ(editDistance("kitten", "sitting"), 3u);
  EXPECT_EQ(nearest("modles-files", {"modules", "models-files"}), "models-files");
  EXPECT_EQ(nearest("zebra", {"base", "owner"}), "");
  EXPECT_EQ(nearNames("users", {"uses", "posts", "user", "usurers", "accounts"}),
            (std::vector<std::string>{"uses", "user"}))
      << "as they come, where they are equally near";
  EXPECT_EQ(nearNames("emial", {"phones", "mail", "email"}), (std::vector<std::string>{"email"}));
  EXPECT_EQ(nearest(std::string(100000, 'x'), {"base"}), "");
}

}  // namespace
}  // namespace limbeck
