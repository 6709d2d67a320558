#include "project/registration/conditions.h"

namespace limbeck::project {
namespace {

Truth constantTruth(Expr value) {
  switch (value.kind()) {
    case Kind::True: return Truth::True;
    case Kind::False:
    case Kind::None: return Truth::False;
    case Kind::String: return value.text().empty() ? Truth::False : Truth::True;
    case Kind::Int: return value.text().find_first_not_of("0") == std::string::npos ? Truth::False : Truth::True;
    default: return Truth::Unknown;
  }
}

/// app_context, self.app_context, ctx: what the framework hands to an entry is there, or the entry would not run.
bool isContext(const Resolver& resolver, FileId file, Expr expression) {
  if (expression.is(Kind::Attribute)) return expression.text() == "app_context";
  return expression.is(Kind::Name) && resolver.only(file, expression).is(Symbol::Kind::Parameter);
}

/// return True, and the call below it: nothing behind a statement that leaves the block ever runs.
bool endsBefore(Expr block, Expr statement) {
  for (const Expr earlier : block) {
    if (earlier == statement) return false;
    if (earlier.is(Kind::Return) || earlier.is(Kind::Raise) || earlier.is(Kind::Continue) || earlier.is(Kind::Break))
      return true;
  }
  return false;
}

}  // namespace

Truth Conditions::truth(FileId file, Expr condition, unsigned depth) const {
  if (depth > 8) return Truth::Unknown;
  switch (condition.kind()) {
    case Kind::Unary: return condition.text() == "not" ? negate(truth(file, condition[0], depth + 1)) : Truth::Unknown;
    case Kind::BoolOp: {
      const Truth a = truth(file, condition[0], depth + 1);
      const Truth b = truth(file, condition[1], depth + 1);
      const Truth decisive = condition.text() == "and" ? Truth::False : Truth::True;
      if (a == decisive || b == decisive) return decisive;
      return a == b ? a : Truth::Unknown;
    }
    case Kind::Call: {
      // if hasattr(app_context, "register_models"): the standard's context has it.
      const bool guard = condition.callee().is(Kind::Name) && condition.callee().text() == "hasattr";
      return guard && isContext(resolver_, file, condition.positional(0)) ? Truth::True : Truth::Unknown;
    }
    case Kind::Compare: {
      if (condition.size() != 2 || !condition[1][0].is(Kind::None)) break;
      if (!isContext(resolver_, file, condition[0])) break;
      return condition[1].text() == "is not" || condition[1].text() == "!=" ? Truth::True : Truth::False;
    }
    case Kind::Name: {
      if (condition.text() == "TYPE_CHECKING") return Truth::False;
      const Symbol symbol = resolver_.only(file, condition);
      if (symbol.is(Symbol::Kind::Parameter))
        return isContext(resolver_, file, condition) ? Truth::True : Truth::Unknown;
      return symbol.is(Symbol::Kind::Variable) ? constantTruth(symbol.value) : Truth::Unknown;
    }
    case Kind::Attribute:
      if (condition.text() == "TYPE_CHECKING") return Truth::False;
      return isContext(resolver_, file, condition) ? Truth::True : Truth::Unknown;
    default: return constantTruth(condition);
  }
  // if __name__ == "__main__":
  const bool main = condition.is(Kind::Compare) && condition[0].is(Kind::Name) && condition[0].text() == "__name__";
  return main ? Truth::False : Truth::Unknown;
}

/// except Exception: pass — the models are missing and nobody hears of it. A handler that raises or returns False
/// tells.
bool Conditions::swallows(Expr attempt) {
  for (const Expr handler : attempt) {
    if (!handler.is(Kind::Handler)) continue;
    const std::string& caught = handler[0].text();
    const bool wide = !handler[0] || handler[0].is(Kind::Tuple) || caught == "Exception" || caught == "BaseException" ||
                      caught == "ImportError" || caught == "ModuleNotFoundError";
    if (!wide) continue;
    bool tells = false;
    for (const Expr statement : handler.body()) {
      const Expr returned = statement.is(Kind::Return) ? statement[0] : Expr();
      tells = tells || statement.is(Kind::Raise) || returned.is(Kind::False) || returned.is(Kind::Call);
    }
    if (!tells) return true;
  }
  return false;
}

Circumstances Conditions::around(FileId file, Expr node, Expr function) const {
  Circumstances found;
  Expr inner = node;
  for (Expr at = node.parent(); at && at != function; inner = at, at = at.parent()) {
    if (at.is(Kind::Block)) {
      if (endsBefore(at, inner)) found.impossible = true;
    } else if (at.is(Kind::If) && inner != at[0]) {
      Truth holds = truth(file, at[0]);
      if (inner == at[2]) holds = negate(holds);
      if (holds == Truth::False) found.impossible = true;
      if (holds == Truth::Unknown) found.uncertain = at;
    } else if (at.is(Kind::Try) && inner == at[0] && swallows(at)) {
      found.uncertain = at;
    } else if (at.is(Kind::Match) || at.is(Kind::While) || at.is(Kind::Handler)) {
      found.uncertain = at;
    }
  }
  return found;
}

}  // namespace limbeck::project
