// replayed.h: what the review checklist asks the replay about one revision, on every database that counts.
// It refuses to give verdicts: the checklist does.
#pragma once

#include <string>
#include <vector>

#include "project/migrations/histories.h"
#include "project/migrations/replay/replay.h"
#include "project/project.h"

namespace limbeck::rules {

/// One change of an upgrade, and the operation that does it.
struct Done {
  const project::Executed* operation = nullptr;
  const schema::Change* change = nullptr;
};

/// Data that goes with a change, or may.
struct Loss {
  const Done* done = nullptr;
  std::string what;    ///< "column `users.fax`"
  std::string unsure;  ///< a clause: "it changes rows of `users`"
};

class Replayed {
 public:
  Replayed(const project::Project& project, const project::History& history, project::RevisionGraph::Index index);

  /// Of the upgrade, on the first database; those of a batch block as well.
  [[nodiscard]] const std::vector<Done>& done() const { return done_; }
  [[nodiscard]] const std::vector<const project::Replay*>& replays() const { return replays_; }
  [[nodiscard]] const project::Trace& trace() const { return first().traces[index_]; }
  /// Why not everything that the upgrade does is known; empty when it is.
  [[nodiscard]] const std::string& doubt() const { return doubt_; }
  /// The failures of the revision that a question is about, the first databases first.
  template <typename Predicate>
  [[nodiscard]] const project::ReplayFailure* failure(bool downgrade, Predicate predicate) const {
    for (const project::Replay* const replay : replays_) {
      for (const project::ReplayFailure& one : replay->failures) {
        if (one.revision == index_ && one.downgrade == downgrade && predicate(one)) return &one;
      }
    }
    return nullptr;
  }
  /// "table `users` does not exist here", and the database where there are several.
  [[nodiscard]] std::string show(const project::ReplayFailure& failure) const;
  /// Foreign keys that the upgrade makes, as the replay knows them, with their tables.
  struct Key {
    schema::TableName table;
    schema::ForeignKey key;
  };
  [[nodiscard]] std::vector<Key> keys() const;
  /// Of what was there before: what the upgrade itself has made holds nothing yet.
  [[nodiscard]] std::vector<Loss> losses() const;

 private:
  void addRetyped(const schema::AlterColumn& alter, Loss& loss) const;
  [[nodiscard]] const project::Replay& first() const { return *replays_.front(); }
  project::RevisionGraph::Index index_;
  std::vector<const project::Replay*> replays_;
  std::vector<Done> done_;
  std::string doubt_;
};

}  // namespace limbeck::rules
