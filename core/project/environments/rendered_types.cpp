#include "project/environments/rendered_types.h"

#include <algorithm>

#include "project/classes/attributes.h"
#include "project/environments/imports.h"
#include "project/names/resolver.h"
#include "text/concat.h"
#include "text/dotted.h"

namespace limbeck::project {
namespace {

/// class GUID(TypeDecorator)
bool isOwnType(const Project& project, FileId file, Expr node) {
  std::vector<std::pair<FileId, Expr>> open{{file, node}};
  for (std::size_t i = 0; i < open.size() && i < 16; ++i) {
    for (const Expr base : open[i].second.bases()) {
      if (base.is(Kind::Keyword)) continue;
      const Symbol symbol = project.resolver().only(open[i].first, base);
      const std::string_view name = lastOf(symbol.name);
      if (symbol.is(Symbol::Kind::External) && topOf(symbol.name) == "sqlalchemy" &&
          (name == "TypeDecorator" || name == "UserDefinedType"))
        return true;
      if (symbol.is(Symbol::Kind::Class)) open.emplace_back(symbol.file, symbol.node);
    }
  }
  return false;
}

/// Geometry("POINT"), GUID
void addType(const Project& project, FileId file, Expr type, std::vector<RenderedType>& into) {
  const Expr name = type.is(Kind::Call) ? type.callee() : type;
  if (!name.is(Kind::Name) && !name.is(Kind::Attribute)) return;
  const Symbol symbol = project.resolver().only(file, name);
  if (symbol.is(Symbol::Kind::External)) {
    const std::string_view top = topOf(symbol.name);
    const std::string_view last = lastOf(symbol.name);
    const bool type_ = !last.empty() && last[0] >= 'A' && last[0] <= 'Z';
    if (type_ && (top == "sqlalchemy_utils" || top == "geoalchemy2"))
      into.push_back({std::string(top), std::string(last), file, name});
    if (top == "sqlmodel" && last == "AutoString")
      into.push_back({"sqlmodel", "sqlmodel.sql.sqltypes.AutoString", file, name});
  } else if (symbol.is(Symbol::Kind::Class) && isOwnType(project, symbol.file, symbol.node)) {
    const std::string module = project.importLines().nameOf(symbol.file);
    into.push_back({module, concat(module, ".", symbol.node.text()), file, name});
  }
}

/// str, Optional[str], str | None
bool isText(Expr annotation) {
  if (annotation.is(Kind::Name)) return annotation.text() == "str";
  if (annotation.is(Kind::Subscript) && (annotation[0].text() == "Optional" || annotation[0].text() == "Union")) {
    for (std::uint32_t i = 1; i < annotation.size(); ++i) {
      if (isText(annotation[i])) return true;
    }
  }
  if (annotation.is(Kind::Tuple)) return std::any_of(annotation.begin(), annotation.end(), isText);
  return annotation.is(Kind::Binary) && annotation.text() == "|" && (isText(annotation[0]) || isText(annotation[1]));
}

}  // namespace

std::vector<RenderedType> renderedTypes(const Project& project, ClassId model) {
  const ClassInfo& info = project.classes().at(model);
  const bool sqlModel = info.base != none && project.classes().bases()[info.base].form == BaseForm::SqlModel;
  std::vector<RenderedType> all;
  for (const MappedAttribute& attribute : mappedAttributes(project, info)) {
    const Expr column = attribute.column;
    for (const Expr type :
         {column.positional(0), column.positional(1), column.keyword("type_"), attribute.factory.keyword("sa_type")}) {
      if (type) addType(project, info.file, type, all);
    }
    const bool field = sqlModel && attribute.statement.is(Kind::AnnAssign) && !column &&
                       !attribute.factory.keyword("sa_type") && !attribute.factory.keyword("sa_column") &&
                       (!attribute.factory || attribute.factory.callee().text() == "Field");
    if (field && isText(attribute.statement[1]))
      all.push_back({"sqlmodel", "sqlmodel.sql.sqltypes.AutoString", info.file, attribute.statement[1]});
  }
  std::vector<RenderedType> first;
  for (RenderedType& one : all) {
    const bool known =
        std::any_of(first.begin(), first.end(), [&](const RenderedType& other) { return other.module == one.module; });
    if (!known) first.push_back(std::move(one));
  }
  return first;
}

bool templateImports(std::string_view text, std::string_view module) {
  const std::string plain = concat("import ", topOf(module));
  for (std::size_t at = text.find(plain); at != std::string_view::npos; at = text.find(plain, at + 1)) {
    const std::size_t behind = at + plain.size();
    const char next = behind < text.size() ? text[behind] : '\n';
    const bool ends = next == '.' || next == '\n' || next == '\r' || next == ',' || next == ' ' || next == '#';
    const std::string_view rest = text.substr(behind, std::min(text.find('\n', behind), text.size()) - behind);
    if (ends && rest.find(" as ") == std::string_view::npos) return true;
  }
  return false;
}

}  // namespace limbeck::project
