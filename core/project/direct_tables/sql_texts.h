// sql_texts.h: which SQL texts an expression may stand for, as far as they are constant.
// It refuses to read SQL.
#pragma once

#include <string>
#include <vector>

#include "project/names/resolver.h"

namespace limbeck::project {

class Project;

struct SqlText {
  std::string text;      ///< what is not constant is a `?`
  bool wrapped = false;  ///< text(...), DDL(...), CreateTable(...): certain to be meant for SQLAlchemy
};

/// Strings, f-strings, concatenations, constants by name, text(), DDL(), CreateTable(), and the items of a loop over
/// them.
[[nodiscard]] std::vector<SqlText> sqlTexts(const Project& project, FileId file, Expr expression);

}  // namespace limbeck::project
