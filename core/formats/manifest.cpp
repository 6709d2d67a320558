#include "formats/formats.h"
#include "formats/json_parts.h"

namespace limbeck::formats {
namespace {

using project::Data;

/// More is no manifest.
constexpr std::size_t largestData = 64 << 10;
constexpr unsigned deepestData = 12;

/// False when it is nested too deep, or holds a number that Python would write in another way.
bool convert(const Json& json, Data& into, unsigned depth) {
  if (depth > deepestData) return false;
  switch (json.type()) {
    case Json::value_t::null: into.kind = Data::Kind::None; return true;
    case Json::value_t::boolean: into.kind = json.get<bool>() ? Data::Kind::True : Data::Kind::False; return true;
    case Json::value_t::number_float:
      into.kind = Data::Kind::Float;
      into.text = json.dump();
      return true;
    case Json::value_t::number_integer:
    case Json::value_t::number_unsigned:
      into.kind = Data::Kind::Int;
      into.text = json.dump();
      return into.text.size() < 19;
    case Json::value_t::string:
      into.kind = Data::Kind::Text;
      into.text = json.get<std::string>();
      return true;
    case Json::value_t::array: into.kind = Data::Kind::List; break;
    case Json::value_t::object: into.kind = Data::Kind::Table; break;
    default: return false;
  }
  into.items.resize(json.size());
  std::size_t next = 0;
  for (const auto& [key, value] : json.items()) {
    if (json.is_object()) into.keys.push_back(key);
    if (!convert(value, into.items[next++], depth + 1)) return false;
  }
  return true;
}

}  // namespace

std::optional<project::DataFile> readData(std::string_view path, std::string_view bytes) {
  if (!path.ends_with(".json") || bytes.size() > largestData) return std::nullopt;
  const Json json = Json::parse(bytes, nullptr, false);
  project::DataFile file{std::string(path), {}};
  return !json.is_discarded() && convert(json, file.content, 0) ? std::optional(std::move(file)) : std::nullopt;
}

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
