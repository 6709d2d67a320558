#include "formats/schemas.h"

#include <algorithm>
#include <memory>
#include <vector>

#include "formats/json_schema.h"
#include "formats/schema_text.h"
#include "formats/side_by_side.h"
#include "project/environments/environments.h"
#include "project/migrations/histories.h"
#include "project/migrations/replay/replay.h"
#include "project/models/declared.h"
#include "schema/create_table.h"
#include "text/concat.h"

namespace limbeck::formats {
namespace {

using project::History;
using project::Project;
using project::RevisionGraph;

/// One answer: a schema, where it comes from, and what went wrong on the way there.
struct Answer {
  std::string where;  ///< script_location, or the name of the MetaData
  bool ofHistory = false;
  std::vector<std::string> at;
  schema::Dialect dialect = schema::Dialect::Generic;
  schema::Schema schema;
  const project::Replay* replay = nullptr;
  const History* history = nullptr;
};

class Answers {
 public:
  Answers(const Project& project, const SchemaQuery& query) : project_(project) {
    const schema::Dialect dialect = query.dialect.value_or(project::replayDialects(project).front());
    if (query.of == SchemaQuery::Of::Models) {
      models(dialect);
      return;
    }
    replays_ = std::make_unique<project::Replays>(project, project.declared(), std::vector<schema::Dialect>{dialect});
    for (const project::HistoryReplays& entry : replays_->all()) {
      const History& history = project.histories().all()[entry.history];
      const project::Replay& replay = entry.replays.front();
      auto standing = replay.at(history, {query.at, query.before});
      if (standing)
        all.push_back(
            {history.folder, true, std::move(standing->at), dialect, std::move(standing->schema), &replay, &history});
    }
  }

  std::vector<Answer> all;

 private:
  void models(schema::Dialect dialect) {
    for (const project::DeclaredMetaData& metadata : project_.declared().all()) {
      Answer answer{metadata.name, false,  {}, dialect, project_.declared().schemaOf(metadata, dialect),
                    nullptr,       nullptr};
      for (const project::Environment& environment : project_.environments().all()) {
        if (metadata.isComparedBy(environment)) answer.where = environment.folder;
      }
      all.push_back(std::move(answer));
    }
  }

  const Project& project_;
  std::unique_ptr<project::Replays> replays_;
};

Json failureJson(const Project& project, const History& history, const project::ReplayFailure& failure) {
  const schema::Failure& what = failure.failure;
  const facts::ModuleFacts& file = project.file(failure.argument.file);
  Json json = {{"revision", history.graph.node(failure.revision).id},
               {"direction", failure.downgrade ? "downgrade" : "upgrade"},
               {"kind", schema::nameOf(what.kind())},
               {"message", schema::messageOf(what)},
               {"operation", failure.operation},
               {"file", file.path()},
               {"line", file.file->positionAt(failure.argument.span.begin).line + 1}};
  if (!what.table.second.empty()) json["table"] = schema::show(what.table);
  if (!what.column.empty()) json["column"] = what.column;
  if (!what.name.empty()) json["name"] = what.name;
  if (!what.near.empty()) json["near"] = what.near;
  return json;
}

}  // namespace

std::string schemaJson(const Project& project, const SchemaQuery& query) {
  if (query.of == SchemaQuery::Of::Both) return sideBySideJson(project, query);
  Json json = {{"limbeck", LIMBECK_VERSION},
               {"schema", 1},
               {"of", query.of == SchemaQuery::Of::Models ? "models" : "migrations"},
               {"environments", Json::array()}};
  const Answers answers(project, query);
  for (const Answer& answer : answers.all) {
    Json one = {{"script_location", answer.where}, {"dialect", schema::nameOf(answer.dialect)}, {"at", answer.at}};
    addSchema(one, project, answer.schema, answer.dialect);
    if (answer.replay != nullptr) {
      const project::Replay::Share share = answer.replay->share();
      one["operations"] = {{"decided", share.decided}, {"all", share.all}};
      one["failures"] = Json::array();
      for (const project::ReplayFailure& failure : answer.replay->failures)
        one["failures"].push_back(failureJson(project, *answer.history, failure));
    }
    json["environments"].push_back(std::move(one));
  }
  return dumped(json);
}

std::string schemaText(const Project& project, const SchemaQuery& query) {
  if (query.of == SchemaQuery::Of::Both) return sideBySideText(project, query);
  std::string out;
  const Answers answers(project, query);
  for (const Answer& answer : answers.all) {
    if (!out.empty()) out += "\n";
    out += concat(answer.where, " on ", schema::nameOf(answer.dialect));
    out += concat(momentText(query, answer.at), "\n\n");
    out += schema::describe(answer.schema, answer.dialect);
    for (const schema::Doubt& doubt : answer.schema.doubts)
      out += concat("not known: ", doubt.reason, placeText(project, doubt.place), "\n");
    if (answer.replay == nullptr) continue;
    for (const project::ReplayFailure& failure : answer.replay->failures) {
      out +=
          concat(failure.downgrade ? "downgrade of " : "upgrade to ", answer.history->graph.node(failure.revision).id,
                 " fails: ", schema::messageOf(failure.failure), placeText(project, failure.failure.place), "\n");
    }
    const project::Replay::Share share = answer.replay->share();
    out += concat(std::to_string(share.decided), " of ", std::to_string(share.all), " operations decided\n");
  }
  return out;
}

std::string schemaSql(const Project& project, const SchemaQuery& query) {
  if (query.of == SchemaQuery::Of::Both) {
    SchemaQuery one = query;
    one.of = SchemaQuery::Of::Models;
    const std::string models = schemaSql(project, one);
    one.of = SchemaQuery::Of::Migrations;
    return concat("-- Models say\n\n", models, "-- Migrations build\n\n", schemaSql(project, one));
  }
  std::string out;
  const Answers answers(project, query);
  for (const Answer& answer : answers.all) {
    if (!out.empty()) out += "\n";
    if (answers.all.size() > 1) out += concat("-- ", answer.where, "\n\n");
    out += schema::createStatements(answer.schema, answer.dialect);
  }
  return out;
}

std::optional<SchemaQuestion> readSchemaQuestion(std::string_view bytes) {
  const Json json = Json::parse(bytes, nullptr, false);
  if (!json.is_object()) return std::nullopt;
  const auto textOf = [&](const char* name) {
    const auto found = json.find(name);
    return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
  };
  using Of = SchemaQuery::Of;
  SchemaQuestion question;
  const std::string of = textOf("of");
  question.query.of = of == "models" ? Of::Models : of == "both" ? Of::Both : Of::Migrations;
  question.query.at = textOf("at");
  question.query.before = textOf("before") != "";
  if (question.query.before) question.query.at = textOf("before");
  question.query.dialect = schema::dialectNamed(textOf("dialect"));
  if (const std::string format = textOf("format"); !format.empty()) question.format = format;
  return question;
}

}  // namespace limbeck::formats
