// central_files.h: files whose purpose is to import models, so that something sees them all (standard B, pattern 1).
// It refuses files that only sound like it: whoever asks looks at what they import.
#pragma once

#include "project/project.h"
#include "project/resolver.h"

namespace limbeck::project {

/// By its name (model_registration.py, import_models.py, all_models.py), or a base.py that does nothing but import.
[[nodiscard]] bool looksCentral(const Project& project, FileId file);

}  // namespace limbeck::project
