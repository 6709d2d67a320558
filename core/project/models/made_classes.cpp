#include "project/models/made_classes.h"

#include "project/models/class_tables.h"
#include "text/concat.h"

namespace limbeck::project {

using evaluate::Value;

bool mayRunAgain(Expr classNode) {
  return python::enclosing(classNode, Kind::Function) || python::enclosing(classNode, Kind::For) || python::enclosing(classNode, Kind::While);
}

void MadeClasses::defines(evaluate::Evaluator& evaluator, FileId file, Expr node) {
  if (!mayRunAgain(node) || !evaluator.certain()) return;
  const auto model = project_.classes().find(file, node);
  if (!model || project_.classes().at(*model).mapped != Mapped::Yes) return;
  MadeClass made;
  made.model = *model;
  made.body = *evaluator.bodyOf(file, node);
  noted_.push_back(std::move(made));
}

/// The declarative base that a class is, or derives from.
std::uint32_t MadeClasses::baseOf(const Value& value) const {
  const std::vector<DeclarativeBase>& bases = project_.classes().bases();
  for (std::uint32_t i = 0; i < bases.size(); ++i) {
    if (bases[i].file == value.file() && bases[i].node == value.node()) return i;
  }
  const auto index = project_.classes().find(value.file(), value.node());
  return index ? project_.classes().at(*index).base : none;
}

/// type("Event", (Mixin, Base), {"__tablename__": "events"})
std::optional<Value> MadeClasses::call(evaluate::Evaluator&, const evaluate::Call& call) {
  if (!call.callee.is(Value::Kind::Builtin) || call.callee.text() != "type" || call.positional.size() != 3 || !call.certain) return std::nullopt;
  const Value& bases = call.positional[1];
  if (!bases.is(Value::Kind::Tuple) || bases.sequence().open || !call.positional[2].is(Value::Kind::Dict)) return std::nullopt;
  MadeClass made;
  made.file = call.file;
  made.call = call.node;
  made.written = call.positional[2];
  const Expr written = call.node.positional(1);
  for (std::size_t i = 0; i < bases.sequence().items.size(); ++i) {
    const Value& one = bases.sequence().items[i];
    std::uint32_t base = none;
    if (one.is(Value::Kind::Class)) {
      if (const auto index = project_.classes().find(one.file(), one.node())) made.bases.push_back(*index);
      base = baseOf(one);
    } else if (written.is(Kind::Tuple) && i < written.size()) {
      base = project_.classes().baseOf(call.file, written[static_cast<std::uint32_t>(i)]).value_or(none);
    }
    if (made.base == none) made.base = base;
  }
  if (made.base != none) noted_.push_back(std::move(made));
  return std::nullopt;
}

DeclaredTable ClassTables::readMade(const schema::Place& place, Expr call, const std::vector<std::uint32_t>& bases, const evaluate::Mapping& body) {
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
    if (name == "__table_args__") takeArguments(value, into);
    if (name.starts_with("__") || !seen.insert(name).second) continue;
    if (auto definition = definitions_.column(value)) addColumn(name, std::move(*definition), into);
    else if (mayHideColumns(value)) into.doubts.push_back({concat("what ", quoted(name), " is cannot be read"), place});
  }
  for (const std::uint32_t base : bases) {
    for (const std::uint32_t holder : lineOf(base, true)) readClass(none, holder, seen, into, false);
  }
  sortAsMade(into);
  orders_ = around;
  if (!into.doubts.empty()) into.table.certainty = schema::Certainty::Partial;
  return into;
}

}  // namespace limbeck::project
