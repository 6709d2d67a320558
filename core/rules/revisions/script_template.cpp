#include "rules/revisions/script_template.h"

#include <algorithm>
#include <array>
#include <map>

#include "project/given/alembic_config.h"
#include "project/given/places.h"
#include "project/migrations/message.h"
#include "project/project.h"
#include "rules/revision_places.h"
#include "text/concat.h"
#include "text/source_file.h"

namespace limbeck::rules {
namespace {

using project::History;
using project::Project;
using project::Revision;
using project::RevisionGraph;

constexpr std::size_t defaultSlugLength = 40;

/// Alembic's own template, without the imports that an empty revision does not use.
constexpr std::string_view plainTemplate = R"("""${message}

Revision ID: ${up_revision}
Revises: ${down_revision | comma,n}
Create Date: ${create_date}

"""

# revision identifiers, used by Alembic.
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}


def upgrade(${parameters}) -> None:
    pass


def downgrade(${parameters}) -> None:
    pass
)";

/// Of digits alone.
std::size_t numberOf(std::string_view digits) {
  std::size_t number = 0;
  for (const char c : digits) number = number * 10 + static_cast<std::size_t>(c - '0');
  return number;
}

/// Python's repr() of a text without quotes or backslashes in it.
std::string repr(const std::string& text) { return concat("'", text, "'"); }

std::string repr(const std::vector<std::string>& names) {
  if (names.empty()) return "None";
  if (names.size() == 1) return repr(names[0]);
  std::string text = "(";
  for (std::size_t i = 0; i < names.size(); ++i) text += concat(i == 0 ? "" : ", ", repr(names[i]));
  return text + ")";
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r')) text.remove_suffix(1);
  return text;
}

/// `upgrades if upgrades else "pass"`: of an empty revision, the text behind `else`.
std::optional<std::string> otherwise(std::string_view expression) {
  const std::size_t otherwiseAt = expression.find(" else ");
  if (expression.find(" if ") == std::string_view::npos || otherwiseAt == std::string_view::npos) return std::nullopt;
  const std::string_view word = expression.substr(0, expression.find(' '));
  constexpr std::array<std::string_view, 4> empties = {"imports", "upgrades", "downgrades", "upgrade_ops"};
  if (std::find(empties.begin(), empties.end(), word) == empties.end()) return std::nullopt;
  const std::string_view value = trimmed(expression.substr(otherwiseAt + 6));
  if (value.size() < 2 || (value.front() != '"' && value.front() != '\'') || value.back() != value.front())
    return std::nullopt;
  return std::string(value.substr(1, value.size() - 2));
}

std::optional<std::string> valueOf(std::string_view expression, const NewRevision& revision) {
  const std::map<std::string_view, std::string> values = {
      {"message", revision.message},
      {"up_revision", revision.id},
      {"repr(up_revision)", repr(revision.id)},
      {"down_revision | comma,n", joined(revision.down)},
      {"down_revision|comma,n", joined(revision.down)},
      {"down_revision", repr(revision.down)},
      {"repr(down_revision)", repr(revision.down)},
      {"repr(branch_labels)", "None"},
      {"branch_labels", "None"},
      {"repr(depends_on)", "None"},
      {"depends_on", "None"},
      {"create_date", revision.date},
      {"parameters", revision.parameters},
  };
  const auto found = values.find(expression);
  return found != values.end() ? std::optional(found->second) : otherwise(expression);
}

/// One line of a template; nothing when it has something else than `${...}` in it.
std::optional<std::string> renderLine(std::string_view line, const NewRevision& revision) {
  if (trimmed(line).starts_with("%") || line.find("<%") != std::string_view::npos) return std::nullopt;
  std::string out;
  while (true) {
    const std::size_t at = line.find("${");
    out += line.substr(0, at);
    if (at == std::string_view::npos) return out;
    const std::size_t end = line.find('}', at);
    if (end == std::string_view::npos) return std::nullopt;
    const auto value = valueOf(trimmed(line.substr(at + 2, end - at - 2)), revision);
    if (!value) return std::nullopt;
    out += *value;
    line.remove_prefix(end + 1);
  }
}

/// Cut at a word when it is too long, as Alembic does.
std::string truncated(std::string slug, std::size_t limit) {
  if (slug.size() <= limit) return slug;
  slug.resize(limit);
  const std::size_t cut = slug.rfind('_');
  if (cut != std::string::npos) slug.resize(cut);
  return slug + "_";
}

/// The numbers of "2026-11-22 10:30:05.123": year, month, day, hour, minute, second.
std::array<std::string, 6> numbersOf(std::string_view date) {
  std::array<std::string, 6> numbers;
  std::size_t at = 0;
  bool inside = false;
  for (const char c : date) {
    const bool digit = c >= '0' && c <= '9';
    if (!digit && inside && ++at == numbers.size()) break;
    if (digit) numbers[at] += c;
    inside = digit;
  }
  return numbers;
}

/// `%(month).2d`: a number with at least that many digits.
std::string padded(std::string number, std::string_view format) {
  number.erase(0, std::min(number.find_first_not_of('0'), number.size()));
  std::size_t width = 1;
  for (const char c : format) {
    if (c >= '1' && c <= '9') width = static_cast<std::size_t>(c - '0');
  }
  while (number.size() < width) number.insert(number.begin(), '0');
  return number;
}

/// Nothing when the template asks for what is not there: a date, or the seconds since 1970.
std::optional<std::string> fill(std::string_view fileTemplate, const NewRevision& revision, const std::string& slug) {
  constexpr std::array<std::string_view, 6> parts = {"year", "month", "day", "hour", "minute", "second"};
  const std::array<std::string, 6> numbers = numbersOf(revision.date);
  std::string out;
  while (!fileTemplate.empty()) {
    const std::size_t at = std::min(fileTemplate.find('%'), fileTemplate.size());
    out += fileTemplate.substr(0, at);
    fileTemplate.remove_prefix(at);
    if (fileTemplate.empty()) break;
    if (fileTemplate.starts_with("%%")) {
      out += '%';
      fileTemplate.remove_prefix(2);
      continue;
    }
    const std::size_t close = fileTemplate.find(')');
    const std::size_t type = close == std::string_view::npos ? close : fileTemplate.find_first_of("sd", close);
    if (!fileTemplate.starts_with("%(") || type == std::string_view::npos) return std::nullopt;
    const std::string_view name = fileTemplate.substr(2, close - 2);
    const auto part = std::find(parts.begin(), parts.end(), name);
    if (name == "rev") out += revision.id;
    else if (name == "slug") out += slug;
    else if (part == parts.end() || numbers[static_cast<std::size_t>(part - parts.begin())].empty())
      return std::nullopt;
    else
      out += padded(numbers[static_cast<std::size_t>(part - parts.begin())],
                    fileTemplate.substr(close + 1, type - close - 1));
    fileTemplate.remove_prefix(type + 1);
  }
  return out;
}

/// `0007` after `0005` and `0006`; else twelve hex digits made of the parents, so that the same merge has the same id.
std::string newId(const RevisionGraph& graph, const std::vector<std::string>& parents) {
  const bool counts = std::all_of(parents.begin(), parents.end(), [&](const std::string& id) {
    return id.size() == parents[0].size() && id.size() < 10 && id.find_first_not_of("0123456789") == std::string::npos;
  });
  if (counts) {
    std::uint64_t next = numberOf(*std::max_element(parents.begin(), parents.end())) + 1;
    for (;; ++next) {
      std::string id = std::to_string(next);
      while (id.size() < parents[0].size()) id.insert(id.begin(), '0');
      if (!graph.find(id)) return id;
    }
  }
  std::uint64_t hash = hashBytes(joined(parents));
  constexpr std::string_view digits = "0123456789abcdef";
  for (;; ++hash) {
    std::string id;
    for (unsigned shift = 0; shift < 48; shift += 4) id += digits[(hash >> shift) & 15U];
    if (!graph.find(id)) return id;
  }
}

/// `def upgrade(engine_name):` wants it again.
std::string parametersOf(const Revision& revision) {
  std::string text;
  const facts::Expr parameters = revision.upgrade.parameters();
  for (const facts::Expr parameter : parameters) text += concat(text.empty() ? "" : ", ", parameter.text());
  return text;
}

}  // namespace

const SourceFile* templateIn(const Project& project, std::string_view folder) {
  const std::string path = project::joinPath(folder, "script.py.mako");
  for (const SourceFilePtr& file : project.inputs().templates) {
    if (file->path() == path) return file.get();
  }
  return nullptr;
}

std::optional<std::string> renderTemplate(std::string_view mako, const NewRevision& revision) {
  std::string out;
  while (!mako.empty()) {
    const std::size_t end = mako.find('\n');
    const std::string_view line = mako.substr(0, end);
    mako.remove_prefix(end == std::string_view::npos ? mako.size() : end + 1);
    if (trimmed(line).starts_with("##")) continue;
    if (revision.date.empty() && line.find("${create_date}") != std::string_view::npos) continue;
    const auto rendered = renderLine(line, revision);
    if (!rendered) return std::nullopt;
    // `${imports if imports else ""}` leaves a line of its own, as Mako does.
    out += *rendered;
    if (end != std::string_view::npos) out += '\n';
  }
  if (!out.ends_with('\n')) out += '\n';
  return out;
}

std::string fileNameOf(const NewRevision& revision, std::string_view fileTemplate,
                       std::string_view truncateSlugLength) {
  std::size_t limit = defaultSlugLength;
  const bool number = !truncateSlugLength.empty() && truncateSlugLength.size() < 5 &&
                      truncateSlugLength.find_first_not_of("0123456789") == std::string_view::npos;
  if (number) limit = numberOf(truncateSlugLength);
  const std::string slug = truncated(project::slugOf(revision.message), limit);
  auto name = fill(fileTemplate.empty() ? project::defaultFileTemplate : fileTemplate, revision, slug);
  if (!name) name = fill(project::defaultFileTemplate, revision, slug);
  return *name + ".py";
}

NewFile mergeRevision(const Project& project, const History& history, const RevisionGraph::Indices& heads) {
  NewRevision merge;
  std::vector<std::string> ids;
  for (const RevisionGraph::Index head : heads) {
    const Revision& revision = history.at(head);
    ids.push_back(revision.id);
    if (revision.docDate.found) merge.date = std::max(merge.date, revision.docDate.text);
  }
  merge.id = newId(history.graph, ids);
  merge.down = ids;
  merge.message = concat("merge ", listed(ids));
  const Revision& last = history.at(heads.back());
  merge.parameters = parametersOf(last);
  std::optional<std::string> text;
  if (const SourceFile* own = templateIn(project, history.folder)) text = renderTemplate(own->text(), merge);
  if (!text) text = renderTemplate(plainTemplate, merge);
  const project::AlembicConfig* config = history.config;
  const std::string name = fileNameOf(merge, config == nullptr ? "" : config->fileTemplate,
                                      config == nullptr ? "" : config->truncateSlugLength);
  return {project::joinPath(locationOf(project, last), name), std::move(*text)};
}

}  // namespace limbeck::rules
