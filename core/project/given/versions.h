// versions.h: which versions of SQLAlchemy and its kin the project is installed with, or asks for.
// It refuses to guess: a package that nothing given pins or bounds from below has no version here.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace limbeck::project {

/// A release, ordered as PEP 440 orders them; epochs and local parts do not occur among the packages in question.
struct Version {
  enum class Stage : std::uint8_t { Dev, Alpha, Beta, Candidate, Final, Post };
  std::array<std::uint32_t, 3> release{};
  Stage stage = Stage::Final;
  std::uint32_t number = 0;  ///< 3 of "2.1.0b3"
  friend bool operator==(const Version&, const Version&) = default;
  // libc++ 13 has no three-way comparison of arrays.
  friend bool operator<(const Version& a, const Version& b) {
    return std::tie(a.release, a.stage, a.number) < std::tie(b.release, b.stage, b.number);
  }
};

/// "2.0.30", "2.1.0b3", "2.1"; nothing for anything else, "2.0.*" included.
[[nodiscard]] std::optional<Version> readVersion(std::string_view text);

/// How a file speaks of a package, the weakest first.
enum class VersionSource : std::uint8_t { Bounded, Pinned, Locked, Settings };

/// One statement about one package: `SQLAlchemy>=2.0,<2.1` bounds, `==2.0.30` pins, a lock file locks.
struct VersionClaim {
  std::string package;  ///< as PEP 503 normalises it: "flask-migrate"
  Version lowest;
  VersionSource source = VersionSource::Bounded;
  std::string path;  ///< of the file that says so
};

class Versions {
 public:
  /// The strongest source wins, then the file nearest to the top, then the lowest version.
  explicit Versions(const std::vector<VersionClaim>& claims);

  /// Null when nothing is known. All but Bounded is the very version.
  [[nodiscard]] const VersionClaim* of(std::string_view package) const;
  /// Certainly that version or a later one; false when nothing is known.
  [[nodiscard]] bool isAtLeast(std::string_view package, const Version& version) const;
  /// Certainly an older one; false when nothing is known, or a bound only.
  [[nodiscard]] bool isBefore(std::string_view package, const Version& version) const;

 private:
  std::map<std::string, VersionClaim, std::less<>> claims_;
};

/// The packages whose versions matter: the rest of a lock file is not kept.
[[nodiscard]] bool isVersioned(std::string_view package);

}  // namespace limbeck::project
