// importing.h: the edits that make Alembic see a model: an import where the project writes its imports.
// It refuses to say which models want importing; rules do.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "project/environments/environments.h"
#include "project/project.h"
#include "rules/fixes/registering.h"

namespace limbeck::rules {

/// The file that lists the models for this environment: its registration file when it runs one, else its env.py.
[[nodiscard]] project::FileId listFor(const project::Project& project, const project::Environment& environment);

/// `from app.vendors.models import Vendor  # noqa: F401`, in the style of the imports that are there.
[[nodiscard]] Fix importModels(const project::Project& project, const project::Environment& environment,
                               const Models& models);

/// The same for names of a file that are no classes: tables. Without names, the module is imported.
[[nodiscard]] Fix importNames(const project::Project& project, const project::Environment& environment,
                              project::FileId from, const std::vector<std::string>& names);

/// `from app.db import model_registration  # noqa: F401` in env.py.
[[nodiscard]] Fix importFile(const project::Project& project, const project::Environment& environment,
                             project::FileId file);

/// The text with which an import begins that only runs the module: "from app.db import model_registration".
[[nodiscard]] std::string importLine(const project::Project& project, project::FileId file, project::FileId from);

/// After the imports at the top of the file.
[[nodiscard]] FileEdit addLine(const facts::ModuleFacts& facts, std::string line);

}  // namespace limbeck::rules
