#include "project/models/unmapped.h"

#include <algorithm>
#include <optional>
#include <set>

#include "project/classes/classes.h"
#include "project/classes/sqlalchemy.h"
#include "project/models/declared.h"
#include "project/names/resolver.h"
#include "text/words.h"

namespace limbeck::project {
namespace {

bool assignedAnywhere(const Project& project, std::string_view attribute) {
  return std::any_of(project.files().begin(), project.files().end(), [&](const FactsPtr& file) {
    return std::any_of(file->attributes.begin(), file->attributes.end(),
                       [&](Expr one) { return one.text() == attribute; });
  });
}

/// The class and all its parents that are here.
std::set<ClassId> lineOf(const Project& project, ClassId index) {
  std::set<ClassId> line{index};
  std::vector<ClassId> open{index};
  for (std::size_t i = 0; i < open.size(); ++i) {
    for (const ClassId parent : project.classes().at(open[i]).parents) {
      if (line.insert(parent).second) open.push_back(parent);
    }
  }
  return line;
}

/// A dataclass takes annotations as fields, and `__allow_unmapped__` lets them pass.
bool mayPass(const Project& project, const ClassInfo& info) {
  if (info.open || info.node.decorators().size() > 0 || classAttribute(info.node, "__allow_unmapped__")) return true;
  for (const Expr base : info.node.bases()) {
    if (base.is(Kind::Keyword) || base.is(Kind::Star) || base.is(Kind::DoubleStar)) return true;
    const Symbol symbol = project.resolver().only(info.file, base);
    if (symbol.is(Symbol::Kind::Unknown) ||
        (symbol.is(Symbol::Kind::External) && symbol.name.ends_with("MappedAsDataclass")))
      return true;
  }
  return false;
}

bool refuses(const Project& project, ClassId index) {
  const ClassInfo& info = project.classes().at(index);
  if (info.mapped != Mapped::Yes || info.abstract || info.base == none) return false;
  const DeclarativeBase& base = project.classes().bases()[info.base];
  const bool second = base.form == BaseForm::Class ||
                      project.versions().isAtLeast("sqlalchemy", Version{{2, 0, 0}, Version::Stage::Dev, 0});
  const bool seen = base.form == BaseForm::Class || (base.form == BaseForm::Call && !base.node.keyword("cls"));
  if (!second || !seen || assignedAnywhere(project, "__allow_unmapped__")) return false;
  const std::set<ClassId> line = lineOf(project, index);
  return std::none_of(line.begin(), line.end(),
                      [&](ClassId one) { return mayPass(project, project.classes().at(one)); });
}

bool passes(const Project& project, ClassId index) {
  const ClassInfo& info = project.classes().at(index);
  if (info.mapped == Mapped::No || info.abstract || isLegacy(project)) return true;
  const std::set<ClassId> line = lineOf(project, index);
  return std::any_of(line.begin(), line.end(), [&](ClassId one) {
    return bool(classAttribute(project.classes().at(one).node, "__allow_unmapped__"));
  });
}

/// int, datetime, Optional[str], str | None, a class of the project: what a column of a table may hold, and never
/// Mapped.
bool isPlain(const Project& project, FileId file, Expr annotation, unsigned depth = 0) {
  if (depth > 8) return false;
  if (annotation.is(Kind::None)) return depth > 0;
  if (annotation.is(Kind::Binary))
    return isPlain(project, file, annotation[0], depth + 1) && isPlain(project, file, annotation[1], depth + 1);
  if (annotation.is(Kind::Subscript)) {
    static constexpr std::string_view heads[] = {"Optional", "Union", "List", "list", "Dict", "dict", "Set", "set"};
    const Symbol head = project.resolver().only(file, annotation[0]);
    return oneOf(annotation[0].text(), heads) &&
           (head.is(Symbol::Kind::Builtin) || (head.is(Symbol::Kind::External) && head.name.starts_with("typing.")));
  }
  if (!annotation.is(Kind::Name) && !annotation.is(Kind::Attribute)) return false;
  const Symbol symbol = project.resolver().only(file, annotation);
  static constexpr std::string_view builtins[] = {"int", "str", "bool", "float", "bytes", "dict", "list", "set"};
  static constexpr std::string_view externals[] = {"datetime.datetime",  "datetime.date",   "datetime.time",
                                                   "datetime.timedelta", "decimal.Decimal", "uuid.UUID"};
  if (symbol.is(Symbol::Kind::Builtin)) return oneOf(annotation.text(), builtins);
  return symbol.is(Symbol::Kind::Class) || (symbol.is(Symbol::Kind::External) && oneOf(symbol.name, externals));
}

/// Something else in the class gives the name a value.
bool isGiven(Expr classNode, const std::string& name) {
  for (const Expr statement : classNode.body()) {
    if (statement.is(Kind::Function) && statement.text() == name) return true;
    const bool gives = statement.is(Kind::Assign) || (statement.is(Kind::AnnAssign) && statement.value());
    for (std::uint32_t i = 0; gives && i < statement.size(); ++i) {
      if (statement[i].is(Kind::Name) && statement[i].text() == name && statement[i] != statement.value()) return true;
    }
    // What a branch or a loop of the body gives is not looked for.
    if (statement.is(Kind::If) || statement.is(Kind::For) || statement.is(Kind::Try) || statement.is(Kind::With))
      return true;
  }
  return false;
}

}  // namespace

std::vector<UnmappedAnnotation> unmappedAnnotations(const Project& project, ClassId index) {
  const ClassInfo& info = project.classes().at(index);
  std::vector<UnmappedAnnotation> found;
  if (!info.declarative || (info.base != none && project.classes().bases()[info.base].form == BaseForm::SqlModel))
    return found;
  std::optional<bool> refused;
  for (const Expr statement : info.node.body()) {
    if (!statement.is(Kind::AnnAssign) || statement.value() || !statement[0].is(Kind::Name) ||
        statement[0].text().starts_with("__"))
      continue;
    const Expr annotation = statement[1];
    const bool call =
        annotation.is(Kind::Call) && sqlalchemy::isAttributeFactory(project.classes().origin(info.file, annotation));
    if ((!call && !isPlain(project, info.file, annotation)) || isGiven(info.node, statement[0].text())) continue;
    if (!refused) refused = refuses(project, index);
    if (call || *refused) found.push_back({statement, call, *refused, !*refused && passes(project, index)});
  }
  return found;
}

}  // namespace limbeck::project
