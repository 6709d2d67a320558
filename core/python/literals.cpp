#include "python/literals.h"

#include <cstdint>

#include "text/utf8.h"

namespace limbeck::python {
namespace {

int digitValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return 99;
}

/// Reads up to `most` digits of `base` at `i`, moving it; `read` tells how many there were.
std::uint32_t number(std::string_view text, std::size_t& i, int base, int most, int& read) {
  std::uint32_t value = 0;
  for (read = 0; read < most && i < text.size() && digitValue(text[i]) < base; ++read, ++i) {
    value = value * static_cast<std::uint32_t>(base) + static_cast<std::uint32_t>(digitValue(text[i]));
  }
  return value;
}

constexpr std::string_view simpleEscapes = "\\\\''\"\"a\ab\bf\fn\nr\rt\tv\v";

}  // namespace

std::string decodeLiteral(std::string_view body, bool raw, bool bytes) {
  if (raw || body.find('\\') == std::string_view::npos) return std::string(body);
  std::string out;
  out.reserve(body.size());
  std::size_t i = 0;
  while (i < body.size()) {
    if (body[i] != '\\' || i + 1 == body.size()) {
      out += body[i++];
      continue;
    }
    const std::size_t start = i++;
    const char c = body[i];
    int read = 0;
    if (c == '\n' || c == '\r') {
      i += body.substr(i).starts_with("\r\n") ? 2 : 1;
      continue;
    }
    bool simple = false;
    for (std::size_t k = 0; k < simpleEscapes.size(); k += 2) {
      if (simpleEscapes[k] != c) continue;
      out += simpleEscapes[k + 1];
      ++i;
      simple = true;
      break;
    }
    if (simple) continue;
    if (c >= '0' && c <= '7') {
      const std::uint32_t value = number(body, i, 8, 3, read);
      if (bytes) out += static_cast<char>(static_cast<unsigned char>(value));
      else appendUtf8(out, value);
      continue;
    }
    const int digits = c == 'x' ? 2 : !bytes && c == 'u' ? 4 : !bytes && c == 'U' ? 8 : 0;
    if (digits != 0) {
      ++i;
      const std::uint32_t value = number(body, i, 16, digits, read);
      if (read == digits) {
        if (bytes) out += static_cast<char>(static_cast<unsigned char>(value));
        else appendUtf8(out, value);
        continue;
      }
    }
    i = start;
    out += body[i++];
    out += body[i++];
  }
  return out;
}

}  // namespace limbeck::python
