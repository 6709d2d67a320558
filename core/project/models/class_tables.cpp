#include "project/models/class_tables.h"

#include <algorithm>
#include <utility>

#include "project/classes/sqlalchemy.h"
#include "python/walk.h"
#include "text/concat.h"
#include "text/dotted.h"
#include "text/words.h"

namespace limbeck::project {

using evaluate::Value;

namespace {

/// @declared_attr, @classmethod, @classproperty: what it returns may be an attribute of the class.
bool belongsToClass(Expr function) {
  const Expr decorators = function.decorators();
  return std::any_of(decorators.begin(), decorators.end(), [](Expr decorator) {
    const std::string dotted = decorator.dotted();
    return sqlalchemy::saysDeclaredAttr(dotted) || dotted == "classmethod" || dotted.ends_with("classproperty");
  });
}

/// Flask-SQLAlchemy: BlogPost becomes blog_post.
std::string snakeCase(std::string_view name) {
  std::string made;
  const auto isUpper = [](char c) { return c >= 'A' && c <= 'Z'; };
  const auto isLower = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool starts = i > 0 && isUpper(name[i]) &&
                        (isLower(name[i - 1]) || (i + 1 < name.size() && isLower(name[i + 1]) && isUpper(name[i - 1])));
    if (starts) made += '_';
    made += isUpper(name[i]) ? static_cast<char>(name[i] - 'A' + 'a') : name[i];
  }
  return made;
}

BaseForm formOf(const Project& project, const ClassInfo& info) {
  return info.base == none ? BaseForm::Call : project.classes().bases()[info.base].form;
}

}  // namespace

/// Base = declarative_base(cls=Core): the class that the base itself derives from.
ClassId ClassTables::rootOf(ClassId model) const {
  std::uint32_t base = project_.classes().at(model).base;
  if (base != none && project_.classes().bases()[base].form == BaseForm::Factory)
    base = project_.classes().bases()[base].origin;
  if (base == none) return none;
  const DeclarativeBase& made = project_.classes().bases()[base];
  if (!made.node.is(Kind::Call)) return none;
  Expr root = made.node;
  FileId file = made.file;
  // SQLAlchemy(model_class=declarative_base(cls=Core)), SQLAlchemy(model_class=Core)
  if (made.form == BaseForm::Flask) {
    root = root.keyword("model_class");
    const Symbol given = root.is(Kind::Name) ? project_.resolver().only(file, root) : Symbol{};
    if (given.is(Symbol::Kind::Variable)) {
      root = given.value;
      file = given.file;
    }
  }
  if (root.is(Kind::Call)) root = root.keyword("cls");
  if (!root) return none;
  const Symbol symbol = project_.resolver().only(file, root);
  return symbol.is(Symbol::Kind::Class) ? project_.classes().find(symbol.file, symbol.node).value_or(none) : none;
}

std::vector<ClassId> ClassTables::lineOf(ClassId model, bool whole) const {
  std::vector<ClassId> line;
  const auto add = [&](auto&& self, ClassId index, unsigned depth) -> void {
    const auto known = std::find(line.begin(), line.end(), index);
    if (known != line.end()) line.erase(known);  // a common parent comes behind all that derive from it
    line.push_back(index);
    if (depth > 24) return;
    for (const ClassId parent : project_.classes().at(index).parents) self(self, parent, depth + 1);
  };
  add(add, model, 0);
  if (const ClassId root = rootOf(model); root != none) add(add, root, 0);
  const ClassId mapped = project_.classes().at(model).parent;
  if (whole || mapped == none) return line;
  const std::vector<ClassId> taken = lineOf(mapped, true);
  std::erase_if(line, [&](ClassId index) { return std::find(taken.begin(), taken.end(), index) != taken.end(); });
  return line;
}

