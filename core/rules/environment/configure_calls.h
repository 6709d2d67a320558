// configure_calls.h: the calls of context.configure in an env.py: where to mark them, and what can be added to them.
// It refuses to say what they lack; rules do.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "project/environments/environments.h"
#include "project/environments/metadata_use.h"
#include "project/project.h"
#include "rules/finding.h"

namespace limbeck::rules {

/// The value of the argument where it is written, in the call or in what hands it on, else `context.configure`.
[[nodiscard]] Place placeOf(const project::Project& project, const project::Configure& configure,
                            std::string_view argument);

/// Gives the argument this value in the call, added behind the others or in place of what is written.
[[nodiscard]] FileEdit giveArgument(const project::Project& project, const project::Configure& configure,
                                    std::string_view argument, std::string_view value);

/// Not given, or certainly off.
[[nodiscard]] bool lacks(const project::Configure& configure, std::string_view argument);

/// Switches the argument on, for all calls that lack it: where Flask-Migrate hands it on, in the call of `Migrate`.
[[nodiscard]] Fix switchOn(const project::Project& project, const project::Environment& environment,
                           std::string_view argument);

/// The call that autogenerate goes through: the one with a connection; the other one where there is no such; null for
/// none.
[[nodiscard]] const project::Configure* onlineCall(const project::Environment& environment);

/// Some call takes arguments that cannot be seen.
[[nodiscard]] bool hasOpenCall(const project::Environment& environment);

/// How env.py would name a MetaData: `from module import name`, then `expression`.
struct MetaDataName {
  std::string module;  ///< empty when the name is there already
  std::string name;
  std::string expression;
};
[[nodiscard]] std::optional<MetaDataName> nameOf(const project::Project& project, const project::MetaDataUse& use,
                                                 project::FileId from);

/// In a workspace of several environments each is asked about the code around it only.
[[nodiscard]] bool concerns(const project::Project& project, const project::Environment& environment,
                            const project::MetaDataUse& use);

}  // namespace limbeck::rules
