#include "rules/revising.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "project/application/references.h"
#include "project/project.h"
#include "rules/fixes/edits.h"
#include "text/concat.h"

namespace limbeck::rules {

using facts::Expr;
using facts::Kind;
using project::FileId;
using project::History;
using project::Project;
using project::Revision;
using project::Script;
using project::Step;

std::vector<Judged> judgedIn(const History& history) {
  std::vector<Judged> all;
  for (project::RevisionGraph::Index i{0}; i < history.revisions.size(); ++i) all.push_back({&history, i});
  return all;
}

std::vector<Judged> judgedRevisions(const Project& project) {
  std::vector<Judged> all;
  for (const History* history : project.histories().judged()) {
    for (const Judged& one : judgedIn(*history)) all.push_back(one);
  }
  return all;
}

std::vector<FileId> revisionFiles(const Project& project) {
  std::set<FileId> files;
  for (const History* history : project.histories().judged()) {
    for (const Revision& revision : history->revisions) files.insert(revision.file);
    for (const Revision& revision : history->others) {
      if (project.file(revision.file).isRevision) files.insert(revision.file);
    }
  }
  return {files.begin(), files.end()};
}

Finding findingIn(const Project& project, const Revision& revision, Span span) {
  Finding finding;
  finding.place = {project.file(revision.file).path(), span};
  finding.subject = revision.id;
  return finding;
}

Span markOf(const Project& project, const Revision& revision, Expr function) {
  if (function) return function.nameSpan();
  if (revision.idAt) return revision.idAt.span();
  return project.file(revision.file).file->lineSpan(0);
}

std::string remarkIn(const facts::ModuleFacts& facts, Expr function) {
  std::string remark;
  const Expr first = function.body()[0];
  if (first.is(Kind::Expression) && first[0].is(Kind::String)) {
    const std::string& text = first[0].text();
    if (!text.starts_with("Upgrade schema") && !text.starts_with("Downgrade schema")) remark = text;
  }
  // A comment behind the last statement is still the function's, up to the next line that is not indented.
  std::uint32_t end = static_cast<std::uint32_t>(facts.file->text().size());
  for (const Expr statement : facts.module()) {
    if (statement.span().begin > function.span().begin) {
      end = statement.span().begin;
      break;
    }
  }
  for (const Span comment : facts.comments) {
    if (comment.begin < function.span().begin || comment.begin >= end) continue;
    if (comment.begin == facts.file->lineStart(facts.file->lineOf(comment.begin))) continue;
    const std::string_view text = facts.file->text(comment);
    static constexpr std::string_view others[] = {"# ###",    "###",    "op.",           "TODO",
                                                  "limbeck:", "noqa",   "type:",         "pylint",
                                                  "fmt:",     "pragma", "please adjust", "Alembic commands",
                                                  "batch_op"};
    const bool words = text.find(' ', 2) != std::string_view::npos;
    const bool other = std::any_of(std::begin(others), std::end(others),
                                   [&](std::string_view one) { return text.find(one) != std::string_view::npos; });
    if (words && !other)
      remark += concat(remark.empty() ? "" : " ", text.substr(std::min(text.find_first_not_of("# "), text.size())));
  }
  return remark;
}

bool isEmptyOnPurpose(const Project& project, const Judged& judged) {
  static constexpr std::string_view words[] = {"noop",   "placeholder", "dummy",         "stub",   "baseline",
                                               "squash", "squashed",    "intentionally", "merge",  "merged",
                                               "bridge", "checkpoint",  "empty",         "nothing"};
  const Revision& revision = judged.revision();
  // A first revision that others build on was made for a database that existed already.
  if (revision.down.names.empty() && !judged.history->graph.children(judged.index).empty()) return true;
  if (revision.isMerge() || !revision.labels.names.empty() || !revision.depends.names.empty()) return true;
  if (!revision.labels.known || !revision.depends.known || !revision.down.known) return true;
  if (!remarkIn(project.file(revision.file), revision.upgrade).empty()) return true;
  const std::string message = project::slugOf(revision.doc);
  if (message.starts_with("empty_message")) return false;  // Flask-Migrate writes that when nobody gives a message
  const project::Message name = project::messageOf(project, *judged.history, revision);
  const auto says = [&](std::string_view word) {
    return std::find(name.words.begin(), name.words.end(), word) != name.words.end() ||
           concat("_", message, "_").find(concat("_", word, "_")) != std::string::npos;
  };
  return std::any_of(std::begin(words), std::end(words), says);
}

std::string shownStep(const Step& step) {
  if (!step.sql.empty()) return quoted(step.sql);
  return quoted(step.operation ? concat(step.batched ? "batch_op." : "op.", step.name) : step.name);
}

namespace {

project::Operation operationOf(const Step& step) { return {step.name, step.call, step.batched, step.batch}; }

std::string asWord(std::string_view name) {
  std::string text = project::slugOf(name);
  while (!text.empty() && text.back() == '_') text.pop_back();
  return text;
}

/// The name of the column that is added, changed or dropped.
std::string columnOf(const Project& project, FileId file, const Step& step) {
  Expr column = operationOf(step).argument(step.name == "add_column" ? "column" : "column_name");
  if (step.name == "add_column") column = column.positional(0) ? column.positional(0) : column.keyword("name");
  return project::textOf(project, file, column).value_or("");
}

}  // namespace

std::string suggestedName(const Project& project, FileId file, const Script& upgrade) {
  std::set<std::string> created;
  std::vector<const Step*> steps;
  for (const Step& step : upgrade.steps) {
    if (step.does != project::Does::Schema || !step.operation) continue;
    if (step.name == "create_table" && step.table) created.insert(*step.table);
    if (step.name == "create_index" && step.table && created.count(*step.table) > 0) continue;
    steps.push_back(&step);
  }
  if (steps.empty()) return {};
  const Step& first = *steps[0];
  const bool alike = std::all_of(steps.begin(), steps.end(),
                                 [&](const Step* one) { return one->name == first.name && one->table == first.table; });
  if (!first.table || !alike || (steps.size() > 1 && first.name != "add_column" && first.name != "create_index"))
    return {};
  const std::string table = asWord(*first.table);
  const std::string column = asWord(columnOf(project, file, first));
  if (first.name == "create_table") return concat("add_", table, "_table");
  if (first.name == "drop_table") return concat("drop_", table, "_table");
  if (first.name == "create_index") return concat("add_index_to_", table);
  if (first.name == "add_column" && steps.size() > 1) return concat("add_columns_to_", table);
  if (column.empty()) return {};
  if (first.name == "add_column") return concat("add_", column, "_to_", table);
  if (first.name == "drop_column") return concat("remove_", column, "_column");
  if (first.name == "alter_column" && first.call.keyword("nullable").is(Kind::True))
    return concat("make_", column, "_nullable_in_", table);
  return {};
}

namespace {

/// Writes the opposite of one step after the other.
class Undoing {
 public:
  Undoing(const Project& project, FileId file) : facts_(project.file(file)) {}

