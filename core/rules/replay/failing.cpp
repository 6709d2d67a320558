#include "rules/replay/failing.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "rules/declaring.h"
#include "rules/revising.h"
#include "text/concat.h"

namespace limbeck::rules {

std::vector<Failing> failuresOf(const project::Project& project, schema::Failure::Kind kind) {
  std::vector<Failing> all;
  for (const project::History* const history : project.histories().judged()) {
    const auto index = static_cast<std::uint32_t>(history - project.histories().all().data());
    const project::HistoryReplays* const entry = history->whole ? project.replays().of(index) : nullptr;
    if (entry == nullptr) continue;
    // In the order of the scripts, whichever database it is.
    std::map<std::tuple<std::uint32_t, bool, std::uint32_t, Span, std::string>, Failing> once;
    for (const project::Replay& replay : entry->replays) {
      for (const project::ReplayFailure& one : replay.failures) {
        if (one.failure.kind() != kind) continue;
        auto& same =
            once[{one.revision, one.downgrade, one.argument.file, one.argument.span, schema::messageOf(one.failure)}];
        if (same.failure == nullptr) same = {history, &replay, &one, {}};
        const std::string database(schema::titleOf(one.dialect));
        if (same.databases.empty() || same.databases.back() != database) same.databases.push_back(database);
      }
    }
    for (auto& [where, one] : once) {
      if (one.databases.size() == entry->replays.size()) one.databases.clear();
      all.push_back(std::move(one));
    }
  }
  return all;
}

Finding findingAbout(const project::Project& project, const Failing& failing, std::string_view rest) {
  const project::ReplayFailure& failure = *failing.failure;
  const project::Revision& revision = failing.history->at(failure.revision);
  const bool here = failure.argument.file == revision.file;
  const facts::Expr function = failure.downgrade ? revision.downgrade : revision.upgrade;
  Finding finding = findingIn(project, revision, here ? failure.argument.span : markOf(project, revision, function));
  finding.subject = concat(revision.id, " ", schema::show(failing.what().table));
  finding.message = concat(quoted(failure.operation), " fails",
                           failing.databases.empty() ? "" : concat(" on ", listed(failing.databases)),
                           failure.downgrade ? " on the way back: " : ": ", rest);
  if (!here) finding.related.push_back({placeOf(project, failure.argument), "the call that fails"});
  return finding;
}

}  // namespace limbeck::rules
