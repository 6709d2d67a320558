#include "rules/registration/consequence.h"

#include <algorithm>

#include "project/migrations/histories.h"
#include "project/migrations/replay/replay.h"
#include "project/models/declared.h"
#include "text/concat.h"

namespace limbeck::rules {

using project::ClassId;
using project::Project;

Consequence consequenceOf(const Project& project, const project::Environment& environment,
                          const std::vector<ClassId>& models) {
  const std::vector<project::History>& histories = project.histories().all();
  const auto history = std::find_if(histories.begin(), histories.end(),
                                    [&](const project::History& one) { return one.environment == environment.file; });
  if (history == histories.end() || history->graph.size() == 0) return {};
  const project::HistoryReplays* const entry =
      project.replays().of(static_cast<std::uint32_t>(history - histories.begin()));
  if (entry == nullptr || entry->replays.empty()) return {};
  const project::Replay& replay = entry->replays.front();
  // A plug-in may bring a history of its own.
  const auto madeElsewhere = [&](const schema::TableName& name) {
    for (std::uint32_t i = 0; i < histories.size(); ++i) {
      const project::HistoryReplays* const other = &histories[i] == &*history ? nullptr : project.replays().of(i);
      if (other != nullptr && !other->replays.empty() && !other->replays.front().makersOf(name).empty()) return true;
    }
    return false;
  };
  std::vector<std::string> there;
  std::size_t never = 0;
  for (const ClassId model : models) {
    const project::DeclaredTable* const table = project.declared().ofModel(model);
    if (table == nullptr || table->model != model || !table->nameKnown) return {};
    if (replay.final.find(table->name()) != nullptr) there.push_back(quoted(table->table.name));
    else if (!replay.final.open && replay.makersOf(table->name()).empty() && !madeElsewhere(table->name())) ++never;
  }
  if (!there.empty()) {
    return {concat("; the migrations create ", listed(there), ": the next `--autogenerate` drops ",
                   there.size() == 1 ? "it" : "them"),
            false};
  }
  if (never == 0 || never != models.size()) return {};
  return {concat("; no migration creates ", never == 1 ? "its table" : "their tables"), true};
}

void addAssumption(const Project& project, ClassId model, Finding& finding) {
  const project::HandedOn* const by = project.environments().of(model).assuming;
  if (by == nullptr) return;
  finding.related.push_back({{project.file(by->file).path(), by->at.span()},
                             concat("would be imported from here, assuming ", quoted(by->name), " does not call it")});
}

}  // namespace limbeck::rules
