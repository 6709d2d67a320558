// consequence.h: what comes of it that Alembic does not see a model.
// It refuses to say so where it is not known what the migrations build.
#pragma once

#include <string>
#include <vector>

#include "project/environments/unseen.h"
#include "rules/finding.h"

namespace limbeck::rules {

struct Consequence {
  std::string text;    ///< "; the migrations create `devices`: the next `--autogenerate` drops it"; empty: not known
  bool never = false;  ///< no migration creates any of the tables: the class may be what is too much
  /// Somebody has seen to it: a program of the project imports them before it runs Alembic, or what env.py hands over
  /// as `include_name` or `include_object` speaks of their tables. Then it is worth a note.
  bool tended = false;
};
[[nodiscard]] Consequence consequenceOf(const project::Project& project, const project::UnseenGroup& group);

/// The callable that is taken not to call what would import the model, where one decided.
void addAssumption(const project::Project& project, project::ClassId model, Finding& finding);

}  // namespace limbeck::rules
