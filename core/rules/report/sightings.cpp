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

/// Of a longer way only the ends are told, and one step for all in the middle: the first of them, or the first that is
/// not certain. Thousands of models may stand at the end of thousands of imports that are mostly the same.
constexpr std::ptrdiff_t stepsShown = 8;
constexpr std::ptrdiff_t stepsAtEnd = 3;

std::vector<Evidence> stepsOf(const Project& project, const std::vector<ImportEdge>& way) {
  std::vector<Evidence> steps;
  const auto add = [&](const ImportEdge& edge, const std::string& more) {
    steps.push_back({{project.file(edge.file).path(), edge.at.span()},
                     concat(edge.certain ? "imports " : "may import ", quoted(project.file(edge.to).path()), more)});
  };
  const bool whole = way.end() - way.begin() <= stepsShown;
  const auto middle = way.begin() + (whole ? 0 : stepsShown - stepsAtEnd - 1);
  const auto end = whole ? middle : way.end() - stepsAtEnd;
  for (auto step = way.begin(); step != middle; ++step) add(*step, {});
  if (!whole) {
    const auto doubt = std::find_if(middle, end, [](const ImportEdge& edge) { return !edge.certain; });
    add(doubt == end ? *middle : *doubt, concat(", one of ", std::to_string(end - middle), " steps in the middle"));
  }
  for (auto step = end; step != way.end(); ++step) add(*step, {});
  return steps;
}

Sighting unseen(const Project& project, ClassId model, const std::string& environment) {
  Sighting sighting;
  sighting.verdict = Verdict::Fail;
  const auto& all = project.environments().unseen();
  const auto at = std::lower_bound(all.begin(), all.end(), model, [](const project::UnseenModel& each, ClassId wanted) {
    return each.model < wanted;  // they are in the order of the classes
  });
  const auto one = at != all.end() && at->model == model ? at : all.end();
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
  const std::vector<ImportEdge> way = project.environments().wayTo(visibility);
  Sighting sighting;
  switch (visibility.sight) {
    case project::Sight::NotSeen: return unseen(project, model, path);
    case project::Sight::Unknown:
      sighting.verdict = Verdict::Undecided;
      sighting.text = concat("Cannot tell: ", visibility.why);
      sighting.steps = stepsOf(project, way);
      if (sighting.steps.empty())
        sighting.steps.push_back({{project.file(visibility.whyFile).path(), visibility.whyAt.span()}, visibility.why});
      return sighting;
    default:
      sighting.verdict = Verdict::Pass;
      sighting.steps = stepsOf(project, way);
      if (way.size() == 1 && way.front().running != environment.file)
        sighting.text = concat("The program below which ", quoted(path), " runs imports it");
      else
        sighting.text =
            concat(quoted(path), " gets to it in ", counted(static_cast<std::uint32_t>(way.size()), "step", "steps"));
      if (environment.assumed) sighting.text += "; its base is assumed to be the target, the only base with models";
      return sighting;
  }
}

}  // namespace limbeck::rules
