// The walls of ARCHITECTURE.md, checked against every #include and against the link lines of CMakeLists.txt.
// It holds no list of rooms of its own: the table of that page is the list.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;
using Names = std::set<std::string>;

const fs::path root = LIMBECK_SOURCE_DIR;

std::string contentOf(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file) << path << " cannot be read";
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// The first group of every match, in order.
std::vector<std::string> allMatches(const std::string& text, const std::string& pattern) {
  const std::regex regex(pattern);
  std::vector<std::string> found;
  for (std::sregex_iterator match(text.begin(), text.end(), regex), end; match != end; ++match) {
    found.push_back((*match)[1]);
  }
  return found;
}

/// Rooms of core/ in the order of the table: a row begins "| `core/text` |".
const std::vector<std::string>& roomsInOrder() {
  static const std::vector<std::string> rooms =
      allMatches(contentOf(root / "ARCHITECTURE.md"), "\\n\\| `core/([a-z]+)` \\|");
  return rooms;
}

/// What a room may include besides itself: the rooms above it. The schema alone knows less than its place allows.
Names roomsAbove(const std::string& room) {
  Names above;
  for (const std::string& other : roomsInOrder()) {
    if (other == room) break;
    above.insert(other);
  }
  if (room == "schema") {
    above.erase("python");
    above.erase("facts");
  }
  return above;
}

struct Include {
  std::string file;  // from the project's root
  int line = 0;
  std::string target;  // as written
  bool angled = false;
};

bool isSource(const fs::path& path) {
  return path.extension() == ".h" || path.extension() == ".cpp" || path.extension() == ".def";
}

/// Every #include of every file below a folder, sorted by file.
std::vector<Include> includesBelow(const std::string& folder) {
  static const std::regex pattern("^\\s*#\\s*include\\s*([<\"])([^>\"]+)[>\"].*$");
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(root / folder)) {
    if (entry.is_regular_file() && isSource(entry.path())) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());

  std::vector<Include> includes;
  for (const fs::path& path : files) {
    std::istringstream lines(contentOf(path));
    std::string line;
    for (int number = 1; std::getline(lines, line); ++number) {
      std::smatch match;
      if (!std::regex_match(line, match, pattern)) continue;
      includes.push_back({fs::relative(path, root).generic_string(), number, match[2], match[1] == "<"});
    }
  }
  EXPECT_FALSE(includes.empty()) << folder << " includes nothing: no wall of it is checked";
  return includes;
}

std::string place(const Include& include) {
  return include.file + ":" + std::to_string(include.line) + " includes " + include.target;
}

/// "python" of "core/python/tree.cpp"; files at the top of core/ are the workspace.
std::string roomOfFile(const std::string& file) {
  const std::string inside = file.substr(std::string("core/").size());
  const std::size_t slash = inside.find('/');
  return slash == std::string::npos ? "workspace" : inside.substr(0, slash);
}

std::string roomOfInclude(const std::string& target) { return roomOfFile("core/" + target); }

std::string joined(const Names& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text.empty() ? "nothing" : text;
}

/// Fails for every include below core/, cli/ and wasm/ that matches a pattern outside the one folder that may, and
/// where that folder has none either.
void expectOnlyIn(const std::string& folder, const std::string& pattern) {
  const std::regex regex(pattern);
  std::size_t found = 0;
  for (const char* top : {"core", "cli", "wasm"}) {
    for (const Include& include : includesBelow(top)) {
      if (!std::regex_search(include.target, regex)) continue;
      EXPECT_EQ(include.file.rfind(folder + "/", 0), 0u) << place(include) << ", which only " << folder << " may";
      ++found;
    }
  }
  EXPECT_GT(found, 0u) << "nobody includes " << pattern;
}

TEST(Boundaries, TheTableOfTheArchitectureNamesTheRooms) {
  const std::vector<std::string>& rooms = roomsInOrder();
  ASSERT_GE(rooms.size(), 7u) << "the table of ARCHITECTURE.md was not understood";
  EXPECT_EQ(rooms.front(), "text");
  EXPECT_EQ(rooms.back(), "workspace");
  for (const fs::directory_entry& entry : fs::directory_iterator(root / "core")) {
    if (!entry.is_directory()) continue;
    const std::string name = entry.path().filename().string();
    EXPECT_NE(std::find(rooms.begin(), rooms.end(), name), rooms.end()) << "core/" << name << " is not in the table";
  }
}

