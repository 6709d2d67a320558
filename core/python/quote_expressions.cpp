#include "python/literals.h"
#include "python/quote.h"
#include "python/quoter.h"

namespace limbeck::python {

Id Quoter::expression(TreeId id) {
  if (depth_ >= nestingLimit) return make(Kind::Opaque, id);
  ++depth_;
  const Id made = expressionInner(id);
  --depth_;
  return made;
}

Id Quoter::sequence(Kind kind, TreeId id) {
  const Id made = make(kind, id);
  std::vector<Id> items;
  eachNamed(id, [&](TreeId c) { items.push_back(expression(c)); });
  if (kind == Kind::Tuple) code_.nodes_[made].flag = syntax(id) == Syntax::tuple || syntax(id) == Syntax::tuple_pattern;
  return finish(made, items);
}

Id Quoter::expressionInner(TreeId id) {
  const auto single = [&](Kind kind, TreeId of) {
    const Id made = make(kind, id);
    return finish(made, {of == noNode ? 0 : expression(of)});
  };
  switch (syntax(id)) {
    case Syntax::identifier: return make(Kind::Name, id, source(id));
    case Syntax::trueLiteral: return make(Kind::True, id);
    case Syntax::falseLiteral: return make(Kind::False, id);
    case Syntax::none: return make(Kind::None, id);
    case Syntax::ellipsis: return make(Kind::Ellipsis, id);
    case Syntax::integer: return make(Kind::Int, id, source(id));
    case Syntax::floatLiteral: return make(Kind::Float, id, source(id));
    case Syntax::string: return string(id);
    case Syntax::concatenated_string: return concatenated(id);
    case Syntax::list:
    case Syntax::list_pattern: return sequence(Kind::List, id);
    case Syntax::tuple:
    case Syntax::tuple_pattern:
    case Syntax::expression_list:
    case Syntax::pattern_list: return sequence(Kind::Tuple, id);
    case Syntax::set: return sequence(Kind::Set, id);
    case Syntax::dictionary: return sequence(Kind::Dict, id);
    case Syntax::slice: {
      const Id made = sequence(Kind::Slice, id);
      code_.nodes_[made].text = intern(source(id));
      return made;
    }
    case Syntax::pair: {
      const Id made = make(Kind::Pair, id);
      const Id key = optional(field(id, Field::key));
      return finish(made, {key, optional(field(id, Field::value))});
    }
    case Syntax::parenthesized_expression:
    case Syntax::parenthesized_list_splat: {
      const TreeId inner = firstNamed(id);
      return inner == noNode ? make(Kind::Opaque, id) : expression(inner);
    }
    case Syntax::list_splat:
    case Syntax::list_splat_pattern:
    case Syntax::splat_type: return single(Kind::Star, firstNamed(id));
    case Syntax::dictionary_splat:
    case Syntax::dictionary_splat_pattern: return single(Kind::DoubleStar, firstNamed(id));
    case Syntax::attribute: {
      const Id made = make(Kind::Attribute, id);
      const Id object = optional(field(id, Field::object));
      named(made, field(id, Field::attribute));
      return finish(made, {object});
    }
    case Syntax::call: return call(id);
    case Syntax::keyword_argument: {
      const Id made = make(Kind::Keyword, id);
      named(made, field(id, Field::name));
      return finish(made, {optional(field(id, Field::value))});
    }
    case Syntax::subscript: {
      const Id made = make(Kind::Subscript, id);
      std::vector<Id> parts{optional(field(id, Field::value))};
      for (TreeId c = at(id).firstChild; c != noNode; c = at(c).nextSibling) {
        if (at(c).field == Field::subscript && at(c).named) parts.push_back(expression(c));
      }
      return finish(made, parts);
    }
    case Syntax::unary_operator:
    case Syntax::not_operator: {
      const Id made = make(Kind::Unary, at(id).span, syntax(id) == Syntax::not_operator ? "not" : token(id));
      return finish(made, {optional(field(id, Field::argument))});
    }
    case Syntax::binary_operator: return binary(id, Kind::Binary);
    case Syntax::boolean_operator: return binary(id, Kind::BoolOp);
    case Syntax::comparison_operator: return compare(id);
    case Syntax::conditional_expression: return sequence(Kind::Conditional, id);
    case Syntax::lambda: return lambda(id);
    case Syntax::list_comprehension: return comprehension(id, Kind::ListComp);
    case Syntax::set_comprehension: return comprehension(id, Kind::SetComp);
    case Syntax::dictionary_comprehension: return comprehension(id, Kind::DictComp);
    case Syntax::generator_expression: return comprehension(id, Kind::Generator);
    case Syntax::await: return single(Kind::Await, firstNamed(id));
    case Syntax::yield: {
      const Id made = make(Kind::Yield, at(id).span, hasToken(id, "from") ? "from" : "");
      return finish(made, {optional(firstNamed(id))});
    }
    case Syntax::named_expression: {
      const Id made = make(Kind::Walrus, id);
      named(made, field(id, Field::name));
      return finish(made, {optional(field(id, Field::value))});
    }
    case Syntax::type:
    case Syntax::generic_type:
    case Syntax::union_type:
    case Syntax::member_type: return annotation(id);
    default: return make(Kind::Opaque, id);
  }
}

Id Quoter::annotation(TreeId id) {
  switch (syntax(id)) {
    case Syntax::type: {
      const TreeId inner = firstNamed(id);
      return inner == noNode ? make(Kind::Opaque, id) : expression(inner);
    }
    case Syntax::generic_type: {  // Mapped[int] inside an annotation
      const Id made = make(Kind::Subscript, id);
      std::vector<Id> parts;
      eachNamed(id, [&](TreeId c) {
        if (syntax(c) == Syntax::type_parameter) {
          eachNamed(c, [&](TreeId parameter) { parts.push_back(expression(parameter)); });
        } else {
          parts.push_back(expression(c));
        }
      });
      return finish(made, parts);
    }
    case Syntax::union_type: {
      const Id made = make(Kind::Binary, at(id).span, "|");
      std::vector<Id> parts;
      eachNamed(id, [&](TreeId c) { parts.push_back(expression(c)); });
      parts.resize(2);
      return finish(made, parts);
    }
    case Syntax::member_type: {
      const Id made = make(Kind::Attribute, id);
      const TreeId object = firstNamed(id);
      TreeId last = object;
      eachNamed(id, [&](TreeId c) { last = c; });
      named(made, last);
      return finish(made, {optional(object)});
    }
    default: return make(Kind::Opaque, id);
  }
}

Id Quoter::string(TreeId id) {
  const TreeId start = child(id, Syntax::string_start);
  const std::string_view prefix = start == noNode ? std::string_view() : source(start);
  const bool formatted = prefix.find_first_of("fFtT") < prefix.find_first_of("'\"");
  const bool bytes = prefix.find_first_of("bB") < prefix.find_first_of("'\"");
  if (!formatted) {
    const TreeId content = child(id, Syntax::string_content);
    const bool raw = prefix.find_first_of("rR") < prefix.find_first_of("'\"");
    const std::string value = content == noNode ? std::string() : decodeLiteral(source(content), raw, bytes);
    return make(bytes ? Kind::Bytes : Kind::String, at(id).span, value);
  }
  const Id made = make(Kind::FString, id);
  std::vector<Id> parts;
  eachNamed(id, [&](TreeId c) {
    if (syntax(c) == Syntax::string_content || syntax(c) == Syntax::interpolation) {
      parts.push_back(stringPart(c, prefix, formatted));
    } else if (at(c).error) {
      parts.push_back(make(Kind::Opaque, c));
    }
  });
  return finish(made, parts);
}

Id Quoter::stringPart(TreeId id, std::string_view prefix, bool formatted) {
  if (syntax(id) == Syntax::interpolation) {
    const TreeId conversion = child(id, Syntax::type_conversion);
    const TreeId format = child(id, Syntax::format_specifier);
    std::string how;
    if (conversion != noNode) how += source(conversion);
    if (format != noNode) how += source(format);
    const Id made = make(Kind::Interpolation, at(id).span, how);
    return finish(made, {optional(field(id, Field::expression))});
  }
  const bool raw = prefix.find_first_of("rR") < prefix.find_first_of("'\"");
  std::string value = decodeLiteral(source(id), raw, false);
  if (formatted) {
    for (std::size_t i = 0; i + 1 < value.size(); ++i) {
      if ((value[i] == '{' || value[i] == '}') && value[i + 1] == value[i]) value.erase(i, 1);
    }
  }
  return make(Kind::String, at(id).span, value);
}

Id Quoter::concatenated(TreeId id) {
  bool formatted = false;
  bool bytes = false;
  std::vector<Id> parts;
  const Id made = make(Kind::FString, id);
  eachNamed(id, [&](TreeId c) {
    const Id part = expression(c);
    formatted = formatted || code_.nodes_[part].kind == Kind::FString || code_.nodes_[part].kind == Kind::Opaque;
    bytes = bytes || code_.nodes_[part].kind == Kind::Bytes;
    parts.push_back(part);
  });
  if (formatted) {
    std::vector<Id> flat;
    for (const Id part : parts) {
      const Node node = code_.nodes_[part];
      if (node.kind != Kind::FString) flat.push_back(part);
      for (std::uint32_t i = 0; node.kind == Kind::FString && i < node.childCount; ++i) {
        flat.push_back(code_.children_[node.firstChild + i]);
      }
    }
    return finish(made, flat);
  }
  std::string whole;
  for (const Id part : parts) whole += code_.strings_[code_.nodes_[part].text];
  code_.nodes_[made].kind = bytes ? Kind::Bytes : Kind::String;
  code_.nodes_[made].text = intern(whole);
  return made;
}

void Quoter::arguments(TreeId list, std::vector<Id>& into) {
  if (list == noNode) return;
  if (syntax(list) == Syntax::generator_expression) {
    into.push_back(expression(list));
    return;
  }
  eachNamed(list, [&](TreeId c) { into.push_back(expression(c)); });
}

Id Quoter::call(TreeId id) {
  const Id made = make(Kind::Call, id);
  std::vector<Id> parts{optional(field(id, Field::function))};
  arguments(field(id, Field::arguments), parts);
  return finish(made, parts);
}

Id Quoter::binary(TreeId id, Kind kind) {
  // `"a" + "b" + ...` nests to the left without bound: go down in a loop, build on the way up.
  std::vector<TreeId> chain{id};
  while (syntax(field(chain.back(), Field::left)) == syntax(id)) chain.push_back(field(chain.back(), Field::left));
  Id left = optional(field(chain.back(), Field::left));
  for (std::size_t i = chain.size(); i-- > 0;) {
    const Id made = make(kind, at(chain[i]).span, token(chain[i]));
    const Id right = optional(field(chain[i], Field::right));
    left = finish(made, {left, right});
  }
  return left;
}

Id Quoter::compare(TreeId id) {
  const Id made = make(Kind::Compare, id);
  std::vector<Id> parts;
  std::string op;
  for (TreeId c = at(id).firstChild; c != noNode; c = at(c).nextSibling) {
    if (!at(c).named && !at(c).error) {
      const std::string_view written = source(c);
      op = written.starts_with("not") ? "not in" : written.starts_with("is") && written.size() > 2 ? "is not" : written;
    } else if (parts.empty()) {
      parts.push_back(expression(c));
    } else {
      const Id comparison = make(Kind::Comparison, at(c).span, op);
      parts.push_back(finish(comparison, {expression(c)}));
    }
  }
  return finish(made, parts);
}

Id Quoter::comprehension(TreeId id, Kind kind) {
  const Id made = make(kind, id);
  std::vector<Id> parts{optional(field(id, Field::body))};
  eachNamed(id, [&](TreeId c) {
    if (syntax(c) == Syntax::for_in_clause) {
      const Id clause = make(Kind::CompFor, c);
      code_.nodes_[clause].flag = hasToken(c, "async");
      const Id target = optional(field(c, Field::left));
      parts.push_back(finish(clause, {target, optional(field(c, Field::right))}));
    } else if (syntax(c) == Syntax::if_clause) {
      const Id clause = make(Kind::CompIf, c);
      parts.push_back(finish(clause, {optional(firstNamed(c))}));
    }
  });
  return finish(made, parts);
}

Id Quoter::lambda(TreeId id) {
  const Id made = make(Kind::Lambda, id);
  const Id taken = parameters(field(id, Field::parameters), {at(id).span.begin, at(id).span.begin});
  return finish(made, {taken, optional(field(id, Field::body))});
}

Id Quoter::parameters(TreeId id, Span place) {
  const Id made = make(Kind::Parameters, id == noNode ? place : at(id).span);
  std::vector<Id> list;
  if (id != noNode) eachNamed(id, [&](TreeId c) { list.push_back(parameter(c)); });
  return finish(made, list);
}

Id Quoter::parameter(TreeId id) {
  const Id made = make(Kind::Parameter, id);
  TreeId name = field(id, Field::name);
  if (name == noNode) name = syntax(id) == Syntax::typed_parameter ? firstNamed(id) : id;
  named(made, name);
  if (syntax(id) == Syntax::keyword_separator) code_.nodes_[made].text = intern("*");
  if (syntax(id) == Syntax::positional_separator) code_.nodes_[made].text = intern("/");
  const Id type = optional(field(id, Field::type));
  return finish(made, {type, optional(field(id, Field::value))});
}

}  // namespace limbeck::python
