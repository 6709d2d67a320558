#include "project/phases.h"

#include <algorithm>
#include <utility>

#include "project/classes/canonical.h"
#include "project/classes/classes.h"
#include "project/environments/elsewhere.h"
#include "project/environments/environments.h"
#include "project/evaluate/library.h"
#include "project/evaluate/path_edits.h"
#include "project/names/modules.h"
#include "project/names/resolver.h"
#include "project/names/unmatched.h"
#include "project/registration/registrations.h"
#include "text/expect.h"

namespace limbeck::project {
namespace {

std::vector<VersionClaim> allClaims(const Inputs& inputs) {
  std::vector<VersionClaim> claims = inputs.versions;
  const std::vector<VersionClaim>& settings = inputs.settings.settings.versions;
  claims.insert(claims.end(), settings.begin(), settings.end());
  return claims;
}

std::vector<ImportRoot> prependedRoots(const Inputs& inputs) {
  std::vector<ImportRoot> roots;
  for (const AlembicConfig& config : inputs.alembic) {
    for (const std::string& folder : config.prependSysPath) roots.push_back({config.folder(), folder});
  }
  return roots;
}

/// Imports start where alembic.ini says, and where an env.py says in Python: its expressions need a resolver
/// themselves.
std::unique_ptr<Resolver> madeResolver(const Inputs& inputs, evaluate::Library& library) {
  std::vector<ImportRoot> roots = prependedRoots(inputs);
  auto resolver = std::make_unique<Resolver>(inputs.files, inputs.settings.settings, roots);
  std::vector<ImportRoot> more = evaluate::pathEdits(inputs, *resolver, library);
  if (more.empty()) return resolver;
  roots.insert(roots.end(), more.begin(), more.end());
  return std::make_unique<Resolver>(inputs.files, inputs.settings.settings, std::move(roots));
}

}  // namespace

Given::Given(Inputs inputs)
    : inputs_(std::move(inputs)),
      versions_(allClaims(inputs_)),
      library_(std::make_unique<evaluate::Library>(inputs_)) {
  LIMBECK_EXPECT(std::is_sorted(inputs_.files.begin(), inputs_.files.end(),
                                [](const FactsPtr& a, const FactsPtr& b) { return a->path() < b->path(); }));
}

Given::~Given() = default;

WithNames::WithNames(Inputs given)
    : Given(std::move(given)),
      resolver_(madeResolver(inputs(), library())),
      modules_(std::make_unique<Modules>(inputs())),
      classes_(std::make_unique<Classes>(files(), *resolver_, *modules_, settings())),
      builtModules_(std::make_unique<BuiltModules>(inputs())),
      settingsProblems_(inputs().settings.problems) {
  for (SettingsProblem& problem : unmatchedSettings(inputs(), *resolver_)) {
    settingsProblems_.push_back(std::move(problem));
  }
}

WithNames::~WithNames() = default;

WithEnvironments::WithEnvironments(Inputs inputs)
    : WithNames(std::move(inputs)), environments_(std::make_unique<Environments>(*this)) {}

WithEnvironments::~WithEnvironments() = default;

WithRegistrations::WithRegistrations(Inputs given)
    : WithEnvironments(std::move(given)),
      canonical_(std::make_unique<CanonicalBases>(*this)),
      registrations_(std::make_unique<Registrations>(inputs(), resolver(), modules(), classes())) {}

WithRegistrations::~WithRegistrations() = default;

}  // namespace limbeck::project
