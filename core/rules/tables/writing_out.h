// writing_out.h: `create_all` in a migration, written out as the operations it stands for today.
// It refuses what is not certain: an older revision, a table not known whole, tables that may be there already.
#pragma once

#include "project/direct_tables/tables.h"
#include "project/project.h"
#include "rules/finding.h"

namespace limbeck::rules {

/// Gives the fix its edits: only for a statement of its own in the newest revision. Otherwise the fix stays words.
void writeOut(const project::Project& project, const project::TableAction& action, Fix& fix);

}  // namespace limbeck::rules
