#include "project/migrations/operations.h"

#include <algorithm>

#include "text/concat.h"
#include "text/dotted.h"
#include "text/words.h"

namespace limbeck::project {
namespace {

/// What a name that is only bound inside its file says about it, without asking other files.
enum class Handle : std::uint8_t { None, Op, Batch, Elsewhere };

struct Holder {
  Handle handle = Handle::None;
  Expr batch;
};

bool isImportOfOp(Expr alias) {
  const Expr statement = alias.parent();
  if (statement.is(Kind::ImportFrom)) return statement.text() == "alembic" && alias.text() == "op";
  return statement.is(Kind::Import) && alias.text() == "alembic.op" && alias.size() > 0;
}

/// sa, postgresql, uuid: no need to ask the resolver what they are.
bool isOtherLibrary(Expr alias) {
  const std::string_view written = alias.parent().is(Kind::ImportFrom) ? alias.parent().text() : alias.text();
  const std::string_view top = topOf(written);
  return top != "alembic" && isWellKnown(top);
}

Holder holderOf(const Project& project, FileId file, Expr name) {
  const auto found = project.file(file).names.find(name.text(), name);
  const bool called = name.text() == "op";
  if (found.bindings.empty())
    return {called && project.file(file).names.module().starImports.empty() ? Handle::Op : Handle::Elsewhere, {}};
  const python::Binding& binding = *found.bindings.back();
  switch (binding.kind) {
    case python::BindingKind::Import:
      if (isOtherLibrary(binding.node)) return {};
      return {isImportOfOp(binding.node) ? Handle::Op : Handle::Elsewhere, {}};
    case python::BindingKind::Parameter:
      if (called) return {Handle::Op, {}};
      return {name.text() == "batch_op" || name.text() == "batch" ? Handle::Batch : Handle::None, {}};
    case python::BindingKind::Other: {  // with op.batch_alter_table("t") as batch_op:
      const Expr call = binding.node.is(Kind::WithItem) ? binding.node[0] : Expr();
      const OperationKind* const kind = operationNamed(call.callee().text());
      if (kind == nullptr || kind->op != Op::BatchAlterTable) return {};
      return {Handle::Batch, call};
    }
    case python::BindingKind::Value:
      return {binding.value.is(Kind::Name) || binding.value.is(Kind::Attribute) ? Handle::Elsewhere : Handle::None, {}};
    default: return {};
  }
}

/// "add_column" for "alembic.op.add_column".
std::optional<std::string> nameOfOrigin(const Project& project, FileId file, Expr callee) {
  constexpr std::string_view prefix = "alembic.op.";
  const Symbol symbol = project.resolver().only(file, callee);
  if (!symbol.is(Symbol::Kind::External) || !symbol.name.starts_with(prefix)) return std::nullopt;
  std::string name = symbol.name.substr(prefix.size());
  return name.find('.') == std::string::npos ? std::optional(std::move(name)) : std::nullopt;
}

}  // namespace

Expr Operation::argument(std::string_view argument) const {
  const OperationKind* const kind = operationNamed(name);
  return kind == nullptr ? call.keyword(argument) : writtenFor(*kind, batched, call, argument);
}

std::optional<Operation> operationOf(const Project& project, FileId file, Expr call) {
  const Expr callee = call.callee();
  if (callee.is(Kind::Attribute) && callee[0].is(Kind::Name)) {
    const Holder holder = holderOf(project, file, callee[0]);
    if (holder.handle == Handle::Op) return Operation{callee.text(), call, false, {}};
    if (holder.handle == Handle::Batch) return Operation{callee.text(), call, true, holder.batch};
    if (holder.handle == Handle::None) return std::nullopt;
  } else if (callee.is(Kind::Name)) {
    if (holderOf(project, file, callee).handle != Handle::Elsewhere) return std::nullopt;
  } else if (!callee.is(Kind::Attribute)) {
    return std::nullopt;
  }
  if (callee.dotted().empty()) return std::nullopt;
  if (const auto name = nameOfOrigin(project, file, callee)) return Operation{*name, call, false, {}};
  return std::nullopt;
}

}  // namespace limbeck::project
