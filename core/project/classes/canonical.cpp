#include "project/classes/canonical.h"

#include <algorithm>
#include <numeric>
#include <optional>

#include "project/classes/classes.h"
#include "project/environments/environments.h"
#include "project/phases.h"
#include "text/expect.h"

namespace limbeck::project {
namespace {

/// Share of the models that makes a base canonical in a project that names none (rules.md, MB101).
constexpr std::uint32_t majorityPercent = 80;

}  // namespace

CanonicalBases::CanonicalBases(const WithEnvironments& project) {
  choose(project);
  const std::vector<DeclarativeBase>& bases = project.classes().bases();
  for (std::uint32_t i = 0; i < bases.size(); ++i) {
    if (canonical_[i] && bases[i].file != noFile && !project.modules().framework()) files_.push_back(bases[i].file);
  }
  import_ = importOf(project);
}

void CanonicalBases::choose(const WithEnvironments& project) {
  const std::vector<DeclarativeBase>& bases = project.classes().bases();
  bool owned = false;
  for (const DeclarativeBase& base : bases) {
    canonical_.push_back(base.owned);
    owned = owned || base.owned;
  }
  known_ = owned || project.modules().framework();
  if (known_) return;

  const std::vector<std::uint32_t> used = project.classes().uses();
  LIMBECK_EXPECT(used.size() == canonical_.size());
  const std::uint32_t models = std::accumulate(used.begin(), used.end(), 0U);
  const auto inUse = std::count_if(used.begin(), used.end(), [](std::uint32_t n) { return n > 0; });
  const bool compared = !project.environments().all().empty();
  const std::optional<std::vector<std::uint32_t>> targeted = project.environments().targetedBases();
  const auto isTargeted = [&](std::uint32_t base) {
    return targeted && std::find(targeted->begin(), targeted->end(), base) != targeted->end();
  };
  bool aimed = false;
  for (std::uint32_t i = 0; i < bases.size(); ++i) aimed = aimed || (used[i] > 0 && isTargeted(i));
  for (std::uint32_t i = 0; i < bases.size(); ++i) {
    const bool majority = models > 0 && used[i] * 100 >= majorityPercent * models;
    // An env.py that compares with nothing any model uses, or with who knows what, is no judge: nobody is blamed.
    canonical_[i] = inUse <= 1 ? used[i] > 0 || models == 0 : compared ? !aimed || isTargeted(i) : majority;
    known_ = known_ || canonical_[i];
  }
}

bool CanonicalBases::has(std::uint32_t base) const { return base < canonical_.size() && canonical_[base]; }

bool CanonicalBases::madeIn(FileId file) const { return std::find(files_.begin(), files_.end(), file) != files_.end(); }

std::pair<std::string, std::string> CanonicalBases::importOf(const WithEnvironments& project) const {
  for (const std::string& wanted : project.settings().base) {
    const std::size_t colon = wanted.find(':');
    if (colon != std::string::npos) return {wanted.substr(0, colon), wanted.substr(colon + 1)};
  }
  const std::vector<DeclarativeBase>& bases = project.classes().bases();
  for (std::uint32_t i = 0; i < bases.size(); ++i) {
    const DeclarativeBase& base = bases[i];
    if (!canonical_[i] || base.form == BaseForm::Factory || base.form == BaseForm::Flask) continue;
    if (base.file != noFile) return {project.resolver().dottedName(base.file), base.name};
    const std::size_t dot = base.dotted.rfind('.');
    if (dot != std::string::npos) return {base.dotted.substr(0, dot), base.name};
  }
  if (project.modules().framework()) return {"modules.core.database.models", "Base"};
  return {};
}

}  // namespace limbeck::project
