#include "rules/op_calls.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "project/application/references.h"
#include "project/given/versions.h"
#include "rules/fixes/edits.h"
#include "text/concat.h"
#include "text/likeness.h"
#include "text/words.h"

namespace limbeck::rules {
namespace {

using facts::Expr;
using facts::Kind;
using project::FileId;
using project::Operation;
using project::Project;
using project::Signature;
using project::Version;

std::string shown(const Version& version) {
  std::string text = concat(std::to_string(version.release[0]), ".", std::to_string(version.release[1]));
  if (version.release[2] > 0) text += concat(".", std::to_string(version.release[2]));
  return text;
}

class CallReader {
 public:
  CallReader(const Project& project, FileId file, const Operation& operation)
      : project_(project),
        file_(file),
        facts_(project.file(file)),
        operation_(operation),
        signature_(*project::signatureOf(operation.name, operation.batched)),
        name_(concat(operation.batched ? "batch_op." : "op.", operation.name)) {}

  std::vector<OpCallFault> read() {
    for (std::uint32_t i = 1; i < operation_.call.size(); ++i) {
      const Expr argument = operation_.call[i];
      if (argument.is(Kind::Star) || argument.is(Kind::DoubleStar)) open_ = true;
      else if (!argument.is(Kind::Keyword)) ++places_;
      // Names of the time before 0.8, which some versions still translate.
      if (argument.is(Kind::Keyword) && !signature_.takes(argument.text()) && signature_.translates(argument.text()))
        open_ = true;
    }
    if (!open_) {
      tooMany();
      keywords();
      if (faults_.empty()) missing();
    }
    versions();
    constraintType();
    columns();
    rows();
    order();
    return std::move(faults_);
  }

 private:
  OpCallFault& add(Span span, std::string message) {
    faults_.push_back({span, Severity::FromRule, std::move(message), std::nullopt});
    return faults_.back();
  }
  void safely(OpCallFault& fault, std::string title, std::vector<FileEdit> edits) const {
    fault.fix = Fix{std::move(title), FixClass::Safe, std::move(edits), {}};
  }
  void advise(OpCallFault& fault, std::string title) const {
    fault.fix = Fix{std::move(title), FixClass::Advice, {}, {}};
  }

  /// Since 1.11 what is optional has to be named (facts F53). Without a version the newest one counts; where only a
  /// lower bound is known the installed one may be older.
  [[nodiscard]] bool mustBeNamed() const {
    const project::VersionClaim* claim = project_.versions().of("alembic");
    const Version keywordOnly{{1, 11, 0}};
    return claim == nullptr || !(claim->lowest < keywordOnly);
  }

  void tooMany() {
    const std::size_t plain = signature_.places.size();
    if (signature_.anyPlace || places_ <= plain) return;
    const std::size_t all = plain + signature_.keywords.size();
    const Expr first = operation_.call.positional(static_cast<std::uint32_t>(plain));
    if (places_ > all || operation_.batched) {
      OpCallFault& fault = add(
          first.span(), concat(quoted(name_), " takes ", std::to_string(plain), plain == 1 ? " argument" : " arguments",
                               " by place, and ", std::to_string(places_), " are given"));
      if (operation_.batched) advise(fault, "Leave out the table: the block is about one already");
      return;
    }
    if (!mustBeNamed()) return;
    std::vector<FileEdit> edits;
    for (std::size_t i = plain; i < places_; ++i) {
      const Span span = operation_.call.positional(static_cast<std::uint32_t>(i)).span();
      edits.push_back(replace(facts_, {span.begin, span.begin}, concat(signature_.keywords[i - plain].name, "=")));
    }
    OpCallFault& fault =
        add(first.span(), concat(quoted(signature_.keywords[0].name), " has to be named: since Alembic 1.11 ",
                                 quoted(name_), " takes only ", std::to_string(plain), " arguments by place"));
    safely(fault, "Name it", std::move(edits));
  }

