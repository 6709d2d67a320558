// formats.h: reports and catalogues to bytes, and settings, selections and manifests back from bytes.
// It refuses to decide anything; nlohmann/json and toml++ stay behind it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "project/given/settings.h"
#include "project/given/versions.h"
#include "project/project.h"
#include "rules/page/page.h"
#include "rules/report/fixing.h"
#include "rules/report/report.h"
#include "schema/dialect.h"

namespace limbeck::formats {

/// Options of the text format; colours are for a terminal that watches.
struct TextOptions {
  bool colour = false;
  bool statistics = false;
  bool infos = false;    ///< notes are shown and not only counted
  bool verbose = false;  ///< everything about every finding: notes, and what its rule has said before
};

// Every function is total: any report, any bytes. JSON shapes are written down in web/src/checker/report.ts.
[[nodiscard]] std::string text(const rules::Report& report, TextOptions options = {});
[[nodiscard]] std::string json(const rules::Report& report);
[[nodiscard]] std::string sarif(const rules::Report& report);   ///< SARIF 2.1.0 with fixes
[[nodiscard]] std::string github(const rules::Report& report);  ///< workflow commands: ::error file=...
[[nodiscard]] std::string markdown(const rules::Report& report);
/// All rules. `pages` holds their pages whole (rules::pageIn) where the rules themselves only have the heads.
[[nodiscard]] std::string catalogue(std::string_view pages = {});
/// The graph of one history with its lanes as lines of text, newest first.
[[nodiscard]] std::string tree(const rules::HistoryNote& history);
/// `limbeck revisions`, as text, for Graphviz, and as JSON.
[[nodiscard]] std::string revisions(const std::vector<rules::HistoryNote>& histories);
[[nodiscard]] std::string revisionsDot(const std::vector<rules::HistoryNote>& histories);
[[nodiscard]] std::string revisionsJson(const rules::Report& report);
/// `limbeck inspect`: everything that was understood of a project, in the form that docs-site/guide/revisions.md
/// documents. On the database asked for, else on the first that the project names.
[[nodiscard]] std::string inspect(const project::Project& project, std::optional<schema::Dialect> dialect = {});
[[nodiscard]] std::string page(const rules::Page& page);
/// A rule's page for a terminal; nothing for an unknown code.
[[nodiscard]] std::optional<std::string> explain(std::string_view code, bool colour);

/// What `before` became, with the edits against it: FixReply of report.ts.
[[nodiscard]] std::string fixReply(const rules::FixResult& result, const rules::Report& before);
/// FixSelection of report.ts; nothing when the bytes are none.
[[nodiscard]] std::optional<rules::FixSelection> readSelection(std::string_view bytes);
[[nodiscard]] std::string wanted(bool keep, std::string_view reason);

/// Reads pyproject.toml or limbeck.toml. Nothing when the file has no settings of ours.
[[nodiscard]] std::optional<project::SettingsReading> readSettings(std::string_view path, std::string_view bytes);
/// Every key that these may have: "released", "naming.verbs". docs-site/public/limbeck.schema.json has the same.
[[nodiscard]] std::vector<std::string> settingKeys();
/// What requirements, pyproject.toml or a lock file say about the packages that matter; nothing for other files.
[[nodiscard]] std::vector<project::VersionClaim> readVersions(std::string_view path, std::string_view bytes);
[[nodiscard]] std::optional<project::Manifest> readManifest(std::string_view path, std::string_view bytes);
/// What a .json file of at most 64 KB holds; nothing for other files, or when it is no JSON or too deep.
[[nodiscard]] std::optional<project::DataFile> readData(std::string_view path, std::string_view bytes);
/// The sections of an alembic.ini, or [tool.alembic] of a pyproject.toml. What cannot be read is not there.
[[nodiscard]] std::vector<project::AlembicConfig> readAlembic(std::string_view path, std::string_view bytes);
/// Of pyproject.toml, ruff.toml, setup.cfg, tox.ini or .flake8.
[[nodiscard]] std::vector<project::LinterIgnore> readLinters(std::string_view path, std::string_view bytes);
/// What a pyproject.toml or a setup.cfg declares as entry points.
[[nodiscard]] std::vector<project::EntryPointClaim> readEntryPoints(std::string_view path, std::string_view bytes);
/// Dialects that a requirements file or a pyproject.toml names a driver of.
[[nodiscard]] std::vector<std::string> readDrivers(std::string_view path, std::string_view bytes);

}  // namespace limbeck::formats
