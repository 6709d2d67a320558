// model_registries.h: classes and functions that models are decorated with so that something knows them all.
// It refuses registries of anything but models, and decorators that take arguments.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "project/classes/classes.h"
#include "project/phases.h"

namespace limbeck::project {

/// A function that puts what it is given into a collection that outlives the call, used as decorator of a model.
struct ModelRegistry {
  FileId file = noFile;
  Expr function;
  Expr owner;             ///< the class it is a method of; Missing for a plain function
  std::string parameter;  ///< the one that receives the class
  struct Use {
    ClassId model = none;  ///< class index
    Expr decorator;        ///< `ModelRegistry.register`; Missing for a plain call
  };
  std::vector<Use> uses;
  bool open = false;  ///< called with something that cannot be told
};

/// In order of file and place.
[[nodiscard]] std::vector<ModelRegistry> modelRegistries(const WithNames& project);

}  // namespace limbeck::project
