// fixing.h: what is asked of a fix, and what trying it showed.
// It refuses to apply anything: the workspace does.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "rules/finding.h"
#include "rules/report/report.h"

namespace limbeck::rules {

/// What to fix: one finding's fix, every fix of a rule, every safe fix, or a suppression to be written.
struct FixSelection {
  std::string finding;  ///< id; with `fix` its number
  std::uint32_t fix = 0;
  std::string rule;               ///< code
  bool safe = false;              ///< all safe fixes
  bool unsafe = false;            ///< with `safe` or `rule`: unsafe and generated ones as well
  std::vector<std::string> only;  ///< with `safe`: codes or their beginnings; empty for all
  std::string ignore;             ///< id of a finding to be suppressed
  std::string reason;             ///< why it is suppressed
  bool wholeFile = false;
};

struct Refusal {
  std::string id;
  std::string code;
  std::string reason;
};

/// Proved: the files parse, the finding is gone and nothing new is there, imports lead somewhere, and the models
/// declare the same schema but for what the fix is about. Breaks: one of the last two does not hold.
enum class ProofState : std::uint8_t { Proved, Remains, NewFindings, Breaks, DoesNotParse, Overlaps, Stale, None };

/// The edits, and what trying them on a copy showed.
struct FixResult {
  std::vector<FileEdit> edits;  ///< against the workspace's present text; sorted, no overlaps
  std::vector<NewFile> creates;
  std::vector<std::string> applied;  ///< ids
  std::vector<Refusal> refused;
  ProofState proof = ProofState::None;
  std::string proofText;  ///< "proved: finding gone, nothing new"
  Report after;           ///< of the copy
  std::vector<Finding> newFindings;
};

}  // namespace limbeck::rules
