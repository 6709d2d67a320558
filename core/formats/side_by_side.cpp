#include "formats/side_by_side.h"

#include <algorithm>
#include <vector>

#include "formats/json_parts.h"
#include "formats/schema_text.h"
#include "project/comparison/side_by_side.h"
#include "project/migrations/replay/replay.h"
#include "text/concat.h"

namespace limbeck::formats {
namespace {

using project::Noticed;
using project::Project;
using project::SideBySide;
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

std::string headlineOf(const SideBySide& pair) {
  std::size_t differ = 0;
  std::size_t unknown = 0;
  for (const schema::TableRows& table : pair.tables) {
    if (table.mark == Mark::Unknown) ++unknown;
    else if (table.mark != Mark::Same) ++differ;
  }
  if (pair.tables.empty()) return "No tables";
  std::string text = concat(std::to_string(pair.tables.size()), pair.tables.size() == 1 ? " table: " : " tables: ");
  if (differ == 0 && unknown == 0) return text + "the same on both sides";
  if (differ > 0) text += concat(std::to_string(differ), differ == 1 ? " differs" : " differ");
  if (unknown > 0) text += concat(differ > 0 ? ", " : "", std::to_string(unknown), " cannot be told");
  return text;
}

schema::Dialect dialectOf(const Project& project, const SchemaQuery& query) {
  return query.dialect.value_or(project::replayDialects(project).front());
}

std::vector<SideBySide> pairsOf(const Project& project, const SchemaQuery& query) {
  return project::sideBySide(project, dialectOf(project, query), {query.at, query.before});
}

std::string_view whenOf(const SchemaQuery& query) {
  return query.at.empty() ? "heads" : query.before ? "before" : "after";
}

std::string folderOf(const SideBySide& pair) { return pair.history == nullptr ? std::string() : pair.history->folder; }

// ---- JSON

void addPlace(Json& into, const Project& project, const schema::Place& place) {
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

Json rowJson(const Project& project, const schema::Row& row, const Noticed& noticed) {
  Json json = {{"part", schema::nameOf(row.part)}, {"name", row.name}, {"mark", schema::nameOf(row.mark)}};
  const auto cell = [&](const char* name, const std::optional<schema::Cell>& one) {
    if (!one) return;
    json[name] = {{"text", one->text}};
    addPlace(json[name], project, one->place);
  };
  cell("models", row.left);
  cell("migrations", row.right);
  if (!row.differs.empty()) {
    json["differs"] = Json::array();
    for (const schema::Aspect aspect : row.differs) json["differs"].push_back(schema::nameOf(aspect));
  }
  if (!row.why.reason.empty()) json["why"] = doubtJson(project, row.why);
  if (!row.target.second.empty()) json["target"] = schema::show(row.target);
  addNotice(json, noticed);
  return json;
}

Json tableJson(const Project& project, const schema::TableRows& table, const SideBySide::Notes& notes) {
  Json json = {{"name", schema::show(table.name)}, {"mark", schema::nameOf(table.mark)}};
  const auto side = [&](const char* name, const std::optional<schema::Place>& place) {
    if (!place) return;
    json[name] = Json::object();
    addPlace(json[name], project, *place);
  };
  side("models", table.left);
  side("migrations", table.right);
  if (!table.why.reason.empty()) json["why"] = doubtJson(project, table.why);
  addNotice(json, notes.table);
  json["rows"] = Json::array();
  for (std::size_t i = 0; i < table.rows.size(); ++i)
    json["rows"].push_back(rowJson(project, table.rows[i], notes.rows[i]));
  return json;
}

Json pairJson(const Project& project, const SideBySide& pair, const SchemaQuery& query) {
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
  for (std::size_t i = 0; i < pair.tables.size(); ++i)
    json["tables"].push_back(tableJson(project, pair.tables[i], pair.notes[i]));
  return json;
}

// ---- Text

void addRow(std::string& out, const Project& project, const schema::Row& row, const Noticed& noticed) {
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
  if (!noticed.text.empty()) out += concat("      ", noticed.text, "\n");
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
  for (const SideBySide& pair : pairsOf(project, query)) json["pairs"].push_back(pairJson(project, pair, query));
  return dumped(json);
}

std::string sideBySideText(const Project& project, const SchemaQuery& query) {
  std::string out;
  for (const SideBySide& pair : pairsOf(project, query)) {
    if (!out.empty()) out += "\n";
    out += concat(pair.metadata.empty() ? "no models" : joined(pair.metadata), " beside ",
                  pair.history == nullptr ? std::string("no migrations") : pair.history->folder, " on ",
                  schema::nameOf(pair.dialect));
    out += momentText(query, pair.at);
    out += concat("\n", headlineOf(pair), "\n\n");
    for (std::size_t i = 0; i < pair.tables.size(); ++i) {
      const schema::TableRows& table = pair.tables[i];
      out += concat(schema::signOf(table.mark), " ", schema::show(table.name), "\n");
      if (!table.why.reason.empty())
        out += concat("    not known: ", table.why.reason, placeText(project, table.why.place), "\n");
      if (!pair.notes[i].table.text.empty()) out += concat("    ", pair.notes[i].table.text, "\n");
      for (std::size_t j = 0; j < table.rows.size(); ++j) addRow(out, project, table.rows[j], pair.notes[i].rows[j]);
      out += "\n";
    }
    for (const schema::Schema* schema : {&pair.models, &pair.migrations}) {
      for (const schema::Doubt& doubt : schema->doubts) {
        out += concat("not known of the ", schema == &pair.models ? "models: " : "migrations: ", doubt.reason,
                      placeText(project, doubt.place), "\n");
      }
    }
  }
  return out;
}

}  // namespace limbeck::formats
