// edit.h: changes to one text, and how to apply them together.
// It refuses to know why a change is made, or in which file.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "text/span.h"

namespace limbeck {

/// Replace the bytes of `span` by `text`; an empty span inserts.
struct Edit {
  Span span;
  std::string text;
  friend bool operator==(const Edit&, const Edit&) = default;
  // libc++ 13 has no three-way comparison of strings.
  friend bool operator<(const Edit& a, const Edit& b) { return std::tie(a.span, a.text) < std::tie(b.span, b.text); }
};

/// Two edits conflict when their spans overlap, or when they insert different text at the same place.
[[nodiscard]] bool conflict(const Edit& a, const Edit& b);

/// All edits at once, places meaning the text as given; equal edits count once. Nothing if any two conflict or lie
/// outside.
[[nodiscard]] std::optional<std::string> applyEdits(std::string_view text, std::vector<Edit> edits);

/// Edits over whole lines that turn `before` into `after`: sorted, apart from each other, few. Empty when equal.
[[nodiscard]] std::vector<Edit> editsBetween(std::string_view before, std::string_view after);

/// Unified diff with three lines of context and `a/` `b/` headers, as `git apply` reads it; empty when equal.
[[nodiscard]] std::string unifiedDiff(std::string_view path, std::string_view before, std::string_view after);

}  // namespace limbeck
