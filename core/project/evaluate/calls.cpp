#include <algorithm>

#include "project/evaluate/evaluator.h"
#include "project/given/places.h"
#include "text/concat.h"
#include "text/dotted.h"
#include "text/words.h"

namespace limbeck::project::evaluate {
namespace {

/// Callables outside the workspace that run what they are given (trust D1).
bool runsItsArgument(std::string_view name) {
  static constexpr std::string_view names[] = {"run_sync",      "run",         "run_until_complete", "run_async",
                                               "gather",        "create_task", "ensure_future",      "to_thread",
                                               "run_in_thread", "submit",      "run_in_executor"};
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

/// It yields somewhere, though this run of it may not have got there.
bool isGenerator(const facts::ModuleFacts& facts, Expr function) {
  for (std::uint32_t i = function.index(); i < facts.code->size(); ++i) {
    const Expr node = facts.code->at(i);
    if (node.span().begin >= function.span().end) return false;
    if (node.is(Kind::Yield) && python::enclosing(node, Kind::Function) == function) return true;
  }
  return false;
}

}  // namespace

namespace {

/// `_User` of `class User`, which Python puts before the private names in its body.
std::string privatePrefix(Expr classNode) {
  const std::string& name = classNode.text();
  const std::size_t letters = name.find_first_not_of('_');
  return letters == std::string::npos ? std::string() : concat("_", std::string_view(name).substr(letters));
}

bool isPrivate(std::string_view name) { return name.starts_with("__") && !name.ends_with("__"); }

/// `_User__arguments` is written `__arguments` in the body of User.
std::string_view writtenAs(Expr classNode, std::string_view name) {
  const std::string prefix = privatePrefix(classNode);
  const bool own = !prefix.empty() && name.starts_with(prefix) && isPrivate(name.substr(prefix.size()));
  return own ? name.substr(prefix.size()) : name;
}

}  // namespace

std::optional<Value> Evaluator::asked(const Call& call) {
  for (Vocabulary* vocabulary : vocabularies_) {
    if (auto value = vocabulary->call(*this, call)) return value;
  }
  return std::nullopt;
}

/// What is built in, or a vocabulary knows.
std::optional<Value> Evaluator::answered(const Call& made) {
  if (auto value = asked(made)) return value;
  if (made.callee.is(Value::Kind::Builtin)) return callBuiltin(made);
  if (!made.callee.isObject("method of a value")) return std::nullopt;
  const Object& method = made.callee.object();
  return callMethod(made, method.kept("of"), method.kept("name").text());
}

Value Evaluator::call(Call made) {
  if (made.callee.is(Value::Kind::OneOf)) {
    std::vector<Value> results;
    ++uncertain_;
    for (const Value& alternative : made.callee.sequence().items) {
      Call one = made;
      one.callee = alternative;
      one.certain = false;
      results.push_back(call(std::move(one)));
    }
    --uncertain_;
    return Value::oneOf(std::move(results), &steps_);
  }
  const bool taken = std::any_of(vocabularies_.begin(), vocabularies_.end(),
                                 [&](Vocabulary* v) { return v->takesOver(*this, made.callee); });
  if (!taken) {
    if (made.callee.is(Value::Kind::Function)) return callFunction(made);
    if (made.callee.is(Value::Kind::Class)) return callClass(made);
  }
  for (const Value& value : made.positional) spend(value.size() / (value.is(Value::Kind::String) ? 4 : 16));
  for (const auto& [keyword, value] : made.keywords) spend(value.size() / 16);
  if (exhausted()) return unknown("too much to evaluate", made.file, made.node);
  if (nesting_ >= limits_.nesting)
    return unknown("calls nest too deep", made.file, made.node);  // partial(partial(...))
  ++nesting_;
  std::optional<Value> known = answered(made);
  --nesting_;
  if (known) {
    spend(known->isNew() ? costOf(*known) : 0);
    return std::move(*known);
  }
  const std::string_view name =
      made.callee.is(Value::Kind::External) ? lastOf(made.callee.text()) : std::string_view(made.node.callee().text());
  if (runsItsArgument(name)) {
    for (const Value& argument : made.positional) {
      if (argument.is(Value::Kind::Function)) {
        return call({made.file,
                     made.node,
                     argument,
                     {unknown("given by the caller", made.file, made.node)},
                     {},
                     true,
                     made.certain});
      }
      if (!argument.isUnknown() && !argument.is(Value::Kind::None)) return argument;
    }
  }
  // A function handed to someone we do not know may be run, now or later.
  const auto handOn = [&](const Value& value) {
    if (!value.is(Value::Kind::Function)) return;
    for (Vocabulary* vocabulary : vocabularies_) vocabulary->escapes(*this, made, value);
  };
  for (const Value& value : made.positional) handOn(value);
  for (const auto& [keyword, value] : made.keywords) handOn(value);
  return unknown("the result of a call that is not here", made.file, made.node);
}

/// Parameters to values; what is not given and has no default is unknown.
bool Evaluator::bind(Frame& frame, const FunctionRef& function, const Call& made) {
  std::vector<Value> given = made.positional;
  if (function.self) given.insert(given.begin(), *function.self);
  std::size_t next = 0;
  bool keywordOnly = false;
  const Expr parameters = function.node.parameters();
  spend(given.size() + parameters.size() * made.keywords.size() / 8);
  for (const Expr parameter : parameters) {
    const std::string& written = parameter.text();
    if (written == "/") continue;
    if (written == "*") {
      keywordOnly = true;
      continue;
    }
    if (written.starts_with("**")) {  // the keywords that no other parameter takes
      const Value rest = Value::dict({}, made.openArguments);
      for (const auto& [name, value] : made.keywords) {
        const bool taken =
            std::any_of(parameters.begin(), parameters.end(), [&name = name](Expr one) { return one.text() == name; });
        if (!taken) rest.mapping().put(Value::string(name), value);
      }
      frame.names.set(written.substr(2), rest);
      continue;
    }
    if (written.starts_with("*")) {
      std::vector<Value> rest(given.begin() + static_cast<std::ptrdiff_t>(std::min(next, given.size())), given.end());
      frame.names.set(written.substr(1), Value::tuple(std::move(rest), made.openArguments));
      next = given.size();
      keywordOnly = true;
      continue;
    }
    const auto keyword =
        std::find_if(made.keywords.begin(), made.keywords.end(), [&](const auto& k) { return k.first == written; });
    if (!keywordOnly && next < given.size()) frame.names.set(written, given[next++]);
    else if (keyword != made.keywords.end()) frame.names.set(written, keyword->second);
    else if (parameter[1] && !made.openArguments) frame.names.set(written, expression(frame, parameter[1]));
    else frame.names.set(written, unknown("given by the caller", function.file, parameter));
  }
  return next <= given.size();
}

Value Evaluator::callFunction(const Call& made) {
  const FunctionRef function = made.callee.function();
  const void* const key = &files_[function.file]->code->node(function.node.index());
  const bool recursive = std::find(calling_.begin(), calling_.end(), key) != calling_.end();
  if (recursive || calling_.size() >= limits_.calls || exhausted()) {
    if (!recursive) {
      for (Vocabulary* vocabulary : vocabularies_)
        vocabulary->unreadable(*this, made.file, made.node, "calls nest too deep to be followed");
    }
    return unknown("calls nest too deep", made.file, made.node);
  }
  importFile(function.file);
  Frame frame;
  frame.file = function.file;
  frame.owner = function.node;
  frame.around = function.around;
  calling_.push_back(key);
  running_.push_back(&frame);
  for (Vocabulary* vocabulary : vocabularies_) vocabulary->enters(*this, function.file, function.node);
  (void)bind(frame, function, made);
  Value result = Value::none();
  if (function.node.is(Kind::Lambda)) {
    result = expression(frame, function.node.body());
  } else {
    const Flow flow = block(frame, function.node.body());
    const bool gives = !frame.yielded.items.empty() || frame.yielded.open;
    if (gives || (frame.returned.empty() && isGenerator(*files_[function.file], function.node))) {
      frame.returned.clear();
      result = Value::list(std::move(frame.yielded.items), frame.yielded.open || flow == Flow::Raise);
    } else if (flow == Flow::Raise && frame.returned.empty()) result = unknown("it raises", made.file, made.node);
    if (!frame.returned.empty()) {
      std::vector<Value> results = std::move(frame.returned);
      if (flow == Flow::Normal) results.push_back(Value::none());
      result = Value::oneOf(std::move(results), &steps_);
    }
  }
  running_.pop_back();
  calling_.pop_back();
  return exhausted() ? unknown("too much to evaluate", made.file, made.node) : result;
}

std::optional<Value> Evaluator::methodOf(FileId file, Expr classNode, std::string_view name, unsigned depth) {
  if (depth > 16) return std::nullopt;
  const std::string_view own = writtenAs(classNode, name);
  // The body ran when the class was defined: its lists and registries are one and the same for all who look at them.
  if (const auto body = classBodies_.find({file, classNode.index()}); body != classBodies_.end()) {
    if (const auto found = body->second.find(own); found != body->second.end()) return found->second;
  }
  for (const Expr statement : classNode.body()) {
    if (statement.is(Kind::Function) && statement.text() == own)
      return Value::function({file, statement, nullptr, nullptr});
    if (statement.is(Kind::Assign) && statement[0].is(Kind::Name) && statement[0].text() == own) {
      return evaluate(file, statement.value());
    }
  }
  for (const Expr base : classNode.bases()) {
    if (base.is(Kind::Keyword)) continue;
    const Symbol symbol = resolver_.only(file, base);
    if (!symbol.is(Symbol::Kind::Class)) continue;
    if (auto found = methodOf(symbol.file, symbol.node, name, depth + 1)) return found;
  }
  return std::nullopt;
}

std::vector<Value> Evaluator::namesOf(const Value& ofClass) const {
  std::set<std::string> names;
  std::vector<Value> open{ofClass};
  for (std::size_t at = 0; at < open.size() && at < 64; ++at) {
    const FileId file = open[at].file();
    const Expr node = open[at].node();
    const auto add = [&](const std::string& name) {
      names.insert(isPrivate(name) ? concat(privatePrefix(node), name) : name);
    };
    if (const auto* const body = bodyOf(file, node)) {
      for (const auto& [name, value] : *body) add(name);
    } else {
      for (const Expr statement : node.body()) {
        if (statement.is(Kind::Function)) add(statement.text());
        else if (statement.is(Kind::Assign) && statement[0].is(Kind::Name)) add(statement[0].text());
      }
    }
    for (const Expr base : node.bases()) {
      if (base.is(Kind::Keyword)) continue;
      const Symbol symbol = resolver_.only(file, base);
      if (symbol.is(Symbol::Kind::Class)) open.push_back(Value::classOf(symbol.file, symbol.node));
    }
  }
  std::vector<Value> values;
  for (const std::string& name : names) values.push_back(Value::string(name));
  return values;
}

bool Evaluator::hasBaseOutside(FileId file, Expr classNode, unsigned depth) const {
  for (const Expr base : classNode.bases()) {
    if (base.is(Kind::Keyword)) continue;
    const Symbol symbol = resolver_.only(file, base);
    const bool inside = symbol.is(Symbol::Kind::Class) && depth < 16;
    if (inside ? hasBaseOutside(symbol.file, symbol.node, depth + 1) : !symbol.is(Symbol::Kind::Builtin)) return true;
  }
  return false;
}

Value Evaluator::callClass(const Call& made) {
  Object instance;
  instance.type = made.callee.node().text();
  instance.file = made.callee.file();
  instance.node = made.callee.node();
  const Value value = Value::object(std::move(instance));
  const auto constructor = methodOf(made.callee.file(), made.callee.node(), "__init__", 0);
  if (constructor && constructor->is(Value::Kind::Function)) {
    FunctionRef bound = constructor->function();
    bound.self = std::make_shared<const Value>(value);
    Call inner = made;
    inner.callee = Value::function(bound);
    (void)callFunction(inner);
  } else {
    for (const auto& [name, argument] : made.keywords) value.object().attributes[name] = argument;
  }
  return value;
}

namespace {

/// @classproperty and its kin, whatever a project calls its own: reading it from the class calls it with the class.
bool isClassProperty(const Value& found) {
  static constexpr std::string_view names[] = {"declared_attr", "classproperty", "class_property"};
  if (!found.is(Value::Kind::Function)) return false;
  const Expr decorators = found.function().node.decorators();
  return std::any_of(decorators.begin(), decorators.end(), [](Expr decorator) {
    const std::string dotted = decorator.dotted();
    return dotted.find("declared_attr.") != std::string::npos ||
           std::any_of(std::begin(names), std::end(names),
                       [&](std::string_view name) { return dotted.ends_with(name); });
  });
}

/// @property and its kin: reading it from an object calls it.
bool isProperty(Expr function) {
  static constexpr std::string_view names[] = {"property", "cached_property", "computed_field", "hybrid_property"};
  const Expr decorators = function.decorators();
  return std::any_of(decorators.begin(), decorators.end(), [](Expr decorator) {
    return oneOf(decorator.is(Kind::Call) ? decorator.callee().text() : decorator.text(), names);
  });
}

/// Model.method with @classmethod gets the class; a plain function stays as it is.
Value boundTo(const Value& owner, const Value& found) {
  if (!found.is(Value::Kind::Function)) return found;
  for (const Expr decorator : found.function().node.decorators()) {
    if (decorator.text() != "classmethod") continue;
    FunctionRef bound = found.function();
    bound.self = std::make_shared<const Value>(owner);
    return Value::function(std::move(bound));
  }
  return found;
}

}  // namespace

/// super(), super(Money, self)
Value Evaluator::superOf(const Call& made) {
  const Frame& frame = *running_.back();
  Value of = unknown("the class is not known here", made.file, made.node);
  Value self = of;
  if (made.positional.size() == 2) {
    of = made.positional[0];
    self = made.positional[1];
  } else if (made.positional.empty() && frame.owner.is(Kind::Function)) {
    const Expr around = python::enclosing(frame.owner, Kind::Class);
    const Expr parameters = frame.owner.parameters();
    const auto first = parameters.size() == 0 ? frame.names.end() : frame.names.find(parameters[0].text());
    if (around) of = Value::classOf(frame.file, around);
    if (first != frame.names.end()) self = first->second;
  }
  if (!of.is(Value::Kind::Class)) return of;
  Object super;
  super.type = "super of a class";
  super.own.emplace("class", of);
  super.own.emplace("self", self);
  return Value::object(std::move(super));
}

/// The nearest method of a parent, bound; one that no class here has is a handle for vocabularies.
std::optional<Value> Evaluator::superMember(const Value& super, std::string_view name) {
  const Value of = super.object().kept("class");
  const Value self = super.object().kept("self");
  for (const Expr base : of.node().bases()) {
    if (base.is(Kind::Keyword)) continue;
    const Symbol symbol = resolver_.only(of.file(), base);
    if (!symbol.is(Symbol::Kind::Class)) continue;
    const auto found = methodOf(symbol.file, symbol.node, name, 1);
    if (!found) continue;
    if (!found->is(Value::Kind::Function)) return found;
    FunctionRef bound = found->function();
    bound.self = std::make_shared<const Value>(self);
    return Value::function(std::move(bound));
  }
  Object method;
  method.type = std::string(baseMethodType);
  method.own.emplace("of", self);
  method.own.emplace("name", Value::string(std::string(name)));
  return Value::object(std::move(method));
}

Value Evaluator::memberOf(const Value& object, std::string_view name, FileId file, Expr at) {
  switch (object.kind()) {
    case Value::Kind::OneOf: {  // Base of `try: ... except ImportError: ...`, whichever it is
      std::vector<Value> found;
      for (const Value& alternative : object.sequence().items) found.push_back(memberOf(alternative, name, file, at));
      return Value::oneOf(std::move(found));
    }
    case Value::Kind::Module: {
      if (name.starts_with("__")) {
        for (Vocabulary* vocabulary : vocabularies_) {
          if (auto value = vocabulary->attribute(*this, object, name)) return *value;
        }
      }
      if (name == "__dict__") return namesOfModule(object.file());
      if (object.file() != noFile) {
        importFile(object.file());
        const auto module = modules_.find(object.file());
        if (module != modules_.end()) {
          const auto found = module->second->names.find(name);
          if (found != module->second->names.end()) return found->second;
          auto brought = fromStars(*module->second, name);
          if (brought && brought->text().starts_with("sqlalchemy")) return *brought;
        }
      }
      // A submodule that something has imported is an attribute of its package.
      const bool package = object.file() == noFile || files_[object.file()]->path().ends_with("__init__.py");
      const std::string folder =
          object.file() == noFile ? object.folder() : std::string(folderOf(files_[object.file()]->path()));
      if (package) {
        for (const std::string& path : {concat(folder, "/", name, ".py"), concat(folder, "/", name, "/__init__.py")}) {
          const FileId submodule = resolver_.fileAt(path);
          if (submodule != noFile && modules_.count(submodule) > 0) return Value::module(submodule, path);
        }
        if (object.file() == noFile && resolver_.isFolder(concat(folder, "/", name)))
          return Value::module(noFile, concat(folder, "/", name));
      }
      return unknown(concat("`", name, "` is not defined there"), file, at);
    }
    case Value::Kind::Class:
      if (name == "__name__") return Value::string(object.node().text());
      if (auto found = methodOf(object.file(), object.node(), name, 0)) {
        if (isClassProperty(*found)) return call({file, at, *found, {object}, {}, false, certain()});
        const bool member =
            !found->is(Value::Kind::Function) && !name.starts_with('_') && isEnum(object.file(), object.node());
        return member ? enumMember(object, std::string(name), *found) : boundTo(object, *found);
      }
      if (name == "__members__" && isEnum(object.file(), object.node())) {
        std::vector<std::pair<Value, Value>> members;
        for (const Value& member : membersOf(object))
          members.emplace_back(member.object().attributes.at("name"), member);
        return Value::dict(std::move(members));
      }
      break;
    case Value::Kind::Object: {
      Object& instance = object.object();
      if (instance.type == "super of a class") {
        Value found = *superMember(object, name);
        return isClassProperty(found) ? call({file, at, std::move(found), {}, {}, false, certain()}) : found;
      }
      if (const auto found = instance.attributes.find(name); found != instance.attributes.end()) return found->second;
      if (instance.node) {
        if (auto found = methodOf(instance.file, instance.node, name, 0)) {
          // A class of a library below it may fill the attribute in: pydantic's BaseSettings reads the environment.
          if (!found->is(Value::Kind::Function))
            return hasBaseOutside(instance.file, instance.node) ? unknown("set by a class that is not here", file, at)
                                                                : *found;
          const bool read = isProperty(found->function().node);
          FunctionRef bound = found->function();
          bound.self = std::make_shared<const Value>(object);
          Value method = Value::function(std::move(bound));
          return read ? call({file, at, std::move(method), {}, {}, false, certain()}) : method;
        }
      }
      break;
    }
    default: break;
  }
  for (Vocabulary* vocabulary : vocabularies_) {
    if (auto value = vocabulary->attribute(*this, object, name)) return *value;
  }
  if (object.is(Value::Kind::External) && name == "TYPE_CHECKING") return Value::boolean(false);
  if (object.is(Value::Kind::External)) {
    std::string dotted = concat(object.text(), ".", name);
    const auto patched = patched_.find(dotted);
    return patched == patched_.end() ? Value::external(std::move(dotted)) : patched->second;
  }
  const bool locals = object.isObject("locals of a class") || object.isObject(globalsType);
  const bool methods = object.is(Value::Kind::String) || object.isSequence() || object.is(Value::Kind::Dict) || locals;
  if (methods) {
    Object method;
    method.type = "method of a value";
    method.own.emplace("of", object);
    method.own.emplace("name", Value::string(std::string(name)));
    return Value::object(std::move(method));
  }
  return unknown("an attribute that is not known", file, at);
}

}  // namespace limbeck::project::evaluate
