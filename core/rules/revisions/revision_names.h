// revision_names.h: what a name in `down_revision` or `depends_on` really is, where Alembic takes exact ids only (facts
// F50). It refuses to look for what is missing.
#pragma once

#include <string>
#include <vector>

#include "project/migrations/histories.h"

namespace limbeck::rules {

enum class NameForm : std::uint8_t {
  Id,        ///< an id, whether or not some revision has it
  Empty,     ///< ""
  Symbol,    ///< "head", "heads", "base", "current"
  Relative,  ///< "-1", "+2", "head-1", "ae10+1", "billing@head"
  Several,   ///< "a1, b2": two ids in one text
  Label,     ///< a branch label
  Partial,   ///< the beginning of ids
};

/// Of a name that `revision` writes. A label is fine as a dependency: then it is an Id.
[[nodiscard]] NameForm formOf(const project::History& history, const project::Revision& revision,
                              const project::RevisionName& name, bool dependency);

/// The ids that begin with the text.
[[nodiscard]] std::vector<std::string> idsBeginning(const project::History& history, const std::string& text);

/// The parts of "a1, b2".
[[nodiscard]] std::vector<std::string> idsIn(const std::string& text);

}  // namespace limbeck::rules
