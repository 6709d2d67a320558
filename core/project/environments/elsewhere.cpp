#include "project/environments/elsewhere.h"

#include <algorithm>
#include <string>
#include <vector>

#include "project/given/places.h"
#include "project/names/resolver.h"
#include "text/concat.h"
#include "text/dotted.h"

namespace limbeck::project {
namespace {

/// __path__ = extend_path(__path__, __name__), __import__("pkg_resources").declare_namespace(__name__)
bool liesInSeveralFolders(const ModuleFacts& package) {
  return !package.names.finally(0, "__path__").empty() ||
         std::any_of(package.calls.begin(), package.calls.end(), [](Expr call) {
           return call.callee().text() == "declare_namespace" || call.callee().text() == "extend_path";
         });
}

/// shop/fast.pyx, shop/fast.pyi, shop/fast.cpython-312-x86_64-linux-gnu.so are `shop/fast`, wherever `shop` stands.
bool isModuleOf(std::string_view path, std::string_view module) {
  static constexpr std::string_view ends[] = {".pyi", ".pyx", ".so", ".pyd"};
  const std::string_view name = fileNameOf(path);
  const std::string own = joinPath(folderOf(path), name.substr(0, name.find('.')));
  return (own == module || own.ends_with(concat("/", module))) &&
         std::any_of(std::begin(ends), std::end(ends), [&](std::string_view end) { return path.ends_with(end); });
}

/// Extension("shop.fast", sources=["fast.c"])
bool isExtension(const WithNames& project, std::string_view dotted) {
  return std::any_of(project.files().begin(), project.files().end(), [&](const FactsPtr& file) {
    return std::any_of(file->calls.begin(), file->calls.end(), [&](Expr call) {
      if (call.callee().text() != "Extension") return false;
      const Expr name = call.keyword("name") ? call.keyword("name") : call.positional(0);
      return name.is(Kind::String) && (name.text() == dotted || name.text().ends_with(concat(".", dotted)));
    });
  });
}

}  // namespace

bool mayStandElsewhere(const WithNames& project, std::string_view dotted, FileId from) {
  const Resolver& resolver = project.resolver();
  const std::size_t dots = std::min(dotted.find_first_not_of('.'), dotted.size());
  for (std::size_t dot = dotted.find('.', dots); dot != std::string_view::npos; dot = dotted.find('.', dot + 1)) {
    const FileId package = resolver.importTarget(dotted.substr(0, dot), from).file;
    if (package != noFile && liesInSeveralFolders(project.file(package))) return true;
  }
  std::string module = pathOfDotted(dotted.substr(dots));
  if (dots > 0) {
    std::string_view folder = folderOf(project.file(from).path());
    for (std::size_t i = 1; i < dots; ++i) folder = folderOf(folder);
    module = joinPath(folder, module);
  }
  const std::vector<std::string>& others = project.inputs().otherFiles;
  return isExtension(project, dotted.substr(dots)) ||
         std::any_of(others.begin(), others.end(), [&](const std::string& path) { return isModuleOf(path, module); });
}

bool mayHaveMoreNames(const WithNames& project, FileId module) {
  const ModuleFacts& facts = project.file(module);
  if (!facts.names.finally(0, "__getattr__").empty() || liesInSeveralFolders(facts)) return true;
  for (std::uint32_t i = 1; i < facts.code->size(); ++i) {  // sys.modules[__name__] = Lazy(...)
    const Expr node = facts.code->at(i);
    if (node.is(Kind::Subscript) && node[0].is(Kind::Attribute) && node[0].text() == "modules" &&
        node.parent().is(Kind::Assign) && node.parent().value() != node)
      return true;
  }
  return false;
}

}  // namespace limbeck::project
