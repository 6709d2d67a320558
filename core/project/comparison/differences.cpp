#include "project/comparison/differences.h"

#include <algorithm>
#include <map>

#include "project/comparison/touches.h"
#include "project/environments/environments.h"
#include "project/migrations/histories.h"
#include "project/models/declared.h"

namespace limbeck::project {
namespace {

using schema::TableName;

/// What one side has may be on the other too: nothing is concluded from its absence there.
void open(schema::Schema& schema, std::string reason) {
  schema.open = true;
  schema.doubts.insert(schema.doubts.begin(), schema::Doubt{std::move(reason), {}});
}

/// Makes one comparison.
class Comparing {
 public:
  Comparing(const Project& project, schema::Dialect dialect)
      : project_(project), declared_(project.declared()), dialect_(dialect) {
    made_.dialect = dialect;
  }

  Differences withoutHistory() {
    open(made_.migrations, "there are no migrations here");
    declare();
    compare(nullptr);
    return std::move(made_);
  }

  Differences of(const History& history, Standing standing, const Touches& touches) {
    made_.history = &history;
    made_.environment = project_.environments().at(history.environment);
    made_.migrations = std::move(standing.schema);
    made_.at = std::move(standing.at);
    // Alembic's own table is no part of anybody's schema.
    made_.migrations.remove({"", "alembic_version"});
    if (!history.whole && !made_.migrations.open) open(made_.migrations, "there may be revisions that are not here");
    declare();
    compare(&touches);
    return std::move(made_);
  }

 private:
  void declare() {
    const Environment* const environment = made_.environment;
    const bool told = environment != nullptr && environment->target == Target::Known;
    for (const DeclaredMetaData& metadata : declared_.all()) {
      if (environment != nullptr && !metadata.mayBeOf(*environment)) continue;
      if (told && !environment->aims(metadata.id) && !environment->more) continue;
      made_.metadata.push_back(metadata.name);
      add(metadata);
    }
    const bool several = made_.history != nullptr && project_.histories().judged().size() > 1;
    if (declared_.all().empty()) open(made_.models, "there are no models here");
    else if (environment == nullptr && several)
      open(made_.models, "which models belong to these migrations cannot be told");
    else if (environment != nullptr && (environment->more || environment->target == Target::Unknown))
      open(made_.models, "what `target_metadata` holds is only known when `env.py` runs");
    for (const FactsPtr& file : project_.files()) {
      if (file->opaque && !made_.models.open) open(made_.models, "a file could not be read");
    }
  }

  /// Where its schema could not be read, the table stands where the migrations have the only one of its name; nothing
  /// where they have none, or several.
  [[nodiscard]] std::optional<TableName> standsAt(const DeclaredTable& table) const {
    const TableName written = table.name();
    if (!table.anySchema || made_.migrations.find(written) != nullptr) return written;
    std::optional<TableName> found;
    for (const auto& [name, other] : made_.migrations.tables()) {
      if (name.second != written.second) continue;
      if (found) return std::nullopt;
      found = name;
    }
    return found;
  }

  void add(const DeclaredMetaData& metadata) {
    const schema::Schema& schema = declared_.schemaOf(metadata, dialect_);
    if (schema.open) made_.models.open = true;
    made_.models.doubts.insert(made_.models.doubts.end(), schema.doubts.begin(), schema.doubts.end());
    for (const DeclaredTable& table : metadata.tables) {
      const schema::Table* const complete = table.nameKnown ? schema.find(table.name()) : nullptr;
      if (complete == nullptr) continue;
      const auto at = standsAt(table);
      if (!at) {
        made_.models.open = true;
        continue;
      }
      // As the rows are named, where one of a schema called as the default one stands without it.
      const schema::Table* put = made_.models.find(*at);
      if (put == nullptr) {
        schema::Table placed = *complete;
        if (table.anySchema) placed.schema = at->first;
        made_.models.put(std::move(placed));
        put = made_.models.find(*at);
      }
      if (put != nullptr) declarations_.emplace(TableName(put->schema, put->name), Declaration{&table, metadata.id});
    }
  }

  struct Declaration {
    const DeclaredTable* table = nullptr;
    MetaDataId metadata = none;
  };

