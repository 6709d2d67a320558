// The body of a mapped class, or of a mixin: which of its attributes are columns, and what they are like.

#include <algorithm>
#include <utility>

#include "project/classes/sqlalchemy.h"
#include "project/models/class_tables.h"
#include "text/concat.h"

namespace limbeck::project {

using evaluate::Value;

namespace {

using Attributes = std::vector<std::pair<std::string, Expr>>;

/// Two orders of the same things as one, as SQLAlchemy 2 joins the values and the annotations of a class.
Attributes merged(const Attributes& values, const Attributes& annotations) {
  const auto has = [](const Attributes& all, const std::string& name) {
    return std::any_of(all.begin(), all.end(), [&](const auto& one) { return one.first == name; });
  };
  std::set<std::string> both;
  for (const auto& [name, statement] : values) {
    if (has(annotations, name)) both.insert(name);
  }
  Attributes result;
  const Attributes* current = &values;
  const Attributes* other = &annotations;
  std::size_t at = 0;
  std::size_t otherAt = 0;
  while (at < current->size()) {
    const auto& one = (*current)[at++];
    if (both.erase(one.first) == 0) {
      result.push_back(one);
      continue;
    }
    std::swap(current, other);
    std::swap(at, otherAt);
  }
  result.insert(result.end(), other->begin() + static_cast<std::ptrdiff_t>(otherAt), other->end());
  return result;
}

bool isDeclaredAttr(Expr decorator) { return sqlalchemy::saysDeclaredAttr(decorator.dotted()); }

/// Names of a class body that may be columns, with the statement that gives or annotates them.
Attributes attributesOf(Expr classNode, bool legacy) {
  Attributes all;
  Attributes values;
  Attributes annotations;
  const auto add = [](Attributes& to, const std::string& name, Expr statement) {
    if (std::none_of(to.begin(), to.end(), [&](const auto& one) { return one.first == name; }))
      to.emplace_back(name, statement);
  };
  for (const Expr statement : classNode.body()) {
    if (statement.is(Kind::Assign)) {
      for (std::uint32_t i = 0; i + 1 < statement.size(); ++i) {
        if (!statement[i].is(Kind::Name)) continue;
        add(all, statement[i].text(), statement);
        add(values, statement[i].text(), statement);
      }
    } else if (statement.is(Kind::AnnAssign) && statement[0].is(Kind::Name)) {
      add(all, statement[0].text(), statement);
      add(annotations, statement[0].text(), statement);
      if (statement.value()) add(values, statement[0].text(), statement);
    } else if (statement.is(Kind::Function)) {
      const Expr decorators = statement.decorators();
      if (std::none_of(decorators.begin(), decorators.end(), isDeclaredAttr)) continue;
      add(all, statement.text(), statement);
      add(values, statement.text(), statement);
    }
  }
  return legacy ? all : merged(values, annotations);
}

/// The last `name: ...` of a class body.
Expr annotationOf(Expr classNode, const std::string& name) {
  Expr found;
  for (const Expr statement : classNode.body()) {
    if (statement.is(Kind::AnnAssign) && statement[0].is(Kind::Name) && statement[0].text() == name) found = statement;
  }
  return found;
}

/// Annotated[int, mapped_column(primary_key=True)]: what the column itself does not say (facts F10).
void mergePreset(ColumnDefinition& own, const ColumnDefinition& preset, bool untyped) {
  schema::Column& column = own.column;
  if (untyped && preset.column.type.isKnown() && preset.column.type.name != "NullType")
    column.type = preset.column.type;
  column.primaryKey = column.primaryKey || preset.column.primaryKey;
  column.unique = column.unique || preset.column.unique;
  column.indexed = column.indexed || preset.column.indexed;
  column.pythonDefault = column.pythonDefault || preset.column.pythonDefault;
  if (!column.serverDefault.isThere()) column.serverDefault = preset.column.serverDefault;
  if (own.foreignKeys.empty()) own.foreignKeys = preset.foreignKeys;
  if (!column.nullableWritten && (preset.column.nullableWritten || preset.column.primaryKey)) {
    column.nullable = preset.column.nullable;
    column.nullableWritten = preset.column.nullableWritten;
  }
}

/// Mapped[int | None] holds for a primary key as well.
void annotateNull(const AnnotationReading& reading, schema::Column& column) {
  const std::optional<bool> nullable = reading.nullable();
  if (!column.primaryKey) column.nullable = nullable;
  else column.nullable = column.nullableWritten = nullable == true;
}

}  // namespace

void ClassTables::addColumn(const std::string& attribute, ColumnDefinition definition, DeclaredTable& into) {
  schema::Column& column = definition.column;
  if (!definition.named) {
    column.name = attribute;
    for (schema::ForeignKey& key : definition.foreignKeys) {
      key.columns = {attribute};
      if (key.sameNamed) key.targets = {attribute};
    }
  }
  column.key = attribute;
  if (!definition.key.empty() && definition.key != column.name) into.keys[definition.key] = column.name;
  if (definition.order >= 0) orders_[column.name] = definition.order;
  if (definition.open) {
    into.doubts.push_back({concat("what column ", quoted(attribute), " is like cannot be read"), column.place});
    into.table.certainty = schema::Certainty::Partial;
  }
  definitions_.know(column.place, column.name);
  if (into.table.column(column.name) != nullptr) return;
  for (schema::ForeignKey& key : definition.foreignKeys) into.table.foreignKeys.push_back(std::move(key));
  for (schema::Check& check : definition.checks) into.table.checks.push_back(std::move(check));
  into.table.columns.push_back(std::move(column));
}

/// sa_column_kwargs={"server_default": text("now()")}: what Column would be given.
void ClassTables::takeColumnArguments(const Construct& call, ColumnDefinition& made) const {
  const Value* const more = call.keyword("sa_column_kwargs");
  if (more == nullptr || !more->is(Value::Kind::Dict)) return;
  evaluate::Call one;
  one.file = call.file();
  one.node = call.node();
  one.positional = {Value::external("sqlalchemy.Integer")};
  for (const auto& [key, item] : more->mapping().items) {
    if (key.isString()) one.keywords.emplace_back(key.text(), item);
  }
  const Value column = construct("sqlalchemy.Column", one);
  if (const auto extra = definitions_.column(column)) {
    made.column.serverDefault = extra->column.serverDefault;
    made.column.comment = extra->column.comment;
    made.column.unique = made.column.unique || extra->column.unique;
    if (extra->named) {
      made.column.name = extra->column.name;
      made.named = true;
    }
    const bool told =
        std::any_of(one.keywords.begin(), one.keywords.end(), [](const auto& k) { return k.first == "nullable"; });
    if (told) {
      made.column.nullable = extra->column.nullable;
      made.column.nullableWritten = extra->column.nullableWritten;
    }
  }
}

/// Field(primary_key=True, foreign_key="user.id", max_length=50)
void ClassTables::takeFieldArguments(const Construct& call, const std::string& name, ColumnDefinition& made) const {
  const auto flag = [&](std::string_view keyword) {
    const Value* const written = call.keyword(keyword);
    return written != nullptr && written->truth() == true;
  };
  made.column.primaryKey = flag("primary_key");
  made.column.unique = flag("unique");
  made.column.indexed = flag("index");
  if (made.column.primaryKey) made.column.nullable = false;
  if (const Value* const nullable = call.keyword("nullable"); nullable != nullptr && nullable->truth()) {
    made.column.nullable = nullable->truth();
    made.column.nullableWritten = true;
  }
  if (const Value* const key = call.keyword("foreign_key"); !isNone(key)) {
    evaluate::Call one;
    one.file = call.file();
    one.node = call.node();
    one.positional = {*key};
    if (const Value* const onDelete = call.keyword("ondelete")) one.keywords.emplace_back("ondelete", *onDelete);
    const Value made_ = construct("sqlalchemy.ForeignKey", one);
    schema::ForeignKey read = definitions_.foreignKey(*Construct::of(made_));
    read.columns = {name};
    made.foreignKeys.push_back(std::move(read));
  }
  if (const Value* const length = call.keyword("max_length");
      length != nullptr && length->is(Value::Kind::Int) && made.column.type.name == "AutoString") {
    made.column.type.length = length->number();
  }
  const Value* const digits = call.keyword("max_digits");
  const Value* const places = call.keyword("decimal_places");
  if (digits != nullptr && digits->is(Value::Kind::Int)) made.column.type.precision = digits->number();
  if (places != nullptr && places->is(Value::Kind::Int)) made.column.type.scale = places->number();
  takeColumnArguments(call, made);
}

/// id: int | None = Field(default=None, primary_key=True) of SQLModel
void ClassTables::readField(FileId file, const std::string& name, Expr statement, const Value* value,
                            DeclaredTable& into) {
  const auto call = value == nullptr ? std::nullopt : Construct::of(*value);
  if (call && (call->name() == "Relationship" || call->name() == "relationship" || call->name() == "PrivateAttr"))
    return;
  const bool field = call && call->name() == "Field";
  const Value* const given = field ? call->keyword("sa_column") : nullptr;
  if (!isNone(given)) {
    if (auto definition = definitions_.column(*given)) {
      addColumn(name, std::move(*definition), into);
    } else {
      into.doubts.push_back(
          {concat("what column ", quoted(name), " is like cannot be read"), {file, statement.span()}});
      into.table.certainty = schema::Certainty::Partial;
    }
    return;
  }
  AnnotationReading reading = annotations_.read(file, statement[1], true);
  const Value* const type = field ? call->keyword("sa_type") : nullptr;
  if (reading.what == AnnotationReading::What::Nothing && isNone(type)) return;
  ColumnDefinition made;
  made.column.place = {file, statement.span()};
  made.column.type = !isNone(type) ? definitions_.type(*type) : reading.type;
  made.column.nullable = reading.nullable();
  if (field) takeFieldArguments(*call, name, made);
  addColumn(name, std::move(made), into);
}

/// What `Mapped[...]` says beside the value, or without one. False: there is no column, or none that can be read.
bool ClassTables::annotate(FileId file, const std::string& name, Expr statement, const Value* given,
                           std::optional<ColumnDefinition>& definition, DeclaredTable& into) {
  AnnotationReading reading = annotations_.read(file, statement[1], false);
  if (!reading.mapped && !definition) return false;
  const bool bare = given == nullptr;
  const auto call = given != nullptr ? Construct::of(*given) : std::nullopt;
  if (!bare && !definition) {
    if (call && call->name() == "composite") {
      into.doubts.push_back({concat(quoted(name), " is a composite"), {file, statement.span()}});
      into.table.certainty = schema::Certainty::Partial;
    } else if (given != nullptr && mayHideColumns(*given)) {
      into.doubts.push_back({concat("what ", quoted(name), " is cannot be read"), {file, statement.span()}});
      into.table.certainty = schema::Certainty::Partial;
    }
    // Mapped[int] = 5 of a dataclass is a default.
    const bool plainDefault =
        given != nullptr && !given->is(Value::Kind::Object) && !given->isUnknown() && reading.mapped;
    if (!plainDefault) return false;
  }
  if (!reading.mapped) return true;
  if (reading.what == AnnotationReading::What::Nothing && !definition) return false;  // a relationship
  if (!definition) {
    definition = reading.preset ? *reading.preset : ColumnDefinition{};
    if (!reading.preset) definition->column.nullable = reading.nullable();
    definition->column.place = {file, statement.span()};
    if (!definition->column.type.isKnown() || definition->column.type.name == "NullType")
      definition->column.type = reading.type;
    if (reading.preset && !reading.preset->column.nullableWritten) annotateNull(reading, definition->column);
    if (definition->foreignKeys.empty()) definition->column.typeFromTarget = false;
  } else {
    const bool untyped = definition->column.type.name == "NullType" ||
                         (!definition->column.type.isKnown() && definition->column.typeFromTarget);
    if (untyped && definition->foreignKeys.empty()) definition->column.type = reading.type;
    if (reading.preset) mergePreset(*definition, *reading.preset, untyped);
    const bool told = (call && call->keyword("nullable") != nullptr) || definition->column.nullableWritten;
    if (!told && !(reading.preset && reading.preset->column.nullableWritten)) annotateNull(reading, definition->column);
  }
  return true;
}

void ClassTables::readAttribute(ClassId model, ClassId holder, const std::string& name, Expr written,
                                DeclaredTable& into, bool sqlModel) {
  const ClassInfo& info = project_.classes().at(holder);
  const auto value = attributeOf(model, holder, name);
  const Value* const given = value ? &*value : nullptr;
  // Of several annotations the last one holds, whether it stands with the value or not.
  const Expr annotation = annotationOf(info.node, name);
  const bool annotated = static_cast<bool>(annotation);
  const Expr statement = annotated ? annotation : written;
  if (sqlModel && annotated) {
    if (given != nullptr) {
      if (auto definition = definitions_.column(*given)) {
        addColumn(name, std::move(*definition), into);
        return;
      }
    }
    readField(info.file, name, statement, given, into);
    return;
  }
  std::optional<ColumnDefinition> definition = given != nullptr ? definitions_.column(*given) : std::nullopt;
  if (annotated && !annotate(info.file, name, statement, given, definition, into)) return;
  if (definition) {
    addColumn(name, std::move(*definition), into);
    return;
  }
  if (given != nullptr && mayHideColumns(*given)) {
    into.doubts.push_back({concat("what ", quoted(name), " is cannot be read"), {info.file, statement.span()}});
    into.table.certainty = schema::Certainty::Partial;
  }
}

void ClassTables::readClass(ClassId model, ClassId holder, std::set<std::string>& seen, DeclaredTable& into,
                            bool sqlModel) {
  const ClassInfo& info = project_.classes().at(holder);
  const auto take = [&](const std::string& name, Expr written) {
    if (!name.starts_with("__") && seen.insert(name).second)
      readAttribute(model, holder, name, written, into, sqlModel);
  };
  for (const auto& [name, statement] : attributesOf(info.node, definitions_.legacy())) take(name, statement);
  if (evaluator_.bodyIsOpen(info.file, info.node)) {
    into.doubts.push_back({"names of the class are made while the program runs", {info.file, info.node.nameSpan()}});
    into.table.certainty = schema::Certainty::Partial;
  }
  // Names that loops and conditions of the body left behind.
  const auto* const body = evaluator_.bodyOf(info.file, info.node);
  if (body == nullptr) return;
  std::vector<std::pair<std::uint32_t, std::string>> rest;
  for (const auto& [name, value] : *body) {
    if (name.starts_with("__") || seen.count(name) > 0) continue;
    if (const auto definition = definitions_.column(value))
      rest.emplace_back(definition->column.place.span.begin, name);
  }
  std::sort(rest.begin(), rest.end());
  for (const auto& [at, name] : rest) take(name, Expr());
}

/// type("Event", (Base,), {...})
DeclaredTable ClassTables::readMade(const schema::FilePlace& place, Expr call, const std::vector<ClassId>& bases,
                                    const evaluate::Mapping& body) {
  DeclaredTable into;
  into.file = place.file;
  into.at = call;
  into.table.place = place;
  into.nameKnown = false;
  if (body.open) into.doubts.push_back({"names of the class are made while the program runs", place});
  if (!bases.empty()) useMapOf(bases.front());
  std::set<std::string> seen;
  const auto around = std::exchange(orders_, {});
  for (const auto& [key, value] : body.items) {
    if (!key.isString()) continue;
    const std::string& name = key.text();
    if (name == "__tablename__" && value.isString()) {
      into.table.name = value.text();
      into.nameKnown = true;
    }
    if (name == "__table_args__" && !value.is(Value::Kind::None)) takeArguments(value, into);
    if (name.starts_with("__") || !seen.insert(name).second) continue;
    if (auto definition = definitions_.column(value)) addColumn(name, std::move(*definition), into);
    else if (mayHideColumns(value)) into.doubts.push_back({concat("what ", quoted(name), " is cannot be read"), place});
  }
  for (const ClassId base : bases) {
    for (const ClassId holder : lineOf(base, true)) readClass(none, holder, seen, into, false);
  }
  sortAsMade(into);
  orders_ = around;
  if (!into.doubts.empty()) into.table.certainty = schema::Certainty::Partial;
  return into;
}

}  // namespace limbeck::project
