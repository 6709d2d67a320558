#include "python/code.h"

#include <iterator>

namespace limbeck::python {
namespace {

const std::string noText;

constexpr std::string_view kindNames[] = {"Missing",       "Opaque",     "Name",
                                          "Attribute",     "Call",       "Keyword",
                                          "Star",          "DoubleStar", "String",
                                          "Bytes",         "FString",    "Interpolation",
                                          "Int",           "Float",      "True",
                                          "False",         "None",       "Ellipsis",
                                          "List",          "Tuple",      "Set",
                                          "Dict",          "Pair",       "Subscript",
                                          "Slice",         "Unary",      "Binary",
                                          "BoolOp",        "Compare",    "Comparison",
                                          "Conditional",   "Lambda",     "ListComp",
                                          "SetComp",       "DictComp",   "Generator",
                                          "CompFor",       "CompIf",     "Await",
                                          "Yield",         "Walrus",     "Block",
                                          "Expression",    "Assign",     "AnnAssign",
                                          "AugAssign",     "If",         "For",
                                          "While",         "Try",        "Handler",
                                          "TryElse",       "Finally",    "With",
                                          "WithItem",      "Function",   "Class",
                                          "Decorators",    "Arguments",  "Parameters",
                                          "Parameter",     "Return",     "Raise",
                                          "Assert",        "Delete",     "Pass",
                                          "Break",         "Continue",   "Global",
                                          "Nonlocal",      "Import",     "ImportFrom",
                                          "Alias",         "TypeAlias",  "TypeParameters",
                                          "Match",         "Case",       "Pattern",
                                          "OtherStatement"};
static_assert(std::size(kindNames) == static_cast<std::size_t>(Kind::OtherStatement) + 1, "a kind without a name");

}  // namespace

std::string_view kindName(Kind kind) { return kindNames[static_cast<std::size_t>(kind)]; }

Code::Code() {
  nodes_.emplace_back();
  strings_.emplace_back();
}

Kind Expr::kind() const { return code_ == nullptr ? Kind::Missing : code_->node(index_).kind; }

Span Expr::span() const { return code_ == nullptr ? Span{} : code_->node(index_).span; }

Span Expr::nameSpan() const {
  if (code_ == nullptr) return {};
  const Node& node = code_->node(index_);
  return node.name.empty() ? node.span : node.name;
}

const std::string& Expr::text() const { return code_ == nullptr ? noText : code_->string(code_->node(index_).text); }

bool Expr::isAsync() const { return code_ != nullptr && !is(Kind::Tuple) && code_->node(index_).flag; }

bool Expr::parenthesised() const { return is(Kind::Tuple) && code_->node(index_).flag; }

std::uint32_t Expr::size() const { return code_ == nullptr ? 0 : code_->node(index_).childCount; }

Expr Expr::operator[](std::uint32_t i) const {
  if (code_ == nullptr) return {};
  const Node& node = code_->node(index_);
  return i < node.childCount ? Expr(code_, code_->child(node, i)) : Expr();
}

Expr Expr::parent() const {
  if (code_ == nullptr) return {};
  const std::uint32_t parent = code_->node(index_).parent;
  return parent == 0 ? Expr() : Expr(code_, parent);
}

Expr::Iterator Expr::begin() const { return {*this, 0}; }
Expr::Iterator Expr::end() const { return {*this, size()}; }

Expr Expr::body() const {
  switch (kind()) {
    case Kind::Function: return (*this)[3];
    case Kind::Class:
    case Kind::For:
    case Kind::Case: return (*this)[2];
    case Kind::If:
    case Kind::While:
    case Kind::Handler:
    case Kind::Lambda: return (*this)[1];
    case Kind::Try:
    case Kind::TryElse:
    case Kind::Finally: return (*this)[0];
    case Kind::With: return back();
    default: return {};
  }
}

Expr Expr::parameters() const {
  if (is(Kind::Function)) return (*this)[1];
  return is(Kind::Lambda) ? (*this)[0] : Expr();
}

Expr Expr::value() const {
  switch (kind()) {
    case Kind::Assign:
    case Kind::AugAssign:
    case Kind::Pair: return back();
    case Kind::AnnAssign: return (*this)[2];
    case Kind::Keyword:
    case Kind::Return:
    case Kind::Expression:
    case Kind::TypeAlias:
    case Kind::Walrus: return (*this)[0];
    default: return {};
  }
}

Expr Expr::positional(std::uint32_t i) const {
  if (!is(Kind::Call)) return {};
  for (std::uint32_t k = 1; k < size(); ++k) {
    const Expr argument = (*this)[k];
    if (argument.is(Kind::Keyword) || argument.is(Kind::DoubleStar)) continue;
    if (argument.is(Kind::Star)) return {};
    if (i-- == 0) return argument;
  }
  return {};
}

Expr Expr::keyword(std::string_view name) const {
  for (const Expr argument : *this) {
    if (argument.is(Kind::Keyword) && argument.text() == name) return argument[0];
  }
  return {};
}

std::string Expr::dotted() const {
  std::string text;
  Expr at = *this;
  while (at.is(Kind::Attribute)) {
    text.insert(0, "." + at.text());
    at = at[0];
  }
  return at.is(Kind::Name) ? at.text() + text : std::string();
}

Expr enclosing(Expr of, Kind kind) {
  Expr at = of.parent();
  while (at && !at.is(kind)) at = at.parent();
  return at;
}

std::string dump(Expr of) {
  std::string out;
  struct Open {
    Expr node;
    std::size_t depth;
  };
  std::vector<Open> stack{{of, 0}};
  while (!stack.empty()) {
    const Open top = stack.back();
    stack.pop_back();
    out.append(2 * top.depth, ' ');
    out += kindName(top.node.kind());
    if (top.node.isAsync()) out += " async";
    if (!top.node.text().empty()) {
      out += " '";
      for (const char c : top.node.text()) {
        if (c == '\n') out += "\\n";
        else out += c;
      }
      out += "'";
    }
    out += '\n';
    for (std::uint32_t i = top.node.size(); i-- > 0;) stack.push_back({top.node[i], top.depth + 1});
  }
  return out;
}

}  // namespace limbeck::python
