#include "python/names.h"

namespace limbeck::python {
namespace {

bool isComprehension(Kind kind) {
  return kind == Kind::ListComp || kind == Kind::SetComp || kind == Kind::DictComp || kind == Kind::Generator;
}

bool opensScope(Kind kind) {
  return kind == Kind::Function || kind == Kind::Class || kind == Kind::Lambda || isComprehension(kind);
}

/// except ValueError, error: of Python 2, where exceptions begin with a capital.
bool isTarget(const std::string& name) { return name[0] == '_' || (name[0] >= 'a' && name[0] <= 'z'); }

/// if TYPE_CHECKING: / if typing.TYPE_CHECKING:
bool isTypeChecking(Expr condition) {
  return (condition.is(Kind::Name) || condition.is(Kind::Attribute)) && condition.text() == "TYPE_CHECKING";
}

}  // namespace

/// Walks the code once, with a stack of its own: files may nest deeper than the machine's stack is worth.
class Binder {
 public:
  Binder(const Code& code, Names& names) : code_(code), names_(names) {}

  void run() {
    names_.scopes_.push_back({});
    stack_.push_back({code_.module(), 0, false, false});
    while (!stack_.empty()) {
      const Visit visit = stack_.back();
      stack_.pop_back();
      enter(visit);
    }
  }

 private:
  struct Visit {
    Expr node;
    std::uint32_t scope;
    bool conditional;
    bool typeChecking;
  };

  void push(Expr node, const Visit& like) {
    if (node) stack_.push_back({node, like.scope, like.conditional, like.typeChecking});
  }
  /// Reversed, so that the stack hands them out in source order.
  void pushChildren(const Visit& visit) {
    for (std::uint32_t i = visit.node.size(); i-- > 0;) push(visit.node[i], visit);
  }
  void pushConditional(const Visit& visit, bool typeChecking = false) {
    for (std::uint32_t i = visit.node.size(); i-- > 0;) {
      if (visit.node[i]) stack_.push_back({visit.node[i], visit.scope, true, typeChecking || visit.typeChecking});
    }
  }

  void bind(const Visit& visit, const std::string& name, BindingKind kind, Expr node, Expr value = {}) {
    std::uint32_t scope = visit.scope;
    // [last := item for item in items]: the name belongs to whoever holds the comprehension.
    while (node.is(Kind::Walrus) && isComprehension(names_.scopes_[scope].owner.kind()))
      scope = names_.scopes_[scope].parent;
    bool conditional = visit.conditional;
    // `global x` sends the binding to the module; whether the function ever runs is not known here.
    if (const auto it = globals_.find({scope, name}); it != globals_.end()) {
      scope = 0;
      conditional = true;
    }
    names_.scopes_[scope].names[name].push_back({kind, node, value, conditional, visit.typeChecking});
  }

  void bindTarget(const Visit& visit, Expr target, Expr statement, Expr value) {
    std::vector<Expr> open{target};
    while (!open.empty()) {
      const Expr at = open.back();
      open.pop_back();
      if (at.is(Kind::Name)) {
        bind(visit, at.text(), value && at == target ? BindingKind::Value : BindingKind::Other, statement,
             at == target ? value : Expr());
      } else if (at.is(Kind::Tuple) || at.is(Kind::List) || at.is(Kind::Star)) {
        for (const Expr part : at) open.push_back(part);
      }
    }
  }

  /// Names of type parameters and of patterns, and what `del` takes away: nobody can say what they are.
  void bindNames(const Visit& visit, Expr names) {
    for (const Expr name : names) {
      if (name.is(Kind::Name)) bind(visit, name.text(), BindingKind::Other, names);
    }
  }

  std::uint32_t openScope(const Visit& visit) {
    const auto index = static_cast<std::uint32_t>(names_.scopes_.size());
    names_.scopes_.push_back({visit.node, visit.scope, {}, {}});
    names_.scopeByOwner_.emplace(visit.node.index(), index);
    return index;
  }

  void enterFunction(const Visit& visit) {
    const Expr node = visit.node;
    const std::uint32_t scope = openScope(visit);
    const Visit inside{node, scope, false, visit.typeChecking};
    for (const Expr parameter : node.parameters()) {
      std::string name = parameter.text();
      name.erase(0, name.find_first_not_of('*') == std::string::npos ? name.size() : name.find_first_not_of('*'));
      if (!name.empty() && name != "/") bind(inside, name, BindingKind::Parameter, parameter);
    }
    push(node.body(), inside);
    if (node.is(Kind::Function)) {
      bindNames(inside, node[4]);
      push(node[2], visit);
    }
    for (const Expr parameter : node.parameters()) {  // annotations and defaults belong outside
      push(parameter[0], visit);
      push(parameter[1], visit);
    }
    push(node.decorators(), visit);
  }

