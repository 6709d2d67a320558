// places.h: what a path says about the role of a file: test, migration, script, models file.
// It refuses to open the file.
#pragma once

#include <string>
#include <string_view>

#include "project/given/settings.h"

namespace limbeck::project {

/// tests/**, testing/**, integration_tests/**, test_*.py, *_test.py, tests.py, test.py, conftest.py: exempt from the
/// model, registration and table rules.
[[nodiscard]] bool isTestPath(std::string_view path);

/// The outermost folder of a path that is called like one of examples: "docs" of "docs/first/app.py"; empty: none is.
[[nodiscard]] std::string_view exampleFolderOf(std::string_view path);
/// docs/**, examples/**, benches/** and their kin: what shows how something is used, and is not the application.
[[nodiscard]] bool isExamplePath(std::string_view path);

/// A folder that is never read: version control, virtual environments, caches, what builds leave behind
/// (playground 3.3).
[[nodiscard]] bool isIgnoredFolder(std::string_view name);

/// A file below a folder called `versions`: an Alembic revision by place.
[[nodiscard]] bool isVersionsPath(std::string_view path);

/// scripts/**, seed/**, seeds/**: maintenance and seeding.
[[nodiscard]] bool isScriptPath(std::string_view path);

/// An accepted models file of the module at `folder`: models.py, models/**, *_models.py, orm.py, orm/**, entities/**
/// and database_models/**, or what the settings name.
[[nodiscard]] bool isModelsFile(std::string_view path, std::string_view folder, const Settings& settings);

/// Whether one of the patterns covers the path, also when the path carries extra folders in front.
[[nodiscard]] bool matchesAnywhere(std::string_view pattern, std::string_view path);

/// The folder of a path; empty at the top.
[[nodiscard]] std::string_view folderOf(std::string_view path);
/// The last segment.
[[nodiscard]] std::string_view fileNameOf(std::string_view path);
/// True when `path` is `folder` or lies below it; everything lies below the empty folder.
[[nodiscard]] bool isBelow(std::string_view path, std::string_view folder);
/// "shop/models" for "shop.models".
[[nodiscard]] std::string pathOfDotted(std::string_view dotted);
[[nodiscard]] std::string joinPath(std::string_view folder, std::string_view name);

}  // namespace limbeck::project
