#include "project/project.h"

#include <utility>

#include "project/application/application.h"
#include "project/comparison/differences.h"
#include "project/dialects.h"
#include "project/direct_tables/tables.h"
#include "project/environments/imports.h"
#include "project/environments/metadata_use.h"
#include "project/migrations/histories.h"
#include "project/migrations/newest.h"
#include "project/migrations/replay/replay.h"
#include "project/models/declared.h"
#include "project/models/written.h"
#include "project/unknowns.h"

namespace limbeck::project {
namespace {

/// What is kept there; made first when it is not there yet.
template <typename T, typename Make>
const T& kept(std::unique_ptr<T>& place, Make make) {
  if (!place) place = std::make_unique<T>(make());
  return *place;
}

}  // namespace

Project::Project(Inputs inputs)
    : WithRegistrations(std::move(inputs)), histories_(std::make_unique<Histories>(*this)) {}

Project::~Project() = default;

bool Project::usesAlembic() const { return !environments().all().empty() || !histories().judged().empty(); }

const Newest& Project::newest() const {
  if (!newest_) newest_ = std::make_unique<Newest>(*this, *histories_);
  return *newest_;
}

const std::vector<TableAction>& Project::tables() const {
  return kept(tables_, [&] { return tableActions(*this); });
}

const WebApplication& Project::application() const {
  return kept(application_, [&] { return readApplication(*this); });
}

const std::vector<Unknown>& Project::unknowns() const {
  return kept(unknowns_, [&] { return findUnknowns(*this); });
}

const ImportLines& Project::importLines() const {
  return kept(importLines_, [&] { return ImportLines(*this); });
}

const MetaDataUses& Project::metadataUses() const {
  return kept(metadataUses_, [&] { return MetaDataUses(*this); });
}

CallPlaces& Project::callPlaces() const {
  if (!callPlaces_) callPlaces_ = std::make_unique<CallPlaces>();
  return *callPlaces_;
}

const Dialects& Project::dialects() const {
  return kept(dialects_, [&] { return dialectsOf(*this); });
}

const Declared& Project::declared() const {
  if (!declared_) declared_ = std::make_unique<Declared>(*this);
  return *declared_;
}

const Replays& Project::replays() const {
  if (!replays_) replays_ = std::make_unique<Replays>(*this, declared());
  return *replays_;
}

Comparisons& Project::comparisons() const {
  if (!comparisons_) comparisons_ = std::make_unique<Comparisons>(*this);
  return *comparisons_;
}

const Differences& Project::differences(const History* history, schema::Dialect dialect) const {
  return comparisons().of(history, dialect);
}

}  // namespace limbeck::project
