// suppression_edit.h: where a suppression comment for a finding could be written, best place first.
// It refuses to say which place works: the workspace tries them.
#pragma once

#include <string>
#include <vector>

#include "facts/facts.h"
#include "rules/finding.h"

namespace limbeck {

/// `# limbeck: ignore[CODE] reason` at the end of the finding's line, joined to one that is there already, or on a line
/// of its own above the statement; with `wholeFile` the file-wide form at the top. Line endings are the file's own.
[[nodiscard]] std::vector<rules::FileEdit> suppressionEdits(const facts::ModuleFacts& facts,
                                                            const rules::Finding& finding, std::string_view reason,
                                                            bool wholeFile);

}  // namespace limbeck
