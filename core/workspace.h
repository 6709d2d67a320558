// workspace.h: the one stateful object: files in, Report out.
// It refuses to touch the outside world: no disk, no clock, no environment, no threads.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "facts/facts.h"
#include "formats/schema_query.h"
#include "rules/report/fixing.h"
#include "rules/report/report.h"

namespace limbeck {

namespace project {
class Project;
}

/// Whether a path is worth reading, decided before any byte is read; the same answer for the terminal and the page.
struct Wanted {
  bool keep = false;
  std::string reason;  ///< when not kept: "ignored folder `node_modules`", "not relevant"
};

/// One file with all it says by itself, and about no other. Shared and immutable.
struct GivenFile;
using GivenFilePtr = std::shared_ptr<const GivenFile>;

using rules::FixResult;
using rules::FixSelection;

class Workspace {
 public:
  Workspace();
  ~Workspace();
  Workspace(Workspace&&) noexcept;
  Workspace& operator=(Workspace&&) noexcept;
  /// Cheap: facts are shared.
  [[nodiscard]] Workspace copy() const;

  /// Reads one file by itself: most of what a check costs. Pure, so files may be read on several threads and given in
  /// order.
  [[nodiscard]] static GivenFilePtr read(std::string path, std::string bytes);
  /// Takes the place of a file of the same path.
  void give(GivenFilePtr file);
  /// Bytes as they are on disk, read now; the same bytes again cost a comparison.
  void setFile(std::string path, std::string bytes);
  /// A file that is there but could not be read: absence of something in it is "cannot tell".
  void setOpaque(std::string path, std::string reason);
  void removeFile(std::string_view path);
  void clear();
  /// Codes, or their beginnings, that take the place of `select` and are added to `ignore` of the settings. Empty: the
  /// settings alone decide. Survives clear().
  void choose(std::vector<std::string> select, std::vector<std::string> ignore);
  /// "error", "warning" or "info" takes the place of `fail-on` of the settings; empty: they decide. Survives clear().
  void failOn(std::string severity);
  /// Limits reports to what a change touches and to what it causes elsewhere (engine 1.7). `before` holds the files as
  /// they were; without it, what is elsewhere counts when it points into a changed file. Survives clear().
  void limitTo(std::vector<std::string> changed, const Workspace* before = nullptr);
  [[nodiscard]] std::vector<std::string> paths() const;
  /// Files that the settings name and that are not here: the baseline. Paths as they would be set; one may leave the
  /// workspace.
  [[nodiscard]] std::vector<std::string> missing() const;
  /// Null when there is no such file.
  [[nodiscard]] SourceFilePtr file(std::string_view path) const;
  /// Null when there is no such Python file.
  [[nodiscard]] facts::FactsPtr facts(std::string_view path) const;

  /// Everything that was given, linked; kept until a file changes, and no longer than this.
  [[nodiscard]] const project::Project& project() const;

  /// Links and runs every rule; the answer is kept until a file changes.
  [[nodiscard]] const rules::Report& check() const;
  /// Picks, applies on a copy, checks again, and says what came of it. Changes nothing here.
  [[nodiscard]] FixResult fix(const FixSelection& selection) const;
  /// Where the baseline is, or would be looked for.
  [[nodiscard]] std::string baselinePath() const;
  /// The baseline that accepts all that is found now, as it would stand at `path`; and how many findings it accepts.
  [[nodiscard]] std::pair<std::string, std::size_t> baseline(std::string_view path) const;
  /// `limbeck check --print facts`.
  [[nodiscard]] std::string printFacts() const;
  /// `limbeck check --print environments`: what each env.py compares with, and how it reaches every model.
  [[nodiscard]] std::string printEnvironments() const;

  /// `limbeck inspect`: everything that was understood, as JSON.
  [[nodiscard]] std::string inspect(std::optional<schema::Dialect> dialect = {}) const;
  /// `limbeck schema`: the schema of the models or of the migrations, as "text", "json" or "sql".
  [[nodiscard]] std::string schema(const formats::SchemaQuery& query, std::string_view format) const;

  [[nodiscard]] static Wanted wants(std::string_view path);

 private:
  /// A copy without baseline and change: it reports all there is.
  [[nodiscard]] Workspace withoutLimits() const;

  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace limbeck
