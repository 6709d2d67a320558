// git.h: what a change touches, asked of git: no shell, nothing written.
// It refuses to know what the files are for.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace limbeck::cli {

/// How the files on disk differ from the point where this branch left a revision: what was committed since, what was
/// not, and what git does not know yet.
struct Difference {
  std::string problem;               ///< a sentence when git could not say; then there is nothing else
  std::filesystem::path top;         ///< of the repository
  std::string base;                  ///< the commit that is compared with
  std::vector<std::string> present;  ///< paths from the top: changed or new
  std::vector<std::string> gone;     ///< paths from the top: there before, and not now
};

[[nodiscard]] Difference differenceTo(const std::filesystem::path& folder, const std::string& revision);

/// What a file held in that commit; nothing when it was not there.
[[nodiscard]] std::optional<std::string> contentAt(const Difference& difference, std::string_view path);

}  // namespace limbeck::cli
