#include <vector>

#include "project/classes/classes.h"
#include "project/migrations/operations.h"
#include "project/project.h"
#include "rules/fixes/edits.h"
#include "rules/revising.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace ms616 {
namespace {

using facts::Expr;
using facts::Kind;
using project::FileId;
using project::Project;

bool isWord(char c) {
  return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         static_cast<unsigned char>(c) >= 0x80;
}

struct Bind {
  std::size_t at = 0;
  std::string name;
};

/// What SQLAlchemy's text() takes for parameters: `(?<![:\w\x5c]):(\w+)(?!:)` (facts F30).
std::vector<Bind> bindsIn(std::string_view text) {
  std::vector<Bind> binds;
  for (std::size_t at = text.find(':'); at != std::string_view::npos; at = text.find(':', at + 1)) {
    const char before = at == 0 ? ' ' : text[at - 1];
    if (before == ':' || before == '\\' || isWord(before)) continue;
    std::size_t end = at + 1;
    while (end < text.size() && isWord(text[end])) ++end;
    if (end < text.size() && text[end] == ':') --end;  // the word may be one character shorter
    if (end > at + 1) binds.push_back({at, std::string(text.substr(at + 1, end - at - 1))});
  }
  return binds;
}

/// Inside quotes of SQL, where no parameter is meant.
bool isQuoted(std::string_view sql, std::size_t at) {
  bool inside = false;
  for (std::size_t i = 0; i < at; ++i) inside = inside != (sql[i] == '\'');
  return inside;
}

/// The text that is handed to execute, when it is one: a string, a constant, text("...") without bindparams.
struct Handed {
  FileId file = project::noFile;
  Expr string;
};
Handed handed(const Project& project, FileId file, Expr value) {
  if (value.is(Kind::Call) && value.size() == 2) {
    const std::string origin = project.classes().origin(file, value);
    const bool text =
        value.callee().text() == "text" && (origin.starts_with("sqlalchemy.") || origin.starts_with("sqlmodel."));
    return text ? handed(project, file, value.positional(0).is(Kind::Call) ? Expr() : value.positional(0)) : Handed{};
  }
  if (value.is(Kind::Name)) {
    const project::Symbol symbol = project.resolver().only(file, value);
    if (!symbol.is(project::Symbol::Kind::Variable) || symbol.file != file) return {};
    value = symbol.value;
  }
  return value.is(Kind::String) ? Handed{file, value} : Handed{};
}

/// A backslash in front of every such colon, where the source shows the text as it is.
std::vector<FileEdit> escaped(const facts::ModuleFacts& facts, Expr string, std::size_t count) {
  const std::string_view source = facts.file->text(string.span());
  const std::size_t quote = source.find_first_of("'\"");
  const bool raw = source.substr(0, quote).find_first_of("rR") != std::string_view::npos;
  const std::vector<Bind> binds = bindsIn(source);
  std::vector<FileEdit> edits;
  if (binds.size() != count) return edits;
  for (const Bind& bind : binds) {
    const auto at = string.span().begin + static_cast<std::uint32_t>(bind.at);
    edits.push_back(replace(facts, {at, at}, raw ? "\\" : "\\\\"));
  }
  return edits;
}

void check(const Project& project, Findings& findings) {
  for (const FileId file : revisionFiles(project)) {
    const facts::ModuleFacts& facts = project.file(file);
    for (const Expr call : facts.calls) {
      const auto operation = project::operationOf(project, file, call);
      if (!operation || operation->name != "execute") continue;
      const Handed text = handed(project, file, operation->argument("sqltext"));
      if (!text.string) continue;
      const std::vector<Bind> binds = bindsIn(text.string.text());
      if (binds.empty()) continue;
      Finding finding;
      finding.place = {facts.path(), operation->argument("sqltext").span()};
      finding.subject = binds[0].name;
      finding.message = concat(quoted(":" + binds[0].name),
                               " is a parameter to SQLAlchemy, and it is given no value: this statement fails");
      bool data = true;
      for (const Bind& bind : binds) data = data && isQuoted(text.string.text(), bind.at);
      Fix fix{binds.size() == 1 ? "Escape the colon" : "Escape the colons", FixClass::Safe, {}, {}};
      if (data) fix.edits = escaped(facts, text.string, binds.size());
      if (fix.edits.empty())
        fix = {concat("Give it a value: `sa.text(…).bindparams(", binds[0].name, "=…)`"), FixClass::Advice, {}, {}};
      finding.fixes.push_back(std::move(fix));
      findings.push_back(std::move(finding));
    }
  }
}

}  // namespace
}  // namespace ms616

extern const Rule colon_bind{"MS616", Severity::Error, FixClass::Safe, "", &ms616::check};

}  // namespace limbeck::rules
