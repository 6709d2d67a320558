#include <algorithm>
#include <map>

#include "project/environments/rendered_types.h"
#include "project/given/places.h"
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

void check(const Project& project, Findings& findings) {
  for (const Environment& environment : project.environments().all()) {
    const SourceFile* file = templateIn(project, environment.folder);
    if (file == nullptr || environment.configures.empty() || rendersItself(environment)) continue;
    std::map<std::string, std::pair<RenderedType, project::ClassId>> needed;
    for (const ClassId model : project.environments().asked()) {
      if (!environment.aims(project.environments().metadataOf(model))) continue;
      for (RenderedType& type : project::renderedTypes(project, model))
        needed.emplace(type.module, std::pair(type, model));
    }
    const Span line = importLine(*file);
    for (const auto& [module, use] : needed) {
      if (project::templateImports(file->text(), module)) continue;
      const auto& [type, model] = use;
      Finding finding;
      finding.place = {file->path(), line};
      finding.subject = module;
      finding.message = concat("New scripts will not import ", quoted(module), ", which ", quoted(type.written), " in ",
                               quoted(project.classes().at(model).name), " needs, and fail with a `NameError`");
      finding.related.push_back({{project.file(type.file).path(), type.at.span()}, "the type is used here"});
      if (!line.empty()) {
        finding.fixes.push_back(
            {concat("Write ", quoted(concat("import ", module)), " into the template"),
             FixClass::Safe,
             {{file->path(), {{line.end, line.end}, concat(file->lineEnding(), "import ", module)}}},
             {}});
      }
      findings.push_back(std::move(finding));
    }
  }
}

}  // namespace
}  // namespace ev110

extern const Rule template_lacks_import{"EV110", Severity::Warning, FixClass::Safe, "", &ev110::check};

}  // namespace limbeck::rules
