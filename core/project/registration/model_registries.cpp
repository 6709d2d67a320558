#include "project/registration/model_registries.h"

#include <algorithm>

#include "project/names/modules.h"
#include "project/names/resolver.h"

namespace limbeck::project {
namespace {

Expr methodOf(Expr owner, std::string_view name) {
  for (const Expr statement : owner.body()) {
    if (statement.is(Kind::Function) && statement.text() == name) return statement;
  }
  return {};
}

/// ModelRegistry.register, registry.register where registry = ModelRegistry(), register
bool functionOf(const WithNames& project, FileId file, Expr callee, ModelRegistry& into) {
  if (!callee.is(Kind::Name) && !callee.is(Kind::Attribute)) return false;
  Symbol symbol = project.resolver().only(file, callee);
  if (!symbol.is(Symbol::Kind::Function) && callee.is(Kind::Attribute)) {
    Symbol owner = project.resolver().only(file, callee[0]);
    if (owner.is(Symbol::Kind::Variable) && owner.value.is(Kind::Call))
      owner = project.resolver().only(owner.file, owner.value.callee());
    if (!owner.is(Symbol::Kind::Class)) return false;
    symbol = {Symbol::Kind::Function, owner.file, methodOf(owner.node, callee.text()), {}, {}};
    into.owner = owner.node;
  }
  if (!symbol.is(Symbol::Kind::Function) || !symbol.node) return false;
  into.file = symbol.file;
  into.function = symbol.node;
  return true;
}

bool isStatic(Expr function) {
  const Expr decorators = function.decorators();
  return std::any_of(decorators.begin(), decorators.end(), [](Expr one) { return one.text() == "staticmethod"; });
}

/// cls._models.add(model), _models.append(model), self.models[model.__name__] = model
bool stores(const ModuleFacts& facts, Expr function, std::string_view parameter) {
  static constexpr std::string_view verbs[] = {"add", "append", "insert", "setdefault", "register"};
  const auto outlives = [&](Expr holder) {
    if (holder.is(Kind::Attribute)) return true;
    if (!holder.is(Kind::Name)) return false;
    const python::Names::Found found = facts.names.find(holder.text(), holder);
    return !found.bindings.empty() && found.scope == 0;
  };
  const auto isIt = [&](Expr value) { return value.is(Kind::Name) && value.text() == parameter; };
  for (std::uint32_t i = function.index(); i < facts.code->size(); ++i) {
    const Expr node = facts.code->at(i);
    if (!function.span().contains(node.span())) continue;
    if (node.is(Kind::Call) && node.callee().is(Kind::Attribute) && outlives(node.callee()[0])) {
      const bool verb = std::find(std::begin(verbs), std::end(verbs), node.callee().text()) != std::end(verbs);
      for (std::uint32_t k = 0; verb && k + 1 < node.size(); ++k) {
        if (isIt(node.positional(k))) return true;
      }
    }
    if (node.is(Kind::Assign) && node[0].is(Kind::Subscript) && outlives(node[0][0]) && isIt(node.value())) return true;
  }
  return false;
}

bool isRegistry(const WithNames& project, ModelRegistry& registry) {
  const Expr parameters = registry.function.parameters();
  const std::uint32_t at = registry.owner && !isStatic(registry.function) ? 1 : 0;
  if (parameters.size() != at + 1) return false;
  registry.parameter = parameters[at].text();
  return registry.parameter.find('*') == std::string::npos &&
         stores(project.file(registry.file), registry.function, registry.parameter);
}

class Finder {
 public:
  explicit Finder(const WithNames& project) : project_(project) {}

  std::vector<ModelRegistry> find() {
    const std::vector<ClassInfo>& classes = project_.classes().all();
    for (ClassId i{0}; i < classes.size(); ++i) {
      const ClassInfo& info = classes[i];
      if (!info.isModel() || project_.modules().isTest(info.file)) continue;
      for (const Expr decorator : info.node.decorators()) add(info.file, decorator, {i, decorator});
    }
    for (FileId file{0}; file < project_.files().size() && !found_.empty(); ++file) {
      for (const Expr call : project_.file(file).calls) addCall(file, call);
    }
    std::sort(found_.begin(), found_.end(), [](const ModelRegistry& a, const ModelRegistry& b) {
      return std::pair(a.file, a.function.span()) < std::pair(b.file, b.function.span());
    });
    return std::move(found_);
  }

 private:
  ModelRegistry* known(const ModelRegistry& one) {
    const auto at = std::find_if(found_.begin(), found_.end(), [&](const ModelRegistry& other) {
      return other.file == one.file && other.function == one.function;
    });
    return at == found_.end() ? nullptr : &*at;
  }

  void add(FileId file, Expr callee, ModelRegistry::Use use) {
    ModelRegistry registry;
    if (!functionOf(project_, file, callee, registry)) return;
    ModelRegistry* at = known(registry);
    if (at == nullptr && isRegistry(project_, registry)) {
      found_.push_back(std::move(registry));
      at = &found_.back();
    }
    if (at != nullptr) at->uses.push_back(use);
  }

  /// ModelRegistry.register(User) below the class
  void addCall(FileId file, Expr call) {
    const bool named = std::any_of(found_.begin(), found_.end(), [&](const ModelRegistry& one) {
      return one.function.text() == call.callee().text();
    });
    ModelRegistry registry;
    if (!named || !functionOf(project_, file, call.callee(), registry)) return;
    ModelRegistry* at = known(registry);
    if (at == nullptr) return;
    const Symbol given = project_.resolver().only(file, call.positional(0));
    const auto index = given.is(Symbol::Kind::Class) ? project_.classes().find(given.file, given.node) : std::nullopt;
    if (index) at->uses.push_back({*index, {}});
    else at->open = true;
  }

  const WithNames& project_;
  std::vector<ModelRegistry> found_;
};

}  // namespace

std::vector<ModelRegistry> modelRegistries(const WithNames& project) { return Finder(project).find(); }

}  // namespace limbeck::project
