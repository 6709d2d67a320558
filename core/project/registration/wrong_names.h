// wrong_names.h: registered names that stand for no model, and which model was probably meant.
// It refuses names whose origin is not known here: what comes from elsewhere may be anything.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "project/registration/registrations.h"

namespace limbeck::project {

class Project;

struct WrongName {
  enum class Why : std::uint8_t {
    Unbound,      ///< neither imported nor defined
    NotDefined,   ///< imported from a file that does not define it
    NoSuchClass,  ///< a string, and no class of the module is called so
    NotMapped,    ///< a class without a table
    Abstract,     ///< a class with `__abstract__ = True`
    NoClass,      ///< a function, a module, a value
  };
  Why why = Why::Unbound;
  FileId file = noFile;
  Expr at;
  std::string name;  ///< as written
  ClassId meant;     ///< a model of the module that is registered nowhere and has nearly this name
};

/// In the order of the calls; each item of a list once.
[[nodiscard]] std::vector<WrongName> wrongNames(const Project& project, ModuleId module);

}  // namespace limbeck::project