/// What `cls.name` is for the class of the model, where `holder` is the class that writes it.
std::optional<Value> ClassTables::attributeOf(ClassId model, ClassId holder, const std::string& name) {
  const ClassInfo& info = project_.classes().at(holder);
  std::optional<Value> found;
  if (const auto* body = evaluator_.bodyOf(info.file, info.node)) {
    if (const auto at = body->find(name); at != body->end()) found = at->second;
  }
  if (!found) {
    for (const Expr statement : info.node.body()) {
      if (statement.is(Kind::Function) && statement.text() == name)
        found = Value::function({info.file, statement, nullptr, nullptr});
      const bool assigned = (statement.is(Kind::Assign) || statement.is(Kind::AnnAssign)) && statement.value() &&
                            statement[0].is(Kind::Name) && statement[0].text() == name;
      if (assigned) found = evaluator_.evaluate(info.file, statement.value());
    }
  }
  if (!found || !found->is(Value::Kind::Function)) return found;
  const Expr function = found->function().node;
  if (!belongsToClass(function)) return std::nullopt;
  const Value cls = model == none
                        ? Value::unknown("the class is made while the program runs")
                        : Value::classOf(project_.classes().at(model).file, project_.classes().at(model).node);
  return evaluator_.call({info.file, function, *found, {cls}, {}, false, true});
}

std::optional<schema::TableName> ClassTables::nameOf(ClassId model) {
  const ClassTable made = read(model);
  if (made.mapping == Mapping::Parent) return nameOf(project_.classes().at(model).parent);
  if (made.mapping == Mapping::Nothing || !made.table.nameKnown) return std::nullopt;
  return made.table.name();
}

std::optional<Value> ClassTables::inherited(const Value& ofClass, std::string_view name) {
  const auto model = project_.classes().find(ofClass.file(), ofClass.node());
  if (!model || depth_ > 2) return std::nullopt;
  const ClassInfo& info = project_.classes().at(*model);
  const ClassId root = rootOf(*model);
  ++depth_;
  std::optional<Value> found = root == none ? std::nullopt : attributeOf(*model, root, std::string(name));
  --depth_;
  if (!found && name == "__tablename__" && info.mapped == Mapped::Yes && !info.open && info.parent == none) {
    if (formOf(project_, info) == BaseForm::SqlModel) found = Value::string(lowered(info.name));
    if (formOf(project_, info) == BaseForm::Flask) found = Value::string(snakeCase(info.name));
  }
  return found;
}

std::string ClassTables::columnOf(ClassId model, const std::string& attribute) {
  for (const ClassId holder : lineOf(model, true)) {
    const auto value = attributeOf(model, holder, attribute);
    if (!value) continue;
    const auto definition = definitions_.column(*value);
    return definition && definition->named ? definition->column.name : attribute;
  }
  return attribute;
}

std::vector<Value> ClassTables::hooksOf(ClassId model) {
  std::vector<Value> hooks;
  for (const ClassId holder : lineOf(model, true)) {
    const ClassInfo& info = project_.classes().at(holder);
    const auto* const body = evaluator_.bodyOf(info.file, info.node);
    if (body == nullptr) continue;
    if (const auto found = body->find("__init_subclass__");
        found != body->end() && holder != model && found->second.is(Value::Kind::Function))
      hooks.push_back(found->second);
    if (body->count("__mapper_cls__") == 0) continue;
    if (auto made = attributeOf(model, holder, "__mapper_cls__"); made && made->is(Value::Kind::Function))
      hooks.push_back(std::move(*made));
  }
  return hooks;
}

bool ClassTables::mayHideColumns(const Value& value) const {
  if (value.isUnknown()) return true;
  if (value.is(Value::Kind::OneOf)) {
    const std::vector<Value>& items = value.sequence().items;
    return std::any_of(items.begin(), items.end(),
                       [this](const Value& one) { return definitions_.column(one) || mayHideColumns(one); });
  }
  const auto call = Construct::of(value);
  if (!call || call->object().own.count("class") > 0) return false;
  static constexpr std::string_view tops[] = {"sqlalchemy",       "sqlmodel",         "flask_sqlalchemy",
                                              "advanced_alchemy", "sqlalchemy_utils", "geoalchemy2"};
  if (!oneOf(call->top(), tops)) return false;
  static constexpr std::string_view harmless[] = {"relationship",
                                                  "Relationship",
                                                  "backref",
                                                  "association_proxy",
                                                  "hybrid_property",
                                                  "synonym",
                                                  "query_expression",
                                                  "dynamic_loader",
                                                  "aggregated",
                                                  "generic_relationship",
                                                  "validates",
                                                  "reconstructor",
                                                  "object_session",
                                                  "TimeZoneMixin",
                                                  "hybrid_method",
                                                  "relation",
                                                  "text",
                                                  "aliased",
                                                  "column_property",
                                                  "MetaData",
                                                  "registry",
                                                  "EncryptedType",
                                                  "generate_slug",
                                                  "Comparator",
                                                  "make_transient"};
  if (oneOf(call->name(), harmless) || schema::isTypeName(call->name())) return false;
  const std::string& dotted = call->dotted();
  return dotted.find(".func.") == std::string::npos && dotted.find("()") == std::string::npos &&
         dotted.find("select") == std::string::npos;
}

