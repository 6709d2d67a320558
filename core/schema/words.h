// words.h: what a change does, said in plain words: "creates `vendor` with 5 columns".
// It refuses to judge, and to repeat what the statement says better itself.
#pragma once

#include <string>
#include <vector>

#include "schema/change.h"

namespace limbeck::schema {

/// One clause without subject and period; empty for a change nobody would tell.
[[nodiscard]] std::string inWords(const Effect& effect);
/// All of them, in order; what is said of many tables or columns is said once.
[[nodiscard]] std::vector<std::string> inWords(const std::vector<Change>& changes);

}  // namespace limbeck::schema
