#include <algorithm>
#include <iterator>
#include <optional>
#include <set>

#include "project/evaluate/evaluator.h"
#include "project/evaluate/strings.h"
#include "project/given/places.h"
#include "python/walk.h"
#include "text/concat.h"

namespace limbeck::project::evaluate {
namespace {

/// What one path has left behind.
struct Path {
  Bindings::Changes changes;
  bool mayHaveReturned = false;
  bool mayHaveSkipped = false;
};

/// What they leave behind together: a name bound on one of them only may be unbound, which reads as its value.
void join(Bindings& names, const std::vector<Path>& paths, std::uint64_t& steps) {
  std::set<std::string_view> changed;
  for (const Path& one : paths) {
    for (const auto& [name, value] : one.changes) changed.insert(name);
  }
  for (const std::string_view name : changed) {
    const auto before = names.find(name);
    std::optional<Value> joined;
    for (const Path& one : paths) {
      const auto change = one.changes.find(name);
      const bool kept = change == one.changes.end();
      if (kept ? before == names.end() : !change->second) continue;
      const Value& value = kept ? before->second : *change->second;
      if (!joined) joined = value;
      else if (!joined->same(value, &steps)) joined = Value::oneOf({*joined, value}, &steps);
    }
    if (joined) names.set(name, std::move(*joined));
    else names.erase(name);
  }
}

bool leaves(Flow flow) { return flow != Flow::Normal; }

}  // namespace

Flow Evaluator::branches(Frame& frame, const Branch& one, const Branch& other) {
  const std::size_t logged = frame.names.logged();
  const auto answers = static_cast<std::ptrdiff_t>(frame.returned.size());
  const bool hadReturned = frame.mayHaveReturned;
  const bool hadSkipped = frame.mayHaveSkipped;
  std::vector<Path> survivors;
  Path ended;  // the last of those that did not survive
  std::vector<Value> returned;
  bool someReturned = false;
  bool someSkipped = false;
  Flow last = Flow::Normal;
  bool dead = false;
  ++uncertain_;
  frame.names.part();
  for (Vocabulary* vocabulary : vocabularies_) vocabulary->part();
  for (const Branch* branch : {&one, &other}) {
    if (branch == &other) {
      for (Vocabulary* vocabulary : vocabularies_) vocabulary->other(dead);
    }
    const Flow flow = (*branch)();
    dead = flow == Flow::Raise;
    const auto own = frame.returned.begin() + answers;
    returned.insert(returned.end(), own, frame.returned.end());
    frame.returned.erase(own, frame.returned.end());
    someReturned = someReturned || flow == Flow::Return || flow == Flow::Break;
    someSkipped = someSkipped || flow == Flow::Continue;
    Path end{frame.names.back(logged), frame.mayHaveReturned, frame.mayHaveSkipped};
    frame.mayHaveReturned = hadReturned;
    frame.mayHaveSkipped = hadSkipped;
    if (leaves(flow)) {
      last = flow;
      ended = std::move(end);
    } else {
      survivors.push_back(std::move(end));
    }
  }
  for (Vocabulary* vocabulary : vocabularies_) vocabulary->meet(dead);
  --uncertain_;
  frame.names.meet();
  frame.returned.insert(frame.returned.end(), returned.begin(), returned.end());
  const bool all = survivors.empty();  // what the last one left goes on in the next round of a loop
  if (all) survivors.push_back(std::move(ended));
  join(frame.names, survivors, steps_);
  for (const Path& path : survivors) {
    frame.mayHaveReturned = frame.mayHaveReturned || path.mayHaveReturned;
    frame.mayHaveSkipped = frame.mayHaveSkipped || path.mayHaveSkipped;
  }
  if (all) return last;
  // A path that raised ends the program; one that returned leaves doubt about everything below.
  frame.mayHaveReturned = frame.mayHaveReturned || someReturned;
  frame.mayHaveSkipped = frame.mayHaveSkipped || someSkipped;
  return Flow::Normal;
}

Flow Evaluator::block(Frame& frame, Expr block) {
  for (const Expr child : block) {
    const Flow flow = statement(frame, child);
    if (leaves(flow)) return flow;
  }
  return Flow::Normal;
}

Flow Evaluator::statement(Frame& frame, Expr node) {
  if (++steps_ > limits_.steps) return Flow::Normal;
  switch (node.kind()) {
    case Kind::Expression: (void)expression(frame, node[0]); return Flow::Normal;
    case Kind::Assign: {
      const Value value = expression(frame, node.value());
      for (std::uint32_t i = 0; i + 1 < node.size(); ++i) assign(frame, node[i], value);
      return Flow::Normal;
    }
    case Kind::AnnAssign:
      if (node.value()) assign(frame, node[0], expression(frame, node.value()));
      return Flow::Normal;
    case Kind::AugAssign: augment(frame, node); return Flow::Normal;
    case Kind::If: return ifStatement(frame, node);
    case Kind::For: return forStatement(frame, node);
    case Kind::While: return whileStatement(frame, node);
    case Kind::Try: return tryStatement(frame, node);
    case Kind::With: return withStatement(frame, node);
    case Kind::Match: return matchStatement(frame, node);
    case Kind::Function: define(frame, node); return Flow::Normal;
    case Kind::Class: defineClass(frame, node); return Flow::Normal;
    case Kind::Import: importStatement(frame, node); return Flow::Normal;
    case Kind::ImportFrom: importFrom(frame, node); return Flow::Normal;
    case Kind::Return:
      frame.returned.push_back(node[0] ? expression(frame, node[0]) : Value::none());
      return Flow::Return;
    case Kind::Raise:
      if (node[0]) (void)expression(frame, node[0]);
      for (Vocabulary* vocabulary : vocabularies_) vocabulary->raises(*this, frame.file, node);
      return Flow::Raise;
    case Kind::Assert: {
      const std::optional<bool> holds = truth(frame, node[0]);
      return holds == false ? Flow::Raise : Flow::Normal;
    }
    case Kind::Delete:
      for (const Expr target : node) remove(frame, target);
      return Flow::Normal;
    case Kind::Global:
      for (const Expr name : node) frame.globals.push_back(name.text());
      return Flow::Normal;
    case Kind::TypeAlias: setName(frame, node.text(), Value::external("typing.TypeAliasType")); return Flow::Normal;
    case Kind::Break: return Flow::Break;
    case Kind::Continue: return Flow::Continue;
    case Kind::Pass:
    case Kind::Nonlocal: return Flow::Normal;
    default:
      for (Vocabulary* vocabulary : vocabularies_)
        vocabulary->unreadable(*this, frame.file, node, "this is not readable as Python");
      for (const Expr child : node) (void)statement(frame, child);
      return Flow::Normal;
  }
}

Flow Evaluator::ifStatement(Frame& frame, Expr node) {
  const std::optional<bool> holds = truth(frame, node[0]);
  if (holds == true) return block(frame, node[1]);
  if (holds == false) return node[2] ? block(frame, node[2]) : Flow::Normal;
  return branches(
      frame, [&] { return block(frame, node[1]); }, [&] { return node[2] ? block(frame, node[2]) : Flow::Normal; });
}

Flow Evaluator::forStatement(Frame& frame, Expr node) {
  const Sequence items = iterate(expression(frame, node[1]));
  const bool tooMany = items.items.size() > limits_.iterations;
  const bool skipped = frame.mayHaveSkipped;
  if (!tooMany) {
    for (const Value& item : items.items) {
      if (exhausted()) break;
      spend(roundCost);
      assign(frame, node[0], item);
      const Flow flow = block(frame, node[2]);
      frame.mayHaveSkipped = skipped;  // a `continue` on a condition nobody knows ends with its round
      if (flow == Flow::Break) return Flow::Normal;
      if (flow == Flow::Return || flow == Flow::Raise) return flow;
    }
  }
  if (items.open || tooMany) {  // the rest of the items: any number of times, also none
    const Value rest =
        unknown(tooMany ? "too many iterations" : "what this loops over is not known", frame.file, node[1]);
    const Flow flow = branches(
        frame,
        [&] {
          assign(frame, node[0], rest);
          const Flow inner = block(frame, node[2]);
          return inner == Flow::Break || inner == Flow::Continue ? Flow::Normal : inner;
        },
        [] { return Flow::Normal; });
    frame.mayHaveSkipped = skipped;
    widenNames(frame, node[2]);
    if (flow == Flow::Return || flow == Flow::Raise) return flow;
  }
  return node[3] ? block(frame, node[3]) : Flow::Normal;
}

Flow Evaluator::whileStatement(Frame& frame, Expr node) {
  const std::optional<bool> holds = truth(frame, node[0]);
  if (holds == false) return node[2] ? block(frame, node[2]) : Flow::Normal;
  // One symbolic pass stands for all rounds: nothing is known of what they count, neither in it nor behind it.
  widenNames(frame, node[1]);
  const bool skipped = frame.mayHaveSkipped;
  const Flow flow = branches(
      frame,
      [&] {
        const Flow inner = block(frame, node[1]);
        return inner == Flow::Break || inner == Flow::Continue ? Flow::Normal : inner;
      },
      [] { return Flow::Normal; });
  frame.mayHaveSkipped = skipped;
  widenNames(frame, node[1]);
  return flow;
}

/// Names assigned below a loop body whose number of rounds is unknown.
void Evaluator::widenNames(Frame& frame, Expr below) {
  std::vector<Expr> open{below};
  while (!open.empty()) {
    const Expr node = open.back();
    open.pop_back();
    if (node.is(Kind::AugAssign) && node[0].is(Kind::Name)) {
      const auto found = frame.names.find(node[0].text());
      if (found == frame.names.end()) continue;
      if (found->second.isSequence()) found->second.sequence().open = true;
      else frame.names.set(node[0].text(), unknown("changed in a loop", frame.file, node));
      continue;
    }
    if (node.is(Kind::Function) || node.is(Kind::Class)) continue;
    for (const Expr child : node) {
      if (child) open.push_back(child);
    }
  }
}

Flow Evaluator::tryStatement(Frame& frame, Expr node) {
  Expr otherwise;
  Expr finally;
  std::vector<Expr> handlers;
  for (const Expr part : node) {
    if (part.is(Kind::Handler)) handlers.push_back(part);
    if (part.is(Kind::TryElse)) otherwise = part[0];
    if (part.is(Kind::Finally)) finally = part[0];
  }
  // The body is taken to succeed: what it imports and calls happens. A handler may run instead of its later part.
  const bool tolerant = std::any_of(handlers.begin(), handlers.end(), python::catchesImportError);
  tolerant_ += tolerant ? 1 : 0;
  for (Vocabulary* vocabulary : vocabularies_) {
    if (!handlers.empty()) vocabulary->attempts(true);
  }
  Flow flow = block(frame, node[0]);
  for (Vocabulary* vocabulary : vocabularies_) {
    if (!handlers.empty()) vocabulary->attempts(false);
  }
  tolerant_ -= tolerant ? 1 : 0;
  const bool raised = flow == Flow::Raise;
  if (flow == Flow::Normal && otherwise) flow = block(frame, otherwise);
  for (const Expr handler : handlers) {
    const auto run = [&] {
      if (!handler.text().empty()) frame.names.set(handler.text(), unknown("an exception", frame.file, handler));
      return block(frame, handler.body());
    };
    if (raised && handlers.size() == 1) {
      flow = run();
      break;
    }
    if (leaves(flow)) {
      // The body has left: only the state after the handler goes on, and it may not have been needed.
      const Flow handled = branches(frame, run, [] { return Flow::Return; });
      if (!leaves(handled)) flow = Flow::Normal;
    } else {
      (void)branches(
          frame, [] { return Flow::Normal; }, run);
    }
  }
  if (finally) {
    const Flow last = block(frame, finally);
    if (leaves(last)) return last;
  }
  return flow;
}

Flow Evaluator::withStatement(Frame& frame, Expr node) {
  std::vector<Value> contexts;
  for (std::uint32_t i = 0; i + 1 < node.size(); ++i) {
    contexts.push_back(expression(frame, node[i][0]));
    // @contextmanager above a generator: what it gives first. Nothing else that is a list can stand here.
    const bool generator = contexts.back().is(Value::Kind::List) && !contexts.back().sequence().items.empty();
    if (node[i][1]) assign(frame, node[i][1], generator ? contexts.back().sequence().items[0] : contexts.back());
  }
  const Flow flow = block(frame, node.body());
  for (std::size_t i = contexts.size(); i-- > 0;) {
    for (Vocabulary* vocabulary : vocabularies_) vocabulary->leaves(*this, contexts[i]);
  }
  return flow;
}

Flow Evaluator::matchStatement(Frame& frame, Expr node) {
  (void)expression(frame, node[0]);
  for (std::uint32_t i = 1; i < node.size(); ++i) {
    const Expr clause = node[i];
    const auto run = [&] {
      for (const Expr name : clause[0])
        setName(frame, name.text(), unknown("what a pattern matched", frame.file, name));
      return block(frame, clause.body());
    };
    (void)branches(frame, run, [] { return Flow::Normal; });
  }
  return Flow::Normal;
}

void Evaluator::assign(Frame& frame, Expr target, const Value& value) {
  switch (target.kind()) {
    case Kind::Name: setName(frame, target.text(), value); return;
    case Kind::Tuple:
    case Kind::List: {
      Sequence items = iterate(value);
      bool star = false;
      for (const Expr part : target) star = star || part.is(Kind::Star);
      const bool fits = !items.open && !star && items.items.size() == target.size();
      for (std::uint32_t i = 0; i < target.size(); ++i) {
        const Expr part = target[i].is(Kind::Star) ? target[i][0] : target[i];
        assign(frame, part, fits ? items.items[i] : unknown("unpacked from something unknown", frame.file, target));
      }
      return;
    }
    case Kind::Attribute: setMember(expression(frame, target[0]), target.text(), value); return;
    case Kind::Subscript: assignSubscript(frame, target, value); return;
    default: return;
  }
}

void Evaluator::setName(Frame& frame, const std::string& name, Value value) {
  const bool global = std::find(frame.globals.begin(), frame.globals.end(), name) != frame.globals.end();
  const auto module = global ? modules_.find(frame.file) : modules_.end();
  if (module == modules_.end()) {
    frame.names.set(name, std::move(value));
    return;
  }
  Bindings& names = module->second->names;
  const auto known = names.find(name);
  names.set(name, known == names.end() || certain() ? value : Value::oneOf({known->second, value}, &steps_));
}

/// object.name = value, setattr(object, "name", value)
void Evaluator::setMember(const Value& object, const std::string& name, const Value& value) {
  if (object.is(Value::Kind::Object)) {
    Value& slot = object.object().attributes.emplace(name, value).first->second;
    slot = certain() ? value : Value::oneOf({slot, value}, &steps_);
  } else if (object.is(Value::Kind::Module) && object.file() != noFile && modules_.count(object.file()) > 0) {
    modules_[object.file()]->names.set(name, value);
  } else if (object.is(Value::Kind::External) && certain()) {
    patched_[concat(object.text(), ".", name)] = value;
  }
}

/// del name, items[0], options["schema"]
void Evaluator::remove(Frame& frame, Expr target) {
  if (target.is(Kind::Tuple) || target.is(Kind::List)) {
    for (const Expr part : target) remove(frame, part);
  } else if (target.is(Kind::Name)) {
    if (certain()) frame.names.erase(target.text());
    else setName(frame, target.text(), unknown("may have been deleted", frame.file, target));
  } else if (target.is(Kind::Subscript)) {
    const Value object = expression(frame, target[0]);
    const Value key =
        target.size() == 2 ? expression(frame, target[1]) : unknown("several indices", frame.file, target);
    if (object.isSequence()) object.sequence().open = true;
    if (!object.is(Value::Kind::Dict)) return;
    Mapping& mapping = object.mapping();
    const bool known = certain() && !key.isUnknown() && !key.is(Value::Kind::OneOf);
    const auto* const found = known ? mapping.find(key, &steps_) : nullptr;
    if (found != nullptr) mapping.erase(found);
    spend(mapping.items.size());
    for (auto& item : mapping.items) {
      if (item.first.equals(key, &steps_) != false) item.second = unknown("may have been deleted", frame.file, target);
    }
  } else if (target.is(Kind::Attribute)) {
    setMember(expression(frame, target[0]), target.text(), unknown("has been deleted", frame.file, target));
  }
}

void Evaluator::assignSubscript(Frame& frame, Expr target, const Value& value) {
  const Value object = expression(frame, target[0]);
  const Value key = target.size() == 2 ? expression(frame, target[1]) : unknown("several indices", frame.file, target);
  if (Frame* const module = moduleOf(object)) {  // globals()[name] = value
    if (key.isString()) module->names.set(key.text(), value);
    else module->openNames = true;
    return;
  }
  if (object.isObject("locals of a class")) {  // the same in a class body
    if (key.isString() && certain()) frame.names.set(key.text(), value);
    else frame.openNames = true;
    return;
  }
  if (object.is(Value::Kind::List)) {
    const bool inside = key.is(Value::Kind::Int) && key.number() >= 0 &&
                        key.number() < static_cast<std::int64_t>(object.sequence().items.size());
    if (inside && certain()) object.sequence().items[static_cast<std::size_t>(key.number())] = value;
    else object.sequence().open = true;
    return;
  }
  if (!object.is(Value::Kind::Dict)) return;
  Mapping& mapping = object.mapping();
  if (key.isUnknown() || key.is(Value::Kind::OneOf) || (key.is(Value::Kind::String) && key.hasHole())) {
    mapping.open = true;
    return;
  }
  if (auto* const item = mapping.find(key, &steps_)) {
    item->second = certain() ? value : Value::oneOf({item->second, value}, &steps_);
    return;
  }
  mapping.items.emplace_back(key, value);
  if (!certain()) mapping.open = true;
}

void Evaluator::augment(Frame& frame, Expr node) {
  const Value right = expression(frame, node.value());
  // In place: whoever else holds the list sees it.
  if (!node[0].is(Kind::Name)) {
    const Value held = node[0].is(Kind::Attribute) && node.text() == "+=" ? expression(frame, node[0]) : Value::none();
    if (held.is(Value::Kind::List)) extend(held, iterate(right), certain());
    else assign(frame, node[0], unknown("changed in place", frame.file, node));
    return;
  }
  const auto found = frame.names.find(node[0].text());
  const Value left = found == frame.names.end() ? name(frame, node[0]) : found->second;
  const std::string op = node.text().substr(0, node.text().size() - 1);
  if (op == "|" && left.is(Value::Kind::Dict) && right.is(Value::Kind::Dict)) {  // in place, as below
    left.mapping().put(right.mapping(), &steps_);
    left.mapping().open = left.mapping().open || right.mapping().open || !certain();
    return;
  }
  if ((op == "+" && left.is(Value::Kind::List)) || (op == "|" && left.is(Value::Kind::Set))) {
    extend(left, iterate(right), certain());
    return;
  }
  std::int64_t sum = 0;
  if (op == "+" && left.isString() && right.isString()) {
    setName(frame, node[0].text(), joinStrings(left, right, steps_));
  } else if (op == "+" && left.is(Value::Kind::Int) && right.is(Value::Kind::Int) &&
             !__builtin_add_overflow(left.number(), right.number(), &sum)) {
    setName(frame, node[0].text(), Value::integer(sum));
  } else if (op == "+" && left.is(Value::Kind::Tuple) && right.is(Value::Kind::Tuple)) {
    setName(frame, node[0].text(), joined(left, right, frame.file, node));
  } else {
    setName(frame, node[0].text(), unknown("computed in place", frame.file, node));
  }
}

void Evaluator::define(Frame& frame, Expr node) {
  Value value = Value::function({frame.file, node, keep(frame), nullptr});
  for (const Expr parameter : node.parameters()) {
    if (parameter[1]) (void)expression(frame, parameter[1]);  // defaults run now; their effects count
  }
  for (std::uint32_t i = node.decorators().size(); i-- > 0;) {
    // Decorators are called for what they record (a registry); the function stays itself (engine 2.6).
    const Value decorator = expression(frame, node.decorators()[i]);
    (void)call({frame.file, node.decorators()[i], decorator, {value}, {}, false, certain()});
  }
  setName(frame, node.text(), std::move(value));
}

void Evaluator::defineClass(Frame& frame, Expr node) {
  std::optional<Value> initSubclass;
  std::vector<std::pair<std::string, Value>> keywords;
  for (const Expr base : node.bases()) {
    Value value = expression(frame, base.is(Kind::Keyword) ? base[0] : base);
    if (base.is(Kind::Keyword)) keywords.emplace_back(base.text(), std::move(value));
    else if (value.is(Value::Kind::Class) && !initSubclass)
      initSubclass = methodOf(value.file(), value.node(), "__init_subclass__", 0);
  }
  Frame body;
  body.file = frame.file;
  body.owner = node;
  body.around = keep(frame);
  running_.push_back(&body);
  (void)block(body, node.body());
  running_.pop_back();
  if (body.openNames) openBodies_.insert({frame.file, node.index()});
  classBodies_[{frame.file, node.index()}] = body.names.take();
  for (Vocabulary* vocabulary : vocabularies_) vocabulary->defines(*this, frame.file, node);
  Value value = Value::classOf(frame.file, node);
  // class Plugin: def __init_subclass__(cls, **options): ...
  if (initSubclass && initSubclass->is(Value::Kind::Function))
    (void)call({frame.file, node, *initSubclass, {value}, std::move(keywords), false, certain()});
  for (std::uint32_t i = node.decorators().size(); i-- > 0;) {
    const Value decorator = expression(frame, node.decorators()[i]);
    (void)call({frame.file, node.decorators()[i], decorator, {value}, {}, false, certain()});
  }
  setName(frame, node.text(), std::move(value));
}

}  // namespace limbeck::project::evaluate
