#include "project/registration/expected_tables.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <map>

#include "project/names/modules.h"
#include "project/names/resolver.h"
#include "text/concat.h"
#include "text/words.h"

namespace limbeck::project {
namespace {

template <std::size_t N>
bool saysOne(std::string_view text, const std::string_view (&words)[N]) {
  return mentions(lowered(text), words);
}

constexpr std::string_view wholeWords[] = {"expected",     "required",    "all_tables",
                                           "known_tables", "table_names", "registered"};
constexpr std::string_view partWords[] = {"critical", "core",   "important", "essential", "minimum", "minimal",
                                          "key_",     "subset", "some_",     "main_",     "at least"};

/// set(x), frozenset(x), sorted(x): the same names over again
bool isCopy(Expr call) {
  static constexpr std::string_view names[] = {"set", "frozenset", "sorted", "list", "tuple"};
  return call.is(Kind::Call) && call.size() == 2 &&
         std::find(std::begin(names), std::end(names), call.callee().text()) != std::end(names);
}

/// {"users", "posts"}, set([...]), frozenset({...})
Expr textsIn(Expr value) {
  if (isCopy(value)) value = value.positional(0);
  const bool sequence = value.is(Kind::Set) || value.is(Kind::List) || value.is(Kind::Tuple);
  const bool texts = sequence && value.size() > 0 &&
                     std::all_of(value.begin(), value.end(), [](Expr item) { return item.is(Kind::String); });
  return texts ? value : Expr();
}

/// An expression and the file it stands in.
struct Tables {
  FileId file = noFile;
  Expr at;
  explicit operator bool() const { return bool(at); }
};

/// The only value that a function returns; Missing when there are several.
Expr returnedBy(const ModuleFacts& facts, Expr function) {
  Expr found;
  for (std::uint32_t i = function.index(); i < facts.code->size(); ++i) {
    const Expr node = facts.code->at(i);
    if (!node.is(Kind::Return) || python::enclosing(node, Kind::Function) != function) continue;
    if (found) return {};
    found = node.value();
  }
  return found;
}

/// Base.metadata of Base.metadata.tables, set(Base.metadata.tables.keys()), [t.name for t in
/// Base.metadata.sorted_tables], or of a name that holds, or a function that returns, one of them.
Tables tablesOf(const Project& project, Tables value, unsigned depth) {
  const Expr at = value.at;
  const auto on = [&](Expr next) { return tablesOf(project, {value.file, next}, depth + 1); };
  if (depth > 8) return {};
  if (at.is(Kind::Attribute) && (at.text() == "tables" || at.text() == "sorted_tables")) return {value.file, at[0]};
  if (at.is(Kind::ListComp) || at.is(Kind::SetComp) || at.is(Kind::Generator)) {
    const bool all = at.size() == 2 && at[1].is(Kind::CompFor);
    const bool name = at[0].is(Kind::Name) || (at[0].is(Kind::Attribute) && at[0].text() == "name");
    return all && name ? on(at[1][1]) : Tables();
  }
  if (at.is(Kind::Call)) {
    if (at.callee().is(Kind::Attribute) && (at.callee().text() == "keys" || at.callee().text() == "values"))
      return on(at.callee()[0]);
    if (isCopy(at)) return on(at.positional(0));
    const bool plain = at.size() == 1 && (at.callee().is(Kind::Name) || at.callee().is(Kind::Attribute));
    const Symbol symbol = plain ? project.resolver().only(value.file, at.callee()) : Symbol();
    if (!symbol.is(Symbol::Kind::Function)) return {};
    return tablesOf(project, {symbol.file, returnedBy(project.file(symbol.file), symbol.node)}, depth + 1);
  }
  if (!at.is(Kind::Name)) return {};
  const python::Names::Found found = project.file(value.file).names.find(at.text(), at);
  return found.bindings.size() == 1 && found.bindings[0]->value ? on(found.bindings[0]->value) : Tables();
}

class Reader {
 public:
  Reader(const Project& project, FileId file) : project_(project), file_(file), facts_(project.file(file)) {}

  std::vector<ExpectedTables> read() {
    std::vector<std::pair<Expr, Expr>> candidates;
    for (std::uint32_t i = 1; i < facts_.code->size(); ++i) {
      const Expr node = facts_.code->at(i);
      if (!node.is(Kind::Assign) || node.size() != 2 || !node[0].is(Kind::Name)) continue;
      const std::string& name = node[0].text();
      if (!saysOne(name, wholeWords) && !saysOne(name, partWords)) continue;
      if (const Expr list = textsIn(node.value())) candidates.emplace_back(node, list);
    }
    for (std::uint32_t i = 1; i < facts_.code->size() && !candidates.empty(); ++i) {
      const Expr node = facts_.code->at(i);
      if (node.is(Kind::Name)) reads_[node.text()].push_back(node);
    }
    for (const auto& [assignment, list] : candidates) variable(assignment, assignment[0].text(), list);
    return std::move(found_);
  }