/// Folders that "## The tree" of ARCHITECTURE.md names, from the root: "core/rules/page". A line speaks of its first
/// word when that is a folder, else of what the line before speaks of; further words that end in a slash are folders in
/// it. Where the second word is a folder as well, the line is a list of neighbours.
Names foldersOfTheTree() {
  std::istringstream lines(contentOf(root / "ARCHITECTURE.md"));
  std::string line;
  while (std::getline(lines, line) && line != "## The tree") {}
  Names folders;
  std::vector<std::pair<std::size_t, std::string>> open;  // how far in, and the folder
  while (std::getline(lines, line) && line.rfind("## ", 0) != 0) {
    const std::size_t indent = line.find_first_not_of(' ');
    if (indent == std::string::npos || indent < 4) continue;
    std::istringstream words(line);
    std::vector<std::string> names;
    std::size_t leading = 0;  // how many folders the line begins with
    bool all = true;
    for (std::string word; words >> word && word.front() != '(';) {
      all = all && word.back() == '/';
      if (word.back() != '/') continue;
      leading += all ? 1 : 0;
      names.push_back(word.substr(0, word.size() - 1));
    }
    if (leading > 0) {
      while (!open.empty() && open.back().first >= indent) open.pop_back();
    }
    const bool opens = leading == 1;
    for (std::size_t i = 0; i < names.size(); ++i) {
      const std::string folder = open.empty() ? names[i] : open.back().second + "/" + names[i];
      folders.insert(folder);
      if (i == 0 && opens) open.emplace_back(indent, folder);
    }
  }
  return folders;
}

TEST(Boundaries, TheTreeOfTheArchitectureIsTheTreeThereIs) {
  const Names named = foldersOfTheTree();
  ASSERT_GT(named.size(), 40U) << "the tree of ARCHITECTURE.md was not understood";
  for (const std::string& folder : named) EXPECT_TRUE(fs::is_directory(root / folder)) << folder << " is not there";
  Names there;
  for (const char* top : {"core", "web/src", "tests", "docs-site"}) {
    const bool deep = std::string(top) == "core";
    for (auto at = fs::recursive_directory_iterator(root / top); at != fs::recursive_directory_iterator(); ++at) {
      if (!at->is_directory()) continue;
      const std::string name = at->path().filename().string();
      if (name == "node_modules" || name == "__pycache__") at.disable_recursion_pending();
      else there.insert(fs::relative(at->path(), root).generic_string());
      if (!deep) at.disable_recursion_pending();
    }
  }
  for (const std::string& folder : there) {
    EXPECT_EQ(named.count(folder), 1u) << folder << " is not in the tree of ARCHITECTURE.md";
  }
}

TEST(Boundaries, ARoomIncludesItselfAndTheRoomsAboveIt) {
  for (const Include& include : includesBelow("core")) {
    if (include.angled) continue;
    const std::string room = roomOfFile(include.file);
    const Names above = roomsAbove(room);
    const std::string target = roomOfInclude(include.target);
    EXPECT_TRUE(target == room || above.count(target) == 1)
        << place(include) << ", but " << room << " may know only " << joined(above);
  }
}

TEST(Boundaries, IncludesAreWrittenFromCore) {
  for (const Include& include : includesBelow("core")) {
    if (include.angled) continue;
    EXPECT_TRUE(fs::exists(root / "core" / include.target)) << place(include) << ", which is no file below core/";
  }
}

TEST(Boundaries, OneRoomKnowsEachLibrary) {
  expectOnlyIn("core/text", "utf8cpp|^utf8");
  expectOnlyIn("core/python", "tree_sitter");
  expectOnlyIn("core/formats", "nlohmann|toml\\+\\+");
  expectOnlyIn("cli", "CLI/|CLI11");
}

// Wall 5: no I/O, no clock, no environment, no thread. What cannot be included cannot be called by accident.
TEST(Boundaries, TheCoreDoesNotReachOutside) {
  static const Names outside = {
      "iostream", "fstream",      "filesystem", "cstdio", "stdio.h", "thread", "mutex",   "future",
      "atomic",   "shared_mutex", "chrono",     "ctime",  "time.h",  "random", "csignal", "condition_variable",
      "unistd.h", "locale",       "clocale",    "regex"};
  for (const Include& include : includesBelow("core")) {
    EXPECT_EQ(outside.count(include.target), 0u) << place(include) << ", and the core knows no outside world";
  }
}

