#include "project/application/references.h"

#include <algorithm>
#include <utility>

#include "project/classes/classes.h"
#include "project/direct_tables/objects.h"
#include "project/given/places.h"
#include "project/names/modules.h"

namespace limbeck::project {
namespace {

Expr namedClass(Expr method) { return method.parent().parent(); }

/// __init__, __call__: nobody writes their names, their class is named instead.
bool isDunder(std::string_view name) { return name.starts_with("__") && name.ends_with("__"); }

Expr targetOf(Expr assign) { return assign.size() > 0 && assign[0].is(Kind::Name) ? assign[0] : Expr(); }

/// What may be asked for: functions, classes and names assigned at module level.
std::set<std::string> askable(const Project& project) {
  std::set<std::string> names;
  for (FileId file{0}; file < project.files().size(); ++file) {
    if (!isApplicationFile(project, file)) continue;
    const ModuleFacts& facts = project.file(file);
    for (const Expr function : facts.functions) names.insert(function.text());
    for (const Expr one : facts.classes) names.insert(one.text());
    for (const Expr statement : facts.module()) {
      if (const Expr target = targetOf(statement); target && bodyOf(file, target).node == statement)
        names.insert(target.text());
    }
  }
  return names;
}

}  // namespace

bool isApplicationFile(const Project& project, FileId file) {
  return !project.modules().isTest(file) && !project.modules().isMigration(file) &&
         fileNameOf(project.file(file).path()) != "env.py";
}

bool isMethod(Expr function) { return function.is(Kind::Function) && function.parent().parent().is(Kind::Class); }

Body bodyOf(FileId file, Expr node) {
  if (const Expr function = python::enclosing(node, Kind::Function)) return {file, function};
  Expr statement = node;
  while (statement && statement.parent().parent()) statement = statement.parent();
  const bool assigned = (statement.is(Kind::Assign) || statement.is(Kind::AnnAssign)) && targetOf(statement);
  return {file, assigned ? statement : Expr()};
}

std::vector<Body> calledBy(const Project& project, FileId file, Expr call) {
  const Expr callee = call.callee();
  std::vector<Body> found;
  const auto method = [&](FileId where, Expr owner, std::string_view name) {
    for (const Expr statement : owner.body()) {
      if (statement.is(Kind::Function) && statement.text() == name) found.push_back({where, statement});
    }
  };
  const bool self = callee.is(Kind::Attribute) && callee[0].is(Kind::Name) &&
                    (callee[0].text() == "self" || callee[0].text() == "cls");
  if (self) method(file, python::enclosing(call, Kind::Class), callee.text());
  if (!found.empty() || (!callee.is(Kind::Name) && !callee.is(Kind::Attribute))) return found;
  const Symbol symbol = project.resolver().only(file, callee);
  if (symbol.is(Symbol::Kind::Function)) found.push_back({symbol.file, symbol.node});
  if (symbol.is(Symbol::Kind::Class)) method(symbol.file, symbol.node, "__init__");
  return found;
}

bool anyWithin(const Project& project, FileId file, Expr root, bool (*is)(Expr)) {
  constexpr unsigned depth = 3;
  std::set<Body> seen;
  std::vector<Body> open{{file, root}};
  for (unsigned step = 0; step <= depth && !open.empty(); ++step) {
    std::vector<Body> next;
    for (const Body& body : open) {
      if (anyBelow(body.node, is)) return true;
      if (step == depth) continue;
      forBelow(body.node, [&](Expr node) {
        if (!node.is(Kind::Call)) return;
        for (const Body& called : calledBy(project, body.file, node)) {
          if (seen.insert(called).second) next.push_back({called.file, called.node.body()});
        }
      });
    }
    open = std::move(next);
  }
  return false;
}

References::References(const Project& project) : project_(project) {
  std::set<std::string> names = askable(project);
  for (FileId file{0}; file < project.files().size(); ++file) {
    if (!isApplicationFile(project, file)) continue;
    for (const Expr statement : project.file(file).imports) {
      for (const Expr alias : statement) {
        if (!alias[0] || names.count(alias.text()) == 0) continue;
        renamed_[alias.text()].insert(alias[0].text());
      }
    }
  }
  for (const auto& [name, others] : renamed_) names.insert(others.begin(), others.end());
  for (FileId file{0}; file < project.files().size(); ++file) {
    if (!isApplicationFile(project, file)) continue;
    forBelow(project.file(file).module(), [&](Expr node) {
      const bool name = node.is(Kind::Name) && !node.parent().is(Kind::Alias);
      if ((name || node.is(Kind::Attribute)) && names.count(node.text()) == 1)
        uses_[node.text()].places.push_back({file, node, {}});
    });
  }
}

void References::read(Uses& uses, bool attributes) const {
  const auto resolve = [&](std::uint32_t place, std::map<Body, Places>& into) {
    const Reference& one = uses.places[place];
    for (const Symbol& symbol : project_.resolver().resolve(one.file, one.at)) {
      if (symbol.file == noFile) continue;
      Places& known = into[{symbol.file, symbol.node}];
      if (known.empty() || known.back() != place) known.push_back(place);
    }
  };
  if (!std::exchange(uses.read, true)) {
    for (std::uint32_t i = 0; i < uses.places.size(); ++i) {
      Reference& one = uses.places[i];
      one.from = bodyOf(one.file, one.at);
      if (one.at.is(Kind::Attribute)) uses.attributes.push_back(i);
      else resolve(i, uses.plain);
    }
  }
  if (!attributes || std::exchange(uses.attributesRead, true)) return;
  for (const std::uint32_t place : uses.attributes) resolve(place, uses.meant);
}

/// A method is meant by every attribute of its name; these are left out where `attributes` says so.
void References::find(const Body& body, bool attributes, std::vector<Reference>& into) const {
  if (!body.node) return;
  const bool function = body.node.is(Kind::Function);
  const bool method = isMethod(body.node);
  const bool hidden = method && isDunder(body.node.text());
  const bool byName = method && !hidden;
  const Expr wanted = hidden ? namedClass(body.node) : body.node;
  const std::string own = hidden || function ? wanted.text() : targetOf(body.node).text();
  std::set<std::string> names{own};
  if (const auto it = renamed_.find(own); it != renamed_.end()) names.insert(it->second.begin(), it->second.end());
  for (const std::string& name : names) {
    const auto it = uses_.find(name);
    if (it == uses_.end()) continue;
    Uses& uses = it->second;
    read(uses, !byName);
    Places places;
    const auto add = [&](const std::map<Body, Places>& known) {
      if (const auto found = known.find({body.file, wanted}); found != known.end())
        places.insert(places.end(), found->second.begin(), found->second.end());
    };
    add(uses.plain);
    if (!byName) add(uses.meant);
    else if (attributes) places.insert(places.end(), uses.attributes.begin(), uses.attributes.end());
    std::sort(places.begin(), places.end());
    for (const std::uint32_t place : places) {
      if (uses.places[place].at.parent() != wanted) into.push_back(uses.places[place]);
    }
  }
}

std::vector<Reference> References::of(const Body& body) const {
  std::vector<Reference> found;
  find(body, true, found);
  return found;
}

References::Meaning References::findMeaning(const Reference& reference) const {
  const Expr at = reference.at;
  const Expr object = at[0];
  if (object.is(Kind::Name) && (object.text() == "self" || object.text() == "cls"))
    return {Meaning::Kind::Method, reference.file, python::enclosing(at, Kind::Class)};
  const SqlObject held = Objects(project_).of(reference.file, object);
  if (held.is(SqlObject::Kind::Instance)) {
    const ClassInfo& info = project_.classes().at(ClassId(held.index));
    return {Meaning::Kind::Method, info.file, info.node};
  }
  // db.create_all() of Flask-SQLAlchemy is no method of ours that has the same name
  if (!held.is(SqlObject::Kind::Unknown) && !held.is(SqlObject::Kind::Other))
    return {Meaning::Kind::NotOurs, noFile, {}};
  const Symbol symbol = project_.resolver().only(reference.file, at);
  if (!symbol.is(Symbol::Kind::Function)) return {Meaning::Kind::Unknown, noFile, {}};
  return {Meaning::Kind::Function, symbol.file, symbol.node};
}

const References::Meaning& References::meaningOf(const Reference& reference) const {
  const std::pair place(reference.file, reference.at.index());
  const auto known = meanings_.find(place);
  return known != meanings_.end() ? known->second : meanings_.emplace(place, findMeaning(reference)).first->second;
}

std::optional<bool> References::isExact(const Reference& reference, const Body& body) const {
  const Expr at = reference.at;
  if (!isMethod(body.node) || !at.is(Kind::Attribute) || at.text() != body.node.text()) return true;
  const Meaning& meaning = meaningOf(reference);
  switch (meaning.kind) {
    case Meaning::Kind::Method: return meaning.file == body.file && meaning.node == namedClass(body.node);
    case Meaning::Kind::Function: return meaning.file == body.file && meaning.node == body.node;
    case Meaning::Kind::NotOurs: return std::nullopt;
    default: return false;
  }
}

std::set<Body> References::reaching(const std::set<Body>& bodies, bool exact) const {
  std::set<Body> found = bodies;
  std::vector<Body> open(bodies.begin(), bodies.end());
  std::set<std::string> methods;  // any one of a name has led to all places that write it
  while (!open.empty()) {
    const Body body = open.back();
    open.pop_back();
    std::vector<Reference> references;
    find(body, exact || !isMethod(body.node) || methods.insert(body.node.text()).second, references);
    for (const Reference& reference : references) {
      if (exact && !isExact(reference, body).value_or(false)) continue;
      if (found.insert(reference.from).second) open.push_back(reference.from);
    }
  }
  return found;
}

}  // namespace limbeck::project
