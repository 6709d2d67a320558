// project.h: all files together, linked: what each name means, which classes are models, which modules register them.
// It refuses to tell good from bad, and never changes after it is made; what is dear is computed when it is first asked
// for.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "project/phases.h"
#include "schema/dialect.h"

namespace limbeck::project {

class Histories;
class Newest;
class Declared;
class Replays;
class ImportLines;
class MetaDataUses;
class CallPlaces;
class Comparisons;
struct Differences;
struct Dialects;
struct History;
struct TableAction;
struct WebApplication;

/// Of an Unknown that leaves no verdict of a module open.
inline constexpr std::string_view noRequirement = "-";

/// Something that could not be known, where, and what it leaves open (rule XX004).
struct Unknown {
  FileId file;
  Span span;
  std::string message;  ///< one sentence, no period
  std::string subject;
  std::string module;       ///< path of the module whose verdict it keeps open; empty for none
  std::string requirement;  ///< empty: every one of the module
};

/// The last phase: the histories of migrations, and all that is worked out only when somebody asks for it.
class Project : public WithRegistrations {
 public:
  explicit Project(Inputs inputs);
  ~Project();

  /// Every history of migrations with its revision graph (migrations/histories.h).
  [[nodiscard]] const Histories& histories() const { return *histories_; }
  /// There is an env.py, or a history of migrations that is judged: what is declared may be migrated.
  [[nodiscard]] bool usesAlembic() const;
  /// Which revisions are new, and which are history (migrations/newest.h). Looked for when somebody first asks.
  [[nodiscard]] const Newest& newest() const;
  /// Which file imports which (environments/imports.h). Read when somebody first asks.
  [[nodiscard]] const ImportLines& importLines() const;
  /// What stands on each MetaData (environments/metadata_use.h). Counted when somebody first asks.
  [[nodiscard]] const MetaDataUses& metadataUses() const;
  /// Which call stands where (models/written.h). A file's are listed when somebody first asks about one of them.
  [[nodiscard]] CallPlaces& callPlaces() const;
  /// Which databases it runs on (dialects.h). Looked for when somebody first asks.
  [[nodiscard]] const Dialects& dialects() const;
  /// What the models say the schema is (models/declared.h). Read when somebody first asks.
  [[nodiscard]] const Declared& declared() const;
  /// What the migrations would build (migrations/replay/replay.h). Run when somebody first asks.
  [[nodiscard]] const Replays& replays() const;
  /// How models and migrations differ at the heads on that database (comparison/differences.h), for each history of
  /// `comparedHistories`. Compared when somebody first asks.
  [[nodiscard]] const Differences& differences(const History* history, schema::Dialect dialect) const;
  [[nodiscard]] Comparisons& comparisons() const;
  /// Where the code creates or drops tables by itself (direct_tables/tables.h). Read when somebody first asks.
  [[nodiscard]] const std::vector<TableAction>& tables() const;
  /// The web application around the models (application/application.h). Read when somebody first asks.
  [[nodiscard]] const WebApplication& application() const;
  /// What could not be known of registrations and environments (unknowns.h). Looked for when somebody first asks.
  [[nodiscard]] const std::vector<Unknown>& unknowns() const;

 private:
  std::unique_ptr<Histories> histories_;
  mutable std::unique_ptr<Newest> newest_;
  mutable std::unique_ptr<std::vector<TableAction>> tables_;
  mutable std::unique_ptr<WebApplication> application_;
  mutable std::unique_ptr<std::vector<Unknown>> unknowns_;
  mutable std::unique_ptr<ImportLines> importLines_;
  mutable std::unique_ptr<MetaDataUses> metadataUses_;
  mutable std::unique_ptr<CallPlaces> callPlaces_;
  mutable std::unique_ptr<Dialects> dialects_;
  mutable std::unique_ptr<Declared> declared_;
  mutable std::unique_ptr<Replays> replays_;
  mutable std::unique_ptr<Comparisons> comparisons_;
};

}  // namespace limbeck::project