  void keywords() {
    for (std::uint32_t i = 1; i < operation_.call.size(); ++i) {
      const Expr argument = operation_.call[i];
      if (!argument.is(Kind::Keyword) || signature_.takes(argument.text())) continue;
      std::vector<std::string_view> names;
      for (const project::Argument& one : signature_.places) names.push_back(one.name);
      for (const project::Argument& one : signature_.keywords) names.push_back(one.name);
      const std::string near = nearest(argument.text(), names);
      OpCallFault& fault =
          add(argument.nameSpan(), concat(quoted(name_), " has no argument ", quoted(argument.text()),
                                          near.empty() ? "" : concat("; the nearest is ", quoted(near))));
      if (near == concat(argument.text(), "_")) {  // type=
        const Span span{argument.span().begin,
                        argument.span().begin + static_cast<std::uint32_t>(argument.text().size())};
        safely(fault, concat("Write ", quoted(near)), {replace(facts_, span, near)});
      }
    }
  }

  void missing() {
    for (std::size_t i = places_; i < signature_.required; ++i) {
      if (operation_.call.keyword(signature_.places[i].name)) continue;
      add(operation_.call.callee().span(),
          concat(quoted(name_), " is called without ", quoted(signature_.places[i].name)));
      return;
    }
  }

  void versions() {
    const project::VersionClaim* claim = project_.versions().of("alembic");
    if (claim == nullptr || claim->source == project::VersionSource::Bounded) return;
    for (std::uint32_t i = 1; i < operation_.call.size(); ++i) {
      const Expr written = operation_.call[i];
      const project::Argument* argument = written.is(Kind::Keyword) ? signature_.find(written.text()) : nullptr;
      if (argument == nullptr || !argument->since || !(claim->lowest < *argument->since)) continue;
      add(written.nameSpan(), concat(quoted(argument->name), " of ", quoted(name_), " came with Alembic ",
                                     shown(*argument->since), "; this project runs ", shown(claim->lowest)));
    }
  }

  /// type_="foreign_key" (facts F24)
  void constraintType() {
    static constexpr std::pair<std::string_view, std::string_view> meant[] = {
        {"foreign_key", "foreignkey"},   {"foreign key", "foreignkey"},
        {"foreign", "foreignkey"},       {"fk", "foreignkey"},
        {"foreignkeys", "foreignkey"},   {"FOREIGN KEY", "foreignkey"},
        {"primary_key", "primary"},      {"primarykey", "primary"},
        {"primary key", "primary"},      {"pk", "primary"},
        {"unique_constraint", "unique"}, {"uq", "unique"},
        {"check_constraint", "check"},   {"ck", "check"}};
    if (signature_.kind->op != project::Op::DropConstraint) return;
    const Expr type = operation_.argument("type_");
    const std::vector<std::string> allowed = project::constraintTypes();
    if (!type.is(Kind::String) || std::find(allowed.begin(), allowed.end(), type.text()) != allowed.end()) return;
    OpCallFault& fault =
        add(type.span(), concat(quoted(type.text()), " is no type of constraint; there are ", quotedAll(allowed)));
    const auto known =
        std::find_if(std::begin(meant), std::end(meant), [&](const auto& one) { return one.first == type.text(); });
    if (known == std::end(meant)) return;
    const std::string_view quote = facts_.file->text(type.span()).starts_with('\'') ? "'" : "\"";
    safely(fault, concat("Write ", quoted(known->second)),
           {replace(facts_, type.span(), concat(quote, known->second, quote))});
  }

  /// A string is taken apart into its characters (facts F56).
  void columns() {
    static constexpr std::string_view names[] = {"columns", "local_cols", "remote_cols"};
    for (const project::Argument& argument : signature_.places) {
      if (!oneOf(argument.name, names)) continue;
      const Expr value = operation_.argument(argument.name);
      if (!value.is(Kind::String)) continue;
      const bool works = value.text().size() == 1;
      OpCallFault& fault =
          add(value.span(),
              works ? concat(quoted(argument.name), " takes a list; one column of one letter works by accident")
                    : concat(quoted(argument.name), " takes a list: ", quoted(value.text()), " is read as ",
                             std::to_string(value.text().size()), " columns of one letter"));
      if (works) fault.severity = Severity::Warning;
      safely(fault, "Write a list", {replace(facts_, value.span(), concat("[", facts_.file->text(value.span()), "]"))});
    }
  }

