#include "rules/tables/creating.h"

#include <algorithm>

#include "text/concat.h"

namespace limbeck::rules {
namespace {

using schema::Default;
using schema::Type;
using schema::TypeKind;

std::string text(std::string_view value) {
  std::string made;
  for (const char c : value) {
    if (c == '\'' || c == '\\') made.append(1, '\\');
    made.append(1, c);
  }
  return concat("'", made, "'");
}

std::string texts(const std::vector<std::string>& values) {
  std::string made;
  for (const std::string& value : values) made += concat(made.empty() ? "" : ", ", text(value));
  return made;
}

/// sa.String(length=50); nothing when an argument is not known.
class Writer {
 public:
  std::optional<std::string> type(const Type& written) {
    if (!written.isKnown() || written.open || !written.variants.empty() || !schema::isTypeName(written.name))
      return std::nullopt;
    const TypeKind kind = kindOf(written);
    if (kind == TypeKind::Null) return std::nullopt;
    if (written.name == "AutoString") return withLength("sa.String", written);
    const std::string name = concat(written.dialect.empty() ? "sa" : written.dialect, ".", written.name);
    if (!written.dialect.empty()) need(concat("from sqlalchemy.dialects import ", written.dialect));
    std::vector<std::string> arguments;
    if (written.isEnum()) {
      if (!written.valuesKnown) return std::nullopt;
      for (const std::string& value : written.values) arguments.push_back(text(value));
      if (!written.typeName.empty()) arguments.push_back(concat("name=", text(written.typeName)));
      if (!written.native) arguments.emplace_back("native_enum=False");
    } else if (written.item) {
      const auto item = type(*written.item);
      if (!item) return std::nullopt;
      arguments.push_back(*item);
    } else if (written.length) {
      arguments.push_back(concat("length=", std::to_string(*written.length)));
    }
    if (written.precision) arguments.push_back(concat("precision=", std::to_string(*written.precision)));
    if (written.scale) arguments.push_back(concat("scale=", std::to_string(*written.scale)));
    if (written.timezone) arguments.emplace_back("timezone=True");
    if (written.constrained) arguments.emplace_back("create_constraint=True");
    return called(name, arguments);
  }

  std::optional<std::string> serverDefault(const Default& value) {
    switch (value.kind) {
      case Default::Kind::None: return std::string();
      case Default::Kind::Identity: return "sa.Identity()";
      case Default::Kind::Computed:
        return value.text.empty()
                   ? std::nullopt
                   : std::optional(concat("sa.Computed(", text(value.text), value.stored ? ", persisted=True)" : ")"));
      case Default::Kind::Sql: break;
      default: return std::nullopt;
    }
    switch (value.portable) {
      case Default::Portable::Now: return "sa.func.now()";
      case Default::Portable::True: return "sa.true()";
      case Default::Portable::False: return "sa.false()";
      default: break;
    }
    if (!value.isText) return concat("sa.text(", text(value.text), ")");
    std::string plain;
    for (std::size_t i = 1; i + 1 < value.text.size(); ++i) {
      plain.append(1, value.text[i]);
      if (value.text[i] == '\'') ++i;
    }
    return text(plain);
  }

  std::optional<std::string> column(const schema::Column& column) {
    if (column.presence == schema::Presence::Maybe || !column.nullable) return std::nullopt;
    const auto written = type(column.type);
    const auto value = serverDefault(column.serverDefault);
    if (!written || !value) return std::nullopt;
    const bool item =
        column.serverDefault.kind == Default::Kind::Identity || column.serverDefault.kind == Default::Kind::Computed;
    std::string made = concat("sa.Column(", text(column.name), ", ", *written);
    if (item) made += concat(", ", *value);
    else if (!value->empty()) made += concat(", server_default=", *value);
    made += concat(", nullable=", *column.nullable ? "True" : "False");
    if (column.comment) made += concat(", comment=", text(*column.comment));
    return concat(made, ")");
  }

