// conventions.h: what a MetaData says for all of its tables: the naming convention, the schema they stand in. And what
// columns are called in the database, where constraints call them by their `key=`. It refuses to make names:
// schema/naming.h does.
#pragma once

#include <vector>

#include "project/evaluate/evaluator.h"
#include "project/models/declared.h"

namespace limbeck::project {

/// MetaData(naming_convention={...}, schema="app"), Base.metadata.naming_convention = {...}: into each of them.
void readConventions(const Project& project, evaluate::Evaluator& evaluator, std::vector<DeclaredMetaData>& all);

/// Names in place of keys, and doubts about what could not be read.
void callByName(DeclaredMetaData& metadata);

}  // namespace limbeck::project
