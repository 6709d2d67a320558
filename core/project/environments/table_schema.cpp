#include "project/environments/table_schema.h"

#include "project/names/resolver.h"

namespace limbeck::project {
namespace {

/// The text itself, or the one a name of the workspace holds.
NamedSchema textAt(const Project& project, FileId file, Expr value) {
  if (value.is(Kind::String)) return {value.text(), file, value};
  if (!value.is(Kind::Name) && !value.is(Kind::Attribute)) return {};
  const Symbol symbol = project.resolver().only(file, value);
  return symbol.is(Symbol::Kind::Variable) && symbol.value.is(Kind::String)
             ? NamedSchema{symbol.value.text(), file, value}
             : NamedSchema{};
}

}  // namespace

NamedSchema schemaOf(const Project& project, ClassId model) {
  std::vector<ClassId> open{model};
  for (std::size_t i = 0; i < open.size() && i < 32; ++i) {
    const ClassInfo& info = project.classes().at(open[i]);
    Expr arguments = classAttribute(info.node, "__table_args__");
    if (arguments.is(Kind::Tuple) && arguments.size() > 0) arguments = arguments.back();
    if (arguments.is(Kind::Dict)) {
      for (const Expr pair : arguments) {
        if (pair.is(Kind::Pair) && pair[0].is(Kind::String) && pair[0].text() == "schema")
          return textAt(project, info.file, pair[1]);
      }
    }
    if (arguments) return {};
    open.insert(open.end(), info.parents.begin(), info.parents.end());
  }
  return {};
}

NamedSchema schemaOf(const Project& project, const CoreTable& table) {
  return textAt(project, table.file, table.call.keyword("schema"));
}

NamedSchema schemaOf(const Project& project, const MetaDataUse& use) {
  return use.made.is(Kind::Call) ? textAt(project, use.file, use.made.keyword("schema")) : NamedSchema{};
}

}  // namespace limbeck::project
