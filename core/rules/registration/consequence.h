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
};
[[nodiscard]] Consequence consequenceOf(const project::Project& project, const project::Environment& environment,
                                        const std::vector<project::ClassId>& models);

/// The callable that is taken not to call what would import the model, where one decided.
void addAssumption(const project::Project& project, project::ClassId model, Finding& finding);

}  // namespace limbeck::rules
