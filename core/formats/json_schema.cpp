#include "formats/json_schema.h"

namespace limbeck::formats {
namespace {

using schema::Presence;

Json nameJson(const schema::Name& name) { return name.isThere() ? Json(name.text) : Json(nullptr); }

void addPresence(Json& into, const schema::Name& name, Presence presence) {
  if (!name.isKnown()) into["name_known"] = false;
  if (presence == Presence::Maybe) into["maybe"] = true;
}

Json defaultJson(const schema::Default& value, schema::Dialect dialect) {
  using Kind = schema::Default::Kind;
  if (value.kind == Kind::None) return nullptr;
  const char* const kind = value.kind == Kind::Sql        ? "sql"
                           : value.kind == Kind::Identity ? "identity"
                           : value.kind == Kind::Computed ? "computed"
                                                          : "unknown";
  Json json = {{"kind", kind}};
  if (value.kind != Kind::Unknown) json["text"] = value.textOn(dialect);
  return json;
}

Json tableJson(const schema::Table& table, schema::Dialect dialect) {
  Json json = {{"schema", table.schema}, {"certainty", certaintyName(table.certainty)}, {"columns", Json::array()}};
  for (const schema::Column& column : table.columns) json["columns"].push_back(columnJson(column, dialect));
  json["primary_key"] = {{"name", nameJson(table.primaryKey.name)}, {"columns", table.primaryKey.columns}};
  if (!table.primaryKey.name.isKnown()) json["primary_key"]["name_known"] = false;
  json["unique"] = Json::array();
  for (const schema::Unique& unique : table.uniques) {
    Json one = {{"name", nameJson(unique.name)}, {"columns", unique.columns}};
    addPresence(one, unique.name, unique.presence);
    json["unique"].push_back(std::move(one));
  }
  json["foreign_keys"] = Json::array();
  for (const schema::ForeignKey& key : table.foreignKeys) {
    Json one = {{"name", nameJson(key.name)}, {"columns", key.columns}, {"schema", key.schema},
                {"table", key.table},         {"targets", key.targets}, {"on_delete", key.onDelete},
                {"on_update", key.onUpdate}};
    addPresence(one, key.name, key.presence);
    json["foreign_keys"].push_back(std::move(one));
  }
  json["checks"] = Json::array();
  for (const schema::Check& check : table.checks) {
    Json one = {{"name", nameJson(check.name)}, {"sql", check.sql}};
    addPresence(one, check.name, check.presence);
    json["checks"].push_back(std::move(one));
  }
  json["indexes"] = Json::array();
  for (const schema::Index& index : table.indexes) {
    Json one = {{"name", nameJson(index.name)}, {"unique", index.unique}, {"columns", Json::array()}};
    for (const schema::IndexPart& part : index.parts)
      one["columns"].push_back(part.expression || !part.order.empty() ? Json{{"expression", part.sql()}}
                                                                      : Json(part.text));
    if (!index.where.empty()) one["where"] = index.where;
    addPresence(one, index.name, index.presence);
    json["indexes"].push_back(std::move(one));
  }
  if (table.comment) json["comment"] = *table.comment;
  return json;
}

}  // namespace

std::string_view certaintyName(schema::Certainty certainty) {
  return certainty == schema::Certainty::Known     ? "known"
         : certainty == schema::Certainty::Partial ? "partial"
                                                   : "unknown";
}

Json columnJson(const schema::Column& column, schema::Dialect dialect) {
  const schema::TypeText type = schema::ddlOf(column.type, dialect);
  Json json = {{"name", column.name}};
  json["type"] = type.text.empty() ? Json(nullptr) : Json(type.text);
  json["nullable"] = column.nullable ? Json(*column.nullable) : Json(nullptr);
  json["default"] = defaultJson(column.serverDefault, dialect);
  json["primary_key"] = column.primaryKey;
  if (column.comment) json["comment"] = *column.comment;
  if (column.presence == Presence::Maybe) json["maybe"] = true;
  return json;
}

void addSchema(Json& into, const project::Project& project, const schema::Schema& schema, schema::Dialect dialect) {
  into["certainty"] = schema.open || schema.baseline ? "partial" : "known";
  if (schema.baseline) into["baseline"] = true;
  into["doubts"] = Json::array();
  for (const schema::Doubt& doubt : schema.doubts) {
    Json one = {{"reason", doubt.reason}};
    if (doubt.place.isKnown()) {
      const facts::ModuleFacts& file = project.file(doubt.place.file);
      one["file"] = file.path();
      one["line"] = file.file->positionAt(doubt.place.span.begin).line + 1;
    }
    into["doubts"].push_back(std::move(one));
  }
  into["tables"] = Json::object();
  for (const auto& [name, table] : schema.tables()) into["tables"][schema::show(name)] = tableJson(*table, dialect);
  into["enums"] = Json::object();
  for (const auto& [name, type] : schema.enums) {
    Json one = {{"values", type.values}};
    if (!type.valuesKnown) one["values_known"] = false;
    if (type.presence == Presence::Maybe) one["maybe"] = true;
    into["enums"][schema::show(name)] = std::move(one);
  }
}

}  // namespace limbeck::formats
