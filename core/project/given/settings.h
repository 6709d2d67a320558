// settings.h: what a team told us about its project; every value has a detected or sensible default.
// It refuses to know TOML: formats/settings reads it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "project/given/versions.h"
#include "text/span.h"

namespace limbeck::project {

/// `[tool.limbeck]` of pyproject.toml, or limbeck.toml at the top of the workspace.
struct Settings {
  std::string file;                ///< path it was read from; empty for defaults
  std::string profile = "auto";    ///< auto | module-framework | fastapi-standard | flask | generic
  std::vector<std::string> base;   ///< canonical bases and base factories: "modules.core.database.models:Base"
  std::vector<std::string> owner;  ///< path patterns; empty: `modules/core/database/**` where it exists
  std::vector<std::string>
      modelsFiles;                   ///< path patterns inside a module; empty: models.py, models/**/*.py, db_models.py
  std::vector<std::string> modules;  ///< path patterns; empty: `modules/*/*`
  std::vector<std::string> exclude;  ///< path patterns that are not checked
  std::vector<std::string> roots;    ///< extra import roots
  std::vector<std::string> calls;    ///< names of the registration call; empty: register_models
  std::vector<std::string> entries;  ///< names of the Phase-1 entry; empty: initialize
  std::vector<std::string> select;   ///< codes or prefixes, "ALL"; empty: all that are on by default
  std::vector<std::string> ignore;   ///< codes or prefixes
  std::map<std::string, std::string> severity;  ///< code -> error | warning | info | off
  std::vector<std::pair<std::string, std::vector<std::string>>> perFileIgnores;  ///< pattern -> codes
  std::string stance = "standard";                                               ///< greenfield | standard | production
  std::vector<std::string> released;   ///< revisions that are deployed, with all before them; empty: all but the heads
  std::string since;                   ///< only what comes after this revision is judged
  std::string baseline;                ///< file of accepted findings, seen from `file`
  std::optional<std::string> failOn;   ///< error | warning | info: from which severity on a check fails
  std::vector<VersionClaim> versions;  ///< of `sqlalchemy` and `alembic`, when the team says them
  std::vector<std::string> dialects;   ///< databases the project runs on; empty: found by looking (dialects.h)
  bool autogenerate = true;            ///< false: every migration is written by hand, env.py needs no MetaData
  bool allowAutoNames = false;         ///< names that the database gives to constraints are good enough (MC402)
  bool strictUnknown = false;          ///< XX004 becomes a warning
  std::vector<std::string> namingVerbs;      ///< with which names of migrations begin; empty: those of the rule (MS605)
  std::optional<std::string> namingPattern;  ///< a name has to match it (text/pattern.h)
};

/// Something wrong with the settings themselves, or a settings file that could not be read (rule XX003).
struct SettingsProblem {
  std::string path;
  Span span;
  std::string message;
  std::string subject;      ///< the key or value it is about
  std::string replacement;  ///< the nearest known name, when a fix can put it in place of `span`
};

/// A value that ought to lead to something in the workspace, and where it stands.
struct SettingsValue {
  std::string key;  ///< base | owner | modules | roots | registration.central | released | since | baseline
  std::string text;
  Span span;          ///< in Settings::file, between the quotes
  bool plain = true;  ///< written as it reads, without escapes: another text may take its place
};

struct SettingsReading {
  Settings settings;
  std::vector<SettingsProblem> problems;
  std::vector<SettingsValue> values;
};

}  // namespace limbeck::project
