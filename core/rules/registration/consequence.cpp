#include "rules/registration/consequence.h"

#include <algorithm>

#include "project/migrations/histories.h"
#include "project/migrations/replay/replay.h"
#include "project/models/declared.h"
#include "python/walk.h"
#include "text/concat.h"

namespace limbeck::rules {

using project::ClassId;
using project::Project;

namespace {

/// include_name=include_name, in a file that writes the table's name as a text: it is treated by hand.
std::string_view filterNaming(const Project& project, const project::Environment& environment,
                              const std::vector<ClassId>& models) {
  for (const std::string_view name : {"include_name", "include_object"}) {
    for (const project::Configure& configure : environment.configures) {
      const project::evaluate::Value* const filter = configure.argument(name);
      if (filter == nullptr || filter->is(project::evaluate::Value::Kind::None)) continue;
      const bool all = std::all_of(models.begin(), models.end(), [&](ClassId model) {
        const project::DeclaredTable* const table = project.declared().ofModel(model);
        return table != nullptr && table->nameKnown &&
               python::anyBelow(project.file(configure.file).module(), [&](facts::Expr node) {
                 return node.is(facts::Kind::String) && node.text() == table->table.name;
               });
      });
      if (all) return name;
    }
  }
  return {};
}

/// What somebody has seen to, said in the end of a sentence; empty where nobody has.
std::string careFor(const Project& project, const project::UnseenGroup& group) {
  if (group.program != project::noFile)
    return concat("; ", quoted(project.file(group.program).path()), " imports ",
                  group.models.size() == 1 ? "it" : "them", " before it runs Alembic itself");
  const project::Environment& environment = project.environments().all()[group.environment];
  const std::string_view filter = filterNaming(project, environment, group.models);
  if (filter.empty()) return {};
  return concat("; its ", quoted(filter), " treats ", group.models.size() == 1 ? "the table" : "their tables",
                " by name");
}

}  // namespace

Consequence consequenceOf(const Project& project, const project::UnseenGroup& group) {
  if (std::string care = careFor(project, group); !care.empty()) return {std::move(care), false, true};
  const project::Environment& environment = project.environments().all()[group.environment];
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
  for (const ClassId model : group.models) {
    const project::DeclaredTable* const table = project.declared().ofModel(model);
    if (table == nullptr || table->model != model || !table->nameKnown) return {};
    if (replay.final.find(table->name()) != nullptr) there.push_back(quoted(table->table.name));
    else if (!replay.final.open && replay.makersOf(table->name()).empty() && !madeElsewhere(table->name())) ++never;
  }
  if (!there.empty()) {
    return {concat("; the migrations create ", listed(there), ": the next `--autogenerate` drops ",
                   there.size() == 1 ? "it" : "them"),
            false, false};
  }
  if (never == 0 || never != group.models.size()) return {};
  return {concat("; no migration creates ", never == 1 ? "its table" : "their tables"), true, false};
}

void addAssumption(const Project& project, ClassId model, Finding& finding) {
  const project::HandedOn* const by = project.environments().of(model).assuming;
  if (by == nullptr) return;
  finding.related.push_back({{project.file(by->file).path(), by->at.span()},
                             concat("would be imported from here, assuming ", quoted(by->name), " does not call it")});
}

}  // namespace limbeck::rules
