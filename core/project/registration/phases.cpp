#include "project/registration/phases.h"

#include <algorithm>
#include <iterator>

#include "project/given/places.h"
#include "text/words.h"

namespace limbeck::project {
namespace {

constexpr std::string_view phase2Names[] = {"setup_module", "setup_phase2", "initialize_phase2"};
constexpr std::string_view hookNames[] = {"register_module_setup_hook", "register_post_init_hook"};
constexpr std::string_view handlerNames[] = {
    "get",       "post",      "put",         "patch",          "delete",   "head",       "route",
    "websocket", "api_route", "options",     "before_request", "on_event", "middleware", "exception_handler",
    "task",      "command",   "errorhandler"};
/// Decorators that only dress a function; whoever calls it still has to.
constexpr std::string_view plainDecorators[] = {
    "staticmethod", "classmethod", "property",       "abstractmethod",      "overload", "wraps",
    "cache",        "lru_cache",   "contextmanager", "asynccontextmanager", "override", "final"};
/// The files in which an entry is looked for first (rules.md, MR203).
constexpr std::string_view entryFiles[] = {"__init__.py", "api.py", "module.py", "main.py", "services.py"};

Expr innermostFunction(Expr node) {
  Expr at = node;
  while (at && !at.is(Kind::Function)) at = at.parent();
  return at;
}

/// if __name__ == "__main__": runs when nobody imports the file.
bool isMainGuard(Expr statement) {
  if (!statement.is(Kind::If) || !statement[0].is(Kind::Compare)) return false;
  return statement[0][0].is(Kind::Name) && statement[0][0].text() == "__name__";
}

}  // namespace

Callers::Callers(const Inputs& inputs, const Modules& modules) {
  for (FileId file{0}; file < inputs.files.size(); ++file) {
    if (modules.isTest(file)) continue;
    const std::optional<ModuleId> module = modules.moduleOf(file);
    for (const Expr call : inputs.files[file]->calls) {
      const auto [it, first] = byName_.try_emplace(call.callee().text(), Seen{module, false});
      if (!first && it->second.module != module) it->second.several = true;
    }
  }
}

bool Callers::callsFromOutside(const std::string& name, std::optional<ModuleId> module) const {
  const auto it = byName_.find(name);
  return it != byName_.end() && (it->second.several || it->second.module != module);
}

Phases::Phases(const Inputs& inputs, const Resolver& resolver, const Modules& modules, const Classes& classes,
               const Callers& callers, const Module& module)
    : inputs_(inputs), resolver_(resolver), modules_(modules), classes_(classes), callers_(callers), module_(module) {
  for (const FileId file : module_.files) {
    for (const Expr function : inputs_.files[file]->functions) {
      if (python::enclosing(function, Kind::Class)) methods_[function.text()].emplace_back(file, function);
    }
  }
  findEntries();
  orderEntries();
  for (const FileId file : module_.files) visitBody(file, inputs_.files[file]->module(), Phase::TopLevel);
  for (const EntryPoint& entry : entries_) visit(entry.file, entry.function, entry.phase);
  while (!pending_.empty()) {
    const Pending next = pending_.back();
    pending_.pop_back();
    visitBody(next.file, next.function.body(), next.phase);
  }
  escapedReferences();
}

Phase Phases::of(FileId file, Expr node) const {
  const Expr function = innermostFunction(node);
  if (!function) return Phase::TopLevel;
  const auto it = phases_.find({file, function.index()});
  return it == phases_.end() ? Phase::Never : it->second;
}

void Phases::addEntry(FileId file, Expr function, Phase phase) {
  const bool known = std::any_of(entries_.begin(), entries_.end(), [&](const EntryPoint& entry) {
    return entry.file == file && entry.function == function && entry.phase == phase;
  });
  if (!known) entries_.push_back({file, function, phase});
}

void Phases::findEntries() {
  const std::vector<std::string>& wanted = inputs_.settings.settings.entries;
  for (const FileId file : module_.files) {
    const ModuleFacts& facts = *inputs_.files[file];
    for (const Expr function : facts.functions) {
      const std::string& name = function.text();
      const bool nested = static_cast<bool>(python::enclosing(function, Kind::Function));
      if (nested) continue;
      const bool entry =
          wanted.empty() ? name == "initialize" : std::find(wanted.begin(), wanted.end(), name) != wanted.end();
      if (entry) addEntry(file, function, Phase::Phase1);
      else if (oneOf(name, phase2Names)) addEntry(file, function, Phase::Phase2);
      findHandlers(file, function);
    }
    for (const Expr node : facts.classes) findNamedMethods(file, node);
    findHooks(file);
  }
}

void Phases::findHandlers(FileId file, Expr function) {
  for (const Expr decorator : function.decorators()) {
    const Expr name = decorator.is(Kind::Call) ? decorator.callee() : decorator;
    if (name.is(Kind::Attribute) && oneOf(name.text(), handlerNames)) addEntry(file, function, Phase::Handler);
    else if (!oneOf(name.text(), plainDecorators)) addEntry(file, function, Phase::Maybe);
  }
}

/// @initialization_sequence("setup", phase="phase1") and @phase2_operations("load") name methods of the class below.
void Phases::findNamedMethods(FileId file, Expr classNode) {
  for (const Expr decorator : classNode.decorators()) {
    if (!decorator.is(Kind::Call)) continue;
    const std::string& name = decorator.callee().text();
    Phase phase = Phase::Phase2;
    if (name == "initialization_sequence") {
      const Expr given = decorator.keyword("phase");
      phase = given.is(Kind::String) && given.text() == "phase2" ? Phase::Phase2 : Phase::Phase1;
    } else if (name != "phase2_operations") {
      continue;
    }
    for (std::uint32_t i = 1; i < decorator.size(); ++i) {
      if (!decorator[i].is(Kind::String)) continue;
      for (const Expr statement : classNode.body()) {
        if (statement.is(Kind::Function) && statement.text() == decorator[i].text()) addEntry(file, statement, phase);
      }
    }
  }
}

/// app_context.register_post_init_hook("name", self.setup): what is handed over runs in Phase 2.
void Phases::findHooks(FileId file) {
  const ModuleFacts& facts = *inputs_.files[file];
  for (const Expr call : facts.calls) {
    if (!oneOf(call.callee().text(), hookNames)) continue;
    for (std::uint32_t i = 1; i < call.size(); ++i) {
      const Expr given = call[i].is(Kind::Keyword) ? call[i][0] : call[i];
      const std::string& name = given.text();
      if (!given.is(Kind::Name) && !given.is(Kind::Attribute) && !given.is(Kind::String)) continue;
      for (const Expr function : facts.functions) {
        if (function.text() == name) addEntry(file, function, Phase::Phase2);
      }
    }
  }
}

void Phases::orderEntries() {
  std::string manifestEntry;
  for (const Manifest& manifest : inputs_.manifests) {
    if (folderOf(manifest.path) == module_.path) manifestEntry = joinPath(module_.path, manifest.entryPoint);
  }
  const auto rank = [&](const EntryPoint& entry) -> std::size_t {
    const std::string& path = inputs_.files[entry.file]->path();
    if (path == manifestEntry) return 0;
    const auto* known = std::find(std::begin(entryFiles), std::end(entryFiles), fileNameOf(path));
    const bool top = folderOf(path) == module_.path;
    const auto place = static_cast<std::size_t>(known - std::begin(entryFiles));
    return 1 + place + (top ? 0 : std::size(entryFiles) + 1);
  };
  std::stable_sort(entries_.begin(), entries_.end(),
                   [&](const EntryPoint& a, const EntryPoint& b) { return rank(a) < rank(b); });
}

void Phases::visit(FileId file, Expr function, Phase phase) {
  Phase& known = phases_.emplace(std::pair{file, function.index()}, Phase::Never).first->second;
  if (known >= phase) return;
  known = phase;
  pending_.push_back({file, function, phase});
}

/// Every call below `owner` that runs when it runs: the bodies of functions defined inside wait until they are called.
void Phases::visitBody(FileId file, Expr owner, Phase phase) {
  std::vector<Expr> open{owner};
  while (!open.empty()) {
    const Expr node = open.back();
    open.pop_back();
    if (node.is(Kind::Function)) {
      open.push_back(node.decorators());
      open.push_back(node.parameters());
      continue;
    }
    if (isMainGuard(node)) {
      open.push_back(node[2]);
      continue;
    }
    if (node.is(Kind::Call)) follow(file, node, phase);
    for (const Expr child : node) {
      if (child) open.push_back(child);
    }
  }
}

void Phases::follow(FileId file, Expr call, Phase phase) {
  const Expr callee = call.callee();
  // A function handed to an unknown callee (asyncio.run(f()), run_sync(f), gather(f)) may run, now or later.
  for (std::uint32_t i = 1; i < call.size(); ++i) {
    const Expr given = call[i].is(Kind::Keyword) ? call[i][0] : call[i];
    if (!given.is(Kind::Name) && !given.is(Kind::Attribute)) continue;
    const Symbol symbol = resolver_.only(file, given);
    const Phase later = phase == Phase::Phase1 ? Phase::Maybe : phase;
    if (oneOf(callee.text(), hookNames)) continue;  // findHooks knows when those run
    if (symbol.is(Symbol::Kind::Function)) visit(symbol.file, symbol.node, later);
    else if (given.is(Kind::Attribute)) followMethod(file, given, later);
  }
  const Symbols targets =
      callee.is(Kind::Name) || callee.is(Kind::Attribute) ? resolver_.resolve(file, callee) : Symbols{};
  bool found = false;
  for (const Symbol& target : targets) {
    if (target.is(Symbol::Kind::Function)) {
      visit(target.file, target.node, phase);
      found = true;
    } else if (target.is(Symbol::Kind::Class)) {
      if (const auto index = classes_.find(target.file, target.node)) visitMethod(*index, "__init__", phase);
      found = true;
    }
  }
  if (!found && callee.is(Kind::Attribute)) followMethod(file, callee, phase);
}

/// self.setup(), service.setup(): the method of the receiver's class when it is known, of any class of the module when
/// not.
void Phases::followMethod(FileId file, Expr callee, Phase phase) {
  const Expr receiver = callee[0];
  if (receiver.is(Kind::Name) && (receiver.text() == "self" || receiver.text() == "cls")) {
    const Expr owner = python::enclosing(callee, Kind::Class);
    if (const auto index = owner ? classes_.find(file, owner) : std::nullopt)
      return visitMethod(*index, callee.text(), phase);
  }
  if (receiver.is(Kind::Name) || receiver.is(Kind::Attribute)) {
    const Symbol object = resolver_.only(file, receiver);
    if (object.is(Symbol::Kind::External)) return;
    if (object.is(Symbol::Kind::Class)) {
      if (const auto index = classes_.find(object.file, object.node)) return visitMethod(*index, callee.text(), phase);
    }
    if (object.is(Symbol::Kind::Variable) && object.value.is(Kind::Call)) {
      const Symbol maker = resolver_.only(object.file, object.value.callee());
      if (maker.is(Symbol::Kind::Class)) {
        if (const auto index = classes_.find(maker.file, maker.node)) return visitMethod(*index, callee.text(), phase);
      }
    }
  }
  byName(callee.text(), phase);
}

void Phases::visitMethod(ClassId classIndex, std::string_view name, Phase phase) {
  std::vector<ClassId> open{classIndex};
  for (std::size_t i = 0; i < open.size() && open.size() < 64; ++i) {
    const ClassInfo& info = classes_.at(open[i]);
    for (const Expr statement : info.node.body()) {
      if (statement.is(Kind::Function) && statement.text() == name) return visit(info.file, statement, phase);
    }
    open.insert(open.end(), info.parents.begin(), info.parents.end());
  }
}

void Phases::byName(std::string_view name, Phase phase) {
  const auto found = methods_.find(name);
  if (found == methods_.end()) return;
  for (const auto& [file, function] : found->second) visit(file, function, phase);
}

/// A function that nothing in the module calls may still be called from outside it, or be handed on as a value.
void Phases::escapedReferences() {
  for (const FileId own : module_.files) {
    for (const Expr function : inputs_.files[own]->functions) {
      if (of(own, function) != Phase::Never) continue;
      if (callers_.callsFromOutside(function.text(), modules_.moduleOf(own))) visit(own, function, Phase::Maybe);
    }
  }
  while (!pending_.empty()) {
    const Pending next = pending_.back();
    pending_.pop_back();
    visitBody(next.file, next.function.body(), next.phase);
  }
}

}  // namespace limbeck::project