  bool undo(const Step& step) {
    if (!step.operation || step.conditional || step.followed || !step.call.callee().is(Kind::Attribute)) return false;
    const std::optional<std::string> line = opposite(step);
    if (!line) return false;
    const std::string object = source(step.call.callee()[0]);
    if (!step.batched) {
      lines_.push_back(concat(object, ".", *line));
      batch_ = Expr();
      return true;
    }
    if (!step.batch) return false;
    if (batch_ != step.batch) lines_.push_back(concat("with ", source(step.batch), " as ", object, ":"));
    batch_ = step.batch;
    lines_.push_back(concat("    ", object, ".", *line));
    return lines_.back().find('\n') == std::string::npos && source(step.batch).find('\n') == std::string::npos;
  }

  [[nodiscard]] std::vector<std::string> lines() const { return lines_; }

 private:
  [[nodiscard]] std::string source(Expr node) const { return std::string(facts_.file->text(node.span())); }

  /// The source of a name that is written there: "users", op.f("ix_users_email").
  [[nodiscard]] std::optional<std::string> literal(Expr value) const {
    const bool conv = value.is(Kind::Call) && value.callee().text() == "f" && value.positional(0).is(Kind::String);
    std::string text = source(value);
    if ((!conv && !value.is(Kind::String)) || text.find('\n') != std::string::npos) return std::nullopt;
    return text;
  }

