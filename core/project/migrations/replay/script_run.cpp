#include "project/migrations/replay/script_run.h"

#include <algorithm>

namespace limbeck::project {

using python::Expr;
using python::Kind;

std::vector<const Executed*> ScriptRun::operations() const {
  std::vector<const Executed*> all;
  for (const Event& event : events) {
    if (event.kind != Event::Kind::Operation) continue;
    all.push_back(&event.operation);
    for (const Executed& inside : event.operation.inside) all.push_back(&inside);
  }
  return all;
}

std::vector<const Executed*> ScriptRun::steps() const {
  std::vector<const Executed*> all;
  const auto take = [&](const Executed& one) {
    if (one.does != schema::Does::Nothing) all.push_back(&one);
  };
  for (const Event& event : events) {
    if (event.kind == Event::Kind::Raise && event.operation.isSure()) break;
    if (event.kind != Event::Kind::Operation && event.kind != Event::Kind::Aside) continue;
    take(event.operation);
    for (const Executed& inside : event.operation.inside) take(inside);
  }
  return all;
}

const Executed* ScriptRun::raise() const {
  for (const Event& event : events) {
    if (event.kind == Event::Kind::Raise && event.operation.isSure()) return &event.operation;
  }
  return nullptr;
}

bool ScriptRun::does(schema::Does what) const {
  const std::vector<const Executed*> all = steps();
  return std::any_of(all.begin(), all.end(), [&](const Executed* step) { return step->does == what; });
}

bool ScriptRun::holds(const Executed& step) const {
  return function && step.call.code() == function.code() && function.span().contains(step.call.span()) &&
         python::enclosing(step.call, Kind::Function) == function;
}

bool ScriptRun::isPlain(const Executed& step) const {
  if (!step.isSure() || !holds(step)) return false;
  for (Expr at = step.call.parent(); at && at != function; at = at.parent()) {
    if (!at.is(Kind::Block) && !at.is(Kind::Expression) && !at.is(Kind::With) && !at.is(Kind::Assign) &&
        !at.is(Kind::Return))
      return false;
  }
  return true;
}

}  // namespace limbeck::project
