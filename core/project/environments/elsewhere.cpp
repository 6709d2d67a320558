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

/// shop/fast.pyx, shop/fast.pyi, shop/fast.cpython-312-x86_64-linux-gnu.so
bool isCompiled(std::string_view path) {
  static constexpr std::string_view ends[] = {".pyi", ".pyx", ".so", ".pyd"};
  return std::any_of(std::begin(ends), std::end(ends), [&](std::string_view end) { return path.ends_with(end); });
}

/// The name, and what it is called by those who stand further in.
void addEnds(std::string_view name, char separator, std::set<std::string, std::less<>>& into) {
  for (into.emplace(name); name.find(separator) != std::string_view::npos; into.emplace(name))
    name.remove_prefix(name.find(separator) + 1);
}

}  // namespace

BuiltModules::BuiltModules(const Inputs& inputs) {
  for (const FactsPtr& file : inputs.files) {
    for (const Expr call : file->calls) {
      if (call.callee().text() != "Extension") continue;
      const Expr name = call.keyword("name") ? call.keyword("name") : call.positional(0);
      if (name.is(Kind::String)) addEnds(name.text(), '.', extensions_);
    }
  }
  for (const std::string& path : inputs.otherFiles) {
    const std::string_view name = fileNameOf(path);
    if (isCompiled(name)) addEnds(joinPath(folderOf(path), name.substr(0, name.find('.'))), '/', compiled_);
  }
}

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
  return project.builtModules().has(dotted.substr(dots), module);
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
