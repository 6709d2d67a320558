#include "rules/environment/configure_calls.h"

#include <algorithm>

#include "project/environments/central.h"
#include "project/given/places.h"
#include "rules/fixes/edits.h"
#include "text/concat.h"
#include "text/dotted.h"

namespace limbeck::rules {
namespace {

using facts::Kind;
using project::BaseForm;
using project::ClassId;
using project::Configure;
using project::DeclarativeBase;
using project::Environment;
using project::MetaDataUse;
using project::Project;

std::optional<MetaDataName> nameOf(const Project& project, const DeclarativeBase& base, project::FileId from) {
  if (base.form == BaseForm::Factory || base.name.empty()) return std::nullopt;
  const std::string name(topOf(base.name));  // db of db.Model
  if (base.file != project::noFile)
    return MetaDataName{project::importableName(project, base.file, from), name, concat(name, ".metadata")};
  const std::size_t dot = base.dotted.rfind('.');
  if (dot == std::string::npos || base.dotted.find('(') != std::string::npos) return std::nullopt;
  return MetaDataName{base.dotted.substr(0, dot), base.dotted.substr(dot + 1),
                      concat(base.dotted.substr(dot + 1), ".metadata")};
}

/// The call that the argument is written in, or would be: Flask-Migrate hands on what `Migrate` is given.
std::pair<project::FileId, Expr> givenIn(const Configure& configure, std::string_view argument) {
  if (configure.handedBy.empty() || configure.call.keyword(argument)) return {configure.file, configure.call};
  const auto found = std::find_if(configure.handedBy.begin(), configure.handedBy.end(),
                                  [&](const auto& one) { return one.second.keyword(argument); });
  return found == configure.handedBy.end() ? configure.handedBy.front() : *found;
}

}  // namespace

Place placeOf(const Project& project, const Configure& configure, std::string_view argument) {
  const auto [file, call] = givenIn(configure, argument);
  const Expr value = call.keyword(argument);
  if (value) return {project.file(file).path(), value.span()};
  return {project.file(configure.file).path(), configure.call.callee().span()};
}

FileEdit giveArgument(const Project& project, const Configure& configure, std::string_view argument,
                      std::string_view value) {
  const auto [file, call] = givenIn(configure, argument);
  const facts::ModuleFacts& facts = project.file(file);
  if (const Expr written = call.keyword(argument)) return replace(facts, written.span(), std::string(value));
  return appendItem(facts, call, concat(argument, "=", value));
}

bool lacks(const Configure& configure, std::string_view argument) {
  const project::evaluate::Value* value = configure.argument(argument);
  return value == nullptr || value->truth() == false;
}

Fix switchOn(const Project& project, const Environment& environment, std::string_view argument) {
  Fix fix{concat("Give ", quoted(concat(argument, "=True"))), FixClass::Safe, {}, {}};
  const bool handed = std::any_of(environment.configures.begin(), environment.configures.end(),
                                  [](const Configure& one) { return !one.handedBy.empty(); });
  for (const Configure& configure : environment.configures) {
    if (lacks(configure, argument) && (!handed || (!configure.handedBy.empty() && fix.edits.empty())))
      fix.edits.push_back(giveArgument(project, configure, argument, "True"));
  }
  return fix;
}

const Configure* onlineCall(const Environment& environment) {
  const Configure* found = nullptr;
  for (const Configure& configure : environment.configures) {
    if (found == nullptr || (found->offline && !configure.offline)) found = &configure;
  }
  return found;
}

bool hasOpenCall(const Environment& environment) {
  return std::any_of(environment.configures.begin(), environment.configures.end(),
                     [](const Configure& one) { return one.open; });
}

std::optional<MetaDataName> nameOf(const Project& project, const MetaDataUse& use, project::FileId from) {
  std::optional<MetaDataName> name;
  if (use.id != project::none) {
    for (const std::uint32_t base : project.environments().metadatas().at(use.id).bases) {
      if (!name) name = nameOf(project, project.classes().bases()[base], from);
    }
  }
  const Expr statement = use.made.parent();
  if (!name && statement.is(Kind::Assign) && statement.size() == 2 && statement[0].is(Kind::Name) &&
      !statement.parent().parent()) {
    const std::string& variable = statement[0].text();
    name = MetaDataName{project::importableName(project, use.file, from), variable, variable};
  }
  if (name && use.file == from) name->module.clear();
  return name;
}

bool concerns(const Project& project, const Environment& environment, const MetaDataUse& use) {
  if (project.environments().all().size() == 1) return true;
  const project::AlembicConfig* config = project::configOf(project.inputs(), environment.folder);
  const std::string root = config != nullptr ? config->folder() : std::string(project::folderOf(environment.folder));
  const auto isNear = [&](project::FileId file) { return project::isBelow(project.file(file).path(), root); };
  return std::any_of(use.models.begin(), use.models.end(),
                     [&](ClassId model) { return isNear(project.classes().at(model).file); }) ||
         std::any_of(use.tables.begin(), use.tables.end(),
                     [&](const project::CoreTable& table) { return isNear(table.file); });
}

}  // namespace limbeck::rules
