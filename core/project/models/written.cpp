#include "project/models/written.h"

namespace limbeck::project {

Expr CallPlaces::at(const Project& project, schema::FilePlace place) {
  if (!place.isKnown() || place.file >= project.files().size()) return {};
  const auto known = files_.emplace(place.file, Places());
  Places& places = known.first->second;
  if (known.second) {
    const auto add = [&](Span span, Expr call) { places.emplace(std::pair(span.begin, span.end), call); };
    for (const Expr call : project.file(place.file).calls) {
      add(call.span(), call);
      // name: str = Field(...) is known by its statement.
      const Expr parent = call.parent();
      if (parent.is(Kind::AnnAssign) && parent.value() == call) add(parent.span(), call);
    }
  }
  const auto found = places.find({place.span.begin, place.span.end});
  return found == places.end() ? Expr() : found->second;
}

Expr writtenAt(const Project& project, schema::FilePlace place) { return project.callPlaces().at(project, place); }

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
