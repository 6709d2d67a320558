// message.h: what a revision is called: the slug in its file name, else the first line of its docstring.
// It refuses to say what a good name is; it only takes names apart.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "project/migrations/histories.h"
#include "project/migrations/operation_table.h"

namespace limbeck::project {

/// What Alembic calls files unless told otherwise.
inline constexpr std::string_view defaultFileTemplate = "%(rev)s_%(slug)s";

/// The line a revision's docstring begins with; what Alembic adds below is no message. May be empty.
[[nodiscard]] std::string titleOf(const Revision& revision);

struct Message {
  std::string slug;                ///< "add_user_profile_table": as in the file name, or as Alembic would make it
  std::vector<std::string> words;  ///< of the slug, in lower case
  bool inFileName = false;         ///< else it was made from the docstring
  bool truncated = false;          ///< ends in `_`, and the docstring does not tell the rest
  bool given = false;              ///< the file name has room for one, or there is a docstring
  Span at;                         ///< first line of the docstring; else the id, else the beginning of the file
};

[[nodiscard]] Message messageOf(const Project& project, const History& history, const Revision& revision);

/// The slug in a file name (without `.py`) that was made by this template; nothing when it was not, or has none.
/// `room` is set when the template has a place for it.
[[nodiscard]] std::optional<std::string> slugIn(std::string_view stem, std::string_view fileTemplate,
                                                std::string_view id, bool& room);

/// `"_".join(re.findall(r"\w+", message)).lower()`, as Alembic does it.
[[nodiscard]] std::string slugOf(std::string_view message);

/// What a name promises, when it has one of the standard's forms (Standard B, lines 95 to 99; rule MS607).
struct Announcement {
  using Form = NameForm;
  Form form = Form::AddTo;
};
[[nodiscard]] std::optional<Announcement> announced(const std::vector<std::string>& words);

/// The word itself, or a form of it: "adds", "added", "adding" for "add".
[[nodiscard]] bool isFormOf(std::string_view word, std::string_view verb);

}  // namespace limbeck::project