  static std::string name(const schema::Name& given) {
    if (!given.isThere()) return {};
    return given.from == schema::Name::From::Convention ? concat(", name=op.f(", text(given.text), ")")
                                                        : concat(", name=", text(given.text));
  }

  void need(std::string line) {
    if (std::find(imports.begin(), imports.end(), line) == imports.end()) imports.push_back(std::move(line));
  }
  std::vector<std::string> imports{"import sqlalchemy as sa"};

 private:
  static std::string withLength(std::string_view name, const Type& written) {
    return concat(name, "(", written.length ? concat("length=", std::to_string(*written.length)) : std::string(), ")");
  }
  static std::string called(std::string_view name, const std::vector<std::string>& arguments) {
    return concat(name, "(", joined(arguments), ")");
  }
};

std::string foreignKey(const schema::ForeignKey& key) {
  std::vector<std::string> targets;
  for (const std::string& target : key.targets)
    targets.push_back(concat(schema::show(schema::TableName{key.schema, key.table}), ".", target));
  std::string made =
      concat("sa.ForeignKeyConstraint([", texts(key.columns), "], [", texts(targets), "]", Writer::name(key.name));
  if (!key.onUpdate.empty()) made += concat(", onupdate=", text(key.onUpdate));
  if (!key.onDelete.empty()) made += concat(", ondelete=", text(key.onDelete));
  return concat(made, ")");
}

}  // namespace

std::optional<Creation> createTable(const schema::Table& table) {
  if (!table.isWhole() || !table.others.empty()) return std::nullopt;
  Writer writer;
  std::vector<std::string> items;
  for (const schema::Column& column : table.columns) {
    const auto written = writer.column(column);
    if (!written) return std::nullopt;
    items.push_back(*written);
  }
  for (const schema::Check& check : table.checks) {
    if (check.ofType) continue;
    if (check.sql.empty() || !check.name.isKnown()) return std::nullopt;
    items.push_back(concat("sa.CheckConstraint(", text(check.sql), Writer::name(check.name), ")"));
  }
  for (const schema::ForeignKey& key : table.foreignKeys) {
    if (key.table.empty() || key.targets.empty() || !key.name.isKnown() || key.useAlter) return std::nullopt;
    items.push_back(foreignKey(key));
  }
  if (!table.primaryKey.columns.empty())
    items.push_back(
        concat("sa.PrimaryKeyConstraint(", texts(table.primaryKey.columns), Writer::name(table.primaryKey.name), ")"));
  for (const schema::Unique& unique : table.uniques) {
    if (!unique.name.isKnown()) return std::nullopt;
    items.push_back(concat("sa.UniqueConstraint(", texts(unique.columns), Writer::name(unique.name), ")"));
  }
  if (!table.schema.empty()) items.push_back(concat("schema=", text(table.schema)));
  if (table.comment) items.push_back(concat("comment=", text(*table.comment)));
  Creation made;
  made.lines.push_back("op.create_table(");
  made.lines.push_back(concat("    ", text(table.name), ","));
  for (const std::string& item : items) made.lines.push_back(concat("    ", item, ","));
  made.lines.push_back(")");
  for (const schema::Index& index : table.indexes) {
    if (!index.name.isThere() || !index.where.empty()) return std::nullopt;
    std::vector<std::string> parts;
    for (const schema::IndexPart& part : index.parts) {
      if (part.expression && part.text == "?") return std::nullopt;
      parts.push_back(part.expression ? concat("sa.text(", text(part.text), ")") : text(part.text));
    }
    const std::string name = index.name.from == schema::Name::From::Convention
                                 ? concat("op.f(", text(index.name.text), ")")
                                 : text(index.name.text);
    made.lines.push_back(concat("op.create_index(", name, ", ", text(table.name), ", [", joined(parts),
                                "], unique=", index.unique ? "True" : "False",
                                table.schema.empty() ? std::string() : concat(", schema=", text(table.schema)), ")"));
  }
  made.imports = std::move(writer.imports);
  return made;
}

}  // namespace limbeck::rules
