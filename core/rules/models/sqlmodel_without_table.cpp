#include <algorithm>

#include "project/classes.h"
#include "project/modules.h"
#include "project/project.h"
#include "rules/fixes.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace {

using facts::Kind;
using project::ClassInfo;
using project::Project;

/// Classes that repeat a model's fields for requests and answers are named so.
constexpr std::string_view schemaEndings[] = {"Base",   "Create",  "Update",   "Read",   "Public", "In",     "Out",   "Schema", "Response",
                                              "Request", "Patch",  "Mixin",    "DTO",    "Input",  "Output", "Filter", "Params", "Form",
                                              "Detail",  "Delete", "Register", "Upsert", "List",   "Insert", "Private", "Data", "Payload"};

std::string_view stemOf(std::string_view name) {
  for (const std::string_view ending : schemaEndings) {
    if (name.size() > ending.size() && name.ends_with(ending)) return name.substr(0, name.size() - ending.size());
  }
  return name;
}

/// What in the body only a table has use for, in the words of the file; empty for none.
std::string markerOf(const Project& project, const ClassInfo& info) {
  if (project::classAttribute(info.node, "__tablename__")) return "__tablename__";
  for (const Expr statement : info.node.body()) {
    const Expr value = statement.value();
    if (!statement.is(Kind::AnnAssign) || !value.is(Kind::Call)) continue;
    const std::string origin = project.classes().origin(info.file, value);
    if (!origin.starts_with("sqlmodel")) continue;
    if (origin.ends_with(".Relationship")) return "Relationship()";
    if (!origin.ends_with(".Field")) continue;
    for (const std::string_view name : {"primary_key", "foreign_key", "index", "unique", "sa_column"}) {
      const Expr given = value.keyword(name);
      if (given && !given.is(Kind::False) && !given.is(Kind::None)) return std::string(name);
    }
  }
  return {};
}

bool hasKey(const ClassInfo& info) {
  const Expr body = info.node.body();
  return std::any_of(body.begin(), body.end(), [](Expr statement) { return statement.value().keyword("primary_key").is(Kind::True); });
}

/// Its own fields or those of a parent contain a primary key: SQLAlchemy maps nothing without one.
bool hasKeyAnywhere(const Project& project, const ClassInfo& info, unsigned depth = 0) {
  return hasKey(info) || std::any_of(info.parents.begin(), info.parents.end(), [&](std::uint32_t parent) {
    return depth < 20 && hasKeyAnywhere(project, project.classes().at(parent), depth + 1);
  });
}

/// Some class is derived from it, or it repeats the fields of a table: then it need not be one.
bool serves(const Project& project, std::uint32_t index) {
  const ClassInfo& info = project.classes().at(index);
  const std::string_view stem = stemOf(info.name);
  const std::vector<ClassInfo>& all = project.classes().all();
  return stem != info.name || std::any_of(all.begin(), all.end(), [&](const ClassInfo& other) {
    return std::find(other.parents.begin(), other.parents.end(), index) != other.parents.end() ||
           (other.isModel() && other.name != info.name && info.name.starts_with(other.name)) ||
           (other.isModel() && other.name == info.name);
  });
}

void check(const Project& project, Findings& findings) {
  const project::Classes& classes = project.classes();
  for (std::uint32_t i = 0; i < classes.all().size(); ++i) {
    const ClassInfo& info = classes.at(i);
    if (info.base == project::none || info.mapped != project::Mapped::No || info.abstract || info.open) continue;
    if (classes.bases()[info.base].form != project::BaseForm::SqlModel) continue;
    if (project.modules().isTest(info.file) || project.modules().isMigration(info.file)) continue;
    const Expr bases = info.node.bases();
    const bool computed = std::any_of(bases.begin(), bases.end(), [](Expr one) { return one.is(Kind::DoubleStar) || one.is(Kind::Star); });
    if (computed || bases.keyword("table") || project::classAttribute(info.node, "model_config")) continue;
    const std::string marker = markerOf(project, info);
    if (marker.empty() || serves(project, i)) continue;
    const facts::ModuleFacts& facts = project.file(info.file);
    Finding finding;
    finding.place = {facts.path(), info.node.nameSpan()};
    finding.subject = info.name;
    finding.message = concat(quoted(info.name), " has ", quoted(marker), " but no `table=True`, so there is no table for it and migrations stay empty");
    if (hasKeyAnywhere(project, info)) {
      finding.fixes.push_back({concat("Make ", quoted(info.name), " a table with `table=True`"), FixClass::Unsafe, {appendItem(facts, bases, "table=True")}, {}});
    }
    findings.push_back(std::move(finding));
  }
}

}  // namespace

extern const Rule sqlmodel_without_table{"MB106", Severity::Warning, FixClass::Unsafe, "A1", &check};

}  // namespace limbeck::rules
