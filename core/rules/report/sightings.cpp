#include "rules/report/sightings.h"

#include <algorithm>

#include "project/classes/classes.h"
#include "project/environments/central.h"
#include "project/environments/environments.h"
#include "project/environments/unseen.h"
#include "project/project.h"
#include "rules/fixes/importing.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace {

using project::ClassId;
using project::Environment;
using project::ImportEdge;
using project::Project;
using project::Visibility;

std::vector<Evidence> stepsOf(const Project& project, const std::vector<ImportEdge>& chain) {
  std::vector<Evidence> steps;
  for (const ImportEdge& edge : chain) {
    steps.push_back({{project.file(edge.file).path(), edge.at.span()},
                     concat(edge.certain ? "imports " : "may import ", quoted(project.file(edge.to).path()))});
  }
  return steps;
}

Sighting unseen(const Project& project, ClassId model, const std::string& environment) {
  Sighting sighting;
  sighting.verdict = Verdict::Fail;
  const auto& all = project.environments().unseen();
  const auto one =
      std::find_if(all.begin(), all.end(), [&](const project::UnseenModel& each) { return each.model == model; });
  sighting.text = concat("Nothing that ", quoted(environment), " gets to imports it");
  if (const project::HandedOn* by = project.environments().of(model).assuming) {
    sighting.steps.push_back(
        {{project.file(by->file).path(), by->at.span()}, concat("assuming ", quoted(by->name), " does not call it")});
  }
  if (one == all.end()) return sighting;
  if (one->file == project::noFile) {
    const project::FileId list = listFor(project, project.environments().all()[one->environment]);
    for (const project::CentralFile& file : project.environments().central()) {
      if (file.file == list)
        sighting.steps.push_back(
            {{project.file(list).path(), file.lastImport.span()}, "the list of imports ends here, without it"});
    }
    return sighting;
  }
  const std::string& path = project.file(one->file).path();
  const Place place{path, one->at ? one->at.span() : Span{}};
  switch (one->cause) {
    case project::Cause::CentralUnreached:
      sighting.steps.push_back({place, concat(quoted(path), " lists it, and nothing imports that file")});
      break;
    case project::Cause::BehindBroken: sighting.steps.push_back({place, "this import fails"}); break;
    case project::Cause::NotCalled:
      sighting.steps.push_back({place, "this function would find it, and nothing calls it"});
      break;
    case project::Cause::OnlyDecorated: sighting.steps.push_back({place, "this decorator never runs"}); break;
    case project::Cause::BlindSpot: sighting.steps.push_back({place, "this discovery passes it by"}); break;
    case project::Cause::NotImported: break;
  }
  return sighting;
}

}  // namespace

Sighting sightingOf(const Project& project, ClassId model) {
  const Visibility& visibility = project.environments().of(model);
  if (visibility.sight == project::Sight::NotAsked) return {};
  const Environment& environment = project.environments().all()[visibility.environment];
  const std::string& path = project.file(environment.file).path();
  Sighting sighting;
  switch (visibility.sight) {
    case project::Sight::NotSeen: return unseen(project, model, path);
    case project::Sight::Unknown:
      sighting.verdict = Verdict::Undecided;
      sighting.text = concat("Cannot tell: ", visibility.why);
      sighting.steps = stepsOf(project, visibility.chain);
      if (sighting.steps.empty())
        sighting.steps.push_back({{project.file(visibility.whyFile).path(), visibility.whyAt.span()}, visibility.why});
      return sighting;
    default:
      sighting.verdict = Verdict::Pass;
      sighting.steps = stepsOf(project, visibility.chain);
      if (visibility.chain.size() == 1 && visibility.chain.front().running != environment.file)
        sighting.text = concat("The program below which ", quoted(path), " runs imports it");
      else
        sighting.text = concat(quoted(path), " gets to it in ",
                               counted(static_cast<std::uint32_t>(sighting.steps.size()), "step", "steps"));
      if (environment.assumed) sighting.text += "; its base is assumed to be the target, the only base with models";
      return sighting;
  }
}

}  // namespace limbeck::rules
