// names.h: the scopes of one file and what each name in them is bound to.
// It refuses to look into other files: what an import brings is for core/project to say.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "python/code.h"

namespace limbeck::python {

enum class BindingKind : std::uint8_t { Import, Class, Function, Value, Parameter, Other };

/// One place that binds a name.
struct Binding {
  BindingKind kind = BindingKind::Other;
  /// Import: the Alias. Class, Function, Parameter: itself. Value: the Assign, AnnAssign or Walrus. Other: the
  /// statement.
  Expr node;
  /// Value only: the expression assigned to exactly this name; Missing for unpacking and bare annotations.
  Expr value;
  bool conditional = false;   ///< below an if, try, loop or match of its scope: it may not have happened
  bool typeChecking = false;  ///< below `if TYPE_CHECKING:`: it never happens when the program runs
};

/// A module, class, function, lambda or comprehension. Scope 0 is the module.
struct Scope {
  Expr owner;  ///< Missing for the module
  std::uint32_t parent = 0;
  std::map<std::string, std::vector<Binding>, std::less<>> names;
  std::vector<Expr> starImports;  ///< ImportFrom statements with `*`
};

/// It stands below `if TYPE_CHECKING:`, whose body never runs.
[[nodiscard]] bool isForTypeCheckers(Expr node);

class Names {
 public:
  Names() = default;
  explicit Names(const Code& code);

  [[nodiscard]] const Scope& scope(std::uint32_t index) const { return scopes_[index]; }
  [[nodiscard]] const Scope& module() const { return scopes_[0]; }
  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(scopes_.size()); }
  /// The scope in which the expression is evaluated: decorators, defaults and bases belong to the enclosing one.
  [[nodiscard]] std::uint32_t scopeOf(Expr node) const;
  /// The scope that a Class, Function, Lambda or comprehension opens.
  [[nodiscard]] std::uint32_t scopeIn(Expr owner) const;

  struct Found {
    std::uint32_t scope = 0;
    std::vector<const Binding*> bindings;  ///< all it may be; empty when the name is bound nowhere in the file
  };
  /// What `name`, read at `use`, may be bound to. Bindings below TYPE_CHECKING are left out unless `annotations`.
  [[nodiscard]] Found find(std::string_view name, Expr use, bool annotations = false) const;
  /// What a name of that scope is bound to once its code has run.
  [[nodiscard]] std::vector<const Binding*> finally(std::uint32_t scope, std::string_view name) const;

 private:
  friend class Binder;
  std::vector<Scope> scopes_;
  std::map<std::uint32_t, std::uint32_t> scopeByOwner_;
};

}  // namespace limbeck::python
