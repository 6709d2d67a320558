// sql_texts.h: which SQL texts an expression may stand for, as far as they are constant.
// It refuses to read SQL: schema/sql.h does. The evaluator cannot answer, because most statements are executed in
// functions that no run reaches, so that their names have no values.
#pragma once

#include <string>
#include <vector>

#include "project/names/resolver.h"

namespace limbeck::project {

class Project;

struct SqlText {
  std::string text;      ///< what is not constant is a schema::hole
  bool wrapped = false;  ///< text(...), DDL(...), CreateTable(...): certain to be meant for SQLAlchemy
};

/// Strings, f-strings, concatenations, constants by name, text(), DDL(), CreateTable(), and the items of a loop over
/// them.
[[nodiscard]] std::vector<SqlText> sqlTexts(const Project& project, FileId file, Expr expression);

}  // namespace limbeck::project
