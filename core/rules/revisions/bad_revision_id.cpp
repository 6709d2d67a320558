#include <algorithm>

#include "project/dialects.h"
#include "project/migrations/histories.h"
#include "project/project.h"
#include "rules/fixes/edits.h"
#include "rules/revision_places.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace rv506 {
namespace {

using project::History;
using project::Project;
using project::Revision;
using project::RevisionGraph;

/// `alembic_version.version_num` is VARCHAR(32) (facts F51).
constexpr std::size_t longest = 32;
constexpr std::string_view forbidden = "@-+";

/// ALTER TABLE alembic_version ALTER COLUMN version_num TYPE VARCHAR(255), op.alter_column("alembic_version",
/// "version_num", ...), `version_table_impl` of env.py: what touches the column makes it wider.
bool touchesColumn(const facts::ModuleFacts& file) {
  for (std::uint32_t i = 1; i < file.code->size(); ++i) {
    const std::string& text = file.code->at(i).text();
    if (text.find("version_num") != std::string::npos || text == "version_table_impl") return true;
  }
  return false;
}

/// Some revision that has run before its id is written, or env.py, has made room for it.
bool hasRoom(const Project& project, const History& history, const Revision& revision) {
  if (history.environment != noFile && touchesColumn(project.file(history.environment))) return true;
  const auto index = history.graph.find(revision.id);
  if (!index) return touchesColumn(project.file(revision.file));
  const RevisionGraph::Indices before = history.graph.ancestors(*index, true);
  return std::any_of(before.begin(), before.end(),
                     [&](RevisionGraph::Index one) { return touchesColumn(project.file(history.at(one).file)); });
}

bool isNamed(const History& history, const std::string& id) {
  const auto names = [&](const project::RevisionNames& from) {
    return std::any_of(from.names.begin(), from.names.end(),
                       [&](const project::RevisionName& name) { return name.text == id; });
  };
  return std::any_of(history.revisions.begin(), history.revisions.end(),
                     [&](const Revision& one) { return names(one.down) || names(one.depends); });
}

/// Another id while nothing in the workspace follows it; databases that have run it already know the old one.
Fix rename(const Project& project, const History& history, const Revision& revision, const std::string& id) {
  if (!revision.idAt || revision.idAt.code() != project.file(revision.file).code.get() ||
      isNamed(history, revision.id) || history.graph.find(id))
    return {};
  const facts::ModuleFacts& facts = project.file(revision.file);
  const char quote = facts.file->text(revision.idAt.span()).starts_with("'") ? '\'' : '"';
  Fix fix{concat("Call it ", quoted(id)),
          FixClass::Safe,
          {replace(facts, revision.idAt.span(), concat(std::string(1, quote), id, std::string(1, quote)))},
          {}};
  if (revision.docId.found && revision.docId.text == revision.id)
    fix.edits.push_back(replace(facts, revision.docId.span, id));
  return fix;
}

std::string cleaned(const std::string& id) {
  std::string text;
  for (const char c : id) {
    if (c == '@' || c == '+') text += '_';
    else if (c != '-') text += c;
  }
  return text;
}

/// As many whole words as fit.
std::string shortened(const std::string& id) {
  const std::size_t cut = id.rfind('_', longest);
  return id.substr(0, cut == std::string::npos || cut == 0 ? longest : cut);
}

void check(const Project& project, Findings& findings) {
  const project::Dialects& dialects = project.dialects();
  const bool narrow = dialects.has("postgresql") || dialects.has("mysql");
  for (const History* history : project.histories().judged()) {
    const auto add = [&](const Revision& revision, std::string message, const std::string& better) {
      Finding finding;
      finding.place = placeOf(project, revision);
      finding.subject = revision.id;
      finding.message = std::move(message);
      if (!better.empty()) {
        Fix fix = rename(project, *history, revision, better);
        if (!fix.edits.empty()) finding.fixes.push_back(std::move(fix));
      }
      findings.push_back(std::move(finding));
    };
    for (const Revision& revision : history->revisions) {
      const std::size_t at = revision.id.find_first_of(forbidden);
      if (at != std::string::npos) {
        add(revision,
            concat("A revision id may not contain ", quoted(std::string(1, revision.id[at])),
                   ", which Alembic uses for steps and branches, so it refuses every command"),
            cleaned(revision.id));
      } else if (revision.id.size() > longest && !hasRoom(project, *history, revision)) {
        add(revision,
            concat(
                "This id has ", std::to_string(revision.id.size()),
                " characters, and the column of `alembic_version` holds 32",
                narrow ? ": the upgrade that writes it fails" : "; SQLite lets it pass, PostgreSQL and MySQL do not"),
            shortened(revision.id));
        if (!narrow) findings.back().severity = Severity::Warning;
      }
    }
    for (const Revision& other : history->others) {
      if (other.loading == project::Loading::NotText)
        add(other, "A revision id is a text, and this is none: every command of Alembic stops with a `TypeError`", "");
    }
  }
}

}  // namespace
}  // namespace rv506

extern const Rule bad_revision_id{"RV506", Severity::Error, FixClass::Safe, "", &rv506::check};

}  // namespace limbeck::rules
