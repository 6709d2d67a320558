// naming.h: what a good name of a migration is: the standard's conventions, or those of the settings.
// It refuses to find the name: project/migrations/message does.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>

#include "project/given/settings.h"
#include "project/migrations/message.h"

namespace limbeck::rules {

enum class NameFault : std::uint8_t {
  None,
  Placeholder,  ///< says nothing: empty, one word, "update models"
  NoVerb,       ///< does not begin with what the migration does
  NotSnakeCase,
  Pattern,  ///< not as the settings want it
};

/// Words that tables and columns are called by. What a name begins with is a verb unless it is one of them, or of the
/// words for parts of a schema.
using Nouns = std::set<std::string, std::less<>>;

/// "user_addresses": user, addresses, address.
void addNouns(std::string_view name, Nouns& nouns);

/// Names that cannot be judged have no fault: those in other scripts than Latin, and files without any message.
[[nodiscard]] NameFault faultOf(const project::Message& message, const project::Revision& revision,
                                const project::Settings& settings, const Nouns& nouns = {});

/// A head that nothing tells to be new may be years old: what it is called is worth more than a note where the settings
/// or the standard ask for names, or where all others, at least five, are well named.
[[nodiscard]] bool isWorthWarning(const project::Project& project, const project::Revision& revision,
                                  std::size_t faulty, std::size_t all);

/// initial, init, baseline, first
[[nodiscard]] bool isBeginning(std::string_view word);

}  // namespace limbeck::rules
