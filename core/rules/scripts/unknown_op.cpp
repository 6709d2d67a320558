#include <algorithm>
#include <iterator>
#include <optional>
#include <set>
#include <utility>

#include "project/application/references.h"
#include "project/migrations/operations.h"
#include "project/project.h"
#include "rules/revising.h"
#include "rules/rule.h"
#include "text/concat.h"
#include "text/likeness.h"

namespace limbeck::rules {
namespace ms611 {
namespace {

using facts::Expr;
using facts::Kind;
using project::FileId;
using project::Operation;
using project::Project;

/// What people look for under other names, and what Alembic calls it.
constexpr std::pair<std::string_view, std::string_view> otherNames[] = {
    {"rename_column", "alter_column(…, new_column_name=…)"},
    {"change_column", "alter_column"},
    {"modify_column", "alter_column"},
    {"update_column", "alter_column"},
    {"remove_column", "drop_column"},
    {"delete_column", "drop_column"},
    {"add_index", "create_index"},
    {"remove_index", "drop_index"},
    {"add_table", "create_table"},
    {"remove_table", "drop_table"},
    {"delete_table", "drop_table"},
    {"alter_table", "batch_alter_table"},
    {"add_foreign_key", "create_foreign_key"},
    {"drop_foreign_key", "drop_constraint"},
    {"drop_foreign_key_constraint", "drop_constraint"},
    {"create_foreign_key_constraint", "create_foreign_key"},
    {"drop_unique_constraint", "drop_constraint"},
    {"drop_check_constraint", "drop_constraint"},
    {"drop_primary_key", "drop_constraint"},
    {"add_constraint", "create_unique_constraint"},
    {"create_constraint", "create_check_constraint"},
    {"add_unique_constraint", "create_unique_constraint"},
    {"create_unique", "create_unique_constraint"},
    {"execute_sql", "execute"},
    {"run_sql", "execute"},
    {"get_connection", "get_bind"}};

/// Operations that the workspace teaches Alembic: @Operations.register_operation("create_view"), setattr(op, "x", ...),
/// op.x = ...
std::set<std::string> registeredIn(const Project& project) {
  std::set<std::string> names;
  for (const facts::FactsPtr& facts : project.files()) {
    for (const Expr call : facts->calls) {
      const std::string& callee = call.callee().text();
      const Expr name = callee == "register_operation" ? call.positional(0)
                        : callee == "setattr"          ? call.positional(1)
                                                       : Expr();
      if (name.is(Kind::String)) names.insert(name.text());
    }
    for (const Expr attribute : facts->attributes) {
      const Expr parent = attribute.parent();
      const bool ofOp = attribute[0].text() == "op" || attribute[0].text() == "Operations" ||
                        attribute[0].text() == "BatchOperations";
      if (ofOp && parent.is(Kind::Assign) && parent.value() != attribute) names.insert(attribute.text());
    }
  }
  return names;
}

/// What the operation was meant to be; empty when it may come from anywhere.
std::string meant(const Operation& operation) {
  const auto known = std::find_if(std::begin(otherNames), std::end(otherNames),
                                  [&](const auto& one) { return one.first == operation.name; });
  if (known != std::end(otherNames)) return std::string(known->second);
  return nearest(operation.name, project::operationNames(operation.batched));
}

void check(const Project& project, Findings& findings) {
  std::optional<std::set<std::string>> registered;  // asked only when there is something to ask about
  for (const FileId file : revisionFiles(project)) {
    const facts::ModuleFacts& facts = project.file(file);
    for (const Expr call : facts.calls) {
      const auto operation = project::operationOf(project, file, call);
      if (!operation || operation->name.starts_with('_')) continue;
      if (project::signatureOf(operation->name, operation->batched) != nullptr) continue;
      if (operation->batched && !operation->batch) continue;  // a parameter that may be anything
      const bool tableLevel = operation->batched && project::signatureOf(operation->name, false) != nullptr;
      const std::string better = tableLevel ? concat("op.", operation->name) : meant(*operation);
      if (better.empty()) continue;
      if (!registered) registered = registeredIn(project);
      if (registered->count(operation->name) > 0) continue;
      Finding finding;
      finding.place = {facts.path(), call.callee().nameSpan()};
      finding.subject = operation->name;
      finding.message =
          tableLevel ? concat("A batch block has no ", quoted(operation->name), ": it fails with an `AttributeError`")
                     : concat("Alembic has no operation ", quoted(operation->name),
                              "; the one that is meant is probably ", quoted(better));
      findings.push_back(std::move(finding));
    }
  }
}

}  // namespace
}  // namespace ms611

extern const Rule unknown_op{"MS611", Severity::Warning, FixClass::None, "", &ms611::check};

}  // namespace limbeck::rules
