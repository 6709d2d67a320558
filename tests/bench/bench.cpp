// Times each stage of a check over the files of one folder and prints the medians, in milliseconds, as JSON.
//
//   limbeck_bench FOLDER [PASSES]

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "facts/extract.h"
#include "formats/formats.h"
#include "project/application/application.h"
#include "project/dialects.h"
#include "project/direct_tables/tables.h"
#include "project/environments/imports.h"
#include "project/environments/metadata_use.h"
#include "project/migrations/replay/replay.h"
#include "project/models/declared.h"
#include "project/project.h"
#include "project/unknowns.h"
#include "rules/settling/settle.h"
#include "workspace.h"

namespace {

using namespace limbeck;
using Files = std::map<std::string, std::string>;

Files readFolder(const std::filesystem::path& folder) {
  Files files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    files[std::filesystem::relative(entry.path(), folder).generic_string()] =
        std::string(std::istreambuf_iterator<char>(file), {});
  }
  return files;
}

/// Median over so many passes, after one that only warms up.
std::size_t count = 7;

template <typename Work>
double milliseconds(const Work& work) {
  std::vector<double> passes;
  for (std::size_t pass = 0; pass <= count; ++pass) {
    const auto start = std::chrono::steady_clock::now();
    work();
    const std::chrono::duration<double, std::milli> taken = std::chrono::steady_clock::now() - start;
    if (pass > 0) passes.push_back(taken.count());
  }
  const auto middle = passes.begin() + static_cast<std::ptrdiff_t>(count / 2);
  std::nth_element(passes.begin(), middle, passes.end());
  return *middle;
}

std::vector<facts::FactsPtr> extractAll(const std::vector<SourceFilePtr>& sources) {
  std::vector<facts::FactsPtr> facts;
  for (const SourceFilePtr& source : sources) facts.push_back(facts::extract(source));
  return facts;
}

}  // namespace

int main(int given, char** words) {
  if (given == 3) count = std::strtoul(words[2], nullptr, 10);
  if (given < 2 || given > 3 || count == 0) {
    std::fputs("limbeck_bench takes one folder, and how often it is to be checked\n", stderr);
    return 2;
  }
  const Files files = readFolder(words[1]);
  std::vector<SourceFilePtr> sources;
  for (const auto& [path, bytes] : files) {
    if (path.ends_with(".py")) sources.push_back(std::make_shared<const SourceFile>(path, bytes));
  }

  const double extract = milliseconds([&] { extractAll(sources); });

  project::Inputs inputs;
  inputs.files = extractAll(sources);
  const double link = milliseconds([&] { project::Project project(inputs); });

  const project::Project project(inputs);
  // The two schemas are computed when somebody first asks: here by themselves, for three databases.
  const double declared = milliseconds([&] { project::Declared models(project); });
  const project::Declared models(project);
  const std::vector<schema::Dialect> dialects{schema::Dialect::Sqlite, schema::Dialect::PostgreSql,
                                              schema::Dialect::MySql};
  const double replay = milliseconds([&] { project::Replays replays(project, models, dialects); });

  (void)project.replays();
  // Likewise what rules ask for: only the first of them waits for it.
  const double asked = milliseconds([&] {
    (void)project::readApplication(project);
    (void)project::tableActions(project);
    (void)project::findUnknowns(project);
    (void)project::dialectsOf(project);
    const project::ImportLines lines(project);
    const project::MetaDataUses uses(project);
  });
  const double rules = milliseconds([&] { (void)rules::check(project); });

  const rules::Report report = rules::check(project);
  const double json = milliseconds([&] { (void)formats::json(report); });

  const double text = milliseconds([&] { (void)formats::text(report, {}); });

  // What a developer at the keyboard waits for: one file changes, everything is answered again.
  Workspace workspace;
  for (const auto& [path, bytes] : files) workspace.setFile(path, bytes);
  (void)workspace.check();
  std::size_t edits = 0;
  const double edit = milliseconds([&] {
    const auto& [path, bytes] = *std::next(files.begin(), static_cast<std::ptrdiff_t>(files.size() / 2));
    workspace.setFile(path, bytes + std::string(++edits, '\n'));
    (void)formats::json(workspace.check());
  });

  std::printf(
      "{\"extract\":%.3f,\"link\":%.3f,\"declared\":%.3f,\"replay\":%.3f,\"asked\":%.3f,\"rules\":%.3f,\"json\":%.3f,"
      "\"text\":%.3f,"
      "\"edit\":%.3f,\"findings\":%zu}\n",
      extract, link, declared, replay, asked, rules, json, text, edit, report.findings.size());
}
