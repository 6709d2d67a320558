// facts.h: what one file says, and nothing about any other file.
// It refuses settings, path semantics and judgement.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "python/code.h"
#include "python/names.h"
#include "text/source_file.h"

namespace limbeck::facts {

using python::Code;
using python::Expr;
using python::Kind;

/// A code named in a suppression, and where.
struct SuppressedCode {
  std::string code;
  Span span;
};

/// `# limbeck: ignore[MR201, MB101] reason`, `# limbeck: ignore-file[TC301] reason`.
struct Suppression {
  Span comment;  ///< from `#` to the end of the line
  bool wholeFile = false;
  std::vector<SuppressedCode> codes;  ///< empty when the brackets are missing: then it silences nothing
  std::string reason;
  std::uint32_t firstLine = 0;  ///< 0-based lines it covers, both included; every line for wholeFile
  std::uint32_t lastLine = 0;
};

/// A place where the text is not Python.
struct SyntaxProblem {
  Span span;
  std::string message;  ///< "expected `)`", "`class` is not expected here"
  Expr within;          ///< innermost class or function it lies in; Missing for the module
};

/// Everything read from one file. Shared and immutable; quoted code and names point into it.
struct ModuleFacts {
  SourceFilePtr file;
  std::optional<std::string> opaque;  ///< why the content was not read; then all below is empty
  std::shared_ptr<const Code> code;   ///< never null
  python::Names names;
  std::vector<Expr> imports;     ///< Import and ImportFrom, in source order, at any depth
  std::vector<Expr> classes;     ///< at any depth
  std::vector<Expr> functions;   ///< at any depth, methods too
  std::vector<Expr> calls;       ///< at any depth
  std::vector<Expr> attributes;  ///< every Attribute, called or not
  std::vector<Span> comments;    ///< each with its `#`, in source order
  std::vector<Suppression> suppressions;
  std::vector<SyntaxProblem> syntax;
  bool isRevision = false;  ///< assigns `revision` and `down_revision` at module level

  [[nodiscard]] Expr module() const { return code->module(); }
  [[nodiscard]] const std::string& path() const { return file->path(); }
};

using FactsPtr = std::shared_ptr<const ModuleFacts>;

}  // namespace limbeck::facts