  void rows() {
    if (signature_.kind->op != project::Op::BulkInsert) return;
    const Expr table = operation_.argument("table");
    if (!table.is(Kind::String)) return;
    OpCallFault& fault = add(table.span(), concat(quoted("op.bulk_insert"), " takes a table, and ",
                                                  quoted(table.text()), " is only its name"));
    advise(fault, concat("Describe it: `sa.table(\"", table.text(), "\", sa.column(…))`"));
  }

  /// insert_after= and insert_before= need the table to be made anew (facts F44).
  void order() {
    const Expr place = operation_.call.keyword("insert_after") ? operation_.call.keyword("insert_after")
                                                               : operation_.call.keyword("insert_before");
    if (!operation_.batched || !operation_.batch || !place || place.is(Kind::None)) return;
    const Operation batch{"batch_alter_table", operation_.batch, false, {}};
    const Expr recreate = batch.argument("recreate");
    if (recreate && recreate.text() != "never" && recreate.text() != "auto") return;
    const Expr block = operation_.batch.parent().parent();
    if (!block.is(Kind::With)) return;
    const bool recreates = project::anyBelow(block.body(), [&](Expr node) {
      if (!node.is(Kind::Call)) return false;
      const auto other = project::operationOf(project_, file_, node);
      if (!other || !other->batched)
        return node.callee().is(Kind::Name) || node.keyword("server_default") || node.callee().text() == "ForeignKey" ||
               node.callee().text() == "Computed";
      const project::OperationKind* const kind = project::operationNamed(other->name);
      return kind == nullptr || kind->batch == project::InBatch::Rebuilds || kind->batch == project::InBatch::Absent;
    });
    if (recreates && !(recreate && recreate.text() == "never")) return;
    OpCallFault& fault =
        add(place.parent().nameSpan(), concat("The table is not made anew here, so ", quoted(place.parent().text()),
                                              " cannot be honoured and the block fails"));
    advise(fault, "Give the block `recreate=\"always\"`");
  }

  const Project& project_;
  FileId file_;
  const facts::ModuleFacts& facts_;
  const Operation& operation_;
  const Signature& signature_;
  std::string name_;
  std::vector<OpCallFault> faults_;
  std::size_t places_ = 0;
  bool open_ = false;
};

}  // namespace

std::vector<OpCallFault> faultsOf(const Project& project, FileId file, const Operation& operation) {
  return CallReader(project, file, operation).read();
}

namespace {

/// A column that the block has added before is named in the call.
bool usesNewColumn(const project::ScriptRun& run, const project::Executed& step) {
  return std::any_of(run.events.begin(), run.events.end(), [&](const project::Event& event) {
    const project::Executed& block = event.operation;
    if (!block.batch || block.call != step.within) return false;
    return std::any_of(block.inside.begin(), block.inside.end(), [&](const project::Executed& other) {
      const bool before = other.kind != nullptr && other.kind->op == project::Op::AddColumn &&
                          other.place.span.begin < step.place.span.begin;
      return before && project::anyBelow(step.call, [&](Expr inner) {
               return inner.is(Kind::String) && inner.text() == other.object;
             });
    });
  });
}

}  // namespace

std::optional<OpCallFault> bypassOf(const project::ScriptRun& run, const project::Executed& step) {
  if (step.batched || !step.within || !step.within.parent().parent().span().contains(step.call.span()))
    return std::nullopt;
  const std::string handle = step.within.parent()[1].text();
  const std::string name = quoted(concat("op.", step.name));
  const bool fails = usesNewColumn(run, step);
  OpCallFault fault;
  fault.span = step.call.callee().span();
  fault.message = fails
                      ? concat(name, " runs before the block around it, and the column it needs is added by the block")
                      : concat(name, " runs before the block around it, not where it stands");
  if (!fails) fault.severity = Severity::Warning;
  const bool has = project::signatureOf(step.name, true) != nullptr;
  fault.fix = Fix{has ? concat("Call it on ", quoted(handle.empty() ? "batch_op" : handle), ", without the table")
                      : std::string("Move it out of the block"),
                  FixClass::Advice,
                  {},
                  {}};
  return fault;
}

}  // namespace limbeck::rules
