#include "rules/tables/direct_tables.h"

namespace limbeck::rules {
namespace tc301 {
namespace {

void check(const project::Project& project, Findings& findings) {
  reportCreating(project, project::TableAction::What::CreateAll, "tables", findings);
}

}  // namespace
}  // namespace tc301

extern const Rule metadata_create_all{"TC301", Severity::Error, FixClass::Unsafe, "A3", &tc301::check};

}  // namespace limbeck::rules
