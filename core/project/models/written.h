// written.h: the Python behind a place of a schema: the call that declares a column or a constraint.
// It refuses to read it.
#pragma once

#include <map>
#include <utility>

#include "project/project.h"
#include "schema/certainty.h"

namespace limbeck::project {

/// The calls of the files that somebody asks about, by their places.
class CallPlaces {
 public:
  [[nodiscard]] Expr at(const Project& project, schema::FilePlace place);

 private:
  using Places = std::map<std::pair<std::uint32_t, std::uint32_t>, Expr>;  ///< begin and end
  std::map<FileId, Places> files_;
};

/// The Call that stands exactly there, or the call of a field in the statement that does; Missing when there is none.
[[nodiscard]] Expr writtenAt(const Project& project, schema::FilePlace place);

/// An argument of a call by its keyword, or the first positional one whose callee, or own name, is that word:
/// ForeignKey("a.id") of Column(Integer, ForeignKey("a.id")). Missing when there is none.
[[nodiscard]] Expr argumentNamed(Expr call, std::string_view word);

}  // namespace limbeck::project
