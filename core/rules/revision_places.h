// revision_places.h: where the parts of a revision stand, and how messages name it.
// It refuses to judge; every rule of the revision graph shares it.
#pragma once

#include <string>
#include <vector>

#include "project/migrations/histories.h"
#include "rules/finding.h"

namespace limbeck::rules {

/// The id; the first statement where the file name is the id.
[[nodiscard]] Place placeOf(const project::Project& project, const project::Revision& revision);
/// The name at `position`, or the whole value where the name was computed.
[[nodiscard]] Place placeOf(const project::Project& project, const project::Revision& revision,
                            const project::RevisionNames& names, std::size_t position);
/// The whole value of `down_revision`, `depends_on` or `branch_labels`; the id where it is not written.
[[nodiscard]] Place placeOf(const project::Project& project, const project::Revision& revision,
                            const project::RevisionNames& names);
/// The folder its file stands in: its version location.
[[nodiscard]] std::string locationOf(const project::Project& project, const project::Revision& revision);

/// Revisions that stand for the same thing: in one folder, with the same labels in force. Those below a label that
/// cannot be read are left out.
[[nodiscard]] std::vector<project::RevisionGraph::Indices> byBranch(const project::Project& project,
                                                                    const project::History& history,
                                                                    const project::RevisionGraph::Indices& revisions);

}  // namespace limbeck::rules
