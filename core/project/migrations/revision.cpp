#include "project/migrations/revision.h"

#include <algorithm>
#include <optional>

#include "project/evaluate/evaluator.h"
#include "project/evaluate/library.h"
#include "project/given/places.h"
#include "project/phases.h"

namespace limbeck::project {
namespace {

using evaluate::Value;

/// Constants are followed this far: `down_revision = cli.START`, `START = base.START`.
constexpr unsigned callLimit = 8;
/// A revision file may compute its id, but it may not take long over it.
constexpr std::uint64_t stepLimit = 50'000;

bool holdsSeveral(Expr value) { return value.is(Kind::Tuple) || value.is(Kind::List) || value.is(Kind::Set); }

/// Reads the module-level names of one file; runs it only when the plain forms do not tell.
class RevisionFile {
 public:
  RevisionFile(const WithNames& project, FileId file) : project_(project), file_(file), facts_(project.file(file)) {}

  [[nodiscard]] RevisionNames names(std::string_view name) {
    RevisionNames result;
    const std::vector<const python::Binding*> bindings = facts_.names.finally(0, name);
    // `depends_on: str` alone binds nothing.
    result.given = std::any_of(bindings.begin(), bindings.end(),
                               [](const python::Binding* one) { return !isBareAnnotation(*one); });
    if (!result.given) return result;
    if (bindings.size() == 1 && bindings[0]->value) {
      result.at = bindings[0]->value;
      if (plain(result, file_, result.at, 0)) return result;
      result.names.clear();
    }
    result.unordered = false;
    if (result.number) return result;
    result.known = computed(result, name);
    return result;
  }

 private:
  static bool isBareAnnotation(const python::Binding& binding) {
    return binding.node.is(Kind::AnnAssign) && !binding.node[2];
  }

  /// Texts, None, and lists of them, through names; false when it takes more than that.
  bool plain(RevisionNames& into, FileId file, Expr value, unsigned depth) {
    if (depth > callLimit) return false;
    if (value.is(Kind::None)) return true;
    if (value.is(Kind::String)) {
      into.names.push_back({value.text(), file, value});
      return true;
    }
    if (holdsSeveral(value)) {
      into.unordered = into.unordered || value.is(Kind::Set);
      return std::all_of(value.begin(), value.end(),
                         [&](Expr item) { return !item.is(Kind::None) && plain(into, file, item, depth + 1); });
    }
    if (value.is(Kind::Int) || value.is(Kind::Float)) into.number = true;
    if (!value.is(Kind::Name) && !value.is(Kind::Attribute)) return false;
    const Symbol symbol = project_.resolver().only(file, value);
    return symbol.is(Symbol::Kind::Variable) && symbol.value && plain(into, symbol.file, symbol.value, depth + 1);
  }

  bool computed(RevisionNames& into, std::string_view name) {
    evaluate::Limits limits;
    limits.steps = stepLimit;
    evaluate::Evaluator evaluator(project_.files(), project_.resolver(), {&project_.library()}, limits);
    evaluator.importFile(file_);
    return take(into, evaluator.member(file_, name));
  }

  bool take(RevisionNames& into, const Value& value) {
    if (value.is(Value::Kind::None)) return true;
    if (value.isString()) {
      into.names.push_back({value.text(), file_, Expr()});
      return true;
    }
    if (!value.isSequence() || value.sequence().open) return false;
    into.unordered = into.unordered || value.is(Value::Kind::Set);
    const std::vector<Value>& items = value.sequence().items;
    return std::all_of(items.begin(), items.end(),
                       [&](const Value& item) { return item.isString() && take(into, item); });
  }

