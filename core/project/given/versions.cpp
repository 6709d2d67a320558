#include "project/given/versions.h"

#include <algorithm>

namespace limbeck::project {
namespace {

bool isDigit(char c) { return c >= '0' && c <= '9'; }

/// Nothing where no digit stands; absurdly long numbers stay below the limit.
std::optional<std::uint32_t> readNumber(std::string_view& text) {
  if (text.empty() || !isDigit(text.front())) return std::nullopt;
  std::uint32_t number = 0;
  for (; !text.empty() && isDigit(text.front()); text.remove_prefix(1)) {
    number = std::min<std::uint32_t>(number, 100'000'000) * 10 + static_cast<std::uint32_t>(text.front() - '0');
  }
  return number;
}

struct StageName {
  std::string_view name;
  Version::Stage stage;
};
constexpr StageName stages[] = {
    {"dev", Version::Stage::Dev},     {"alpha", Version::Stage::Alpha},   {"a", Version::Stage::Alpha},
    {"beta", Version::Stage::Beta},   {"b", Version::Stage::Beta},        {"rc", Version::Stage::Candidate},
    {"c", Version::Stage::Candidate}, {"pre", Version::Stage::Candidate}, {"post", Version::Stage::Post}};

std::int64_t depthOf(std::string_view path) { return std::count(path.begin(), path.end(), '/'); }

bool isStronger(const VersionClaim& a, const VersionClaim& b) {
  if (a.source != b.source) return a.source > b.source;
  const std::int64_t depthA = depthOf(a.path);
  const std::int64_t depthB = depthOf(b.path);
  return depthA != depthB ? depthA < depthB : a.lowest < b.lowest;
}

}  // namespace

std::optional<Version> readVersion(std::string_view text) {
  if (text.starts_with('v')) text.remove_prefix(1);
  Version version;
  for (std::size_t part = 0;; ++part) {
    const std::optional<std::uint32_t> number = readNumber(text);
    if (!number) return std::nullopt;
    if (part < version.release.size()) version.release[part] = *number;
    if (text.size() < 2 || text[0] != '.' || !isDigit(text[1])) break;
    text.remove_prefix(1);
  }
  text = text.substr(0, text.find('+'));
  if (text.empty()) return version;
  if (text.starts_with('.') || text.starts_with('-') || text.starts_with('_')) text.remove_prefix(1);
  const auto known =
      std::find_if(std::begin(stages), std::end(stages), [&](const StageName& s) { return text.starts_with(s.name); });
  if (known == std::end(stages)) return std::nullopt;
  text.remove_prefix(known->name.size());
  if (text.starts_with('.')) text.remove_prefix(1);
  version.stage = known->stage;
  version.number = readNumber(text).value_or(0);
  return text.empty() ? std::optional(version) : std::nullopt;
}

Versions::Versions(const std::vector<VersionClaim>& claims) {
  for (const VersionClaim& claim : claims) {
    const auto [at, fresh] = claims_.try_emplace(claim.package, claim);
    if (!fresh && isStronger(claim, at->second)) at->second = claim;
  }
}

const VersionClaim* Versions::of(std::string_view package) const {
  const auto at = claims_.find(package);
  return at == claims_.end() ? nullptr : &at->second;
}

bool Versions::isAtLeast(std::string_view package, const Version& version) const {
  const VersionClaim* claim = of(package);
  return claim != nullptr && !(claim->lowest < version);
}

bool Versions::isBefore(std::string_view package, const Version& version) const {
  const VersionClaim* const claim = of(package);
  return claim != nullptr && claim->source != VersionSource::Bounded && claim->lowest < version;
}

bool isVersioned(std::string_view package) {
  static constexpr std::string_view names[] = {"sqlalchemy", "alembic", "flask-migrate", "sqlmodel",
                                               "flask-sqlalchemy"};
  return std::find(std::begin(names), std::end(names), package) != std::end(names);
}

}  // namespace limbeck::project