  void enter(const Visit& visit) {
    const Expr node = visit.node;
    switch (node.kind()) {
      case Kind::Function:
        bind(visit, node.text(), BindingKind::Function, node);
        enterFunction(visit);
        return;
      case Kind::Lambda: enterFunction(visit); return;
      case Kind::Class: {
        bind(visit, node.text(), BindingKind::Class, node);
        const std::uint32_t scope = openScope(visit);
        bindNames({node, scope, false, visit.typeChecking}, node[3]);
        push(node.body(), {node, scope, false, visit.typeChecking});
        push(node.bases(), visit);
        push(node.decorators(), visit);
        return;
      }
      case Kind::ListComp:
      case Kind::SetComp:
      case Kind::DictComp:
      case Kind::Generator: {
        const std::uint32_t scope = openScope(visit);
        pushChildren({node, scope, false, visit.typeChecking});
        return;
      }
      case Kind::Import:
      case Kind::ImportFrom: enterImport(visit); return;
      case Kind::Assign:
        for (std::uint32_t i = 0; i + 1 < node.size(); ++i) bindTarget(visit, node[i], node, node.value());
        pushChildren(visit);
        return;
      case Kind::AnnAssign:
        bindTarget(visit, node[0], node, node.value());
        pushChildren(visit);
        return;
      case Kind::AugAssign:
        if (node[0].is(Kind::Name))
          bind({node, visit.scope, true, visit.typeChecking}, node[0].text(), BindingKind::Other, node);
        pushChildren(visit);
        return;
      case Kind::TypeAlias:  // type UserId = int
        bind(visit, node.text(), BindingKind::Value, node, node[0]);
        push(node[0], visit);
        return;
      case Kind::Pattern: bindNames(visit, node); return;
      case Kind::Delete:
        bindNames(visit, node);
        pushChildren(visit);
        return;
      case Kind::Walrus:
        bind(visit, node.text(), BindingKind::Value, node, node[0]);
        pushChildren(visit);
        return;
      case Kind::CompFor:
      case Kind::For:
        bindTarget(visit, node[0], node, {});
        node.is(Kind::For) ? pushConditional(visit) : pushChildren(visit);
        return;
      case Kind::WithItem:
        bindTarget(visit, node[1], node, {});
        pushChildren(visit);
        return;
      case Kind::Handler:
        if (!node.text().empty()) bind(visit, node.text(), BindingKind::Other, node);
        if (const Expr second = node[0].is(Kind::Tuple) && !node[0].parenthesised() ? node[0][1] : Expr();
            second.is(Kind::Name) && isTarget(second.text()))
          bind(visit, second.text(), BindingKind::Other, node);
        pushConditional(visit);
        return;
      case Kind::Global:
        for (const Expr name : node) globals_.emplace(std::pair{visit.scope, name.text()}, true);
        return;
      case Kind::If:
        if (isTypeChecking(node[0])) {  // the body never runs, the else always does
          push(node[2], visit);
          stack_.push_back({node[1], visit.scope, true, true});
          return;
        }
        pushConditional(visit);
        return;
      case Kind::While:
      case Kind::Try:
      case Kind::Match: pushConditional(visit); return;
      default: pushChildren(visit); return;
    }
  }

  void enterImport(const Visit& visit) {
    for (const Expr alias : visit.node) {
      if (alias.text() == "*") {
        if (!visit.typeChecking) names_.scopes_[visit.scope].starImports.push_back(visit.node);
        continue;
      }
      std::string name = alias.size() > 0 ? alias[0].text() : alias.text();
      // `import a.b` binds `a`.
      if (alias.size() == 0 && visit.node.is(Kind::Import)) name = name.substr(0, name.find('.'));
      bind(visit, name, BindingKind::Import, alias);
    }
  }

  const Code& code_;
  Names& names_;
  std::vector<Visit> stack_;
  std::map<std::pair<std::uint32_t, std::string>, bool> globals_;
};

bool isForTypeCheckers(Expr node) {
  for (Expr at = node, around = node.parent(); around; at = around, around = around.parent()) {
    if (around.is(Kind::If) && isTypeChecking(around[0]) && around[1] == at) return true;
  }
  return false;
}

Names::Names(const Code& code) { Binder(code, *this).run(); }

std::uint32_t Names::scopeIn(Expr owner) const {
  const auto it = scopeByOwner_.find(owner.index());
  return it == scopeByOwner_.end() ? 0 : it->second;
}

std::uint32_t Names::scopeOf(Expr node) const {
  Expr inner = node;
  for (Expr at = node.parent(); at; inner = at, at = at.parent()) {
    if (!opensScope(at.kind())) continue;
    const bool definition = at.is(Kind::Function) || at.is(Kind::Class) || at.is(Kind::Lambda);
    if (!definition || inner == at.body()) return scopeIn(at);
  }
  return 0;
}

std::vector<const Binding*> Names::finally(std::uint32_t scope, std::string_view name) const {
  std::vector<const Binding*> visible;
  const auto found = scopes_[scope].names.find(name);
  if (found == scopes_[scope].names.end()) return visible;
  for (const Binding& binding : found->second) {
    if (binding.typeChecking) continue;
    if (!binding.conditional) visible.clear();
    visible.push_back(&binding);
  }
  return visible;
}

Names::Found Names::find(std::string_view name, Expr use, bool annotations) const {
  const std::uint32_t start = scopeOf(use);
  for (std::uint32_t scope = start;; scope = scopes_[scope].parent) {
    // A class body is seen by its own statements only, not by the functions inside.
    const bool visibleScope = scope == start || !scopes_[scope].owner.is(Kind::Class);
    const auto found = visibleScope ? scopes_[scope].names.find(name) : scopes_[scope].names.end();
    if (found != scopes_[scope].names.end()) {
      Found result{scope, {}};
      const auto collect = [&](bool beforeUse) {
        for (const Binding& binding : found->second) {
          if (binding.typeChecking && !annotations) continue;
          if (beforeUse && binding.node.span().begin >= use.span().begin && binding.kind != BindingKind::Parameter)
            continue;
          if (!binding.conditional) result.bindings.clear();
          result.bindings.push_back(&binding);
        }
      };
      // Statements of the same scope see what ran before them; code that runs later sees the final state.
      collect(scope == start);
      if (result.bindings.empty()) collect(false);
      if (!result.bindings.empty()) return result;
    }
    if (scope == 0) return {};
  }
}

}  // namespace limbeck::python
