#include "formats/schema_text.h"

#include "text/concat.h"

namespace limbeck::formats {

std::string placeText(const project::Project& project, const schema::FilePlace& place) {
  if (!place.isKnown()) return {};
  const SourceFile& file = *project.file(place.file).file;
  return concat(" (", file.path(), ":", std::to_string(file.positionAt(place.span.begin).line + 1), ")");
}

std::string momentText(const SchemaQuery& query, const std::vector<std::string>& ids) {
  return ids.empty() ? std::string() : concat(query.before ? " before " : " at ", joined(ids));
}

}  // namespace limbeck::formats
