// finding.h: what a rule says about a place, and what could be written instead.
// It refuses to hold anything that belongs to a Project: every text is its own.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "text/edit.h"
#include "text/span.h"

namespace limbeck::rules {

/// `FromRule` until settle() has put the rule's own, or the settings', in its place; no Report holds it.
enum class Severity : std::uint8_t { FromRule, Info, Warning, Error };

/// How much trust an edit needs (design: safe keeps behaviour or is obviously meant; unsafe needs a reader; generate
/// makes new text; advice is words only).
enum class FixClass : std::uint8_t { None, Safe, Unsafe, Generate, Advice };

/// A piece of a file of the workspace. Positions are computed when the finding is settled, from the same bytes.
struct Place {
  std::string path;
  Span span;
  friend bool operator==(const Place&, const Place&) = default;
  // libc++ 13 has no three-way comparison of strings.
  friend bool operator<(const Place& a, const Place& b) { return std::tie(a.path, a.span) < std::tie(b.path, b.span); }
};

struct Related {
  Place place;
  std::string text;
};

struct FileEdit {
  std::string path;
  Edit edit;
  friend bool operator==(const FileEdit&, const FileEdit&) = default;
  friend bool operator<(const FileEdit& a, const FileEdit& b) {
    return std::tie(a.path, a.edit) < std::tie(b.path, b.edit);
  }
};

struct NewFile {
  std::string path;
  std::string text;
};

struct Fix {
  std::string title;  ///< imperative, no period: "Register `Invoice` in `initialize`"
  FixClass fixClass = FixClass::Advice;
  std::vector<FileEdit> edits;
  std::vector<NewFile> creates;
};

/// One statement about one place. Rules fill it; settle() gives it its severity, identity and order.
struct Finding {
  std::string code;
  Severity severity = Severity::FromRule;
  Place place;
  std::string message;      ///< one sentence without a final period, names in backticks
  std::string subject;      ///< what it is about ("Invoice"): part of its identity, so that lines may move
  std::string module;       ///< path of the module it counts for, if any
  std::string requirement;  ///< "A1" .. "A4" when it counts against that requirement
  std::vector<Related> related;
  std::vector<Fix> fixes;
  /// The finding that causes this one: its code and place. A consequence is shown under its root and not counted.
  std::optional<std::pair<std::string, Place>> because;
  std::uint32_t older = 0;  ///< set by settle: for how many older revisions it stands, each with its place in `related`
  std::string history;      ///< set by settle: of which history, which is then its identity
  std::string id;           ///< set by settle
  std::string becauseId;    ///< set by settle
  std::string reason;       ///< set by settle on ignored findings: why, in the words of the suppression
};

}  // namespace limbeck::rules
