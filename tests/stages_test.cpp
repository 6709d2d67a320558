// stages_test.cpp: the Markdown suites of python, facts, schema, project, evaluate and verdicts: files in fences, the
// stage's dump in the fence behind. They come in by the door of users, the workspace; every `##` is a test of its own.
// It refuses to judge: whoever runs UPDATE=1 reads the difference.
#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/lsan_interface.h>
#endif
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <stdexcept>

#include "formats/schemas.h"
#include "project/classes/classes.h"
#include "project/comparison/differences.h"
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
#include "text/concat.h"
#include "workspace.h"

namespace limbeck::tests {
namespace {

/// Values that hold themselves are never freed (evaluate/unwinding.h): of a file called `circles.py` that is no leak to
/// find.
class Circles {
 public:
  explicit Circles(const std::string& path) : allowed_(path.ends_with("circles.py")) {
#ifdef __SANITIZE_ADDRESS__
    if (allowed_) __lsan_disable();
#endif
  }
  ~Circles() {
#ifdef __SANITIZE_ADDRESS__
    if (allowed_) __lsan_enable();
#endif
  }
  Circles(const Circles&) = delete;
  Circles& operator=(const Circles&) = delete;

 private:
  [[maybe_unused]] bool allowed_;
};

/// Imports one file in the evaluator: what its names are worth, why some are not known, or which files were imported on
/// the way, in order of path.
std::string evaluated(const std::string& what, const project::Project& project, const std::string& path) {
  const Circles circles(path);
  project::evaluate::Library library(project.inputs());
  project::evaluate::Evaluator evaluator(project.files(), project.resolver(), {&library});
  const project::FileId file = project.resolver().fileAt(path);
  evaluator.importFile(file);
  std::string out;
  if (what == "imports") {
    for (project::FileId id{0}; id < project.files().size(); ++id) {
      if (evaluator.imported(id)) out += project.file(id).path() + "\n";
    }
    return out;
  }
  for (const auto& [name, bindings] : project.file(file).names.module().names) {
    const project::evaluate::Value value = evaluator.member(file, name);
    if (what == "values") out += name + " = " + project::evaluate::show(value) + "\n";
    else if (value.isUnknown()) out += name + ": " + value.reason().text + "\n";
  }
  return out;
}

/// What a module's requirements come to, with the sentence for it and the places behind it.
std::string verdicts(const rules::Report& report) {
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

/// Every finding in one line, with how bad it is and what it says; with `advice` also what it follows from, and what to
/// do about it.
std::string findings(const rules::Report& report, bool advice) {
  static constexpr const char* words[] = {"", "info", "warning", "error"};
  std::string out;
  for (const rules::Finding& finding : report.findings) {
    const SourceFile* file = report.source(finding.place.path);
    const std::string line = file == nullptr ? "?" : std::to_string(1 + file->lineOf(finding.place.span.begin));
    out += std::string(words[static_cast<std::size_t>(finding.severity)]) + " " + finding.code + " " +
           finding.place.path + ":" + line + " " + finding.message + "\n";
    if (!advice) continue;
    if (!finding.becauseId.empty()) out += "  follows from another one\n";
    for (const rules::Fix& fix : finding.fixes) out += "  -> " + fix.title + "\n";
  }
  return out.empty() ? "nothing\n" : out;
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

/// What the replay says of each failure, beside its sentence: "failures sqlite".
std::string failures(const std::string& dialect, const project::Project& project) {
  const project::Replays replays(project, project.declared(),
                                 {schema::dialectNamed(dialect).value_or(schema::Dialect::Generic)});
  std::string out;
  const auto textAt = [&](const schema::FilePlace& place) {
    const SourceFile& file = *project.file(place.file).file;
    return std::string(file.text(place.span)) + " (line " + std::to_string(1 + file.lineOf(place.span.begin)) + ")";
  };
  for (const project::HistoryReplays& entry : replays.all()) {
    for (const project::ReplayFailure& one : entry.replays.front().failures) {
      const schema::Failure& what = one.failure;
      out += project.histories().all()[entry.history].at(one.revision).id + (one.downgrade ? " down " : " up ") +
             one.operation + ": " + schema::messageOf(what) + "\n  " + std::string(schema::nameOf(what.kind()));
      if (!what.table.second.empty()) out += ", table " + schema::show(what.table);
      if (!what.column.empty()) out += ", column " + what.column;
      if (!what.name.empty()) out += ", name " + what.name;
      if (!what.other.second.empty()) out += ", other " + schema::show(what.other);
      if (!what.near.empty()) out += ", near " + joined(what.near);
      out += "\n  at " + textAt(one.argument) + "\n";
      if (what.since.isKnown()) out += "  since " + textAt(what.since) + "\n";
    }
  }
  return out;
}

/// The rows of the comparison that are not the same on both sides, with what is known of each: "differences sqlite".
std::string differences(const std::string& dialect, const project::Project& project) {
  std::string out;
  for (const project::History* const history : project::comparedHistories(project)) {
    const project::Differences& compared =
        project.differences(history, schema::dialectNamed(dialect).value_or(schema::Dialect::Generic));
    for (const project::Difference& one : compared.rows) {
      if (one.row.mark == schema::Mark::Same) continue;
      out += std::string(schema::signOf(one.row.mark)) + " " + std::string(schema::nameOf(one.row.part)) + " " +
             schema::show(one.table) + (one.row.name.empty() ? "" : "." + one.row.name);
      if (one.declared != nullptr)
        out += one.declared->model == project::none ? ", of a Table"
                                                    : ", of " + project.classes().at(one.declared->model).name;
      if (one.revision) out += ", " + history->at(*one.revision).id;
      out += one.noticed.text.empty() ? "\n" : ": " + one.noticed.text + "\n";
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

/// "replay sqlite": what is behind the word is the database.
std::optional<formats::SchemaQuery> schemaQuery(const std::string& stage) {
  const auto asks = [&](std::string_view word, formats::SchemaQuery::Of of) -> std::optional<formats::SchemaQuery> {
    if (!stage.starts_with(word)) return std::nullopt;
    return formats::SchemaQuery{of, {}, false, schema::dialectNamed(stage.substr(word.size()))};
  };
  const auto replay = asks("replay ", formats::SchemaQuery::Of::Migrations);
  return replay ? replay : asks("both ", formats::SchemaQuery::Of::Both);
}

std::string dumpOf(const std::string& stage, const Workspace& workspace, const std::string& path) {
  if (stage == "quoted") return python::dump(workspace.facts(path)->code->module());
  if (stage == "facts") return workspace.printFacts();
  if (stage == "verdicts") return verdicts(workspace.check());
  if (stage == "findings" || stage == "advice") return findings(workspace.check(), stage == "advice");
  if (stage == "environments") return workspace.printEnvironments();
  if (const auto query = schemaQuery(stage)) return workspace.schema(*query, "text");
  const project::Project& project = workspace.project();
  if (stage == "values" || stage == "reasons" || stage == "imports") return evaluated(stage, project, path);
  if (stage == "names") return project::dumpNames(project);
  if (stage == "classes") return project::dumpClasses(project);
  if (stage == "modules") return project::dumpModules(project);
  if (stage == "revisions") return project::dumpRevisions(project);
  if (stage == "checklist") return checklists(project);
  if (stage == "scripts") return project::dumpScripts(project);
  if (stage.starts_with("models ")) return models(stage, project);
  if (stage.starts_with("failures ")) return failures(stage.substr(9), project);
  if (stage.starts_with("differences ")) return differences(stage.substr(12), project);
  if (stage == "unknowns") return project::dumpUnknowns(project);
  return "there is no stage called " + stage + "\n";
}

/// A fence is a file that is given, or the dump of a stage.
bool isFile(const Fence& fence) {
  static constexpr std::string_view languages[] = {"py", "json", "ini", "text", "sql"};
  return std::find(std::begin(languages), std::end(languages), fence.language) != std::end(languages);
}

/// SQL is read as a database reads it, which needs no project around it.
bool isGiven(const Fence& fence) { return isFile(fence) && fence.language != "sql"; }

/// The dumps of a section, one for each fence that is no file.
std::vector<std::string> dumpsOf(const Section& section) {
  std::vector<std::string> dumps;
  Workspace workspace;
  std::map<std::string, std::string> files;
  std::string last;
  for (const Fence& fence : section.fences) {
    if (isFile(fence)) files[fence.path] = fence.body;
    if (files.count(fence.path) == 1) last = fence.path;
    if (fence.language.starts_with("effects")) dumps.push_back(effects(fence.language, files.at(last)));
    else if (isGiven(fence)) workspace.setFile(fence.path, fence.body);
    else if (!isFile(fence)) dumps.push_back(dumpOf(fence.language, workspace, last));
  }
  return dumps;
}

/// Writes dumps where they stand in the suite. What was written for other sections meanwhile has moved them.
void rewrite(const Section& section, const std::vector<std::string>& dumps) {
  std::string text = readFile(section.file);
  std::size_t next = dumps.size();
  for (const Section& now : sectionsOf(section.file)) {
    if (now.title != section.title) continue;
    for (auto fence = now.fences.rbegin(); fence != now.fences.rend(); ++fence) {
      if (!isFile(*fence)) text.replace(fence->span.begin, fence->span.size(), dumps.at(--next));
    }
  }
  std::ofstream(section.file, std::ios::binary) << text;
}

class EverySection : public testing::TestWithParam<Section> {};

TEST_P(EverySection, SaysWhatEachStageUnderstands) {
  const Section& section = GetParam();
  const std::vector<std::string> dumps = dumpsOf(section);
  ASSERT_FALSE(dumps.empty()) << section.title << " checks nothing";
  if (isUpdate()) return rewrite(section, dumps);
  std::size_t next = 0;
  for (const Fence& fence : section.fences) {
    if (!isFile(fence)) {
      EXPECT_EQ(fence.body, dumps.at(next++)) << fence.language;
    } else if (isGiven(fence)) {
      EXPECT_TRUE(Workspace::wants(fence.path).keep) << fence.path << " is a file that nobody can give";
    }
  }
}

std::vector<Section> allSections() {
  std::vector<Section> all;
  for (const char* folder : {"python", "facts", "schema", "project", "evaluate", "verdicts"}) {
    for (const std::string& path : markdownBelow(std::string(LIMBECK_TESTS_DIR) + "/" + folder)) {
      std::vector<Section> sections = sectionsOf(path);
      if (sections.empty()) throw std::runtime_error(path + " checks nothing");
      std::move(sections.begin(), sections.end(), std::back_inserter(all));
    }
  }
  return all;
}

INSTANTIATE_TEST_SUITE_P(Stages, EverySection, testing::ValuesIn(allSections()),
                         [](const auto& test) { return nameOf(test.param); });

}  // namespace
}  // namespace limbeck::tests
