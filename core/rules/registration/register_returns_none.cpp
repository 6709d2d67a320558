#include <algorithm>

#include "project/project.h"
#include "project/registration/model_registries.h"
#include "rules/fixes/edits.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace mr220 {
namespace {

using facts::Kind;
using project::ModelRegistry;
using project::Project;

/// Every way through the block ends in `return value` or `raise`; what is not understood is taken to.
bool always(Expr block) {
  for (const Expr statement : block) {
    switch (statement.kind()) {
      case Kind::Return:
      case Kind::Raise:
      case Kind::While:
      case Kind::Match:
      case Kind::OtherStatement: return true;
      case Kind::If:
        if (always(statement[1]) && statement[2] && always(statement[2])) return true;
        break;
      case Kind::With:
        if (always(statement.body())) return true;
        break;
      case Kind::Try: {
        bool all = always(statement[0]);
        for (const Expr part : statement) {
          if (part.is(Kind::Finally) && always(part[0])) return true;
          if (part.is(Kind::TryElse)) all = all || always(part[0]);
        }
        for (const Expr part : statement) all = all && (!part.is(Kind::Handler) || always(part.body()));
        if (all) return true;
        break;
      }
      default: break;
    }
  }
  return false;
}

/// `return` and `return None` of the function itself.
std::vector<Expr> emptyReturns(const ModuleFacts& facts, Expr function) {
  std::vector<Expr> found;
  for (std::uint32_t i = function.index(); i < facts.code->size(); ++i) {
    const Expr node = facts.code->at(i);
    const bool empty = node.is(Kind::Return) && (!node.value() || node.value().is(Kind::None));
    if (empty && python::enclosing(node, Kind::Function) == function) found.push_back(node);
  }
  return found;
}

void check(const Project& project, Findings& findings) {
  for (const ModelRegistry& registry : project::modelRegistries(project)) {
    const ModuleFacts& facts = project.file(registry.file);
    const Expr function = registry.function;
    const auto use = std::find_if(registry.uses.begin(), registry.uses.end(),
                                  [](const ModelRegistry::Use& one) { return bool(one.decorator); });
    const std::vector<Expr> empty = emptyReturns(facts, function);
    const bool falls = !always(function.body());
    if (use == registry.uses.end() || (!falls && empty.empty())) continue;
    const project::ClassInfo& model = project.classes().at(use->model);
    Finding finding;
    finding.place = {facts.path(), falls ? function.nameSpan() : empty[0].span()};
    finding.subject = registry.owner ? concat(registry.owner.text(), ".", function.text()) : function.text();
    finding.message =
        concat(quoted(finding.subject), falls && empty.empty() ? " returns nothing" : " returns nothing on one way",
               ", so the name ", quoted(model.name), " stands for `None` below the decorator");
    finding.related.push_back({{project.file(model.file).path(), use->decorator.span()}, "decorates a model here"});
    const std::string answer = concat("return ", registry.parameter);
    Fix fix{concat("End with ", quoted(answer)), FixClass::Safe, {}, {}};
    for (const Expr one : empty) fix.edits.push_back(replace(facts, one.span(), answer));
    const Expr last = function.body().back();
    if (falls)
      fix.edits.push_back(last.is(Kind::Pass) ? replace(facts, last.span(), answer)
                                              : insertAfter(facts, last, {answer}));
    finding.fixes.push_back(std::move(fix));
    findings.push_back(std::move(finding));
  }
}

}  // namespace
}  // namespace mr220

extern const Rule register_returns_none{"MR220", Severity::Error, FixClass::Safe, "B1", &mr220::check};

}  // namespace limbeck::rules
