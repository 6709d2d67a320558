#include "formats/formats.h"
#include "formats/json_parts.h"

namespace limbeck::formats {

std::optional<project::Manifest> readManifest(std::string_view path, std::string_view bytes) {
  const Json json = Json::parse(bytes, nullptr, false);
  if (!json.is_object()) return std::nullopt;
  for (const char* key : {"entry_point", "entryPoint"}) {
    const auto at = json.find(key);
    if (at != json.end() && at->is_string()) return project::Manifest{std::string(path), at->get<std::string>()};
  }
  return std::nullopt;
}

}  // namespace limbeck::formats
