// foreign_base.h: a declarative base that models of the project do not belong on.
// It refuses to say where it is made: fixes/base_change does.
#pragma once

#include <cstdint>

#include "project/project.h"
#include "rules/finding.h"

namespace limbeck::rules {

/// Neither canonical nor compared with by an environment, and not what `SQLAlchemy(model_class=...)` is given. Outside
/// the framework a base that nothing is mapped on, or that a function makes for itself, is nobody's business, nor is
/// one beside the canonical one in its file.
[[nodiscard]] bool isForeignBase(const project::Project& project, std::uint32_t base);

/// An error where the standard of the framework holds; a warning where an environment says which base it compares with;
/// a note where only most models stand on another.
[[nodiscard]] Severity foreignBaseSeverity(const project::Project& project);

}  // namespace limbeck::rules
