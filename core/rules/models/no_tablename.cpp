#include <algorithm>

#include "project/classes/classes.h"
#include "project/environments/environments.h"
#include "project/names/modules.h"
#include "rules/declaring.h"
#include "rules/fixes/edits.h"
#include "rules/rule.h"
#include "text/concat.h"
#include "text/words.h"

namespace limbeck::rules {
namespace mb107 {
namespace {

using facts::Expr;
using facts::Kind;
using project::BaseForm;
using project::ClassId;
using project::ClassInfo;

/// Something of the class or its bases may give it a name when it is created.
bool mayBeNamedBy(const ClassInfo& info) {
  const Expr bases = info.node.bases();
  const auto names = [](Expr s) {
    return s.is(Kind::Function) &&
           (s.text() == "__init_subclass__" || s.text() == "__tablename__" || s.text() == "__table_cls__");
  };
  const auto sets = [](Expr s) {
    return (s.is(Kind::Assign) || s.is(Kind::AnnAssign)) &&
           (s[0].text() == "__table__" || s[0].text() == "__tablename__");
  };
  if (bases.keyword("metaclass") || !info.node.decorators().is(Kind::Decorators) || info.node.decorators().size() > 0)
    return true;
  return std::any_of(info.node.body().begin(), info.node.body().end(),
                     [&](Expr s) { return names(s) || sets(s) || s.is(Kind::If) || s.is(Kind::For); });
}

bool isNameless(const project::Project& project, project::ClassId index) {
  const ClassInfo& info = project.classes().at(index);
  if (info.mapped != project::Mapped::Yes || info.abstract || info.open || info.parent != project::none ||
      info.base == project::none)
    return false;
  const project::DeclarativeBase& base = project.classes().bases()[info.base];
  const bool plain = base.form == BaseForm::Class ||
                     (base.form == BaseForm::Call && !base.node.keyword("cls") && !base.node.keyword("metaclass"));
  if (!plain || base.reflected || base.file == project::noFile || project.declared().ofModel(index) != nullptr)
    return false;
  if (base.form == BaseForm::Class) {
    const auto made = project.classes().find(base.file, base.node);
    if (!made || mayBeNamedBy(project.classes().at(*made))) return false;
  }
  std::vector<ClassId> line = {index};
  for (std::size_t i = 0; i < line.size() && i < 64; ++i) {
    const ClassInfo& one = project.classes().at(line[i]);
    if (mayBeNamedBy(one)) return false;
    line.insert(line.end(), one.parents.begin(), one.parents.end());
  }
  return true;
}

/// __table_name__ = "users"
Expr nearMiss(const ClassInfo& info) {
  static constexpr std::string_view misses[] = {"tablename",    "table_name",      "__table_name__", "__tablename",
                                                "_tablename_",  "__table__name__", "_tablename__",   "__tablename_",
                                                "__table_name", "tablename__",     "_tablename",     "__tablenames__"};
  for (const Expr statement : info.node.body()) {
    if (statement.is(Kind::Assign) && statement.size() == 2 && statement.value().is(Kind::String) &&
        oneOf(lowered(statement[0].text()), misses))
      return statement[0];
  }
  return {};
}

void check(const project::Project& project, Findings& findings) {
  for (const ClassId index : project.environments().asked()) {
    const ClassInfo& info = project.classes().at(index);
    if (project.modules().isTest(info.file) || project.modules().isMigration(info.file) ||
        project.modules().isExample(info.file) || !isNameless(project, index))
      continue;
    const facts::ModuleFacts& facts = project.file(info.file);
    const Expr miss = nearMiss(info);
    Finding finding;
    finding.place = {facts.path(), miss ? miss.span() : info.node.nameSpan()};
    finding.subject = info.name;
    finding.message = miss ? concat(quoted(miss.text()), " is not `__tablename__`, so ", quoted(info.name),
                                    " has no table and cannot be mapped")
                           : concat(quoted(info.name), " names no table, so SQLAlchemy cannot map it");
    if (miss)
      finding.fixes.push_back(
          {"Write `__tablename__`", FixClass::Safe, {replace(facts, miss.span(), "__tablename__")}, {}});
    else
      finding.fixes.push_back(
          {"Give the class a `__tablename__`, or `__abstract__ = True` when others are to derive from it",
           FixClass::Advice,
           {},
           {}});
    findings.push_back(std::move(finding));
  }
}

}  // namespace
}  // namespace mb107

extern const Rule no_tablename{"MB107", Severity::Error, FixClass::Safe, "", &mb107::check, Weight::Fails};

}  // namespace limbeck::rules