namespace {

/// {"schema": "billing"} at the end of the tuple, or alone: what else may stand there is for SQLAlchemy to say.
bool isOptions(const Value& value) { return value.is(Value::Kind::Dict); }

/// A constraint or an index of a library that was read, or one whose class stands here: no dictionary of options.
bool isItem(const Value& value) {
  static constexpr std::string_view tops[] = {"sqlalchemy", "flask_sqlalchemy", "sqlmodel"};
  const auto call = Construct::of(value);
  return (call && oneOf(call->top(), tops)) || (value.is(Value::Kind::Object) && value.object().node);
}

}  // namespace

/// `options` is null where there may be some that could not be read.
void ClassTables::takeOptions(const Value* options, DeclaredTable& into) const {
  if (options == nullptr) {
    into.mayRepeat = into.anySchema = true;
    return;
  }
  bool placed = false;
  into.mayRepeat = into.mayRepeat || options->mapping().open;
  for (const auto& [key, option] : options->mapping().items) {
    const bool extends = key.isString() && (key.text() == "extend_existing" || key.text() == "keep_existing");
    if (!key.isString() || (extends && option.truth() != false)) into.mayRepeat = true;
    if (!key.isString()) continue;
    if (key.text() == "schema") {
      placed = true;
      if (const auto text = plainText(&option)) into.table.schema = *text;
      else if (!option.is(Value::Kind::None)) into.anySchema = true;
    }
    if (key.text() == "comment") into.table.comment = plainText(&option);
  }
  if (!placed && options->mapping().open) into.anySchema = true;
}

/// A tuple of items, perhaps with options at its end, or options alone. What it holds that was not read may be
/// anything.
void ClassTables::takeArguments(const Value& value, DeclaredTable& into) {
  const bool tuple = value.is(Value::Kind::Tuple);
  std::vector<Value> items;
  if (isOptions(value)) items = {value};
  else if (tuple) items = value.sequence().items;
  if (!tuple && !isOptions(value)) into.doubts.push_back({"`__table_args__` could not be read", into.table.place});
  else if (tuple && value.sequence().open)
    into.doubts.push_back({"`__table_args__` could not be read whole", into.table.place});
  if (!items.empty() && isOptions(items.back())) {
    takeOptions(&items.back(), into);
    items.pop_back();
  } else if (!tuple || value.sequence().open || (!items.empty() && !isItem(items.back()))) {
    takeOptions(nullptr, into);
  }
  Items read;
  definitions_.items(items, 0, read);
  for (const schema::Doubt& doubt : read.doubts) into.doubts.push_back(doubt);
  // Columns in table arguments are rare and named.
  placeItems(std::move(read), into.table);
}

namespace {

/// def __init_subclass__(cls): cls.__table_args__ = {...}
bool setsArguments(Expr classNode) {
  for (const Expr statement : classNode.body()) {
    if (statement.is(Kind::Function) && statement.text() == "__init_subclass__" &&
        python::anyBelow(statement.body(), [](Expr node) { return node.text() == "__table_args__"; }))
      return true;
  }
  return false;
}

}  // namespace

/// `open`: a parent that is not here may have some.
void ClassTables::readArguments(ClassId model, DeclaredTable& into, bool open) {
  bool read = false;
  for (const ClassId holder : lineOf(model, false)) {
    const auto value = attributeOf(model, holder, "__table_args__");
    if (!value || value->is(Value::Kind::None)) continue;
    takeArguments(*value, into);
    read = true;
    break;
  }
  const std::vector<ClassId> line = lineOf(model, true);
  const bool sets = std::any_of(line.begin(), line.end(), [&](ClassId holder) {
    return holder != model && setsArguments(project_.classes().at(holder).node);
  });
  if (sets) into.doubts.push_back({"a parent of the class sets its `__table_args__`", into.table.place});
  into.anySchema = into.anySchema || sets || (!read && open);
  if (!into.doubts.empty()) into.table.certainty = schema::Certainty::Partial;
}

