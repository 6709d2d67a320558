// revision.h: what one revision file says about itself: its id, its parents, its labels, its functions.
// It refuses to know other revisions: whether a parent exists is for the graph.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "project/names/resolver.h"

namespace limbeck::project {

class WithNames;

/// An id or a label as a revision file writes it.
struct RevisionName {
  std::string text;
  FileId file = noFile;  ///< where it is written: a constant may be imported
  Expr at;               ///< the string; Missing when it was computed
};

/// `down_revision`, `depends_on` or `branch_labels`.
struct RevisionNames {
  bool given = false;      ///< assigned at module level
  bool known = true;       ///< every name could be read
  bool number = false;     ///< it is a number, which is no name
  bool unordered = false;  ///< written as a set: the order is Python's (engine 6.3)
  Expr at;                 ///< the value assigned; Missing when there is none
  std::vector<RevisionName> names;
};

/// Why Alembic cannot load a file of a version location (facts F52).
enum class Loading : std::uint8_t {
  Loads,
  NoIdentifier,  ///< no `revision`, and a file name that is not all hex
  NoDownRevision,
  NotText,  ///< `revision` is something else than a string
  Unknown,  ///< `revision` is only known when the program runs, or the file could not be read
};

/// What a line of the docstring says behind its label: `Revises: a1, b2`.
struct DocLine {
  bool found = false;
  Span span;  ///< from behind the label and its blanks to the end of the line; may be empty
  std::string text;
};

/// One file of a version location.
struct Revision {
  FileId file = noFile;
  Loading loading = Loading::Loads;
  std::string id;  ///< empty when there is none
  Expr idAt;       ///< the value of `revision`; Missing when the file name is the id
  RevisionNames down;
  RevisionNames depends;
  RevisionNames labels;
  Expr upgrade;  ///< the Function at module level; Missing when there is none
  Expr downgrade;
  bool upgradeElsewhere = false;  ///< the name is bound, but not by a function of this file
  bool downgradeElsewhere = false;
  DocLine docId;       ///< `Revision ID:`
  DocLine docRevises;  ///< `Revises:`
  DocLine docDate;     ///< `Create Date:`
  std::string doc;     ///< first paragraph of the docstring, as `alembic history` shows it

  [[nodiscard]] bool isMerge() const { return down.names.size() > 1; }
};

/// Reads one file of a version location. An empty text in `down_revision` is a base for Alembic 1.8 and nobody's
/// id later (facts F50).
[[nodiscard]] Revision readRevision(const WithNames& project, FileId file);

/// Only pass, docstrings, `...` and bare returns.
[[nodiscard]] bool doesNothing(Expr function);

}  // namespace limbeck::project
