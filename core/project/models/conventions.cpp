#include "project/models/conventions.h"

#include <algorithm>

#include "project/definitions/definitions.h"
#include "project/environments/environments.h"
#include "project/environments/metadata_use.h"

namespace limbeck::project {

using evaluate::Value;

namespace {

/// %(column_0_key)s: names are made of what columns are called in Python.
bool usesKeys(const schema::NamingConvention& naming, const std::string& kind) {
  const auto asked = naming.templates.find(kind);
  return asked != naming.templates.end() && asked->second.find("_key)s") != std::string::npos;
}

/// The column was given a `key=` that is not its name.
bool hasKey(const DeclaredTable& table, const std::string& column) {
  return std::any_of(table.keys.begin(), table.keys.end(), [&](const auto& one) { return one.second == column; });
}

/// MetaData(schema=settings.schema): where those stand that name no schema is not known.
void anySchema(DeclaredMetaData& metadata) {
  for (DeclaredTable& table : metadata.tables) table.anySchema = table.anySchema || table.table.schema.empty();
}

void readConvention(const Value& value, schema::NamingConvention& into) {
  if (!value.is(Value::Kind::Dict)) {
    into.open = !value.is(Value::Kind::None);
    return;
  }
  into.open = value.mapping().open;
  for (const auto& [key, pattern] : value.mapping().items) {
    if (key.isString() && pattern.isString()) into.templates[key.text()] = pattern.text();
    else if (!key.isString() || pattern.is(Value::Kind::Function) || pattern.isUnknown())
      into.open = into.open || !key.isString() || key.text().size() == 2;
  }
}

}  // namespace

void readConventions(const Project& project, evaluate::Evaluator& evaluator, std::vector<DeclaredMetaData>& all) {
  for (DeclaredMetaData& metadata : all) {
    const MetaData& own = project.environments().metadatas().at(metadata.id);
    // Flask-SQLAlchemy gives the one of a bind key the names of the others, and nothing else of theirs.
    const MetaData& made = own.bind.empty() ? own : project.environments().metadatas().at(own.rest);
    if (made.file == noFile || !made.made) continue;
    evaluator.renew();
    std::string schema;
    if (made.made.is(Kind::Call)) {
      auto value = evaluator.evaluate(made.file, made.made);
      auto call = Construct::of(value);
      if (call && call->name() != "MetaData") {
        if (const Value* const inner = call->keyword("metadata")) {
          const Value kept = *inner;
          value = kept;
          call = Construct::of(value);
        }
      }
      if (call && call->name() == "MetaData") {
        if (const Value* const convention = call->keyword("naming_convention")) {
          readConvention(*convention, metadata.naming);
          metadata.namingFile = call->file();
          metadata.namingAt = call->node().keyword("naming_convention").parent();
        }
        const Value* const given = call->argument(99, "schema");
        schema = plainText(given).value_or("");
        const bool untold = given == nullptr ? call->open() : !isNone(given) && !plainText(given);
        if (untold && own.bind.empty()) anySchema(metadata);
        if (call->open()) metadata.naming.open = true;
      }
    }
    // MetaData(schema="app") is where tables without a schema of their own stand, and what their foreign keys mean
    // (facts F14).
    if (!schema.empty() && own.bind.empty()) metadata.useSchema(schema);
  }
  // Base.metadata.naming_convention = {...}, Base.metadata.schema = "app"
  for (FileId file{0}; file < project.files().size(); ++file) {
    for (const Expr attribute : project.file(file).attributes) {
      const bool schema = attribute.text() == "schema";
      if ((attribute.text() != "naming_convention" && !schema) || !attribute.parent().is(Kind::Assign) ||
          attribute.parent().value() == attribute)
        continue;
      const MetaDataId id = metadataAt(project, file, attribute[0]);
      const std::uint32_t program = programOf(project, id, file);
      const auto metadata = std::find_if(
          all.begin(), all.end(), [&](const DeclaredMetaData& one) { return one.id == id && one.program == program; });
      if (id == none || metadata == all.end()) continue;
      evaluator.renew();
      if (schema) {  // which tables were made before, and stand elsewhere, nobody tells
        anySchema(*metadata);
        continue;
      }
      readConvention(evaluator.evaluate(file, attribute.parent().value()), metadata->naming);
      metadata->namingFile = file;
      metadata->namingAt = attribute;
    }
  }
}

void callByName(DeclaredMetaData& metadata) {
  const auto keysOf = [&](const schema::TableName& name) {
    const DeclaredTable* const table = metadata.find(name);
    return table == nullptr ? std::map<std::string, std::string>() : table->keys;
  };
  const auto rename = [](std::vector<std::string>& names, const std::map<std::string, std::string>& keys) {
    for (std::string& name : names) {
      if (const auto found = keys.find(name); found != keys.end()) name = found->second;
    }
  };
  for (DeclaredTable& table : metadata.tables) {
    rename(table.table.primaryKey.columns, table.keys);
    const bool byKey = usesKeys(metadata.naming, "uq");
    for (schema::Unique& unique : table.table.uniques) {
      const std::vector<std::string> keys = unique.columns;
      rename(unique.columns, table.keys);
      if (byKey && keys != unique.columns && !unique.name.isThere()) unique.name = schema::Name::unknown();
    }
    for (schema::Index& index : table.table.indexes) {
      for (schema::IndexPart& part : index.parts) {
        const auto found = table.keys.find(part.text);
        if (!part.expression && found != table.keys.end()) part.text = found->second;
      }
    }
    bool unread = false;
    for (schema::ForeignKey& key : table.table.foreignKeys) {
      rename(key.columns, table.keys);
      rename(key.targets, keysOf({key.schema, key.table}));
      const bool renamed = std::any_of(key.columns.begin(), key.columns.end(),
                                       [&](const std::string& name) { return hasKey(table, name); });
      if (renamed && usesKeys(metadata.naming, "fk") && !key.name.isThere()) key.name = schema::Name::unknown();
      unread = unread || key.table.empty();
    }
    if (!unread) continue;
    std::erase_if(table.table.foreignKeys, [](const schema::ForeignKey& key) { return key.table.empty(); });
    table.doubts.push_back({"what a foreign key refers to cannot be read", table.table.place});
    table.table.certainty = schema::Certainty::Partial;
  }
}

}  // namespace limbeck::project
