// stages_test.cpp: the Markdown suites of python, facts, schema, project and verdicts: files in fences, the stage's
// dump in the fence behind. It refuses to judge: whoever runs UPDATE=1 reads the difference.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>

#include "facts/extract.h"
#include "formats/formats.h"
#include "formats/schemas.h"
#include "project/dump.h"
#include "project/evaluate/evaluator.h"
#include "project/evaluate/library.h"
#include "project/migrations/histories.h"
#include "project/models/declared.h"
#include "project/project.h"
#include "python/quote.h"
#include "rules/report/checklist.h"
#include "schema/create_table.h"
#include "schema/dump.h"
#include "schema/sql.h"
#include "support/suite.h"
#include "workspace.h"

namespace limbeck::tests {
namespace {

/// A fence of a suite: its language, where its body stands, and the path named before it.
struct Fence {
  std::string language;
  std::string path;
  std::size_t begin = 0;
  std::size_t end = 0;
};

struct Section {
  std::string title;
  std::vector<Fence> fences;
};

std::vector<Section> sectionsOf(const std::string& text) {
  std::vector<Section> sections;
  std::string path = "example.py";
  std::size_t at = 0;
  Fence* open = nullptr;
  while (at < text.size()) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string line = text.substr(at, end - at);
    if (open != nullptr) {
      if (line == "```") {
        open->end = at;
        open = nullptr;
      }
    } else if (line.rfind("## ", 0) == 0) {
      sections.push_back({line.substr(3), {}});
      path = "example.py";
    } else if (line.rfind("```", 0) == 0 && !sections.empty()) {
      sections.back().fences.push_back({line.substr(3), path, end + 1, end + 1});
      open = &sections.back().fences.back();
    } else if (const std::size_t tick = line.find('`'); tick != std::string::npos) {
      path = line.substr(tick + 1, line.find('`', tick + 1) - tick - 1);
    }
    at = end + 1;
  }
  return sections;
}

using Files = std::map<std::string, std::string>;

/// Imports one file in the evaluator: what its names are worth, or which files were imported on the way, in order of
/// path.
std::string evaluated(const std::string& what, const project::Inputs& inputs, const std::string& path) {
  const project::Resolver resolver(inputs.files, inputs.settings.settings);
  project::evaluate::Library library(inputs);
  project::evaluate::Evaluator evaluator(inputs.files, resolver, {&library});
  const project::FileId file = resolver.fileAt(path);
  evaluator.importFile(file);
  std::string out;
  if (what == "imports") {
    for (project::FileId id{0}; id < inputs.files.size(); ++id) {
      if (evaluator.imported(id)) out += inputs.files[id]->path() + "\n";
    }
    return out;
  }
  for (const auto& [name, bindings] : inputs.files[file]->names.module().names) {
    out += name + " = " + project::evaluate::show(evaluator.member(file, name)) + "\n";
  }
  return out;
}

/// What a module's requirements come to, with the sentence for it and the places behind it.
std::string verdicts(const Files& files) {
  Workspace workspace;
  for (const auto& [path, text] : files) workspace.setFile(path, text);
  const rules::Report report = workspace.check();
  std::string out = report.headline + "\n";
  for (const rules::ModuleVerdict& module : report.modules) {
    out += module.name + ": " + module.label + "\n";
    for (const rules::RequirementVerdict& one : module.requirements) {
      out += "  " + one.id + " " + std::string(rules::verdictLabel(one.verdict)) + ": " + one.text + "\n";
      for (const rules::Evidence& evidence : one.evidence) {
        const SourceFile* file = report.source(evidence.place.path);
        const std::string line = file == nullptr ? "?" : std::to_string(1 + file->lineOf(evidence.place.span.begin));
        out += "    " + evidence.place.path + ":" + line + " " + evidence.text + "\n";
      }
    }
  }
  return out;
}

/// The review items of every revision: a verdict, the reason, what shows it.
std::string checklists(const project::Project& project) {
  static constexpr const char* words[] = {"not applicable", "no models", "yes", "cannot tell", "no"};
  std::string out;
  for (const project::History* history : project.histories().judged()) {
    for (project::RevisionGraph::Index i{0}; i < history->revisions.size(); ++i) {
      out += history->at(i).id + "\n";
      for (const rules::CheckItem& item : rules::checklist(project, *history, i)) {
        out += "  " + item.id + ": " + words[static_cast<std::size_t>(item.verdict)] + ": " + item.text;
        for (const std::string& code : item.codes) out += " [" + code + "]";
        out += "\n";
        for (const rules::Evidence& one : item.evidence) out += "    " + one.text + "\n";
      }
    }
  }
  return out;
}

/// `<?>` in a suite is a part of the text that is only known when the program runs.
std::string withHoles(std::string text) {
  for (std::size_t at = text.find("<?>"); at != std::string::npos; at = text.find("<?>", at))
    text.replace(at, 3, 1, schema::hole);
  return text;
}

/// The effects of a text, read as a database reads it: "effects", "effects mysql".
std::string effects(const std::string& stage, const std::string& sql) {
  const std::string dialect = stage == "effects" ? "generic" : stage.substr(std::string("effects ").size());
  return schema::dump(
      schema::readSql(withHoles(sql), schema::dialectNamed(dialect).value_or(schema::Dialect::Generic)));
}

/// What each MetaData holds, as that database would get it: "models sqlite". What could not be told comes last.
std::string models(const std::string& stage, const project::Project& project) {
  const schema::Dialect dialect =
      schema::dialectNamed(stage.substr(std::string("models ").size())).value_or(schema::Dialect::Generic);
  const project::Declared& declared = project.declared();
  std::string out;
  for (const project::DeclaredMetaData& metadata : declared.all()) {
    if (declared.all().size() > 1) out += "# " + metadata.name + "\n\n";
    const schema::Schema schema = declared.schemaOf(metadata, dialect);
    out += schema::describe(schema, dialect);
    for (const schema::Doubt& doubt : schema.doubts) out += "? " + doubt.reason + "\n";
  }
  return out;
}

std::string stage(const std::string& name, const Files& files, const std::string& lastPath) {
  if (name == "quoted") return python::dump(python::quote(files.at(lastPath)).code.module());
  if (name == "verdicts") return verdicts(files);
  if (name.starts_with("effects")) return effects(name, files.at(lastPath));
  project::Inputs inputs;
  for (const auto& [path, text] : files) {
    if (path.ends_with(".py")) inputs.files.push_back(facts::extract(std::make_shared<const SourceFile>(path, text)));
    else inputs.otherFiles.push_back(path);
    for (project::AlembicConfig& config : formats::readAlembic(path, text)) inputs.alembic.push_back(std::move(config));
    if (path.ends_with("requirements.txt")) inputs.versions = formats::readVersions(path, text);
    if (auto data = formats::readData(path, text)) inputs.data.push_back(std::move(*data));
  }
  if (name == "facts") {
    std::string all;
    for (const facts::FactsPtr& file : inputs.files) all += facts::dump(*file);
    return all;
  }
  if (name == "values" || name == "imports") return evaluated(name, inputs, lastPath);
  const project::Project project(std::move(inputs));
  if (name == "names") return project::dumpNames(project);
  if (name == "classes") return project::dumpClasses(project);
  if (name == "modules") return project::dumpModules(project);
  if (name == "environments") return project::dumpEnvironments(project);
  if (name == "revisions") return project::dumpRevisions(project);
  if (name == "checklist") return checklists(project);
  if (name == "scripts") return project::dumpScripts(project);
  if (name.starts_with("models ")) return models(name, project);
  if (name.starts_with("replay "))
    return formats::schemaText(project,
                               {formats::SchemaQuery::Of::Migrations, {}, false, schema::dialectNamed(name.substr(7))});
  if (name.starts_with("both "))
    return formats::schemaText(project,
                               {formats::SchemaQuery::Of::Both, {}, false, schema::dialectNamed(name.substr(5))});
  if (name == "unknowns") return project::dumpUnknowns(project);
  return "there is no stage called " + name + "\n";
}

class Suite : public testing::TestWithParam<std::string> {};

TEST_P(Suite, SaysWhatEachStageUnderstands) {
  const std::string path = GetParam();
  const std::string text = readFile(path);
  const char* variable = std::getenv("UPDATE");
  const bool update = variable != nullptr && std::string_view(variable) == "1";
  std::string rewritten;
  std::size_t kept = 0;
  std::size_t dumps = 0;
  for (const Section& section : sectionsOf(text)) {
    Files files;
    std::string lastPath;
    for (const Fence& fence : section.fences) {
      const std::string body = text.substr(fence.begin, fence.end - fence.begin);
      if (!fence.path.empty() && files.count(fence.path) > 0) lastPath = fence.path;
      if (fence.language == "py" || fence.language == "json" || fence.language == "ini" || fence.language == "text" ||
          fence.language == "sql") {
        files[fence.path] = body;
        lastPath = fence.path;
        continue;
      }
      const std::string dump = stage(fence.language, files, lastPath);
      ++dumps;
      if (!update) {
        EXPECT_EQ(body, dump) << section.title;
      }
      rewritten += text.substr(kept, fence.begin - kept) + dump;
      kept = fence.end;
    }
  }
  EXPECT_GT(dumps, 0U) << path << " checks nothing";
  if (update) std::ofstream(path, std::ios::binary) << rewritten + text.substr(kept);
}

std::vector<std::string> suites() {
  std::vector<std::string> all;
  for (const char* folder : {"python", "facts", "schema", "project", "evaluate", "verdicts"}) {
    for (std::string& path : markdownBelow(std::string(LIMBECK_TESTS_DIR) + "/" + folder))
      all.push_back(std::move(path));
  }
  return all;
}

INSTANTIATE_TEST_SUITE_P(Stages, Suite, testing::ValuesIn(suites()), [](const auto& test) {
  const std::filesystem::path path(test.param);
  return path.parent_path().filename().string() + "_" + path.stem().string();
});

}  // namespace
}  // namespace limbeck::tests
