#include "project/models/later_items.h"

#include <algorithm>

#include "project/classes/sqlalchemy.h"
#include "project/names/modules.h"
#include "text/concat.h"
#include "text/words.h"

namespace limbeck::project {

using evaluate::Value;

namespace {

bool isItem(std::string_view name) {
  static constexpr std::string_view names[] = {"UniqueConstraint", "CheckConstraint", "ForeignKeyConstraint",
                                               "ExcludeConstraint", "PrimaryKeyConstraint"};
  return oneOf(name, names);
}

/// Users.c, Users.columns
bool isCollection(Expr expression) {
  return expression.is(Kind::Attribute) && (expression.text() == "c" || expression.text() == "columns");
}

}  // namespace

void LaterItems::read() {
  for (FileId file{0}; file < project_.files().size(); ++file) {
    if (project_.modules().isTest(file) || project_.modules().isMigration(file)) continue;
    for (const Expr attribute : project_.file(file).attributes) readAttribute(file, attribute);
    for (const Expr call : project_.file(file).calls) {
      const bool appends = call.callee().is(Kind::Attribute) && call.callee().text() == "append_constraint";
      if (!appends && call.callee().text() != "Index") continue;
      if (python::enclosing(call, Kind::Function) || python::enclosing(call, Kind::Lambda) || isOfModel(file, call))
        continue;
      if (appends) {
        append(file, call);
        continue;
      }
      // As an item of a Table(...), or of append_constraint, it is read there.
      const Expr around = python::enclosing(call, Kind::Call);
      if (around || !project_.classes().origin(file, call).starts_with("sqlalchemy")) continue;
      readIndex(file, call, nullptr);
    }
  }
}

/// In the body of a mapped class or a mixin it is read with the class; a plain class may hold tables and their indexes.
bool LaterItems::isOfModel(FileId file, Expr call) const {
  const Expr around = python::enclosing(call, Kind::Class);
  const auto known = around ? project_.classes().find(file, around) : std::nullopt;
  return around && (!known || project_.classes().at(*known).declarative || project_.classes().at(*known).isModel());
}

/// User.team_id = Column(ForeignKey(Team.id)): a mapped class adds the column to its table.
void LaterItems::readAttribute(FileId file, Expr attribute) {
  const Expr statement = attribute.parent();
  if (!statement.is(Kind::Assign) || statement.value() == attribute || !statement.value().is(Kind::Call) ||
      attribute.text().starts_with("__"))
    return;
  if (python::enclosing(statement, Kind::Function) || python::enclosing(statement, Kind::Class)) return;
  const Symbol symbol = project_.resolver().only(file, attribute[0]);
  DeclaredTable* const table = symbol.is(Symbol::Kind::Class) ? tableAt(file, attribute[0]) : nullptr;
  if (table == nullptr) return;
  evaluator_.renew();
  auto definition = definitions_.column(evaluator_.evaluate(file, statement.value()));
  if (!definition) return;
  if (python::enclosing(statement, Kind::If)) definition->column.presence = schema::Presence::Maybe;
  classes_.addColumn(attribute.text(), std::move(*definition), *table);
}

/// User.__table__.append_constraint(UniqueConstraint("name"))
void LaterItems::append(FileId file, Expr call) {
  DeclaredTable* const table = tableAt(file, call.callee()[0]);
  const Expr item = call.positional(0);
  if (table == nullptr || !item) return;
  if (item.is(Kind::Call) && item.callee().text() == "Index") {
    readIndex(file, item, table);
    return;
  }
  evaluator_.renew();
  Items items;
  const Value value = evaluator_.evaluate(file, item);
  const auto made = Construct::of(value);
  const bool known = made && isItem(made->name()) && definitions_.item(value, items);
  if (known) placeItems(std::move(items), table->table);
  if (known && !python::enclosing(call, Kind::If)) return;
  table->doubts.push_back({"a constraint that is added below the table could not be read", {file, call.span()}});
  table->table.certainty = schema::Certainty::Partial;
}

/// Index("ix", User.name, func.lower(User.email), unique=True)
void LaterItems::readIndex(FileId file, Expr call, DeclaredTable* table) {
  std::vector<schema::IndexPart> parts;
  bool told = true;
  for (std::uint32_t i = 2; i < call.size(); ++i) {
    if (call[i].is(Kind::Keyword)) continue;
    const auto part = partAt(file, call[i]);
    if (!part) {
      told = false;
      continue;
    }
    if (part->table != nullptr) table = part->table;
    parts.push_back(part->part);
  }
  if (table == nullptr) return;
  evaluator_.renew();
  const Value value = evaluator_.evaluate(file, call);
  const auto made = Construct::of(value);
  if (!made || made->open() || !told || parts.empty()) {
    table->doubts.push_back({"an index that is added below the table could not be read", {file, call.span()}});
    table->table.certainty = schema::Certainty::Partial;
    return;
  }
  schema::Index index = definitions_.index(made->positional(0), {}, &*made);
  index.parts = std::move(parts);
  index.place = {file, call.span()};
  if (python::enclosing(call, Kind::If)) index.presence = schema::Presence::Maybe;
  table->table.indexes.push_back(std::move(index));
}

/// User, User.__table__, users = Table(...)
DeclaredTable* LaterItems::tableAt(FileId file, Expr expression) {
  if (expression.is(Kind::Attribute) && expression.text() == "__table__") expression = expression[0];
  const Symbol symbol = project_.resolver().only(file, expression);
  if (symbol.is(Symbol::Kind::Class)) {
    const auto model = project_.classes().find(symbol.file, symbol.node);
    const auto found = model ? into_.byModel_.find(*model) : into_.byModel_.end();
    return found == into_.byModel_.end() ? nullptr : &into_.all_[found->second.first].tables[found->second.second];
  }
  if (!symbol.is(Symbol::Kind::Variable) || !symbol.value.is(Kind::Call)) return nullptr;
  for (DeclaredMetaData& metadata : into_.all_) {
    for (DeclaredTable& table : metadata.tables) {
      if (table.model == none && table.file == symbol.file && table.at == symbol.value) return &table;
    }
  }
  return nullptr;
}

/// User.name, users.c.name, User.__table__.c["name"], User.__table__.c[0]
std::optional<LaterItems::Part> LaterItems::columnAt(FileId file, Expr expression) {
  const bool subscript = expression.is(Kind::Subscript) && expression.size() == 2 && isCollection(expression[0]);
  if (!subscript && !expression.is(Kind::Attribute)) return std::nullopt;
  Expr holder = expression[0];
  const bool collection = isCollection(holder);
  if (collection) holder = holder[0];
  DeclaredTable* const table = tableAt(file, holder);
  if (table == nullptr) return std::nullopt;
  std::string name = expression.is(Kind::Attribute) ? expression.text() : std::string();
  if (subscript) {
    const Value key = evaluator_.evaluate(file, expression[1]);
    const auto size = static_cast<std::int64_t>(table->table.columns.size());
    if (key.is(Value::Kind::Int) && table->table.isWhole() && key.number() >= -size && key.number() < size) {
      name = table->table.columns[static_cast<std::size_t>(key.number() < 0 ? key.number() + size : key.number())].name;
    } else if (const auto text = plainText(&key)) {
      name = *text;
    }
  }
  if (!collection) {
    const Symbol symbol = project_.resolver().only(file, holder);
    const auto model =
        symbol.is(Symbol::Kind::Class) ? project_.classes().find(symbol.file, symbol.node) : std::nullopt;
    if (!model) return std::nullopt;
    name = classes_.columnOf(*model, name);
  } else if (const auto key = table->keys.find(name); key != table->keys.end()) {
    name = key->second;
  }
  if (table->table.column(name) == nullptr) return std::nullopt;
  return Part{{name, false}, table};
}

std::optional<LaterItems::Part> LaterItems::partAt(FileId file, Expr expression, unsigned depth) {
  if (auto column = columnAt(file, expression)) return column;
  if (!expression.is(Kind::Call) || depth > 6) return std::nullopt;
  const Expr callee = expression.callee();
  static constexpr std::string_view orders[] = {"desc", "asc", "nulls_first", "nulls_last", "nullsfirst", "nullslast"};
  if (oneOf(callee.text(), orders)) {  // User.name.desc(), sa.desc(User.name)
    const Expr of = expression.size() > 1 ? expression[1] : callee[0];
    auto part = partAt(file, of, depth + 1);
    if (!part) return std::nullopt;
    std::string order = callee.text() == "desc"            ? "DESC"
                        : callee.text() == "asc"           ? "ASC"
                        : callee.text().ends_with("first") ? "NULLS FIRST"
                                                           : "NULLS LAST";
    part->part.order += part->part.order.empty() ? order : concat(" ", order);
    return part;
  }
  const std::string origin = project_.classes().origin(file, expression);
  const std::size_t function = origin.find(".func.");
  if (function != std::string::npos) {  // func.lower(User.name)
    Part made{{concat(origin.substr(function + 6), "("), true}, nullptr};
    for (std::uint32_t i = 1; i < expression.size(); ++i) {
      auto part = partAt(file, expression[i], depth + 1);
      if (!part && expression[i].is(Kind::String)) part = Part{{concat("'", expression[i].text(), "'"), true}, nullptr};
      if (!part) return std::nullopt;
      made.part.text += concat(i > 1 ? ", " : "", part->part.sql());
      if (part->table != nullptr) made.table = part->table;
    }
    made.part.text += ")";
    return made;
  }
  evaluator_.renew();
  const auto text = definitions_.sql(evaluator_.evaluate(file, expression));  // text("lower(name)")
  return text ? std::optional(Part{{*text, true}, nullptr}) : std::nullopt;
}

}  // namespace limbeck::project
