// Reading on several threads: the same facts as on one, whoever is first. Built and run under the thread sanitizer.

#include "threads.h"

#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

#include "facts/extract.h"

namespace limbeck {
namespace {

/// The Python inside the pages of the rules, and a few pages as they are, which no Python parser likes.
std::vector<SourceFilePtr> texts() {
  std::vector<SourceFilePtr> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(LIMBECK_RULES_DIR)) {
    if (entry.path().extension() != ".md") continue;
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string page(std::istreambuf_iterator<char>(file), {});
    std::string python;
    for (std::size_t at = page.find("```py\n"); at != std::string::npos; at = page.find("```py\n", at)) {
      at += 6;
      python += page.substr(at, page.find("```", at) - at);
    }
    if (files.size() % 16 == 0) files.push_back(std::make_shared<const SourceFile>("page.md", page));
    files.push_back(std::make_shared<const SourceFile>(entry.path().filename().string(), python));
  }
  return files;
}

TEST(Threads, FilesSayOnFourThreadsWhatTheySayOnOne) {
  const std::vector<SourceFilePtr> files = texts();
  ASSERT_GT(files.size(), 100U);
  std::vector<std::string> alone(files.size());
  std::vector<std::string> together(files.size());
  const auto nobody = [](std::size_t) {};
  cli::forEach(
      files.size(), 4, [&](std::size_t i) { together[i] = facts::dump(*facts::extract(files[i])); }, nobody);
  cli::forEach(
      files.size(), 1, [&](std::size_t i) { alone[i] = facts::dump(*facts::extract(files[i])); }, nobody);
  EXPECT_EQ(together, alone);
}

TEST(Threads, EveryNumberIsWorkedOnOnceAndTheLastProgressIsAllOfThem) {
  for (const std::size_t count : {0U, 1U, 3U, 1000U}) {
    std::vector<std::atomic<int>> times(count);
    std::size_t told = 0;
    std::size_t last = count + 1;
    cli::forEach(
        count, 4, [&](std::size_t i) { ++times[i]; },
        [&](std::size_t done) {
          EXPECT_GE(done, told);
          told = last = done;
        });
    for (const std::atomic<int>& one : times) EXPECT_EQ(one, 1);
    EXPECT_EQ(last, count);
  }
}

TEST(Threads, WhatOneOfThemThrowsIsThrownToTheCaller) {
  const auto fails = [](std::size_t i) {
    if (i == 77) throw std::runtime_error("no room for the 78th");
  };
  EXPECT_THROW(cli::forEach(1000, 4, fails, [](std::size_t) {}), std::runtime_error);
}

}  // namespace
}  // namespace limbeck
