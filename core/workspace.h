// workspace.h: the one stateful object: files in, Report out.
// It refuses to touch the outside world: no disk, no clock, no environment, no threads.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "facts/facts.h"
#include "rules/report.h"

namespace limbeck {

/// Whether a path is worth reading, decided before any byte is read; the same answer for the terminal and the page.
struct Wanted {
  bool keep = false;
  std::string reason;  ///< when not kept: "ignored folder `node_modules`", "not relevant"
};

/// What to fix: one finding's fix, every fix of a rule, every safe fix, or a suppression to be written.
struct FixSelection {
  std::string finding;   ///< id; with `fix` its number
  std::uint32_t fix = 0;
  std::string rule;      ///< code
  bool safe = false;     ///< all safe fixes
  bool unsafe = false;   ///< with `safe` or `rule`: unsafe and generated ones as well
  std::string ignore;    ///< id of a finding to be suppressed
  std::string reason;    ///< why it is suppressed
  bool wholeFile = false;
};

struct Refusal {
  std::string id;
  std::string code;
  std::string reason;
};

enum class ProofState : std::uint8_t { Proved, Remains, NewFindings, DoesNotParse, Overlaps, Stale, None };

/// The edits, and what trying them on a copy showed.
struct FixResult {
  std::vector<rules::FileEdit> edits;    ///< against the workspace's present text; sorted, no overlaps
  std::vector<rules::NewFile> creates;
  std::vector<std::string> applied;      ///< ids
  std::vector<Refusal> refused;
  ProofState proof = ProofState::None;
  std::string proofText;                 ///< "proved: finding gone, nothing new"
  rules::Report after;                   ///< of the copy
  std::vector<rules::Finding> newFindings;
};

class Workspace {
 public:
  Workspace();
  ~Workspace();
  Workspace(Workspace&&) noexcept;
  Workspace& operator=(Workspace&&) noexcept;
  /// Cheap: facts are shared.
  [[nodiscard]] Workspace copy() const;

  /// Bytes as they are on disk. Python files are extracted now; unchanged bytes cost a hash.
  void setFile(std::string path, std::string bytes);
  /// A file that is there but could not be read: absence of something in it is "cannot tell".
  void setOpaque(std::string path, std::string reason);
  void removeFile(std::string_view path);
  void clear();
  [[nodiscard]] std::vector<std::string> paths() const;
  [[nodiscard]] SourceFilePtr file(std::string_view path) const;

  /// Links and runs every rule; the answer is kept until a file changes.
  [[nodiscard]] const rules::Report& check() const;
  /// Picks, applies on a copy, checks again, and says what came of it. Changes nothing here.
  [[nodiscard]] FixResult fix(const FixSelection& selection) const;
  /// `limbeck check --print facts`.
  [[nodiscard]] std::string printFacts() const;

  [[nodiscard]] static Wanted wants(std::string_view path);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace limbeck
