// glob.h: path patterns, as people write them in settings and in .gitignore.
// It refuses to touch a file system.
#pragma once

#include <string_view>

namespace limbeck {

/// `*` and `?` stay inside one path segment, `**` crosses them, `[a-z]` is a class. The whole path must match;
/// a pattern without a slash matches the last segment; a pattern that names a folder matches everything below it.
/// (gitignore(5), without negation and without anchoring rules.)
[[nodiscard]] bool globMatches(std::string_view pattern, std::string_view path);

/// The same for the path alone: a pattern that names a folder says nothing of what is below. `a/*` followed by `!a/b/`
/// in a .gitignore takes `a/b` back with all that is in it.
[[nodiscard]] bool globMatchesItself(std::string_view pattern, std::string_view path);

}  // namespace limbeck
