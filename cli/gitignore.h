// gitignore.h: the ignore files of the folders on the way down.
// It refuses to look above the folder where the walk began.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace limbeck::cli {

/// The patterns of one `.gitignore`.
class GitIgnore {
 public:
  explicit GitIgnore(std::string_view text);

  enum class Answer { Nothing, Ignored, Kept };
  /// `path` is relative to the folder of the file. The last pattern that matches decides; `!` keeps.
  [[nodiscard]] Answer answer(std::string_view path, bool isFolder) const;

 private:
  struct Pattern {
    std::string text;
    bool negated = false;
    bool foldersOnly = false;
    bool anchored = false;  ///< begins with a slash and has no other: this folder only
  };
  std::vector<Pattern> patterns_;
};

}  // namespace limbeck::cli
