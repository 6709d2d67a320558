// data_file.h: what a small JSON file holds, as plain values: the manifest of a plug-in that a loader reads.
// It refuses to know the format: formats/ reads the bytes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace limbeck::project {

struct Data {
  enum class Kind : std::uint8_t { None, True, False, Int, Float, Text, List, Table };
  Kind kind = Kind::None;
  std::string text;               ///< of Text; of Int and Float as Python writes them
  std::vector<std::string> keys;  ///< of a Table: keys[i] names items[i], in the order of the file
  std::vector<Data> items;
};

struct DataFile {
  std::string path;
  Data content;
};

}  // namespace limbeck::project
