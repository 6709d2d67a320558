// Enumerations: which classes are some, and their members.

#include "project/evaluate/evaluator.h"
#include "text/dotted.h"

namespace limbeck::project::evaluate {

bool Evaluator::isEnum(FileId file, Expr classNode, unsigned depth) const {
  for (const Expr base : classNode.bases()) {
    if (base.is(Kind::Keyword) || depth > 16) continue;
    const Symbol symbol = resolver_.only(file, base);
    if (symbol.is(Symbol::Kind::Class) && isEnum(symbol.file, symbol.node, depth + 1)) return true;
    const std::string_view last = lastOf(symbol.name);
    if (symbol.is(Symbol::Kind::External) &&
        (symbol.name.starts_with("enum.") || last == "StrEnum" || last == "IntEnum"))
      return true;
  }
  return false;
}

Value Evaluator::enumMember(const Value& owner, const std::string& name, const Value& value) const {
  Object member;
  member.type = "enum member";
  member.attributes.emplace("name", Value::string(name));
  member.attributes.emplace("value", value);
  member.madeIn = owner.file();
  member.made = owner.node();
  return Value::object(std::move(member));
}

std::vector<Value> Evaluator::membersOf(const Value& owner) {
  std::vector<Value> members;
  const auto add = [&](Expr target) {
    if (!target.is(Kind::Name) || target.text().starts_with('_')) return;
    if (auto value = methodOf(owner.file(), owner.node(), target.text(), 0))
      members.push_back(enumMember(owner, target.text(), *value));
  };
  for (const Expr statement : owner.node().body()) {
    if (statement.is(Kind::Assign)) {
      for (std::uint32_t i = 0; i + 1 < statement.size(); ++i) add(statement[i]);
    } else if (statement.is(Kind::AnnAssign) && statement.value()) {
      add(statement[0]);
    }
  }
  return members;
}

}  // namespace limbeck::project::evaluate
