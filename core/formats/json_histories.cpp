// Histories of migrations as JSON: HistoryNote of report.ts.

#include "formats/formats.h"
#include "formats/json_parts.h"

namespace limbeck::formats {
namespace {

Json revisionJson(const rules::Report& report, const rules::RevisionNote& note) {
  Json json = locationJson(report, note.place);
  json["id"] = note.id;
  json["message"] = note.message;
  json["spoken"] = note.spoken;
  json["lane"] = note.lane;
  json["edges"] = Json::array();
  for (const rules::EdgeNote& edge : note.edges) {
    Json one = {{"row", edge.row}, {"lane", edge.lane}};
    if (edge.dependency) one["dependency"] = true;
    json["edges"].push_back(std::move(one));
  }
  json["marks"] = note.marks;
  json["labels"] = note.labels;
  json["missing"] = note.missing;
  if (!note.does.empty()) json["does"] = note.does;
  json["checklist"] = Json::array();
  for (const rules::CheckItem& item : note.checklist) {
    json["checklist"].push_back({{"item", item.id},
                                 {"title", item.title},
                                 {"verdict", verdictName(item.verdict)},
                                 {"text", item.text},
                                 {"evidence", evidenceJson(report, item.evidence)},
                                 {"codes", item.codes}});
  }
  return json;
}

}  // namespace

Json historiesJson(const rules::Report& report) {
  Json list = Json::array();
  for (const rules::HistoryNote& history : report.histories) {
    Json json = {{"folder", history.folder},
                 {"locations", history.locations},
                 {"headline", history.headline},
                 {"whole", history.whole},
                 {"lanes", history.lanes}};
    if (!history.environment.empty()) json["environment"] = history.environment;
    if (!history.merge.empty()) json["merge"] = history.merge;
    json["rows"] = Json::array();
    for (const rules::RevisionNote& note : history.rows) json["rows"].push_back(revisionJson(report, note));
    json["cycles"] = history.cycles;
    json["notLoaded"] = history.notLoaded;
    json["tree"] = tree(history);
    list.push_back(std::move(json));
  }
  return list;
}

}  // namespace limbeck::formats
