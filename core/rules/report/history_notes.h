// history_notes.h: the histories of migrations as a report shows them: rows and lanes to draw, and each revision in
// words. It refuses to find anything: what is wrong with a graph is for the rules.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "rules/finding.h"
#include "rules/report/evidence.h"

namespace limbeck::project {
class Project;
}

namespace limbeck::rules {

/// A line down to an older revision, in `lane` between the two rows.
struct EdgeNote {
  std::uint32_t row = 0;
  std::uint32_t lane = 0;
  bool dependency = false;  ///< by depends_on
};

/// One of the five review items of Standard B, for one revision (checklist.h).
struct CheckItem {
  std::string id;     ///< "expected", "foreign-keys", "indexes", "downgrade", "data-loss"
  std::string title;  ///< in the standard's words
  Verdict verdict = Verdict::Undecided;
  std::string text;  ///< the reason in a sentence, without a period
  std::vector<Evidence> evidence;
  std::vector<std::string> codes;  ///< of the rules that say the same: "MS602"
};

/// One revision, standing in the row of its index.
struct RevisionNote {
  std::string id;
  Place place;          ///< of the id; of the start of the file where the name is the id
  std::string message;  ///< first line of the docstring
  std::uint32_t lane = 0;
  std::vector<EdgeNote> edges;
  std::vector<std::string> marks;    ///< "head", "base", "branch point", "merge", "twice", "cycle"
  std::vector<std::string> labels;   ///< the branch_labels it declares
  std::vector<std::string> missing;  ///< parents and dependencies that no revision is
  std::string spoken;  ///< "`d4`, head, merges `b2` and `c3`: add users", for those who cannot see the lines
  std::vector<std::string>
      does;  ///< what its upgrade does to the schema, each in a clause: "creates `vendor` with 5 columns"
  std::vector<CheckItem> checklist;
};

struct HistoryNote {
  std::string folder;  ///< script_location
  std::vector<std::string> locations;
  std::string environment;  ///< path of its env.py; empty when there is none
  std::string headline;     ///< "2 heads, 14 revisions"
  bool whole = true;        ///< false when revisions may exist that are not here
  std::uint32_t lanes = 0;
  std::vector<RevisionNote> rows;                  ///< newest first
  std::vector<std::vector<std::uint32_t>> cycles;  ///< rows
  std::string merge;                   ///< id of the finding whose first fix merges the heads; empty when there is none
  std::vector<std::string> notLoaded;  ///< files of its locations that are no revision
};

/// Those that rules look at and that hold a revision, sorted by folder. `findings` are settled: they have ids.
[[nodiscard]] std::vector<HistoryNote> describeHistories(const project::Project& project,
                                                         const std::vector<Finding>& findings);

}  // namespace limbeck::rules
