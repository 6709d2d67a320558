// central.h: files whose purpose is to import models: a registration file, a barrel, a file that runs a discovery loop.
// It refuses to count a file that uses the models it imports: that is a service, not a list.
#pragma once

#include <vector>

#include "project/environments/environments.h"

namespace limbeck::project {

struct CentralFile {
  FileId file = noFile;
  bool named = false;              ///< called like one: model_registration.py, models_registry.py, import_models.py
  std::vector<FileId> modelFiles;  ///< files with models that it imports itself, in source order
  Expr lastImport;                 ///< the last statement that imports one of them: where the next one goes
};

/// Sorted by path. Needs Environments::asked() for which files hold models.
[[nodiscard]] std::vector<CentralFile> findCentralFiles(const WithNames& project, const std::vector<ClassId>& models);

/// By its name, or a base.py that does nothing but import; whoever asks looks at what it imports.
[[nodiscard]] bool looksCentral(const WithNames& project, FileId file);

/// "model_registration", "registry", "import_models", "all_models" and their kin.
[[nodiscard]] bool soundsLikeRegistration(std::string_view path);

/// A dotted name under which `from` can import `file`: the spelling its other imports use, if there are several.
[[nodiscard]] std::string importableName(const WithNames& project, FileId file, FileId from);

}  // namespace limbeck::project
