#include "project/project.h"

#include <algorithm>

#include "project/application/application.h"
#include "project/classes/classes.h"
#include "project/dialects.h"
#include "project/direct_tables/tables.h"
#include "project/environments/environments.h"
#include "project/migrations/histories.h"
#include "project/migrations/replay/replay.h"
#include "project/models/declared.h"
#include "project/names/modules.h"
#include "project/names/resolver.h"
#include "project/names/unmatched.h"
#include "project/registration/registrations.h"
#include "project/unknowns.h"
#include "text/expect.h"

namespace limbeck::project {
namespace {

std::vector<VersionClaim> allClaims(const Inputs& inputs) {
  std::vector<VersionClaim> claims = inputs.versions;
  const std::vector<VersionClaim>& settings = inputs.settings.settings.versions;
  claims.insert(claims.end(), settings.begin(), settings.end());
  return claims;
}

}  // namespace

Project::Project(Inputs inputs) : inputs_(std::move(inputs)), versions_(allClaims(inputs_)) {
  std::vector<ImportRoot> lastRoots;
  for (const AlembicConfig& config : inputs_.alembic) {
    for (const std::string& folder : config.prependSysPath) lastRoots.push_back({config.folder(), folder});
  }
  LIMBECK_EXPECT(std::is_sorted(inputs_.files.begin(), inputs_.files.end(),
                                [](const FactsPtr& a, const FactsPtr& b) { return a->path() < b->path(); }));
  resolver_ = std::make_unique<Resolver>(inputs_.files, inputs_.settings.settings, std::move(lastRoots));
  modules_ = std::make_unique<Modules>(inputs_);
  classes_ = std::make_unique<Classes>(inputs_.files, *resolver_, *modules_, inputs_.settings.settings);
  environments_ = std::make_unique<Environments>(*this);
  histories_ = std::make_unique<Histories>(*this);
  std::optional<std::optional<std::vector<std::uint32_t>>> targeted;
  if (!environments_->all().empty()) targeted.emplace(environments_->targetedBases());
  classes_->chooseCanonical(targeted);
  registrations_ = std::make_unique<Registrations>(inputs_, *resolver_, *modules_, *classes_);
  tables_ = tableActions(*this);
  application_ = std::make_unique<WebApplication>(readApplication(*this));
  unknowns_ = findUnknowns(*this);
  for (SettingsProblem& problem : unmatchedSettings(inputs_, *resolver_))
    inputs_.settings.problems.push_back(std::move(problem));
}

Project::~Project() = default;

const Dialects& Project::dialects() const {
  if (!dialects_) dialects_ = std::make_unique<Dialects>(dialectsOf(*this));
  return *dialects_;
}

const Declared& Project::declared() const {
  if (!declared_) declared_ = std::make_unique<Declared>(*this);
  return *declared_;
}

const Replays& Project::replays() const {
  if (!replays_) replays_ = std::make_unique<Replays>(*this, declared());
  return *replays_;
}

}  // namespace limbeck::project
