// revising.h: what the rules about migration scripts share: which revisions are asked, where they are marked, what
// undoes them. It refuses to say what is wrong with one; rules do.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "project/migrations/histories.h"
#include "project/migrations/message.h"
#include "project/migrations/replay/script_run.h"
#include "rules/finding.h"

namespace limbeck::rules {

/// One revision that rules look at, in its history.
struct Judged {
  const project::History* history = nullptr;
  project::RevisionGraph::Index index;
  [[nodiscard]] const project::Revision& revision() const { return history->at(index); }
};

[[nodiscard]] std::vector<Judged> judgedIn(const project::History& history);
[[nodiscard]] std::vector<Judged> judgedRevisions(const project::Project& project);
/// Every file of those histories that is a revision, loaded or not.
[[nodiscard]] std::vector<project::FileId> revisionFiles(const project::Project& project);

/// A finding about the revision, marked there; its id is the subject.
[[nodiscard]] Finding findingIn(const project::Project& project, const project::Revision& revision, Span span);
/// The function's name; without it the revision's docstring or id.
[[nodiscard]] Span markOf(const project::Project& project, const project::Revision& revision, facts::Expr function);

/// More than half of no fewer than six, or each of at least three: the team works that way, and one note says more than
/// sixty.
[[nodiscard]] constexpr bool isHabit(std::size_t some, std::size_t all) {
  return all >= 6 ? some * 2 > all : all >= 3 && some == all;
}

/// More than a fifth: these names follow no convention, or another one than ours.
[[nodiscard]] constexpr bool isMixture(std::size_t some, std::size_t all) { return all >= 6 && some * 5 > all; }

/// What somebody wrote into the function about it: comments in words and a docstring, without what Alembic writes
/// itself.
[[nodiscard]] std::string remarkIn(const facts::ModuleFacts& facts, facts::Expr function);

/// An empty revision that is there to be a point in the history: labels, dependencies, names and remarks that say so,
/// and a first one on which others stand.
[[nodiscard]] bool isEmptyOnPurpose(const project::Project& project, const Judged& judged);

/// What the two functions of a revision do, whatever database they meet.
[[nodiscard]] const project::ScriptRun& upgradeOf(const project::Project& project, const Judged& judged);
[[nodiscard]] const project::ScriptRun& downgradeOf(const project::Project& project, const Judged& judged);

/// "drop_column" of a step as people read it: "`op.drop_column`".
[[nodiscard]] std::string shownStep(const project::Executed& step);

/// A name for the revision, made from what it does; empty when it does several things.
[[nodiscard]] std::string suggestedName(const project::ScriptRun& upgrade);

/// The lines that undo the script, when it only creates tables, columns, indexes and unique constraints under literal
/// names.
[[nodiscard]] std::optional<std::vector<std::string>> inverseOf(const facts::ModuleFacts& facts,
                                                                const project::ScriptRun& upgrade);

/// Puts the lines in place of the `pass` of a function that does nothing.
[[nodiscard]] FileEdit fillFunction(const facts::ModuleFacts& facts, facts::Expr function,
                                    const std::vector<std::string>& lines);

}  // namespace limbeck::rules
