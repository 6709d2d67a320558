// examples.h: the files of an example: which path a fence has, and which findings its lines expect.
// It refuses to check anything, and to look for fences: blocks.h does.
#pragma once

#include <string>
#include <string_view>

#include "rules/page/page.h"

namespace limbeck::rules {

/// The last path in backticks of the line, empty if there is none. A path has a dot or a slash, and no space.
[[nodiscard]] std::string pathInBackticks(std::string_view line);

/// Takes every `# expect: CODE[, CODE]` out of the text and notes what it marks. A comment alone on its line marks the
/// next line that stays, and goes with its line.
[[nodiscard]] std::string takeExpectations(std::string_view path, std::string_view text, std::vector<Expected>& into);

/// Problems of a finished example, in words.
void reviewExample(const Example& example, std::vector<std::string>& problems);

}  // namespace limbeck::rules
