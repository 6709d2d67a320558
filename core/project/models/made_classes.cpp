#include "project/models/made_classes.h"

namespace limbeck::project {

using evaluate::Value;

bool mayRunAgain(Expr classNode) {
  return python::enclosing(classNode, Kind::Function) || python::enclosing(classNode, Kind::For) ||
         python::enclosing(classNode, Kind::While);
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

/// type("Event", (Mixin, Base), {"__tablename__": "events"})
std::optional<Value> MadeClasses::call(evaluate::Evaluator&, const evaluate::Call& call) {
  if (!call.callee.is(Value::Kind::Builtin) || call.callee.text() != "type" || call.positional.size() != 3 ||
      !call.certain)
    return std::nullopt;
  const Value& bases = call.positional[1];
  if (!bases.is(Value::Kind::Tuple) || bases.sequence().open || !call.positional[2].is(Value::Kind::Dict))
    return std::nullopt;
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
      base = project_.classes().baseOfClass(one.file(), one.node());
    } else if (written.is(Kind::Tuple) && i < written.size()) {
      base = project_.classes().baseOf(call.file, written[static_cast<std::uint32_t>(i)]).value_or(none);
    }
    if (made.base == none) made.base = base;
  }
  if (made.base != none) noted_.push_back(std::move(made));
  return std::nullopt;
}

}  // namespace limbeck::project
