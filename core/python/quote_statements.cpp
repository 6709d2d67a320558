#include <algorithm>
#include <utility>

#include "python/quote.h"
#include "python/quoter.h"

namespace limbeck::python {

void Quoter::module() {
  const Id made = make(Kind::Block, 0);
  std::vector<Id> list;
  statements(0, list);
  finish(made, list);
}

Id Quoter::block(TreeId id) {
  if (id == noNode) return make(Kind::Block, Span{});
  const Id made = make(Kind::Block, id);
  std::vector<Id> list;
  statements(id, list);
  return finish(made, list);
}

void Quoter::statements(TreeId id, std::vector<Id>& into) {
  eachNamed(id, [&](TreeId c) { into.push_back(statement(c)); });
}

Id Quoter::statement(TreeId id) {
  if (depth_ >= nestingLimit) return make(Kind::Opaque, id);
  ++depth_;
  const Id made = statementInner(id);
  --depth_;
  return made;
}

Id Quoter::eachExpression(Kind kind, TreeId id) {
  const Id made = make(kind, id);
  std::vector<Id> parts;
  eachNamed(id, [&](TreeId c) { parts.push_back(expression(c)); });
  return finish(made, parts);
}

Id Quoter::statementInner(TreeId id) {
  switch (syntax(id)) {
    case Syntax::expression_statement: return expressionStatement(id);
    case Syntax::import_statement: return importStatement(id);
    case Syntax::import_from_statement:
    case Syntax::future_import_statement: return importFrom(id);
    case Syntax::function_definition: return function(id, noNode);
    case Syntax::class_definition: return classDefinition(id, noNode);
    case Syntax::decorated_definition: {
      const TreeId definition = field(id, Field::definition);
      if (syntax(definition) == Syntax::function_definition) return function(definition, id);
      if (syntax(definition) == Syntax::class_definition) return classDefinition(definition, id);
      return broken(id);
    }
    case Syntax::if_statement: return ifStatement(id, noNode);
    case Syntax::for_statement: {
      const Id made = make(Kind::For, id);
      code_.nodes_[made].flag = hasToken(id, "async");
      const Id target = optional(field(id, Field::left));
      const Id iterable = optional(field(id, Field::right));
      const Id body = block(field(id, Field::body));
      return finish(made, {target, iterable, body, elseOf(id)});
    }
    case Syntax::while_statement: {
      const Id made = make(Kind::While, id);
      const Id condition = optional(field(id, Field::condition));
      const Id body = block(field(id, Field::body));
      return finish(made, {condition, body, elseOf(id)});
    }
    case Syntax::try_statement: return tryStatement(id);
    case Syntax::with_statement: return withStatement(id);
    case Syntax::match_statement: return matchStatement(id);
    case Syntax::return_statement: {
      const Id made = make(Kind::Return, id);
      return finish(made, {optional(firstNamed(id))});
    }
    case Syntax::raise_statement: return eachExpression(Kind::Raise, id);
    case Syntax::assert_statement: return eachExpression(Kind::Assert, id);
    case Syntax::delete_statement: return eachExpression(Kind::Delete, id);
    case Syntax::global_statement: return eachExpression(Kind::Global, id);
    case Syntax::nonlocal_statement: return eachExpression(Kind::Nonlocal, id);
    case Syntax::pass_statement: return make(Kind::Pass, id);
    case Syntax::break_statement: return make(Kind::Break, id);
    case Syntax::continue_statement: return make(Kind::Continue, id);
    case Syntax::type_alias_statement: {
      const Id made = make(Kind::TypeAlias, id);
      const TreeId written = firstNamed(field(id, Field::left));
      const bool generic = syntax(written) == Syntax::generic_type;
      named(made, generic ? firstNamed(written) : written);
      std::vector<Id> parts{optional(field(id, Field::right))};
      if (generic) parts.push_back(typeParameters(child(written, Syntax::type_parameter)));
      return finish(made, parts);
    }
    default: return broken(id);
  }
}

/// Text with an error in it, or a statement of Python 2: whatever statements stand inside are kept.
Id Quoter::broken(TreeId id) {
  const Id made = make(Kind::OtherStatement, id);
  std::vector<Id> list;
  eachNamed(id, [&](TreeId c) {
    switch (syntax(c)) {
      case Syntax::expression_statement:
      case Syntax::import_statement:
      case Syntax::import_from_statement:
      case Syntax::function_definition:
      case Syntax::class_definition:
      case Syntax::decorated_definition:
      case Syntax::if_statement:
      case Syntax::for_statement:
      case Syntax::try_statement:
      case Syntax::with_statement:
      case Syntax::return_statement: list.push_back(statement(c)); break;
      case Syntax::block: statements(c, list); break;
      case Syntax::call:
      case Syntax::attribute: list.push_back(expression(c)); break;
      default: break;
    }
  });
  return finish(made, list);
}

Id Quoter::expressionStatement(TreeId id) {
  const TreeId inner = firstNamed(id);
  if (inner == noNode) return broken(id);
  if (syntax(inner) == Syntax::assignment) return assignment(inner);
  if (syntax(inner) == Syntax::augmented_assignment) {
    const Id made = make(Kind::AugAssign, at(inner).span, token(inner));
    const Id target = optional(field(inner, Field::left));
    return finish(made, {target, optional(field(inner, Field::right))});
  }
  const Id made = make(Kind::Expression, id);
  std::vector<Id> items;
  eachNamed(id, [&](TreeId c) { items.push_back(expression(c)); });
  if (items.size() == 1) return finish(made, items);
  const Id tuple = make(Kind::Tuple, id);
  finish(tuple, items);
  return finish(made, {tuple});
}

Id Quoter::assignment(TreeId id) {
  const TreeId type = field(id, Field::type);
  if (type != noNode) {  // x: int = 1
    const Id made = make(Kind::AnnAssign, id);
    const Id target = optional(field(id, Field::left));
    const Id annotated = expression(type);
    return finish(made, {target, annotated, optional(field(id, Field::right))});
  }
  const Id made = make(Kind::Assign, id);
  std::vector<Id> parts;
  TreeId at = id;
  while (true) {  // a = b = 1 nests to the right
    parts.push_back(optional(field(at, Field::left)));
    const TreeId right = field(at, Field::right);
    if (syntax(right) == Syntax::assignment) {
      at = right;
      continue;
    }
    parts.push_back(optional(right));
    break;
  }
  return finish(made, parts);
}

Id Quoter::alias(TreeId id) {
  const bool renamed = syntax(id) == Syntax::aliased_import;
  const TreeId name = renamed ? field(id, Field::name) : id;
  const Id made = make(Kind::Alias, id);
  if (name != noNode) {
    std::string dotted(source(name));
    dotted.erase(std::remove_if(dotted.begin(), dotted.end(), [](char c) { return c == ' ' || c == '\t'; }),
                 dotted.end());
    code_.nodes_[made].text = intern(dotted);
    code_.nodes_[made].name = at(name).span;
  }
  if (!renamed) return made;
  return finish(made, {optional(field(id, Field::alias))});
}

Id Quoter::importStatement(TreeId id) {
  const Id made = make(Kind::Import, id);
  std::vector<Id> names;
  eachNamed(id, [&](TreeId c) { names.push_back(alias(c)); });
  return finish(made, names);
}

Id Quoter::importFrom(TreeId id) {
  const TreeId module = field(id, Field::module_name);
  const bool future = syntax(id) == Syntax::future_import_statement;
  std::string from(future ? std::string_view("__future__") : module == noNode ? std::string_view() : source(module));
  from.erase(std::remove_if(from.begin(), from.end(), [](char c) { return c == ' ' || c == '\t'; }), from.end());
  const Id made = make(Kind::ImportFrom, at(id).span, from);
  if (module != noNode) code_.nodes_[made].name = at(module).span;
  std::vector<Id> names;
  eachNamed(id, [&](TreeId c) {
    if (c == module) return;
    if (syntax(c) == Syntax::wildcard_import) {
      names.push_back(make(Kind::Alias, at(c).span, "*"));
    } else if (syntax(c) == Syntax::dotted_name || syntax(c) == Syntax::aliased_import) {
      names.push_back(alias(c));
    }
  });
  return finish(made, names);
}

Id Quoter::decorators(TreeId decorated, Span place) {
  const Id made = make(Kind::Decorators, Span{place.begin, place.begin});
  std::vector<Id> list;
  if (decorated != noNode) {
    eachNamed(decorated, [&](TreeId c) {
      if (syntax(c) == Syntax::decorator && firstNamed(c) != noNode) list.push_back(expression(firstNamed(c)));
    });
  }
  return finish(made, list);
}

Id Quoter::function(TreeId id, TreeId decorated) {
  const Id made = make(Kind::Function, decorated == noNode ? id : decorated);
  code_.nodes_[made].flag = hasToken(id, "async");
  named(made, field(id, Field::name));
  const Id marks = decorators(decorated, at(id).span);
  const Id taken = parameters(field(id, Field::parameters), at(id).span);
  const Id type = optional(field(id, Field::return_type));
  std::vector<Id> parts{marks, taken, type, block(field(id, Field::body))};
  if (const TreeId types = field(id, Field::type_parameters); types != noNode) parts.push_back(typeParameters(types));
  return finish(made, parts);
}

/// [T: (int, str) = int, *Ts, **P]
Id Quoter::typeParameters(TreeId id) {
  const Id made = make(Kind::TypeParameters, id);
  std::vector<Id> names;
  const auto add = [&](TreeId name) { names.push_back(make(Kind::Name, at(name).span, source(name))); };
  bool isDefault = false;
  eachNamed(id, [&](TreeId c) {
    if (at(c).error) {  // `T =`: the grammar knows no defaults, and takes them for the next parameter
      if (child(c, Syntax::identifier) != noNode) add(child(c, Syntax::identifier));
      isDefault = source(c).ends_with('=');
      return;
    }
    if (std::exchange(isDefault, false)) return;
    TreeId name = c;
    while (name != noNode && syntax(name) != Syntax::identifier) name = firstNamed(name);
    if (name != noNode) add(name);
  });
  return finish(made, names);
}

Id Quoter::classDefinition(TreeId id, TreeId decorated) {
  const Id made = make(Kind::Class, decorated == noNode ? id : decorated);
  named(made, field(id, Field::name));
  const Id marks = decorators(decorated, at(id).span);
  const TreeId bases = field(id, Field::superclasses);
  const TreeId name = field(id, Field::name);
  const std::uint32_t behindName = name == noNode ? at(id).span.begin : at(name).span.end;
  const Id list = make(Kind::Arguments, bases == noNode ? Span{behindName, behindName} : at(bases).span);
  std::vector<Id> parts;
  arguments(bases, parts);
  finish(list, parts);
  std::vector<Id> all{marks, list, block(field(id, Field::body))};
  if (const TreeId types = field(id, Field::type_parameters); types != noNode) all.push_back(typeParameters(types));
  return finish(made, all);
}

Id Quoter::ifStatement(TreeId id, TreeId alternative) {
  // `id` is the if_statement or an elif_clause of it; `alternative` where the next clause stands.
  const Id made = make(Kind::If, id);
  const Id condition = optional(field(id, Field::condition));
  const Id body = block(field(id, Field::consequence));
  TreeId next = alternative != noNode                ? alternative
                : syntax(id) == Syntax::if_statement ? field(id, Field::alternative)
                                                     : noNode;
  if (next == noNode) return finish(made, {condition, body, 0});
  if (syntax(next) == Syntax::else_clause) return finish(made, {condition, body, block(field(next, Field::body))});
  TreeId after = at(next).nextSibling;
  while (after != noNode && at(after).field != Field::alternative) after = at(after).nextSibling;
  const Id rest = make(Kind::Block, next);
  if (depth_ >= nestingLimit) return finish(made, {condition, body, finish(rest, {make(Kind::Opaque, next)})});
  ++depth_;
  const Id nested = ifStatement(next, after);
  --depth_;
  return finish(made, {condition, body, finish(rest, {nested})});
}

Id Quoter::elseOf(TreeId id) {
  const TreeId clause = field(id, Field::alternative);
  return clause == noNode ? 0 : block(field(clause, Field::body));
}

/// except ValueError, TypeError: of Python 3.14; in Python 2 the second one is the name of the first.
Id Quoter::bareTuple(const std::vector<TreeId>& parts) {
  const Id made = make(Kind::Tuple, Span{at(parts.front()).span.begin, at(parts.back()).span.end});
  std::vector<Id> items;
  for (const TreeId part : parts) items.push_back(expression(part));
  return finish(made, items);
}

Id Quoter::tryStatement(TreeId id) {
  const Id made = make(Kind::Try, id);
  std::vector<Id> parts{block(field(id, Field::body))};
  eachNamed(id, [&](TreeId c) {
    if (syntax(c) == Syntax::except_clause) {
      const Id handler = make(Kind::Handler, c);
      std::vector<TreeId> types;
      for (TreeId part = at(c).firstChild; part != noNode; part = at(part).nextSibling) {
        if (at(part).field == Field::value && at(part).named) types.push_back(part);
      }
      TreeId type = types.empty() ? noNode : types.front();
      TreeId name = field(c, Field::alias);
      if (syntax(type) == Syntax::as_pattern) {
        const TreeId target = child(type, Syntax::as_pattern_target);
        if (target != noNode) name = firstNamed(target);
        type = firstNamed(type);
      }
      named(handler, name);
      const Id caught = types.size() > 1 ? bareTuple(types) : optional(type);
      parts.push_back(finish(handler, {caught, block(child(c, Syntax::block))}));
    } else if (syntax(c) == Syntax::else_clause) {
      const Id part = make(Kind::TryElse, c);
      parts.push_back(finish(part, {block(field(c, Field::body))}));
    } else if (syntax(c) == Syntax::finally_clause) {
      const Id part = make(Kind::Finally, c);
      parts.push_back(finish(part, {block(child(c, Syntax::block))}));
    }
  });
  return finish(made, parts);
}

Id Quoter::withStatement(TreeId id) {
  const Id made = make(Kind::With, id);
  code_.nodes_[made].flag = hasToken(id, "async");
  std::vector<Id> parts;
  const TreeId clause = child(id, Syntax::with_clause);
  if (clause != noNode) {
    eachNamed(clause, [&](TreeId c) {
      const Id item = make(Kind::WithItem, c);
      TreeId value = field(c, Field::value);
      TreeId target = noNode;
      if (syntax(value) == Syntax::as_pattern) {
        const TreeId as = child(value, Syntax::as_pattern_target);
        if (as != noNode) target = firstNamed(as);
        value = firstNamed(value);
      }
      const Id context = optional(value);
      parts.push_back(finish(item, {context, optional(target)}));
    });
  }
  parts.push_back(block(field(id, Field::body)));
  return finish(made, parts);
}

Id Quoter::matchStatement(TreeId id) {
  const Id made = make(Kind::Match, id);
  std::vector<Id> parts{optional(field(id, Field::subject))};
  const TreeId body = field(id, Field::body);
  if (body != noNode) {
    eachNamed(body, [&](TreeId c) {
      if (syntax(c) != Syntax::case_clause) return;
      const Id clause = make(Kind::Case, c);
      const Id matched = pattern(c);
      const TreeId guard = field(c, Field::guard);
      const Id condition = guard == noNode ? 0 : optional(firstNamed(guard));
      parts.push_back(finish(clause, {matched, condition, block(field(c, Field::consequence))}));
    });
  }
  return finish(made, parts);
}

/// case {"id": number, **rest}, case Point(x=0, y=height) | [_, height], case (int() | str()) as value
Id Quoter::pattern(TreeId clause) {
  const TreeId first = firstNamed(clause);
  const Id made = make(Kind::Pattern, first == noNode ? clause : first);
  std::vector<Id> names;
  std::vector<TreeId> open;
  eachNamed(clause, [&](TreeId c) {
    if (syntax(c) == Syntax::case_pattern) open.push_back(c);
  });
  while (!open.empty()) {
    const TreeId id = open.back();
    open.pop_back();
    const TreeId only = firstNamed(id);
    const bool single = only != noNode && at(only).nextSibling == noNode && syntax(only) == Syntax::identifier;
    // A dotted name is a capture where it has no dot; the class in `Point(...)` and the word in `x=0` are none.
    const bool captures = (syntax(id) == Syntax::dotted_name && single) || syntax(id) == Syntax::splat_pattern ||
                          syntax(id) == Syntax::as_pattern;
    eachNamed(id, [&](TreeId c) {
      const bool head = (syntax(id) == Syntax::class_pattern || syntax(id) == Syntax::keyword_pattern) && c == only;
      if (head) return;
      if (syntax(c) != Syntax::identifier) open.push_back(c);
      else if (captures && source(c) != "_") names.push_back(make(Kind::Name, at(c).span, source(c)));
    });
  }
  return finish(made, names);
}

Quotation quote(std::string_view text) {
  Quotation result;
  Tree tree = parse(text);
  Quoter(tree, text, result.code).module();
  result.comments = std::move(tree.comments);
  result.errors = std::move(tree.errors);
  result.gaveUp = tree.gaveUp;
  return result;
}

}  // namespace limbeck::python
