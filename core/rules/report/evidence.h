// evidence.h: how a question was answered, and the places that show it.
// It refuses to ask.
#pragma once

#include <cstdint>
#include <string>

#include "rules/finding.h"

namespace limbeck::rules {

/// Verdict of a module or of one requirement in it, worst last.
enum class Verdict : std::uint8_t { NotApplicable, NoModels, Pass, Undecided, Fail };

struct Evidence {
  Place place;
  std::string text;
};

}  // namespace limbeck::rules
