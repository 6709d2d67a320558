// rendered_types.h: column types whose module autogenerate writes into a script although script.py.mako must import it.
// It refuses to know SQLAlchemy's own types: those every template imports.
#pragma once

#include <string>
#include <vector>

#include "project/classes/classes.h"
#include "project/project.h"

namespace limbeck::project {

struct RenderedType {
  std::string module;   ///< what has to be imported: "sqlmodel", "geoalchemy2", "app.db.types"
  std::string written;  ///< the type, for people: "sqlmodel.sql.sqltypes.AutoString", "Geometry"
  FileId file = noFile;
  Expr at;  ///< the type, or the annotation
};

/// Of the columns of one model, in source order, one per module.
[[nodiscard]] std::vector<RenderedType> renderedTypes(const Project& project, ClassId model);

/// True when a script made from this template can name `module.X`: the template imports the module, or one of its
/// package.
[[nodiscard]] bool templateImports(std::string_view text, std::string_view module);

}  // namespace limbeck::project
