// ini.h: the texts that Python's configparser reads: sections, options, values over several lines, comments.
// It refuses to write, to fail, and to know what an option means.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace limbeck::formats {

struct IniSection {
  std::string name;
  std::map<std::string, std::string, std::less<>> options;  ///< names in small letters; a value's lines joined by "\n"

  /// The value with `%(name)s` of the same section filled in, `%(here)s` as `.`, and `%%` as `%`; empty when not given.
  [[nodiscard]] std::string value(std::string_view option) const;
};

/// In the order of the text; what stands in [DEFAULT] is in each of them. Lines that are neither are left out.
[[nodiscard]] std::vector<IniSection> readIni(std::string_view bytes);

/// The parts of a value between commas, white space and line ends.
[[nodiscard]] std::vector<std::string> words(std::string_view value, std::string_view separators = ", \t\r\n");

}  // namespace limbeck::formats