namespace {

/// The class of a library behind an entry of a list of bases: SQLAlchemyBaseUserTable[UUID]
const CompanionTable* companionOf(const Project& project, FileId file, Expr base) {
  const Symbol symbol = base.is(Kind::Keyword) ? Symbol() : project.resolver().only(file, base);
  return symbol.is(Symbol::Kind::External) ? companionTable(symbol.name) : nullptr;
}

}  // namespace

std::vector<const CompanionTable*> ClassTables::companionsOf(const std::vector<ClassId>& line) const {
  std::vector<const CompanionTable*> found;
  for (const ClassId holder : line) {
    const ClassInfo& info = project_.classes().at(holder);
    for (const Expr base : info.node.bases()) {
      for (const CompanionTable* one = companionOf(project_, info.file, base); one != nullptr; one = one->parent())
        found.push_back(one);
    }
  }
  return found;
}

/// True when it gives the table its name.
bool ClassTables::takeCompanion(const CompanionTable& companion, std::set<std::string>& seen, DeclaredTable& into,
                                bool named) {
  for (ColumnDefinition& definition : companion.columns(definitions_)) {
    const std::string name = definition.column.name;
    definition.column.place = into.table.place;
    if (seen.insert(name).second) addColumn(name, std::move(definition), into);
  }
  if (named || companion.table.empty()) return false;
  into.table.name = companion.table;
  return true;
}

/// A parent that is neither here nor known may bring columns.
bool ClassTables::hidesParent(const std::vector<ClassId>& line) const {
  for (const ClassId holder : line) {
    const ClassInfo& info = project_.classes().at(holder);
    for (const Expr base : info.node.bases()) {
      if (base.is(Kind::Keyword)) continue;
      if (base.is(Kind::DoubleStar) || base.is(Kind::Star)) return true;
      if (project_.classes().baseOf(info.file, base) || companionOf(project_, info.file, base) != nullptr) continue;
      for (const Symbol& symbol : project_.resolver().resolve(info.file, base)) {
        const bool external = symbol.is(Symbol::Kind::External) &&
                              (sqlalchemy::isBaseMarker(symbol.name) || sqlalchemy::isSqlModel(symbol.name) ||
                               sqlalchemy::isNeverMapped(symbol.name));
        if (!external && !symbol.is(Symbol::Kind::Class) && !symbol.is(Symbol::Kind::Builtin)) return true;
      }
    }
  }
  return false;
}

bool ClassTables::hidesParent(const Value& ofClass) const {
  const auto model = project_.classes().find(ofClass.file(), ofClass.node());
  return !model || (project_.classes().at(*model).open && hidesParent(lineOf(*model, true)));
}

/// type_annotation_map of the declarative base, or of its registry.
void ClassTables::useMapOf(ClassId model) {
  annotations_.clearMap();
  const std::uint32_t base = project_.classes().at(model).base;
  if (base == none) return;
  const DeclarativeBase& made = project_.classes().bases()[base];
  if (made.file == noFile) return;
  Expr map;
  if (made.node.is(Kind::Class)) {
    map = classAttribute(made.node, "type_annotation_map");
    if (const Expr registry = classAttribute(made.node, "registry"); !map && registry.is(Kind::Call))
      map = registry.keyword("type_annotation_map");
  } else {
    map = made.node.keyword("type_annotation_map");
  }
  FileId file = made.file;
  if (map.is(Kind::Name) || map.is(Kind::Attribute)) {
    const Symbol symbol = project_.resolver().only(file, map);
    if (!symbol.is(Symbol::Kind::Variable)) return;
    file = symbol.file;
    map = symbol.value;
  }
  if (!map.is(Kind::Dict)) return;
  const std::string_view text = project_.file(file).file->text();
  for (const Expr pair : map) {
    if (!pair.is(Kind::Pair)) continue;
    const Span span = pair[0].span();
    annotations_.map(std::string(text.substr(span.begin, span.end - span.begin)),
                     definitions_.type(evaluator_.evaluate(file, pair[1])));
  }
}