  const WithNames& project_;
  FileId file_;
  const ModuleFacts& facts_;
};

/// `4f1c0a2b9d33.py`: files of Alembic 0.1, whose name is the id.
std::string idOfName(std::string_view path) {
  std::string_view stem = fileNameOf(path);
  stem.remove_suffix(std::min<std::size_t>(3, stem.size()));
  const bool hex = !stem.empty() && stem.find_first_not_of("0123456789abcdef") == std::string_view::npos;
  return hex ? std::string(stem) : std::string();
}

/// The first paragraph of the module's docstring.
std::string docOf(const ModuleFacts& facts) {
  const Expr first = facts.module()[0];
  if (!first.is(Kind::Expression) || !first[0].is(Kind::String)) return {};
  std::string_view text = first[0].text();
  const std::size_t begin = std::min(text.find_first_not_of(" \t\r\n"), text.size());
  text.remove_prefix(begin);
  text = text.substr(0, text.find("\n\n"));
  const std::size_t end = text.find_last_not_of(" \t\r\n");
  return std::string(text.substr(0, end == std::string_view::npos ? 0 : end + 1));
}

/// A label and what follows it, in the docstring as it stands in the file.
DocLine docLine(const ModuleFacts& facts, std::string_view label) {
  const Expr first = facts.module()[0];
  if (!first.is(Kind::Expression) || !first[0].is(Kind::String)) return {};
  const Span doc = first[0].span();
  for (std::uint32_t line = facts.file->lineOf(doc.begin); line <= facts.file->lineOf(doc.end); ++line) {
    const std::string_view text = facts.file->line(line);
    if (!text.substr(facts.file->indentOf(line).size()).starts_with(label)) continue;
    std::size_t begin = text.find(label) + label.size();
    while (begin < text.size() && text[begin] == ' ') ++begin;
    std::size_t end = text.size();
    while (end > begin && (text[end - 1] == ' ' || text[end - 1] == '\t')) --end;
    const std::uint32_t start = facts.file->lineStart(line);
    const Span span{start + static_cast<std::uint32_t>(begin), start + static_cast<std::uint32_t>(end)};
    if (span.begin < doc.begin || span.end > doc.end) continue;
    return {true, span, std::string(text.substr(begin, end - begin))};
  }
  return {};
}

/// The function a module ends up with under that name.
Expr functionOf(const ModuleFacts& facts, std::string_view name, bool& elsewhere) {
  const std::vector<const python::Binding*> bindings = facts.names.finally(0, name);
  Expr found;
  for (const python::Binding* binding : bindings) {
    if (binding->kind == python::BindingKind::Function) found = binding->node;
  }
  // A star import may bring it.
  elsewhere = !found && (!bindings.empty() || !facts.names.module().starImports.empty());
  return found;
}

bool isNothing(Expr statement) {
  if (statement.is(Kind::Pass)) return true;
  if (statement.is(Kind::Return)) return !statement[0] || statement[0].is(Kind::None);
  if (!statement.is(Kind::Expression)) return false;
  const Expr value = statement[0];
  return value.is(Kind::String) || value.is(Kind::Ellipsis) || value.is(Kind::None);
}

}  // namespace

bool doesNothing(Expr function) {
  const Expr body = function.body();
  return std::all_of(body.begin(), body.end(), isNothing);
}

Revision readRevision(const WithNames& project, FileId file) {
  const ModuleFacts& facts = project.file(file);
  Revision revision;
  revision.file = file;
  if (facts.opaque) {
    revision.loading = Loading::Unknown;
    return revision;
  }
  RevisionFile reader(project, file);
  const RevisionNames id = reader.names("revision");
  revision.idAt = id.at;
  revision.down = reader.names("down_revision");
  revision.depends = reader.names("depends_on");
  // depends_on = "": Alembic asks whether there is something before it looks it up, other than for parents.
  const std::vector<RevisionName>& needs = revision.depends.names;
  if (revision.depends.at && !holdsSeveral(revision.depends.at) && needs.size() == 1 && needs[0].text.empty())
    revision.depends.names.clear();
  revision.labels = reader.names("branch_labels");
  revision.upgrade = functionOf(facts, "upgrade", revision.upgradeElsewhere);
  revision.downgrade = functionOf(facts, "downgrade", revision.downgradeElsewhere);
  revision.doc = docOf(facts);
  revision.docId = docLine(facts, "Revision ID:");
  revision.docRevises = docLine(facts, "Revises:");
  revision.docDate = docLine(facts, "Create Date:");
  const bool stars = !facts.names.module().starImports.empty();
  if (!id.given) {
    revision.id = idOfName(facts.path());
    if (revision.id.empty()) revision.loading = stars ? Loading::Unknown : Loading::NoIdentifier;
  } else if (id.number || id.at.is(Kind::None)) {
    revision.loading = Loading::NotText;
  } else if (!id.known || id.names.size() != 1) {
    revision.loading = Loading::Unknown;
  } else {
    revision.id = id.names[0].text;
  }
  if (revision.loading == Loading::Loads && !revision.down.given)
    revision.loading = stars ? Loading::Unknown : Loading::NoDownRevision;
  return revision;
}

}  // namespace limbeck::project