  [[nodiscard]] Sight sightOf(const Declaration& declaration) const {
    if (made_.environment == nullptr) return Sight::NotAsked;
    const Environments& environments = project_.environments();
    const DeclaredTable& table = *declaration.table;
    return table.model != none ? environments.of(table.model).sight
                               : environments.sightOf(table.file, table.at, declaration.metadata).sight;
  }

  void compare(const Touches* touches) {
    const Autogenerate autogenerate(project_, made_.environment, dialect_);
    for (schema::TableRows& table : schema::compare(made_.models, made_.migrations, dialect_, declared_.legacy())) {
      const auto declared = declarations_.find(table.name);
      const bool known = declared != declarations_.end();
      Difference whole;
      whole.table = table.name;
      whole.declared = known ? declared->second.table : nullptr;
      whole.noticed = autogenerate.of(table, known ? sightOf(declared->second) : Sight::NotAsked);
      whole.row.part = schema::Part::Table;
      whole.row.mark = table.mark;
      whole.row.why = table.why;
      if (table.left) whole.row.left = schema::Cell{{}, *table.left, {}};
      if (table.right) whole.row.right = schema::Cell{{}, *table.right, {}};
      if (touches != nullptr) whole.revision = touches->ofTable(table.name);
      const bool asked = table.left && table.right && whole.noticed.notice == Notice::NotAsked;
      made_.rows.push_back(std::move(whole));
      for (schema::Row& row : table.rows) {
        Difference one;
        one.table = table.name;
        one.declared = made_.rows.back().declared;
        if (asked) one.noticed = autogenerate.of(row);
        if (touches != nullptr) one.revision = revisionOf(*touches, table.name, row);
        one.row = std::move(row);
        made_.rows.push_back(std::move(one));
      }
    }
  }

  /// What nobody named is known by the file in which it is made.
  [[nodiscard]] std::optional<RevisionGraph::Index> revisionOf(const Touches& touches, const TableName& table,
                                                               const schema::Row& row) const {
    if (const auto named = touches.of(table, row.part, row.name)) return named;
    const auto at = row.right ? project_.histories().of(row.right->place.file) : std::nullopt;
    return at && &project_.histories().all()[at->first] == made_.history ? std::optional(at->second) : std::nullopt;
  }

  const Project& project_;
  const Declared& declared_;
  schema::Dialect dialect_;
  Differences made_;
  std::map<TableName, Declaration> declarations_;
};

std::uint32_t indexOf(const Project& project, const History* history) {
  return static_cast<std::uint32_t>(history - project.histories().all().data());
}

}  // namespace

std::vector<const History*> comparedHistories(const Project& project) {
  std::vector<const History*> all = project.histories().judged();
  std::erase_if(all, [](const History* history) { return history->revisions.empty(); });
  if (all.empty() && !project.declared().all().empty()) all.push_back(nullptr);
  return all;
}

Comparisons::Comparisons(const Project& project) : project_(project) {}
Comparisons::~Comparisons() = default;

const Replay* Comparisons::replayOf(const History* history, schema::Dialect dialect) {
  const std::uint32_t index = indexOf(project_, history);
  if (const Replay* const replay = project_.replays().of(index, dialect)) return replay;
  const auto others = others_.find(dialect);
  if (others != others_.end()) return others->second.of(index, dialect);
  return others_.emplace(dialect, Replays(project_, project_.declared(), {dialect})).first->second.of(index, dialect);
}

const Differences& Comparisons::of(const History* history, schema::Dialect dialect) {
  const auto kept = kept_.find({history, dialect});
  if (kept != kept_.end()) return kept->second;
  auto made = of(history, dialect, Moment{});
  return kept_.emplace(std::pair(history, dialect), std::move(made).value_or(Differences{})).first->second;
}

std::optional<Differences> Comparisons::of(const History* history, schema::Dialect dialect, const Moment& moment) {
  if (history == nullptr) return Comparing(project_, dialect).withoutHistory();
  const Replay* const replay = replayOf(history, dialect);
  auto standing = replay == nullptr ? std::nullopt : replay->at(*history, moment);
  if (!standing) return std::nullopt;
  RevisionGraph::Indices ran = history->graph.order();
  if (const auto revision = moment.revision.empty() ? std::nullopt : revisionNamed(*history, moment.revision)) {
    ran = replay->ranBefore(*revision);
    if (!moment.before) ran.push_back(*revision);
  }
  return Comparing(project_, dialect).of(*history, std::move(*standing), Touches(*replay, ran));
}

}  // namespace limbeck::project
