// newest.h: which revisions are new, and which are history: deployed somewhere, so that nobody edits them any more.
// It refuses to say what that means for a finding: settling does.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "project/migrations/histories.h"

namespace limbeck::project {

enum class Age : std::uint8_t {
  Newest,
  Older,        ///< released: what it says is not edited any more, what it does is still true (engine 7.9)
  BeforeSince,  ///< nobody wants to hear of it: `since` comes after it (engine 1.7)
};

/// A history's newest revisions are its heads, unless the settings say where history ends: what `released` covers,
/// itself and all before it, is older; and so is what comes up to `since`. With the stance `greenfield` nothing is
/// deployed yet. A revision that the change at hand touches is new, whatever stands on it.
class Newest {
 public:
  explicit Newest(const WithEnvironments& project, const Histories& histories);

  /// Of a file that is no revision of a judged history: Newest.
  [[nodiscard]] Age of(FileId file) const;
  /// Newest, and not for being a head alone: the settings or the change at hand say so. A head may be years old.
  [[nodiscard]] bool isTold(FileId file) const;
  /// The history among those that are judged; null when the file is no revision of one.
  [[nodiscard]] const History* historyOf(FileId file) const;
  /// How many revisions of the history are not Newest.
  [[nodiscard]] std::uint32_t olderIn(const History& history) const;
  /// Values of `released` and `since` that no revision has, where every history is whole.
  [[nodiscard]] const std::vector<SettingsProblem>& problems() const { return problems_; }

 private:
  struct Entry {
    const History* history = nullptr;
    RevisionIndex revision;
    Age age = Age::Newest;
    bool told = false;
  };
  struct Limits;

  void read(const WithEnvironments& project, const History& history, const Limits& limits);

  std::map<FileId, Entry> entries_;
  std::vector<SettingsProblem> problems_;
};

}  // namespace limbeck::project