void keepKeys(const Items& items, DeclaredTable& into) {
  for (const ColumnDefinition& definition : items.columns) {
    if (!definition.key.empty() && definition.key != definition.column.name)
      into.keys[definition.key] = definition.column.name;
  }
}

/// In SQLAlchemy 1.4 columns stand in the order in which they were made, mixins' first.
void ClassTables::sortAsMade(DeclaredTable& into) const {
  if (!definitions_.legacy()) return;
  const auto orderOf = [&](const schema::Column& column) {
    const auto found = orders_.find(column.name);
    return found == orders_.end() ? std::int64_t{-1} : found->second;
  };
  std::stable_sort(into.table.columns.begin(), into.table.columns.end(),
                   [&](const schema::Column& a, const schema::Column& b) { return orderOf(a) < orderOf(b); });
}

ClassTable ClassTables::read(ClassId model) {
  const ClassInfo& info = project_.classes().at(model);
  const BaseForm form = formOf(project_, info);
  ClassTable made;
  DeclaredTable& into = made.table;
  into.model = model;
  into.file = info.file;
  into.at = info.node;
  into.table.place = {info.file, info.node.nameSpan()};
  useMapOf(model);

  // The name: the nearest that is written; a plain one of a mapped parent is the parent's.
  bool named = false;
  const std::vector<ClassId> near = lineOf(model, false);
  for (const ClassId holder : lineOf(model, true)) {
    const bool own = std::find(near.begin(), near.end(), holder) != near.end();
    const bool declared = !own && !std::none_of(project_.classes().at(holder).node.body().begin(),
                                                project_.classes().at(holder).node.body().end(), [](Expr s) {
                                                  return s.is(Kind::Function) && s.text() == "__tablename__";
                                                });
    if (!own && !declared) continue;
    const auto value = attributeOf(model, holder, "__tablename__");
    if (!value) continue;
    named = true;
    if (value->is(Value::Kind::None)) {
      named = false;
      break;
    }
    if (value->isString()) into.table.name = value->text();
    else into.nameKnown = false;
    break;
  }
  std::set<std::string> seen;
  const auto around = std::exchange(orders_, {});  // a foreign key may have led here
  for (const ClassId holder : near) readClass(model, holder, seen, into, form == BaseForm::SqlModel);
  for (const CompanionTable* companion : companionsOf(near)) {
    named = takeCompanion(*companion, seen, into, named) || named;
  }
  sortAsMade(into);
  orders_ = around;
  if (!named) {
    for (const ClassId holder : near) {
      const auto table = attributeOf(model, holder, "__table__");
      if (!table) continue;
      named = true;
      into.mayRepeat = true;  // several classes may be mapped to it
      const auto call = Construct::of(*table);
      const auto name = call ? plainText(call->argument(0, "name")) : std::nullopt;
      if (!name) {
        into.nameKnown = false;
        break;
      }
      into.table.name = *name;
      Items items;
      definitions_.items(call->positional(), 2, items);
      into.table.columns.clear();
      keepKeys(items, into);
      placeItems(std::move(items), into.table);
      break;
    }
  }
  const bool hasKey = std::any_of(into.table.columns.begin(), into.table.columns.end(),
                                  [](const schema::Column& c) { return c.primaryKey; });
  const bool open = info.open && hidesParent(lineOf(model, true));
  if (!named && form == BaseForm::SqlModel && !open) {
    into.table.name = lowered(info.name);
    named = true;
  } else if (!named && form == BaseForm::Flask && (info.parent == none || hasKey)) {
    into.table.name = snakeCase(info.name);
    named = true;
  }
  // Flask-SQLAlchemy makes no table of its own for a child without a primary key, whatever name it gives
  // (Model.__table_cls__).
  const bool plain = !classAttribute(info.node, "__table__") && !classAttribute(info.node, "__table_args__");
  if (named && plain && form == BaseForm::Flask && info.parent != none && !hasKey && !open) named = false;
  if (!named) {
    made.mapping = info.parent != none ? Mapping::Parent : Mapping::Nothing;
    if (open) into.nameKnown = false;
  } else {
    made.mapping = Mapping::Own;
  }
  readArguments(model, into, open);
  if (open) {
    into.doubts.push_back({"a parent of the class is not here, and may bring columns", into.table.place});
    into.table.certainty = schema::Certainty::Partial;
  }
  return made;
}

}  // namespace limbeck::project
