#include "project/models/written.h"

namespace limbeck::project {

Expr writtenAt(const Project& project, schema::FilePlace place) {
  if (!place.isKnown() || place.file >= project.files().size()) return {};
  for (const Expr call : project.file(place.file).calls) {
    if (call.span() == place.span) return call;
    // name: str = Field(...) is known by its statement.
    const Expr parent = call.parent();
    if (parent.is(Kind::AnnAssign) && parent.value() == call && parent.span() == place.span) return call;
  }
  return {};
}

Expr argumentNamed(Expr call, std::string_view word) {
  if (const Expr value = call.keyword(word)) return value;
  for (const Expr argument : call) {
    if (argument == call.callee() || argument.is(Kind::Keyword)) continue;
    const Expr named = argument.is(Kind::Call) ? argument.callee() : argument;
    if ((named.is(Kind::Name) || named.is(Kind::Attribute)) && named.text() == word) return argument;
  }
  return {};
}

}  // namespace limbeck::project
