#include "rules/revising.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "project/application/references.h"
#include "project/migrations/replay/replay.h"
#include "project/project.h"
#include "rules/fixes/edits.h"
#include "text/concat.h"

namespace limbeck::rules {

using facts::Expr;
using facts::Kind;
using project::Executed;
using project::FileId;
using project::History;
using project::Project;
using project::Revision;
using project::ScriptRun;

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
  static constexpr std::string_view words[] = {"noop",     "no_op",  "placeholder", "dummy",         "stub",
                                               "baseline", "squash", "squashed",    "intentionally", "merge",
                                               "merged",   "bridge", "checkpoint",  "empty",         "nothing"};
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

const ScriptRun& upgradeOf(const Project& project, const Judged& judged) {
  return project.replays().upgradeOf(*judged.history, judged.index);
}

const ScriptRun& downgradeOf(const Project& project, const Judged& judged) {
  return project.replays().downgradeOf(*judged.history, judged.index);
}

std::string shownStep(const Executed& step) {
  if (!step.words.empty()) return quoted(step.words);
  return quoted(step.ofAlembic ? concat(step.batched ? "batch_op." : "op.", step.name) : step.name);
}

namespace {

std::string asWord(std::string_view name) {
  std::string text = project::slugOf(name);
  while (!text.empty() && text.back() == '_') text.pop_back();
  return text;
}

bool makesNullable(const Executed& step) {
  return std::any_of(step.changes.begin(), step.changes.end(), [](const schema::Change& change) {
    const auto* alter = std::get_if<schema::AlterColumn>(&change.effect);
    return alter != nullptr && alter->nullable == true;
  });
}

}  // namespace

std::string suggestedName(const ScriptRun& upgrade) {
  using project::Op;
  std::set<schema::TableName> created;
  std::vector<const Executed*> steps;
  for (const Executed* step : upgrade.steps()) {
    if (step->does != schema::Does::Schema || step->kind == nullptr) continue;
    if (step->kind->op == Op::CreateTable && step->table) created.insert(*step->table);
    if (step->kind->op == Op::CreateIndex && step->table && created.count(*step->table) > 0) continue;
    steps.push_back(step);
  }
  if (steps.empty()) return {};
  const Executed& first = *steps[0];
  const Op op = first.kind->op;
  const bool alike = std::all_of(steps.begin(), steps.end(),
                                 [&](const Executed* one) { return one->kind->op == op && one->table == first.table; });
  if (!first.table || !alike || (steps.size() > 1 && op != Op::AddColumn && op != Op::CreateIndex)) return {};
  const std::string table = asWord(first.table->second);
  const std::string column = asWord(first.object);
  if (op == Op::CreateTable) return concat("add_", table, "_table");
  if (op == Op::DropTable) return concat("drop_", table, "_table");
  if (op == Op::CreateIndex) return concat("add_index_to_", table);
  if (op == Op::AddColumn && steps.size() > 1) return concat("add_columns_to_", table);
  if (column.empty()) return {};
  if (op == Op::AddColumn) return concat("add_", column, "_to_", table);
  if (op == Op::DropColumn) return concat("remove_", column, "_column");
  if (op == Op::AlterColumn && makesNullable(first)) return concat("make_", column, "_nullable_in_", table);
  return {};
}

namespace {

/// Writes the opposite of one step after the other.
class Undoing {
 public:
  explicit Undoing(const facts::ModuleFacts& facts) : facts_(facts) {}

  bool undo(const Executed& step) {
    if (step.kind == nullptr || !step.call.callee().is(Kind::Attribute)) return false;
    const std::optional<std::string> line = opposite(step);
    if (!line) return false;
    const std::string object = source(step.call.callee()[0]);
    if (!step.batched) {
      lines_.push_back(concat(object, ".", *line));
      batch_ = Expr();
      return true;
    }
    if (batch_ != step.within) lines_.push_back(concat("with ", source(step.within), " as ", object, ":"));
    batch_ = step.within;
    lines_.push_back(concat("    ", object, ".", *line));
    return lines_.back().find('\n') == std::string::npos && source(step.within).find('\n') == std::string::npos;
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

  /// What the inverse calls an argument: the name of a column that was added is that of the column.
  [[nodiscard]] std::optional<std::string> nameOf(const Executed& step, std::string_view argument) const {
    if (argument != "column_name") return literal(step.argument(argument));
    const Expr column = step.argument("column");
    return literal(column.positional(0) ? column.positional(0) : column.keyword("name"));
  }

  /// The inverse takes the names that this one was given: drop_index("ix_users_email", table_name="users").
  [[nodiscard]] std::optional<std::string> opposite(const Executed& step) const {
    using project::Op;
    const Op op = step.kind->op;
    const bool taken = op == Op::CreateTable || op == Op::AddColumn || op == Op::CreateIndex || op == Op::CreateUnique;
    const project::Signature* inverse = project::signatureOf(step.kind->inverse, step.batched);
    // In a batch block a table cannot be made, and nothing there says what made it.
    if (!taken || inverse == nullptr) return std::nullopt;
    if (step.call.keyword("postgresql_concurrently") || step.call.keyword("if_not_exists")) return std::nullopt;
    const Expr schema = step.call.keyword("schema");
    if (schema && !schema.is(Kind::String) && !schema.is(Kind::None)) return std::nullopt;
    std::string text = concat(step.kind->inverse, "(");
    for (std::size_t i = 0; i < inverse->places.size(); ++i) {
      const std::string_view argument = inverse->places[i].name;
      if (argument == "type_") continue;
      const auto name = nameOf(step, argument);
      if (!name) return std::nullopt;
      text += concat(i == 0 ? "" : ", ", i < inverse->required ? "" : concat(argument, "="), *name);
    }
    if (!step.kind->type.empty()) {
      const std::string_view quote = text.find('\'') != std::string::npos ? "'" : "\"";
      text += concat(", type_=", quote, step.kind->type, quote);
    }
    if (schema && !schema.is(Kind::None)) text += concat(", schema=", source(schema));
    return text + ")";
  }

  const facts::ModuleFacts& facts_;
  std::vector<std::string> lines_;
  Expr batch_;
};

}  // namespace

std::optional<std::vector<std::string>> inverseOf(const facts::ModuleFacts& facts, const ScriptRun& upgrade) {
  const std::vector<const Executed*> steps = upgrade.steps();
  if (!upgrade.clear() || upgrade.raise() != nullptr || steps.empty()) return std::nullopt;
  Undoing undoing(facts);
  for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
    if (!upgrade.isPlain(**step) || !undoing.undo(**step)) return std::nullopt;
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