 private:
  void variable(Expr assignment, const std::string& name, Expr list) {
    ExpectedTables one{file_, name, list, none, saysOne(name, partWords) || saysPart(assignment)};
    bool compared = false;
    for (const Expr node : reads_[name]) {
      if (node == assignment[0] || !means(node, list)) continue;
      if (isChanged(node)) return;
      if (const Tables tables = comparedWith(node)) {
        const MetaDataId id = metadataAt(project_, tables.file, tables.at);
        if (compared && id != one.metadata) return;
        one.metadata = id;
        compared = true;
      }
    }
    if (compared && one.metadata != none) found_.push_back(std::move(one));
  }

  /// The name, read here, is this very assignment and no other.
  [[nodiscard]] bool means(Expr name, Expr list) const {
    const python::Names::Found found = facts_.names.find(name.text(), name);
    return found.bindings.size() == 1 && found.bindings[0]->value &&
           found.bindings[0]->value.span().contains(list.span());
  }

  /// A comment on the line or above it, or the docstring around it, speaks of some tables.
  [[nodiscard]] bool saysPart(Expr assignment) const {
    const SourceFile& file = *facts_.file;
    const std::uint32_t line = file.lineOf(assignment.span().begin);
    const bool comment = std::any_of(facts_.comments.begin(), facts_.comments.end(), [&](Span one) {
      const std::uint32_t at = file.lineOf(one.begin);
      return at + 1 >= line && at <= file.lineOf(assignment.span().end) && saysOne(file.text(one), partWords);
    });
    const Expr function = python::enclosing(assignment, Kind::Function);
    const Expr first = function ? function.body()[0] : Expr();
    return comment || (function && saysOne(function.text(), partWords)) ||
           (first.is(Kind::Expression) && first[0].is(Kind::String) && saysOne(first[0].text(), partWords));
  }

  [[nodiscard]] static bool isChanged(Expr name) {
    static constexpr std::string_view verbs[] = {"add",    "update", "append", "extend", "discard",
                                                 "remove", "clear",  "pop",    "insert"};
    const Expr parent = name.parent();
    if (parent.is(Kind::AugAssign) && parent[0] == name) return true;
    const bool called =
        parent.is(Kind::Attribute) && parent.parent().is(Kind::Call) && parent.parent().callee() == parent;
    return called && std::find(std::begin(verbs), std::end(verbs), parent.text()) != std::end(verbs);
  }

  /// The MetaData whose tables the set is compared with where it is read; Missing when it is used otherwise.
  [[nodiscard]] Tables comparedWith(Expr name) const {
    Expr at = name;
    for (Expr up = at.parent(); isCopy(up) && at != up.callee(); up = at.parent()) at = up;
    const Expr up = at.parent();
    if (up.is(Kind::Binary) && up.text() == "-") return tablesOf(up[0] == at ? up[1] : up[0]);
    if (up.is(Kind::Compare)) return up.size() == 2 ? tablesOf(up[1][0]) : Tables();
    if (up.is(Kind::Comparison))
      return up.parent().size() == 2 && up.text() != "in" && up.text() != "not in" ? tablesOf(up.parent()[0])
                                                                                   : Tables();
    static constexpr std::string_view methods[] = {"difference", "issubset", "issuperset", "symmetric_difference"};
    const auto isMethod = [&](const std::string& word) {
      return std::find(std::begin(methods), std::end(methods), word) != std::end(methods);
    };
    if (up.is(Kind::Attribute) && isMethod(up.text())) return tablesOf(up.parent().positional(0));
    if (up.is(Kind::Call) && up.positional(0) == at && isMethod(up.callee().text())) return tablesOf(up.callee()[0]);
    const bool loop = (up.is(Kind::For) || up.is(Kind::CompFor)) && up[1] == at && up[0].is(Kind::Name);
    return loop ? testedIn(up.is(Kind::For) ? up : up.parent(), up[0].text()) : Tables();
  }

  /// for name in expected: if name not in Base.metadata.tables
  [[nodiscard]] Tables testedIn(Expr loop, const std::string& item) const {
    for (std::uint32_t i = loop.index(); i < facts_.code->size(); ++i) {
      const Expr node = facts_.code->at(i);
      if (!loop.span().contains(node.span()) || !node.is(Kind::Comparison) ||
          (node.text() != "in" && node.text() != "not in"))
        continue;
      if (node.parent()[0].is(Kind::Name) && node.parent()[0].text() == item) return tablesOf(node[0]);
    }
    return {};
  }

  [[nodiscard]] Tables tablesOf(Expr value) const { return project::tablesOf(project_, {file_, value}, 0); }

  const Project& project_;
  FileId file_;
  const ModuleFacts& facts_;
  std::map<std::string, std::vector<Expr>, std::less<>> reads_;
  std::vector<ExpectedTables> found_;
};

}  // namespace

std::vector<ExpectedTables> expectedTables(const Project& project) {
  std::vector<ExpectedTables> all;
  for (FileId file{0}; file < project.files().size(); ++file) {
    if (project.modules().isTest(file) || project.modules().isMigration(file)) continue;
    for (ExpectedTables& one : Reader(project, file).read()) all.push_back(std::move(one));
  }
  return all;
}

}  // namespace limbeck::project
