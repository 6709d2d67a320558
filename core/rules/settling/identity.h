// identity.h: what makes a finding the same one tomorrow, while the lines around it move.
// It refuses to compare findings of different projects.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "rules/finding.h"
#include "text/source_file.h"

namespace limbeck::rules {

/// 16 hexadecimal digits made of the code, the path, the subject and the line that is marked, white space and our own
/// comments left out; of a note about older revisions, made of the code and the history. `file` is the one the finding
/// is in, null when it is not here. Paths are seen from `folder`, where they lie below it.
[[nodiscard]] std::string identityOf(const Finding& finding, const SourceFile* file, std::string_view folder = {});

/// The settled finding's id, as it would be for somebody who checks from within `folder`.
[[nodiscard]] std::string fingerprintOf(const Finding& finding, const SourceFile* file, std::string_view folder);

/// The path as it is seen from the folder; itself where it does not lie below.
[[nodiscard]] std::string_view seenFrom(std::string_view path, std::string_view folder);

}  // namespace limbeck::rules
