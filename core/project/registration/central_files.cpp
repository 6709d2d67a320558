#include "project/registration/central_files.h"

#include <algorithm>
#include <iterator>

#include "project/places.h"

namespace limbeck::project {
namespace {

bool isQuiet(Expr statement) {
  const bool docstring = statement.is(Kind::Expression) && statement[0].is(Kind::String);
  return docstring || statement.is(Kind::Import) || statement.is(Kind::ImportFrom) || statement.is(Kind::Pass);
}

}  // namespace

bool looksCentral(const Project& project, FileId file) {
  static constexpr std::string_view names[] = {"model_registration.py", "models_registration.py", "model_registry.py",  "models_registry.py",
                                               "register_models.py",    "import_models.py",       "models_import.py",   "model_imports.py",
                                               "all_models.py",         "_all_models.py",         "load_models.py"};
  const ModuleFacts& facts = project.file(file);
  const std::string_view name = fileNameOf(facts.path());
  if (std::find(std::begin(names), std::end(names), name) != std::end(names)) return true;
  const Expr module = facts.module();
  return name == "base.py" && module.size() > 0 && std::all_of(module.begin(), module.end(), isQuiet);
}

}  // namespace limbeck::project
