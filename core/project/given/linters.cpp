#include "project/given/linters.h"

#include <algorithm>

#include "project/given/inputs.h"
#include "project/given/places.h"
#include "text/glob.h"

namespace limbeck::project {
namespace {

constexpr std::string_view unusedImport = "F401";

/// The code itself, or a family it belongs to: F, F4, F40.
bool covers(std::string_view code) { return code == "ALL" || (!code.empty() && unusedImport.starts_with(code)); }

}  // namespace

bool usesLinter(const Inputs& inputs) { return !inputs.linters.empty(); }

bool allowsUnusedImports(const Inputs& inputs, std::string_view path) {
  const std::vector<LinterIgnore>& all = inputs.linters;
  return std::any_of(all.begin(), all.end(), [&](const LinterIgnore& one) {
    if (!covers(one.code) || !isBelow(path, one.folder)) return false;
    const std::string_view rest = path.substr(one.folder.empty() ? 0 : one.folder.size() + 1);
    return globMatches(one.pattern, rest) || globMatches(one.pattern, path) || matchesAnywhere(one.pattern, path);
  });
}

}  // namespace limbeck::project
