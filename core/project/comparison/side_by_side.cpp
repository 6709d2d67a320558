#include "project/comparison/side_by_side.h"

#include <algorithm>
#include <map>

#include "project/migrations/replay/replay.h"
#include "project/models/declared.h"
#include "text/expect.h"

namespace limbeck::project {
namespace {

using schema::TableName;

/// What one side has may be on the other too: nothing is concluded from its absence there.
void open(schema::Schema& schema, std::string reason) {
  schema.open = true;
  schema.doubts.insert(schema.doubts.begin(), schema::Doubt{std::move(reason), {}});
}

class Sides {
 public:
  Sides(const Project& project, schema::Dialect dialect)
      : project_(project), declared_(project.declared()), dialect_(dialect) {}

  /// Without a history, of the models alone.
  SideBySide of(const History* history, Standing standing, bool several) {
    SideBySide pair;
    pair.history = history;
    pair.dialect = dialect_;
    sights_.clear();
    if (history == nullptr) {
      open(pair.migrations, "there are no migrations here");
    } else {
      pair.environment = project_.environments().at(history->environment);
      build(pair, std::move(standing));
    }
    declare(pair, several);
    compare(pair);
    return pair;
  }

 private:
  static void build(SideBySide& pair, Standing standing) {
    pair.migrations = std::move(standing.schema);
    pair.at = std::move(standing.at);
    // Alembic's own table is no part of anybody's schema.
    pair.migrations.remove({"", "alembic_version"});
    if (!pair.history->whole && !pair.migrations.open)
      open(pair.migrations, "there may be revisions that are not here");
  }

  void declare(SideBySide& pair, bool several) {
    const Environment* const environment = pair.environment;
    const bool told = environment != nullptr && environment->target == Target::Known;
    for (const DeclaredMetaData& metadata : declared_.all()) {
      if (environment != nullptr && !metadata.mayBeOf(*environment)) continue;
      if (told && !environment->aims(metadata.id) && !environment->more) continue;
      pair.metadata.push_back(metadata.name);
      add(pair, metadata);
    }
    if (declared_.all().empty()) open(pair.models, "there are no models here");
    else if (environment == nullptr && several)
      open(pair.models, "which models belong to these migrations cannot be told");
    else if (environment != nullptr && (environment->more || environment->target == Target::Unknown))
      open(pair.models, "what `target_metadata` holds is only known when `env.py` runs");
    for (const FactsPtr& file : project_.files()) {
      if (file->opaque && !pair.models.open) open(pair.models, "a file could not be read");
    }
  }

  void add(SideBySide& pair, const DeclaredMetaData& metadata) {
    const schema::Schema& schema = declared_.schemaOf(metadata, dialect_);
    for (const auto& [name, table] : schema.tables()) {
      if (pair.models.find(name) == nullptr) pair.models.put(*table);
    }
    if (schema.open) pair.models.open = true;
    pair.models.doubts.insert(pair.models.doubts.end(), schema.doubts.begin(), schema.doubts.end());
    for (const DeclaredTable& table : metadata.tables) {
      if (!table.nameKnown || pair.environment == nullptr) continue;
      const Environments& environments = project_.environments();
      const Visibility visibility =
          table.model != none ? environments.of(table.model) : environments.sightOf(table.file, table.at, metadata.id);
      // As the rows are named, where one of a schema called as the default one stands without it.
      const schema::Table* const put = pair.models.find(table.name());
      if (put != nullptr) sights_.emplace(TableName(put->schema, put->name), visibility.sight);
    }
  }

  void compare(SideBySide& pair) const {
    const Autogenerate autogenerate(project_, pair.environment, dialect_);
    pair.tables = schema::compare(pair.models, pair.migrations, dialect_, declared_.legacy());
    for (const schema::TableRows& table : pair.tables) {
      const auto sight = sights_.find(table.name);
      SideBySide::Notes notes;
      notes.table = autogenerate.of(table, sight == sights_.end() ? Sight::NotAsked : sight->second);
      const bool asked = table.left && table.right && notes.table.notice == Notice::NotAsked;
      for (const schema::Row& row : table.rows) notes.rows.push_back(asked ? autogenerate.of(row) : Noticed{});
      LIMBECK_EXPECT(notes.rows.size() == table.rows.size());
      pair.notes.push_back(std::move(notes));
    }
    LIMBECK_EXPECT(pair.notes.size() == pair.tables.size());
  }

  const Project& project_;
  const Declared& declared_;
  schema::Dialect dialect_;
  std::map<TableName, Sight> sights_;
};

}  // namespace

std::vector<SideBySide> sideBySide(const Project& project, schema::Dialect dialect, const Moment& moment) {
  std::vector<SideBySide> all;
  Sides sides(project, dialect);
  const std::vector<const History*> judged = project.histories().judged();
  const Replays replays(project, project.declared(), {dialect});
  bool any = false;
  for (const Replays::Entry& entry : replays.all()) {
    const History& history = project.histories().all()[entry.history];
    if (std::find(judged.begin(), judged.end(), &history) == judged.end()) continue;
    any = true;
    if (auto standing = entry.replays.front().at(history, moment))
      all.push_back(sides.of(&history, std::move(*standing), judged.size() > 1));
  }
  if (!any && moment.revision.empty() && !project.declared().all().empty()) all.push_back(sides.of(nullptr, {}, false));
  return all;
}

}  // namespace limbeck::project
