// autogenerate.h: which differences between models and migrations `alembic revision --autogenerate` and `alembic check`
// see. It refuses to look for differences, and to know how much each of them matters.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "project/environments/environments.h"
#include "project/project.h"
#include "schema/compare.h"

namespace limbeck::project {

enum class Notice : std::uint8_t {
  NotAsked,  ///< there is no difference, or nobody knows whether there is one
  Seen,
  NotSeen,
  Unsure,  ///< it hangs on something that is not known
};
/// "seen", "not-seen", "unsure"
[[nodiscard]] std::string_view nameOf(Notice notice);

struct Noticed {
  Notice notice = Notice::NotAsked;
  std::string text;  ///< one sentence, no period: "Alembic will not see this: it compares no primary keys"
};

/// Alembic with the options of one env.py, on one database (facts F60).
class Autogenerate {
 public:
  /// Without an environment it does what it does unless it is told otherwise.
  Autogenerate(const Project& project, const Environment* environment, schema::Dialect dialect);

  [[nodiscard]] Noticed of(const schema::Row& row) const;
  /// Of a table that one side lacks, or that env.py does not show to Alembic. `sight` is that of its model.
  [[nodiscard]] Noticed of(const schema::TableRows& table, Sight sight) const;

 private:
  [[nodiscard]] Noticed ofAspect(const schema::Row& row, schema::Aspect aspect) const;
  [[nodiscard]] Noticed ofPresence(const schema::Row& row) const;
  [[nodiscard]] Noticed seen() const;
  [[nodiscard]] Noticed since(std::optional<bool> known, std::string_view version) const;
  [[nodiscard]] Noticed asTold(std::optional<bool> option, std::string_view name) const;

  schema::Dialect dialect_;
  std::string file_;           ///< "migrations/env.py"
  bool blind_ = false;         ///< target_metadata is None
  std::string filter_;         ///< include_object, include_name: what may hide anything
  std::optional<bool> types_;  ///< compare_type; nothing: only known when env.py runs
  bool typesGiven_ = false;
  std::optional<bool> defaults_;
  std::optional<bool> typesByVersion_;   ///< 1.12 compares types unless told otherwise
  std::optional<bool> checksByVersion_;  ///< 1.19
  std::optional<bool> enumsByVersion_;   ///< 1.18.5, on MySQL
};

}  // namespace limbeck::project
