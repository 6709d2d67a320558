#include "schema/dump.h"

#include "text/concat.h"

namespace limbeck::schema {
namespace {

std::string shown(const TableName& name) {
  return name.first.empty() ? name.second : concat(name.first, ".", name.second);
}

std::string listedTexts(const std::vector<std::string>& items) {
  std::string out;
  for (const std::string& item : items) out += concat(out.empty() ? "'" : ", '", item, "'");
  return out;
}

/// " name", " ?" for one that is not known, nothing for none.
std::string nameWords(const Name& name) {
  if (!name.isKnown()) return " ?";
  return name.isThere() ? concat(" ", name.text) : std::string();
}

std::string_view when(bool condition, std::string_view text) { return condition ? text : std::string_view(); }

/// All that a type says, unlike `show`, which leaves noise out.
std::string typeText(const Type& type) {
  if (!type.isKnown()) return "?";
  std::string out = type.item ? concat(type.name, " of ", typeText(*type.item)) : type.name;
  if (!type.dialect.empty()) out = concat(type.dialect, ".", out);
  std::vector<std::string> arguments;
  if (type.length) arguments.push_back(std::to_string(*type.length));
  if (type.precision) arguments.push_back(std::to_string(*type.precision));
  if (type.scale) arguments.push_back(std::to_string(*type.scale));
  if (!type.values.empty()) arguments.push_back(listedTexts(type.values));
  if (!arguments.empty()) out += concat("(", joined(arguments), ")");
  if (type.timezone) out += " with time zone";
  if (type.isUnsigned) out += " unsigned";
  if (!type.typeName.empty()) out += concat(" named ", shown({type.typeSchema, type.typeName}));
  if (type.open) out += " (open)";
  return out;
}

std::string defaultText(const Default& value) {
  switch (value.kind) {
    case Default::Kind::None: return {};
    case Default::Kind::Sql: return concat(" default ", value.text);
    case Default::Kind::Identity: return " identity";
    case Default::Kind::Computed: return concat(" computed (", value.text, ")", when(value.stored, " stored"));
    case Default::Kind::Unknown: return " default ?";
  }
  return {};
}

std::string columnText(const Column& column) {
  std::string out = concat(" ", typeText(column.type));
  out += !column.nullable ? " null?" : *column.nullable ? "" : " not null";
  out += defaultText(column.serverDefault);
  if (column.primaryKey) out += " primary key";
  if (column.autoincrement) out += " autoincrement";
  if (column.comment) out += concat(" comment '", *column.comment, "'");
  if (column.presence == Presence::Maybe) out += " (maybe)";
  return out;
}

std::string targetText(const ForeignKey& key) {
  std::string out = concat(" -> ", key.table.empty() ? "?" : shown({key.schema, key.table}));
  if (!key.targets.empty()) out += concat("(", joined(key.targets), ")");
  if (!key.onDelete.empty()) out += concat(" on delete ", key.onDelete);
  if (!key.onUpdate.empty()) out += concat(" on update ", key.onUpdate);
  if (key.presence == Presence::Maybe) out += " (maybe)";
  return out;
}

std::string keyText(const ForeignKey& key) {
  return concat(nameWords(key.name), " (", joined(key.columns), ")", targetText(key));
}

std::string checkText(const Check& check) {
  return concat(nameWords(check.name), " (", check.sql.empty() ? std::string_view("?") : std::string_view(check.sql),
                ") of (", joined(check.columns), ")");
}

std::string indexText(const Index& index) {
  std::string parts;
  for (const IndexPart& part : index.parts) {
    if (!parts.empty()) parts += ", ";
    parts += part.expression ? concat("[", part.text, "]") : part.text;
  }
  return concat(nameWords(index.name), " (", parts, ")", when(!index.where.empty(), " where "), index.where);
}

std::string tableParts(const Table& table) {
  std::string out;
  for (const Column& column : table.columns) out += concat("\n  ", column.name, columnText(column));
  if (!table.primaryKey.columns.empty()) {
    out += concat("\n  primary key", nameWords(table.primaryKey.name), " (", joined(table.primaryKey.columns), ")");
  }
  for (const Unique& unique : table.uniques)
    out += concat("\n  unique", nameWords(unique.name), " (", joined(unique.columns), ")");
  for (const ForeignKey& key : table.foreignKeys) out += concat("\n  foreign key", keyText(key));
  for (const Check& check : table.checks) out += concat("\n  check", checkText(check));
  for (const OtherConstraint& other : table.others) out += concat("\n  constraint", nameWords(other.name));
  for (const Index& index : table.indexes)
    out += concat("\n  ", when(index.unique, "unique "), "index", indexText(index));
  return out;
}

std::string_view kindText(ConstraintKind kind) {
  switch (kind) {
    case ConstraintKind::PrimaryKey: return "primary key";
    case ConstraintKind::Unique: return "unique";
    case ConstraintKind::ForeignKey: return "foreign key";
    case ConstraintKind::Check: return "check";
    default: return "constraint";
  }
}

struct EffectText {
  std::string operator()(const CreateTable& e) const {
    const Table& table = e.table;
    std::string out = concat("create table ", shown({table.schema, table.name}), when(e.ifNotExists, " if not exists"));
    if (table.certainty != Certainty::Known) out += " (partial)";
    if (table.filled) out += " (filled)";
    if (table.comment) out += concat(" comment '", *table.comment, "'");
    return out + tableParts(table);
  }
  std::string operator()(const DropTable& e) const {
    return concat("drop table ", shown(e.table), when(e.ifExists, " if exists"), when(e.cascade, " cascade"));
  }
  std::string operator()(const RenameTable& e) const {
    return concat("rename table ", shown(e.table), " to ", shown({e.toSchema, e.to}), when(e.ifExists, " if exists"));
  }
  std::string operator()(const AddColumn& e) const {
    std::string out = concat("add column ", shown(e.table), ".", e.column.name, when(e.ifNotExists, " if not exists"),
                             columnText(e.column));
    for (const ForeignKey& key : e.foreignKeys) out += concat(", foreign key", nameWords(key.name), targetText(key));
    for (const Check& check : e.checks) out += concat(", check", checkText(check));
    return out;
  }
  std::string operator()(const DropColumn& e) const {
    return concat("drop column ", shown(e.table), ".", e.column, when(e.ifExists, " if exists"),
                  when(e.cascade, " cascade"));
  }
  std::string operator()(const AlterColumn& e) const {
    std::string out = concat(e.rewritesAll ? "rewrite column " : "alter column ", shown(e.table), ".", e.column);
    if (e.newName) out += concat(" name ", *e.newName);
    if (e.type) out += concat(" type ", typeText(*e.type));
    if (e.nullable) out += *e.nullable ? " null" : " not null";
    if (e.nullableUnknown) out += " null?";
    if (e.serverDefault) out += e.serverDefault->isThere() ? defaultText(*e.serverDefault) : " no default";
    if (e.comment) out += e.comment->empty() ? " no comment" : concat(" comment '", *e.comment, "'");
    return out;
  }
  std::string operator()(const CreateIndex& e) const {
    return concat("create ", when(e.index.unique, "unique "), "index on ", shown(e.table), indexText(e.index),
                  when(e.ifNotExists, " if not exists"));
  }
  std::string operator()(const DropIndex& e) const {
    return concat("drop index ", e.name.empty() ? std::string("?") : shown({e.schema, e.name}),
                  when(e.table.has_value(), " of "), e.table ? shown(*e.table) : std::string(),
                  when(e.ifExists, " if exists"));
  }
  std::string operator()(const RenameIndex& e) const {
    return concat("rename index ", shown({e.schema, e.name}), " to ", e.to);
  }
  std::string operator()(const AddPrimaryKey& e) const {
    if (!e.usingIndex.empty())
      return concat("add primary key", nameWords(e.key.name), " to ", shown(e.table), " using index ", e.usingIndex);
    return concat("add primary key", nameWords(e.key.name), " to ", shown(e.table), " (", joined(e.key.columns), ")");
  }
  std::string operator()(const AddUnique& e) const {
    if (!e.usingIndex.empty())
      return concat("add unique", nameWords(e.unique.name), " to ", shown(e.table), " using index ", e.usingIndex);
    return concat("add unique", nameWords(e.unique.name), " to ", shown(e.table), " (", joined(e.unique.columns), ")");
  }
  std::string operator()(const AddForeignKey& e) const {
    return concat("add foreign key", nameWords(e.key.name), " to ", shown(e.table), " (", joined(e.key.columns), ")",
                  targetText(e.key));
  }
  std::string operator()(const AddCheck& e) const {
    return concat("add check to ", shown(e.table), checkText(e.check));
  }
  std::string operator()(const AddOther& e) const {
    return concat("add constraint", nameWords(e.constraint.name), " to ", shown(e.table));
  }
  std::string operator()(const DropConstraint& e) const {
    return concat("drop ", kindText(e.kind), nameWords(e.name), " of ", shown(e.table), when(e.ifExists, " if exists"));
  }
  std::string operator()(const RenameConstraint& e) const {
    return concat("rename constraint ", e.name, " of ", shown(e.table), " to ", e.to);
  }
  std::string operator()(const CommentTable& e) const {
    return e.comment ? concat("comment table ", shown(e.table), " '", *e.comment, "'")
                     : concat("no comment table ", shown(e.table));
  }
  std::string operator()(const TouchRows& e) const {
    using What = TouchRows::What;
    return concat(e.what == What::View   ? "view "
                  : e.what == What::Go   ? "rows leave "
                  : e.what == What::Come ? "rows into "
                                         : "rows of ",
                  shown(e.table));
  }
  std::string operator()(const CreateEnum& e) const {
    return concat("create type ", shown({e.type.schema, e.type.name}), when(e.ifNotExists, " if not exists"), " (",
                  e.type.valuesKnown ? listedTexts(e.type.values) : std::string("?"), ")");
  }
  std::string operator()(const AlterEnum& e) const {
    std::string out = concat("alter type ", shown(e.type));
    if (e.values) out += concat(" (", listedTexts(*e.values), ")");
    if (!e.added.empty()) out += concat(" add ", listedTexts(e.added), when(e.ifNotExists, " if not exists"));
    if (e.renamedValue) out += concat(" rename '", e.renamedValue->first, "' to '", e.renamedValue->second, "'");
    if (e.newName) out += concat(" name ", *e.newName);
    return out;
  }
  std::string operator()(const DropEnum& e) const {
    return concat("drop type ", shown(e.type), when(e.ifExists, " if exists"), when(e.cascade, " cascade"));
  }
  std::string operator()(const Unread& e) const {
    return concat("unread ", e.table ? shown(*e.table) : std::string("anything"), ": ", e.reason);
  }
};

}  // namespace

std::string dump(const Effect& effect) { return std::visit(EffectText{}, effect); }

std::string dump(const std::vector<Statement>& statements) {
  std::string out;
  for (const Statement& statement : statements) {
    out += statement.words.empty() ? "?" : statement.words;
    if (statement.touchesSchema) out += ", schema";
    if (statement.concurrently) out += ", concurrently";
    if (statement.ifExists) out += ", if exists";
    if (!statement.understood) out += ", not understood";
    if (statement.temporary) out += concat(", temporary ", shown(*statement.temporary));
    out += "\n";
    for (const Effect& effect : statement.effects) {
      std::string lines = dump(effect);
      for (std::size_t at = lines.find('\n'); at != std::string::npos; at = lines.find('\n', at + 3))
        lines.insert(at + 1, "  ");
      out += concat("  ", lines, "\n");
    }
  }
  return out;
}

}  // namespace limbeck::schema
