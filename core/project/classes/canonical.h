// canonical.h: which declarative bases the models of the project are to use, and how to import the one they should.
// It refuses to blame: rules compare the bases that models do use with these.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "project/names/resolver.h"

namespace limbeck::project {

class WithEnvironments;

/// Canonical are the bases that the owner provides or the settings name; else those that the environments compare with;
/// else the one base of the project, or the one that at least 80 % of the models use (rules.md, MB101).
class CanonicalBases {
 public:
  explicit CanonicalBases(const WithEnvironments& project);

  /// The base is one that models must use.
  [[nodiscard]] bool has(std::uint32_t base) const;
  /// False when models exist and nothing says which of several bases is the right one (rule MB103).
  [[nodiscard]] bool known() const { return known_; }
  /// The file makes the canonical base of a project without an owner: it may create tables.
  [[nodiscard]] bool madeIn(FileId file) const;
  /// Where to import it from: {"modules.core.database.models", "Base"}; empty when that is not known.
  [[nodiscard]] const std::pair<std::string, std::string>& import() const { return import_; }

 private:
  void choose(const WithEnvironments& project);
  [[nodiscard]] std::pair<std::string, std::string> importOf(const WithEnvironments& project) const;

  std::vector<bool> canonical_;  ///< per base of Classes::bases()
  bool known_ = false;
  std::vector<FileId> files_;
  std::pair<std::string, std::string> import_;
};

}  // namespace limbeck::project
