#include "formats/side_by_side.h"

#include <algorithm>
#include <vector>

#include "formats/json_parts.h"
#include "formats/schema_text.h"
#include "project/comparison/differences.h"
#include "project/migrations/replay/replay.h"
#include "text/concat.h"

namespace limbeck::formats {
namespace {

using project::Difference;
using project::Differences;
using project::Noticed;
using project::Project;
using schema::Mark;

constexpr std::string_view modelsSay = "Models say";
constexpr std::string_view migrationsBuild = "Migrations build";

std::string_view labelOf(Mark mark) {
  switch (mark) {
    case Mark::Same: return "the same on both sides";
    case Mark::OnlyLeft: return "only in the models";
    case Mark::OnlyRight: return "only in the migrations";
    case Mark::Differs: return "different";
    default: return "cannot tell";
  }
}

std::string headlineOf(const Differences& pair) {
  std::size_t all = 0;
  std::size_t differ = 0;
  std::size_t unknown = 0;
  for (const Difference& one : pair.rows) {
    if (!one.isTable()) continue;
    ++all;
    if (one.row.mark == Mark::Unknown) ++unknown;
    else if (one.row.mark != Mark::Same) ++differ;
  }
  if (all == 0) return "No tables";
  std::string text = concat(std::to_string(all), all == 1 ? " table: " : " tables: ");
  if (differ == 0 && unknown == 0) return text + "the same on both sides";
  if (differ > 0) text += concat(std::to_string(differ), differ == 1 ? " differs" : " differ");
  if (unknown > 0) text += concat(differ > 0 ? ", " : "", std::to_string(unknown), " cannot be told");
  return text;
}

schema::Dialect dialectOf(const Project& project, const SchemaQuery& query) {
  return query.dialect.value_or(project::replayDialects(project).front());
}

/// Each history beside its models, at the moment that is asked for; one without the revision is left out.
template <typename F>
void forEachPair(const Project& project, const SchemaQuery& query, F f) {
  const schema::Dialect dialect = dialectOf(project, query);
  for (const project::History* const history : project::comparedHistories(project)) {
    if (query.at.empty()) f(project.differences(history, dialect));
    else if (history != nullptr)
      if (const auto pair = project.comparisons().of(history, dialect, {query.at, query.before})) f(*pair);
  }
}

std::string_view whenOf(const SchemaQuery& query) {
  return query.at.empty() ? "heads" : query.before ? "before" : "after";
}

std::string folderOf(const Differences& pair) { return pair.history == nullptr ? std::string() : pair.history->folder; }

// ---- JSON

void addPlace(Json& into, const Project& project, const schema::FilePlace& place) {
  if (!place.isKnown()) return;
  const SourceFile& file = *project.file(place.file).file;
  into["path"] = file.path();
  into["range"] = {{"start", positionJson(file.positionAt(place.span.begin))},
                   {"end", positionJson(file.positionAt(place.span.end))}};
}

Json doubtJson(const Project& project, const schema::Doubt& doubt) {
  Json json = {{"text", doubt.reason}};
  addPlace(json, project, doubt.place);
  return json;
}

void addNotice(Json& into, const Noticed& noticed) {
  if (noticed.notice == project::Notice::NotAsked) return;
  into["notice"] = project::nameOf(noticed.notice);
  into["says"] = noticed.text;
}

Json cellJson(const Project& project, const schema::Cell& cell, bool withText) {
  Json json = Json::object();
  if (withText) json["text"] = cell.text;
  addPlace(json, project, cell.place);
  return json;
}

Json rowJson(const Project& project, const Difference& difference) {
  const schema::Row& row = difference.row;
  const bool table = difference.isTable();
  Json json;
  if (!table) json["part"] = schema::nameOf(row.part);
  json["name"] = table ? schema::show(difference.table) : row.name;
  json["mark"] = schema::nameOf(row.mark);
  if (row.left) json["models"] = cellJson(project, *row.left, !table);
  if (row.right) json["migrations"] = cellJson(project, *row.right, !table);
  if (!row.differs.empty()) {
    json["differs"] = Json::array();
    for (const schema::Aspect aspect : row.differs) json["differs"].push_back(schema::nameOf(aspect));
  }
  if (!row.why.reason.empty()) json["why"] = doubtJson(project, row.why);
  if (!row.target.second.empty()) json["target"] = schema::show(row.target);
  addNotice(json, difference.noticed);
  if (table) json["rows"] = Json::array();
  return json;
}

Json pairJson(const Project& project, const Differences& pair, const SchemaQuery& query) {
  Json json = {{"folder", folderOf(pair)},
               {"metadata", pair.metadata},
               {"at", pair.at},
               {"when", whenOf(query)},
               {"headline", headlineOf(pair)}};
  if (pair.environment != nullptr) json["environment"] = project.file(pair.environment->file).path();
  const auto doubts = [&](const char* name, const schema::Schema& schema) {
    json[name] = Json::array();
    for (const schema::Doubt& doubt : schema.doubts) json[name].push_back(doubtJson(project, doubt));
  };
  doubts("modelDoubts", pair.models);
  doubts("migrationDoubts", pair.migrations);
  json["tables"] = Json::array();
  for (const Difference& one : pair.rows)
    (one.isTable() ? json["tables"] : json["tables"].back()["rows"]).push_back(rowJson(project, one));
  return json;
}

// ---- Text

void addRow(std::string& out, const Project& project, const Difference& difference) {
  const schema::Row& row = difference.row;
  const std::string title = row.part == schema::Part::Column ? row.name : std::string(schema::nameOf(row.part));
  out += concat("  ", schema::signOf(row.mark), " ", title);
  if (row.mark == Mark::Same) {
    out += concat(" ", row.left->text, "\n");
    return;
  }
  out += "\n";
  if (row.left) out += concat("      models      ", row.left->text, placeText(project, row.left->place), "\n");
  if (row.right) out += concat("      migrations  ", row.right->text, placeText(project, row.right->place), "\n");
  if (!row.why.reason.empty())
    out += concat("      not known: ", row.why.reason, placeText(project, row.why.place), "\n");
  if (!difference.noticed.text.empty()) out += concat("      ", difference.noticed.text, "\n");
}

void addTable(std::string& out, const Project& project, const Difference& table) {
  out += concat(schema::signOf(table.row.mark), " ", schema::show(table.table), "\n");
  if (!table.row.why.reason.empty())
    out += concat("    not known: ", table.row.why.reason, placeText(project, table.row.why.place), "\n");
  if (!table.noticed.text.empty()) out += concat("    ", table.noticed.text, "\n");
}

void addPair(std::string& out, const Project& project, const Differences& pair, const SchemaQuery& query) {
  if (!out.empty()) out += "\n";
  out += concat(pair.metadata.empty() ? "no models" : joined(pair.metadata), " beside ",
                pair.history == nullptr ? std::string("no migrations") : pair.history->folder, " on ",
                schema::nameOf(pair.dialect));
  out += momentText(query, pair.at);
  out += concat("\n", headlineOf(pair), "\n\n");
  for (std::size_t i = 0; i < pair.rows.size(); ++i) {
    if (pair.rows[i].isTable()) addTable(out, project, pair.rows[i]);
    else addRow(out, project, pair.rows[i]);
    if (i + 1 == pair.rows.size() || pair.rows[i + 1].isTable()) out += "\n";
  }
  for (const schema::Schema* schema : {&pair.models, &pair.migrations}) {
    for (const schema::Doubt& doubt : schema->doubts) {
      out += concat("not known of the ", schema == &pair.models ? "models: " : "migrations: ", doubt.reason,
                    placeText(project, doubt.place), "\n");
    }
  }
}

}  // namespace

std::string sideBySideJson(const Project& project, const SchemaQuery& query) {
  Json json = {{"limbeck", LIMBECK_VERSION},
               {"schema", 1},
               {"of", "both"},
               {"dialect", schema::nameOf(dialectOf(project, query))}};
  json["columns"] = {{"models", modelsSay}, {"migrations", migrationsBuild}};
  json["dialects"] = Json::array();
  const bool generic = project::replayDialects(project).front() == schema::Dialect::Generic;
  for (const schema::Dialect dialect :
       {schema::Dialect::Generic, schema::Dialect::Sqlite, schema::Dialect::PostgreSql, schema::Dialect::MySql}) {
    if (dialect != schema::Dialect::Generic || generic)
      json["dialects"].push_back({{"name", schema::nameOf(dialect)}, {"title", schema::titleOf(dialect)}});
  }
  json["marks"] = Json::object();
  for (const Mark mark : {Mark::OnlyLeft, Mark::OnlyRight, Mark::Differs, Mark::Unknown, Mark::Same}) {
    json["marks"][std::string(schema::nameOf(mark))] = {{"sign", schema::signOf(mark)}, {"label", labelOf(mark)}};
  }
  json["pairs"] = Json::array();
  forEachPair(project, query,
              [&](const Differences& pair) { json["pairs"].push_back(pairJson(project, pair, query)); });
  return dumped(json);
}

std::string sideBySideText(const Project& project, const SchemaQuery& query) {
  std::string out;
  forEachPair(project, query, [&](const Differences& pair) { addPair(out, project, pair, query); });
  return out;
}

}  // namespace limbeck::formats
