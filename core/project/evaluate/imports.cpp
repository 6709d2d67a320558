// Import statements: which names they bind, and to what.

#include "project/evaluate/evaluator.h"
#include "project/names/star_imports.h"
#include "text/concat.h"
#include "text/dotted.h"

namespace limbeck::project::evaluate {

void Evaluator::importStatement(Frame& frame, Expr node) {
  for (const Expr alias : node) {
    const Value module = importDotted(alias.text(), frame.file, frame.file, alias);
    if (alias.size() > 0) {
      frame.names.set(alias[0].text(), module);
      continue;
    }
    const std::string top(topOf(alias.text()));
    const Resolver::Target& target = resolver_.importTarget(top, frame.file);
    if (target.file != noFile) frame.names.set(top, Value::module(target.file, files_[target.file]->path()));
    else if (!target.folder.empty()) frame.names.set(top, Value::module(noFile, target.folder));
    else frame.names.set(top, Value::external(top));
  }
}

void Evaluator::importFrom(Frame& frame, Expr node) {
  const Value module = importDotted(node.text(), frame.file, frame.file, node);
  for (const Expr alias : node) {
    if (alias.text() == "*") {
      importStar(frame, node, module);
      continue;
    }
    const std::string& bound = alias.size() > 0 ? alias[0].text() : alias.text();
    Value value = memberOf(module, alias.text(), frame.file, alias);
    const bool bare = module.is(Value::Kind::Module) && module.file() == noFile;
    // A submodule that something else has imported already is an import of this file all the same.
    const bool submodule = value.is(Value::Kind::Module) && value.file() != noFile;
    if (bare || submodule || (value.isUnknown() && module.is(Value::Kind::Module))) {
      // from package import submodule (facts F82)
      const std::string dotted =
          node.text().ends_with('.') ? node.text() + alias.text() : concat(node.text(), ".", alias.text());
      const Resolver::Target& target = resolver_.importTarget(dotted, frame.file);
      const bool there = target.file != noFile || !target.folder.empty();
      const bool fromElsewhere =
          submodule && target.file != value.file();  // from package import helper, which the package imports
      if (there && !fromElsewhere) {
        value = importDotted(dotted, frame.file, frame.file, alias);
      } else if (!fromElsewhere) {
        const Import import{frame.file, alias, node.text(), target, running(), certain(), tolerated()};
        for (Vocabulary* vocabulary : vocabularies_) vocabulary->missing(*this, import, module.file(), alias.text());
      }
    }
    frame.names.set(bound, std::move(value));
  }
}

/// from package import *: the names of __all__, submodules among them (facts F81), else every public name.
void Evaluator::importStar(Frame& frame, Expr node, const Value& module) {
  if (!module.is(Value::Kind::Module)) {
    frame.openNames = frame.openNames || module.is(Value::Kind::Unknown);
    if (module.is(Value::Kind::External)) frame.stars.push_back(module.text());
    return;
  }
  if (module.file() == noFile || modules_.count(module.file()) == 0) return;
  const std::shared_ptr<Frame> source = modules_[module.file()];
  const auto all = source->names.find("__all__");
  if (all == source->names.end()) {
    for (const auto& [name, value] : source->names) {
      if (!name.starts_with('_')) frame.names.set(name, value);
    }
    frame.openNames = frame.openNames || source->openNames;
    frame.stars.insert(frame.stars.end(), source->stars.begin(), source->stars.end());
    return;
  }
  const Sequence names = iterate(all->second);
  frame.openNames = frame.openNames || names.open;
  for (const Value& name : names.items) {
    if (!name.isString()) continue;
    Value value = memberOf(module, name.text(), frame.file, node);
    if (value.isUnknown()) {
      const std::string dotted =
          node.text().ends_with('.') ? node.text() + name.text() : concat(node.text(), ".", name.text());
      if (resolver_.importTarget(dotted, frame.file).file != noFile)
        value = importDotted(dotted, frame.file, frame.file, node);
    }
    frame.names.set(name.text(), std::move(value));
  }
}

std::optional<Value> Evaluator::fromStars(const Frame& frame, std::string_view name) {
  const std::string_view library = starGiver(name, frame.stars);
  return library.empty() ? std::nullopt : std::optional(Value::external(concat(library, ".", name)));
}

}  // namespace limbeck::project::evaluate
