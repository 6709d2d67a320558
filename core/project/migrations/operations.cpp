#include "project/migrations/operations.h"

#include <algorithm>
#include <iterator>

#include "text/concat.h"
#include "text/dotted.h"
#include "text/words.h"

namespace limbeck::project {
namespace {

/// A name bound to a name bound to a name: no further than this.
constexpr unsigned followLimit = 8;

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
      if (!call.is(Kind::Call) || call.callee().text() != "batch_alter_table") return {};
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

using Texts = std::vector<std::string_view>;

std::vector<Signature> makeSignatures() {
  const Texts alter = {"nullable",
                       "comment",
                       "server_default",
                       "new_column_name",
                       "type_",
                       "existing_type",
                       "existing_server_default",
                       "existing_nullable",
                       "existing_comment",
                       "schema",
                       "autoincrement",
                       "existing_autoincrement"};
  const Texts foreign = {"onupdate", "ondelete",      "deferrable",     "initially",
                         "match",    "source_schema", "referent_schema"};
  return {
      {"add_column",
       {"table_name", "column"},
       {},
       {"schema", "if_not_exists", "inline_references", "inline_primary_key"}},
      {"alter_column", {"table_name", "column_name"}, {}, alter, false, true},
      {"batch_alter_table",
       {"table_name"},
       {"schema", "recreate", "partial_reordering", "copy_from", "table_args", "table_kwargs", "reflect_args",
        "reflect_kwargs", "naming_convention"},
       {}},
      {"bulk_insert", {"table", "rows"}, {}, {"multiinsert"}},
      {"create_check_constraint", {"constraint_name", "table_name", "condition"}, {}, {"schema"}, false, true},
      {"create_exclude_constraint", {"constraint_name", "table_name"}, {}, {"schema"}, true, true},
      {"create_foreign_key",
       {"constraint_name", "source_table", "referent_table", "local_cols", "remote_cols"},
       {},
       foreign,
       false,
       true},
      {"create_index", {"index_name", "table_name", "columns"}, {}, {"schema", "unique", "if_not_exists"}, false, true},
      {"create_primary_key", {"constraint_name", "table_name", "columns"}, {}, {"schema"}},
      {"create_table", {"table_name"}, {}, {}, true, true},
      {"create_table_comment", {"table_name", "comment"}, {}, {"existing_comment", "schema"}},
      {"create_unique_constraint", {"constraint_name", "table_name", "columns"}, {}, {"schema"}, false, true},
      {"drop_column", {"table_name", "column_name"}, {}, {"schema", "if_exists"}, false, true},
      {"drop_constraint", {"constraint_name", "table_name"}, {"type_"}, {"schema", "if_exists"}},
      {"drop_index", {"index_name"}, {"table_name"}, {"schema", "if_exists"}, false, true},
      {"drop_table", {"table_name"}, {}, {"schema", "if_exists"}, false, true},
      {"drop_table_comment", {"table_name"}, {}, {"existing_comment", "schema"}},
      {"execute", {"sqltext"}, {}, {"execution_options"}},
      {"f", {"name"}, {}, {}},
      {"get_bind", {}, {}, {}},
      {"get_context", {}, {}, {}},
      {"implementation_for", {"op_cls"}, {}, {}, true, true},
      {"inline_literal", {"value"}, {"type_"}, {}},
      {"invoke", {"operation"}, {}, {}},
      {"register_operation", {"name"}, {"sourcename"}, {}},
      {"rename_table", {"old_table_name", "new_table_name"}, {}, {"schema"}},
      {"run_async", {"async_function"}, {}, {}, true, true},
  };
}

/// Without the table: what a batch object knows (facts F57).
std::vector<Signature> makeBatchSignatures(std::vector<Signature> all) {
  static constexpr std::string_view absent[] = {"batch_alter_table", "bulk_insert", "create_table", "drop_table",
                                                "rename_table"};
  all.erase(std::remove_if(all.begin(), all.end(),
                           [](const Signature& one) {
                             return std::find(std::begin(absent), std::end(absent), one.name) != std::end(absent);
                           }),
            all.end());
  for (Signature& one : all) {
    for (Texts* list : {&one.required, &one.optional}) {
      list->erase(std::remove_if(list->begin(), list->end(),
                                 [](std::string_view name) { return name == "table_name" || name == "source_table"; }),
                  list->end());
    }
    if (one.name == "add_column" || one.name == "alter_column") {
      one.keywords.push_back("insert_before");
      one.keywords.push_back("insert_after");
    }
  }
  return all;
}

const std::vector<Signature>& signatures(bool batched) {
  static const std::vector<Signature> plain = makeSignatures();
  static const std::vector<Signature> batch = makeBatchSignatures(plain);
  return batched ? batch : plain;
}

}  // namespace

bool Signature::takes(std::string_view keyword) const {
  const auto has = [&](const Texts& list) { return std::find(list.begin(), list.end(), keyword) != list.end(); };
  return anyName || has(required) || has(optional) || has(keywords);
}

std::optional<std::pair<std::uint32_t, std::string_view>> Signature::table() const {
  static constexpr std::string_view names[] = {"table_name", "source_table", "old_table_name"};
  std::uint32_t place = 0;
  for (const Texts* list : {&required, &optional}) {
    for (const std::string_view one : *list) {
      if (oneOf(one, names)) return std::pair(place, one);
      ++place;
    }
  }
  return std::nullopt;
}

const Signature* signatureOf(std::string_view name, bool batched) {
  for (const Signature& one : signatures(batched)) {
    if (one.name == name) return &one;
  }
  return nullptr;
}

std::vector<std::string_view> operationNames(bool batched) {
  std::vector<std::string_view> names;
  for (const Signature& one : signatures(batched)) names.push_back(one.name);
  return names;
}

Expr Operation::argument(std::uint32_t place, std::string_view keyword) const {
  if (const Expr byName = call.keyword(keyword)) return byName;
  const Signature* signature = batched ? signatureOf(name, false) : nullptr;
  if (signature == nullptr) return call.positional(place);
  // The place of the table falls away.
  const auto at = std::find_if(signature->required.begin(), signature->required.end(),
                               [](std::string_view one) { return one == "table_name" || one == "source_table"; });
  const auto table = static_cast<std::uint32_t>(at - signature->required.begin());
  if (at == signature->required.end() || place < table) return call.positional(place);
  return place == table ? Expr() : call.positional(place - 1);
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

std::vector<Operation> batchesAround(const Project& project, FileId file, Expr node) {
  std::vector<Operation> found;
  for (Expr at = node.parent(); at && !at.is(Kind::Function); at = at.parent()) {
    if (!at.is(Kind::With)) continue;
    for (const Expr item : at) {
      if (!item.is(Kind::WithItem) || !item[0].is(Kind::Call) || item.span().contains(node.span())) continue;
      auto operation = operationOf(project, file, item[0]);
      if (operation && operation->name == "batch_alter_table") found.push_back(std::move(*operation));
    }
  }
  return found;
}

std::optional<std::string> textOf(const Project& project, FileId file, Expr value) {
  for (unsigned i = 0; i < followLimit; ++i) {
    if (value.is(Kind::String)) return value.text();
    if (value.is(Kind::Call)) {
      const std::string& callee = value.callee().text();
      if (callee != "f" && callee != "quoted_name") return std::nullopt;
      value = value.positional(0);
      continue;
    }
    if (!value.is(Kind::Name) && !value.is(Kind::Attribute)) return std::nullopt;
    const Symbol symbol = project.resolver().only(file, value);
    if (!symbol.is(Symbol::Kind::Variable) || !symbol.value) return std::nullopt;
    file = symbol.file;
    value = symbol.value;
  }
  return std::nullopt;
}

std::optional<std::string> tableOf(const Project& project, FileId file, const Operation& operation) {
  if (operation.batched) {
    if (!operation.batch) return std::nullopt;
    return textOf(project, file, Operation{"batch_alter_table", operation.batch, false, {}}.argument(0, "table_name"));
  }
  const Signature* signature = signatureOf(operation.name, false);
  const auto argument = signature == nullptr ? std::nullopt : signature->table();
  const Expr value = argument ? operation.argument(argument->first, argument->second) : Expr();
  return value ? textOf(project, file, value) : std::nullopt;
}

}  // namespace limbeck::project
