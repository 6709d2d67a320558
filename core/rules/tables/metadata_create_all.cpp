#include "rules/tables/direct_tables.h"

namespace limbeck::rules {
namespace {

void check(const project::Project& project, Findings& findings) {
  reportCreating(project, project::TableAction::What::CreateAll, "tables", findings);
}

}  // namespace

extern const Rule metadata_create_all{"TC301", Severity::Error, FixClass::Unsafe, "A3", &check};

}  // namespace limbeck::rules