TEST(Boundaries, TheLinkLineOfARoomSaysTheSame) {
  const std::string build = contentOf(root / "CMakeLists.txt");
  std::map<std::string, Names> linked;
  for (const std::string& call : allMatches(build, "\\n(limbeck_room\\([^)]*)\\)")) {
    std::istringstream words(call.substr(std::string("limbeck_room(").size()));
    std::string room, word, list;
    words >> room;
    linked[room];
    while (words >> word) {
      if (word == "MAY_USE" || word == "LIBRARIES" || word == "SOURCES" || word == "GENERATED") {
        list = word;
      } else if (list == "MAY_USE") {
        linked[room].insert(word);
      }
    }
  }

  for (const auto& [room, uses] : linked) {
    Names expected;
    for (const std::string& above : roomsAbove(room)) {
      if (linked.count(above) == 1) expected.insert(above);
    }
    EXPECT_EQ(uses, expected) << "limbeck_room(" << room << ") of CMakeLists.txt";
  }
  for (const std::string& room : roomsInOrder()) {
    if (room != "workspace" && !fs::exists(root / "core" / room)) continue;
    EXPECT_EQ(linked.count(room), 1u) << "core/" << room << " has no limbeck_room in CMakeLists.txt";
  }
}

// Wall 6. The names of the exports are the sign: whoever writes one knows the ABI.
TEST(Boundaries, OneFileOfThePageKnowsTheAbi) {
  std::size_t calls = 0;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(root / "web/src")) {
    if (entry.path().extension() != ".ts") continue;
    const std::size_t found = allMatches(contentOf(entry.path()), "(limbeck_[a-z_]+)\\s*\\(").size();
    const bool may = entry.path().filename() == "abi.ts";
    EXPECT_TRUE(may || found == 0) << entry.path() << " calls the core past web/src/checker/abi.ts";
    calls += found;
  }
  EXPECT_GT(calls, 5u) << "the exports are called in another way than is looked for";
}

// CMake says the same while it configures; here it is said of the folders that no build has seen yet.
TEST(Boundaries, ASourceOfTheRulesHasAPageOrAHeaderBesideIt) {
  std::size_t rules = 0;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(root / "core/rules")) {
    fs::path path = entry.path();
    const bool inFamily = path.parent_path().parent_path().filename() == "rules";
    if (!entry.is_regular_file() || !inFamily) continue;
    const bool page = fs::exists(path.replace_extension(".md"));
    const bool header = fs::exists(path.replace_extension(".h"));
    const bool source = fs::exists(path.replace_extension(".cpp"));
    if (entry.path().extension() == ".md") {
      EXPECT_TRUE(source) << entry.path() << " is the page of no rule";
    }
    if (entry.path().extension() == ".cpp") {
      EXPECT_NE(page, header) << entry.path() << " is a rule or shared by rules";
    }
    rules += page && source ? 1U : 0U;
  }
  EXPECT_GT(rules, 100U);
}

/// Two classes of one name in one namespace are one class to the linker, which keeps the functions of either: native
/// code may get away with it, WebAssembly did not. What stands in a nameless namespace is its file's own.
TEST(Boundaries, NoTwoClassesOfANamespaceShareAName) {
  const std::regex space(R"(^namespace ([\w:]+) \{)");
  const std::regex classes(R"(^(?:struct|class) (\w+)(?: final)?(?: : [^;]*)? \{)");
  std::map<std::string, std::string> homes;
  for (const auto& entry : fs::recursive_directory_iterator(root / "core")) {
    const std::string extension = entry.path().extension().string();
    if (extension != ".h" && extension != ".cpp") continue;
    std::istringstream lines(contentOf(entry.path()));
    std::string name;
    bool own = false;
    for (std::string line; std::getline(lines, line);) {
      std::smatch match;
      if (line == "namespace {") own = true;
      else if (line == "}  // namespace") own = false;
      else if (std::regex_search(line, match, space)) name = match[1];
      else if (!own && std::regex_search(line, match, classes)) {
        const std::string full = name + "::" + match[1].str();
        const auto [home, fresh] = homes.emplace(full, entry.path().string());
        EXPECT_TRUE(fresh) << full << " is defined in " << home->second << " and in " << entry.path().string();
      }
    }
  }
  EXPECT_GT(homes.size(), 50U);
}

}  // namespace