  [[nodiscard]] std::optional<std::string> opposite(const Step& step) const {
    const project::Operation operation = operationOf(step);
    if (step.call.keyword("postgresql_concurrently") || step.call.keyword("if_not_exists")) return std::nullopt;
    const Expr schema = step.call.keyword("schema");
    if (schema && !schema.is(Kind::String) && !schema.is(Kind::None)) return std::nullopt;
    const std::string tail =
        schema && !schema.is(Kind::None) ? concat(", schema=", source(schema), ")") : std::string(")");
    const auto table = step.batched ? std::optional(std::string()) : literal(operation.argument("table_name"));
    if (!table) return std::nullopt;
    if (step.name == "create_table") return concat("drop_table(", *table, tail);
    const std::string first = step.batched ? std::string() : concat(*table, ", ");
    if (step.name == "add_column") {
      const Expr column = operation.argument("column");
      const auto name = literal(column.positional(0) ? column.positional(0) : column.keyword("name"));
      return name ? std::optional(concat("drop_column(", first, *name, tail)) : std::nullopt;
    }
    if (step.name == "create_index") {
      const auto name = literal(operation.argument("index_name"));
      return name ? std::optional(
                        concat("drop_index(", *name, step.batched ? "" : concat(", table_name=", *table), tail))
                  : std::nullopt;
    }
    if (step.name == "create_unique_constraint") {
      const auto name = literal(operation.argument("constraint_name"));
      if (!name) return std::nullopt;
      const std::string_view quote = name->find('\'') != std::string::npos ? "'" : "\"";
      return concat("drop_constraint(", *name, step.batched ? "" : concat(", ", *table), ", type_=", quote, "unique",
                    quote, tail);
    }
    return std::nullopt;
  }

  const facts::ModuleFacts& facts_;
  std::vector<std::string> lines_;
  Expr batch_;
};

}  // namespace

std::optional<std::vector<std::string>> inverseOf(const Project& project, FileId file, const Script& upgrade) {
  if (!upgrade.clear() || upgrade.raise || upgrade.steps.empty()) return std::nullopt;
  Undoing undoing(project, file);
  for (auto step = upgrade.steps.rbegin(); step != upgrade.steps.rend(); ++step) {
    if (!undoing.undo(*step)) return std::nullopt;
  }
  return undoing.lines();
}

FileEdit fillFunction(const facts::ModuleFacts& facts, Expr function, const std::vector<std::string>& lines) {
  const SourceFile& file = *facts.file;
  const Expr body = function.body();
  Expr nothing;
  for (const Expr statement : body) {
    const bool ellipsis = statement.is(Kind::Expression) && statement[0].is(Kind::Ellipsis);
    if (statement.is(Kind::Pass) || statement.is(Kind::Return) || ellipsis) nothing = statement;
  }
  if (!nothing) return insertAfter(facts, body.back(), lines);
  const std::uint32_t line = file.lineOf(nothing.span().begin);
  const bool shares = line == file.lineOf(function.span().begin);  // def downgrade(): pass
  const std::string indent = concat(file.indentOf(line), shares ? "    " : "");
  std::string text;
  for (const std::string& one : lines)
    text += concat(text.empty() && !shares ? "" : concat(file.lineEnding(), indent), one);
  return replace(facts, nothing.span(), std::move(text));
}

}  // namespace limbeck::rules
