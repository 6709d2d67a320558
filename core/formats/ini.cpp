#include "formats/ini.h"

#include <algorithm>

#include "text/concat.h"
#include "text/words.h"

namespace limbeck::formats {
namespace {

constexpr std::string_view blanks = " \t\r";

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(blanks);
  return first == std::string_view::npos ? std::string_view()
                                         : text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

constexpr unsigned deepestValue = 8;
constexpr unsigned mostReferences = 200;

std::string filledIn(const IniSection& section, std::string_view text, unsigned depth, unsigned& references) {
  std::string out;
  while (!text.empty()) {
    const std::size_t percent = text.find('%');
    out += text.substr(0, percent);
    if (percent == std::string_view::npos) break;
    text.remove_prefix(percent);
    const std::size_t end = text.find(")s");
    if (text.starts_with("%%")) {
      out += '%';
      text.remove_prefix(2);
    } else if (text.starts_with("%(") && end != std::string_view::npos) {
      const std::string name = lowered(text.substr(2, end - 2));
      const auto known = section.options.find(name);
      if (name == "here") out += '.';
      else if (known != section.options.end() && depth < deepestValue && ++references <= mostReferences) {
        out += filledIn(section, known->second, depth + 1, references);
      }
      text.remove_prefix(end + 2);
    } else {
      out += '%';
      text.remove_prefix(1);
    }
  }
  return out;
}

}  // namespace

std::string IniSection::value(std::string_view option) const {
  const auto known = options.find(option);
  unsigned references = 0;
  return known == options.end() ? std::string() : filledIn(*this, known->second, 0, references);
}

std::vector<IniSection> readIni(std::string_view bytes) {
  std::vector<IniSection> sections;
  IniSection defaults;
  IniSection* section = nullptr;
  std::string* value = nullptr;
  std::size_t indentOfOption = 0;
  while (!bytes.empty()) {
    const std::size_t end = std::min(bytes.find('\n'), bytes.size());
    const std::string_view line = bytes.substr(0, end);
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
    const std::string_view text = trimmed(line);
    if (text.empty() || text[0] == '#' || text[0] == ';') continue;
    const std::size_t indent = line.find_first_not_of(blanks);
    if (value != nullptr && indent > indentOfOption) {  // the value goes on
      *value += concat(value->empty() ? "" : "\n", text);
      continue;
    }
    value = nullptr;
    if (text[0] == '[') {
      const std::string name(
          text.substr(1, text.find(']') == std::string_view::npos ? text.size() : text.find(']') - 1));
      if (name != "DEFAULT") sections.push_back({name, {}});
      section = name == "DEFAULT" ? &defaults : &sections.back();
      continue;
    }
    const std::size_t sign = text.find_first_of("=:");
    if (section == nullptr || sign == std::string_view::npos) continue;
    value = &section->options[lowered(trimmed(text.substr(0, sign)))];
    *value = trimmed(text.substr(sign + 1));
    indentOfOption = indent;
  }
  for (IniSection& one : sections) one.options.insert(defaults.options.begin(), defaults.options.end());
  return sections;
}

std::vector<std::string> words(std::string_view value, std::string_view separators) {
  std::vector<std::string> found;
  while (true) {
    const std::size_t begin = value.find_first_not_of(separators);
    if (begin == std::string_view::npos) return found;
    value.remove_prefix(begin);
    const std::size_t end = std::min(value.find_first_of(separators), value.size());
    found.emplace_back(trimmed(value.substr(0, end)));
    value.remove_prefix(end);
  }
}

}  // namespace limbeck::formats
