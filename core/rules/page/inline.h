// inline.h: a line of Markdown as runs of prose, code and links; private to reading pages.
// It refuses to nest: a run has one style.
#pragma once

#include <string_view>

#include "rules/page/page.h"

namespace limbeck::rules {

/// Code spans, **strong**, *emphasis*, _emphasis_, [links](to), <https://links> and backslash escapes (CommonMark 0.31,
/// 6). What closes nowhere is prose. Line breaks become spaces; links to scripts become prose.
[[nodiscard]] Inlines readInlines(std::string_view markdown);

}  // namespace limbeck::rules
