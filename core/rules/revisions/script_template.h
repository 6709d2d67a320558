// script_template.h: a new revision file, written as the project's script.py.mako and file_template say.
// It refuses to run Mako: a template that it does not know every word of is replaced by the plain one.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "project/migrations/histories.h"
#include "rules/finding.h"

namespace limbeck::rules {

/// What a new revision is to say. There is no clock here: the date is that of the newest revision it comes after.
struct NewRevision {
  std::string id;
  std::string message;
  std::vector<std::string> down;
  std::string date;        ///< as `Create Date:` writes it; empty when no parent has one
  std::string parameters;  ///< of `upgrade`, for templates that hand it something: "engine_name"
};

/// The script.py.mako of a script directory; null when it is not among the files.
[[nodiscard]] const SourceFile* templateIn(const project::Project& project, std::string_view folder);

/// The text of script.py.mako filled in; nothing when something in it is not understood.
[[nodiscard]] std::optional<std::string> renderTemplate(std::string_view mako, const NewRevision& revision);

/// "2026_11_22_1030-ab12_merge_a1_and_b2.py" for the file_template of alembic.ini, which may have expressions like
/// `%(year)d_%(month).2d-%(rev)s_%(slug)s`; the default where it cannot be filled in.
[[nodiscard]] std::string fileNameOf(const NewRevision& revision, std::string_view fileTemplate,
                                     std::string_view truncateSlugLength);

/// A revision that merges these, with empty bodies, in the folder of the last of them.
[[nodiscard]] NewFile mergeRevision(const project::Project& project, const project::History& history,
                                    const project::RevisionGraph::Indices& heads);

}  // namespace limbeck::rules
