#include "rules/tables/direct_tables.h"

namespace limbeck::rules {
namespace tc302 {
namespace {

void check(const project::Project& project, Findings& findings) {
  reportCreating(project, project::TableAction::What::TableCreate, "a table", findings);
}

}  // namespace
}  // namespace tc302

extern const Rule table_create{"TC302", Severity::Error, FixClass::Unsafe, "A3", &tc302::check};

}  // namespace limbeck::rules
