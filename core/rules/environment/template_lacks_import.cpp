#include <algorithm>
#include <map>

#include "project/environments/rendered_types.h"
#include "project/given/places.h"
#include "project/migrations/histories.h"
#include "project/project.h"
#include "rules/environment/configure_calls.h"
#include "rules/revisions/script_template.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace ev110 {
namespace {

using project::ClassId;
using project::Environment;
using project::Project;
using project::RenderedType;
using project::evaluate::Value;

/// The scripts' own way to write such types: user_module_prefix, render_item, or directives that add imports.
bool rendersItself(const Environment& environment) {
  const auto given = [&](std::string_view argument) {
    return std::any_of(environment.configures.begin(), environment.configures.end(),
                       [&](const project::Configure& one) {
                         const Value* value = one.argument(argument);
                         return value != nullptr && !value->is(Value::Kind::None);
                       });
  };
  return hasOpenCall(environment) || given("user_module_prefix") || given("render_item") ||
         given("process_revision_directives");
}

/// The line that imports SQLAlchemy, or the first line that imports anything; empty when there is none.
Span importLine(const SourceFile& file) {
  Span found;
  for (std::uint32_t line = file.lineCount(); line-- > 0;) {
    if (file.line(line).starts_with("import sqlalchemy")) return file.lineSpan(line);
    if (file.line(line).starts_with("import ") || file.line(line).starts_with("from ")) found = file.lineSpan(line);
  }
  return found;
}

/// Worth a note: its scripts are written by hand; or it leaves out what does not belong to it, and which tables of a
/// MetaData that others compare with too are its own cannot be told.
bool mayNeverWrite(const Project& project, const Environment& environment) {
  const project::History* const history = project.histories().below(environment.file);
  if (history != nullptr && project::isWrittenByHand(project, *history)) return true;
  const bool filters = std::any_of(environment.configures.begin(), environment.configures.end(), [](const auto& one) {
    return one.argument("include_object") != nullptr || one.argument("include_name") != nullptr;
  });
  const std::vector<Environment>& all = project.environments().all();
  return filters && std::any_of(all.begin(), all.end(), [&](const Environment& other) {
           return other.file != environment.file && std::any_of(environment.targets.begin(), environment.targets.end(),
                                                                [&](project::MetaDataId id) { return other.aims(id); });
         });
}

/// A type that scripts will write, and a model that has it.
struct Use {
  RenderedType type;
  ClassId model;
};

std::string messageOf(const Project& project, const std::vector<const Use*>& missing) {
  if (missing.size() == 1) {
    const Use& use = *missing[0];
    return concat("New scripts will not import ", quoted(use.type.module), ", which ", quoted(use.type.written), " in ",
                  quoted(project.classes().at(use.model).name), " needs, and fail with a `NameError`");
  }
  std::vector<std::string> modules;
  for (const Use* use : missing) modules.push_back(quoted(use->type.module));
  return concat("New scripts will not import ", listed(modules),
                ", which types of the models need, and fail with a `NameError`");
}

/// One for a template, however many lines it lacks: the fix writes all of them.
Finding findingIn(const Project& project, const SourceFile& file, const std::vector<const Use*>& missing) {
  const Span line = importLine(file);
  Finding finding;
  finding.place = {file.path(), line};
  finding.message = messageOf(project, missing);
  std::string lines;
  for (const Use* use : missing) {
    finding.subject = concat(finding.subject, finding.subject.empty() ? "" : " ", use->type.module);
    finding.related.push_back({{project.file(use->type.file).path(), use->type.at.span()},
                               missing.size() == 1 ? std::string("the type is used here")
                                                   : concat(quoted(use->type.module), " is used here")});
    lines += concat(file.lineEnding(), "import ", use->type.module);
  }
  if (line.empty()) return finding;
  const std::string title =
      missing.size() == 1 ? concat("Write ", quoted(concat("import ", missing[0]->type.module)), " into the template")
                          : concat("Write the ", std::to_string(missing.size()), " imports into the template");
  finding.fixes.push_back({title, FixClass::Safe, {{file.path(), {{line.end, line.end}, lines}}}, {}});
  return finding;
}

void check(const Project& project, Findings& findings) {
  for (const Environment& environment : project.environments().all()) {
    const SourceFile* file = templateIn(project, environment.folder);
    if (file == nullptr || environment.configures.empty() || rendersItself(environment)) continue;
    std::map<std::string, Use> needed;
    for (const ClassId model : project.environments().asked()) {
      const bool reached = environment.reach[project.classes().at(model).file] != project::Reach::No;
      if (!reached || !environment.aims(project.environments().metadataOf(model))) continue;
      for (RenderedType& type : project::renderedTypes(project, model)) needed.emplace(type.module, Use{type, model});
    }
    std::vector<const Use*> missing;
    for (const auto& [module, use] : needed) {
      if (!project::templateImports(file->text(), module)) missing.push_back(&use);
    }
    if (missing.empty()) continue;
    findings.push_back(findingIn(project, *file, missing));
    if (mayNeverWrite(project, environment)) findings.back().severity = Severity::Info;
  }
}

}  // namespace
}  // namespace ev110

extern const Rule template_lacks_import{"EV110", Severity::Warning, FixClass::Safe, "", &ev110::check, Weight::Fails};

}  // namespace limbeck::rules
