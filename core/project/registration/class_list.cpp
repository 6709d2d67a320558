#include "project/registration/class_list.h"

#include <algorithm>
#include <iterator>

#include "project/classes/sqlalchemy.h"
#include "project/given/places.h"
#include "text/concat.h"

namespace limbeck::project {
namespace {

constexpr unsigned depthLimit = 12;
constexpr std::size_t itemLimit = 4096;

/// A value that is certainly no class.
bool isPlainValue(Expr value) {
  switch (value.kind()) {
    case Kind::String:
    case Kind::Bytes:
    case Kind::FString:
    case Kind::Int:
    case Kind::Float:
    case Kind::True:
    case Kind::False:
    case Kind::None:
    case Kind::Ellipsis:
    case Kind::List:
    case Kind::Tuple:
    case Kind::Set:
    case Kind::Dict:
    case Kind::Lambda: return true;
    default: return false;
  }
}

/// Names that Python itself provides and that somebody might put into a list.
bool isBuiltin(std::string_view name) {
  static constexpr std::string_view names[] = {"object", "type",  "dict",    "list",  "tuple", "set",
                                               "str",    "int",   "float",   "bool",  "bytes", "map",
                                               "filter", "print", "globals", "locals"};
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

/// Every name that the file binds at its top level can be read off it.
bool namesAreKnown(const facts::ModuleFacts& facts) {
  const python::Scope& top = facts.names.module();
  return !facts.opaque && facts.syntax.empty() && top.starImports.empty() && top.names.count("__getattr__") == 0;
}

}  // namespace

void ClassListReader::open(ClassList& list, FileId file, Expr at) {
  if (list.open) return;
  list.open = true;
  list.openFile = file;
  list.openAt = at;
}

ClassList ClassListReader::read(FileId file, Expr expression) const {
  ClassList list;
  readInto(list, file, expression, 0);
  return list;
}

ClassItem ClassListReader::readItem(FileId file, Expr expression) const {
  ClassItem item{ClassItem::Kind::NotClass, file, expression, none,
                 std::string(files_[file]->file->text(expression.span()))};
  if (expression.is(Kind::String)) {
    item.kind = ClassItem::Kind::Name;
    item.text = expression.text();
    return item;
  }
  if (!expression.is(Kind::Name) && !expression.is(Kind::Attribute)) {
    if (!isPlainValue(expression)) item.kind = ClassItem::Kind::Foreign;
    return item;
  }
  if (isMissing(file, expression)) {
    item.kind = ClassItem::Kind::Missing;
    return item;
  }
  for (const Symbol& symbol : resolver_.resolve(file, expression)) {
    if (symbol.is(Symbol::Kind::Class)) {
      if (const auto index = classes_.find(symbol.file, symbol.node)) {
        item.kind = ClassItem::Kind::Class;
        item.index = *index;
        return item;
      }
    }
    const bool plain = symbol.is(Symbol::Kind::Function) || symbol.is(Symbol::Kind::Module) ||
                       symbol.is(Symbol::Kind::Builtin) ||
                       (symbol.is(Symbol::Kind::Variable) && isPlainValue(symbol.value));
    if (!plain) item.kind = ClassItem::Kind::Foreign;
  }
  return item;
}

/// A name that nothing binds, or an import of one that its file does not have. Star imports, `__getattr__` and text
/// that is no Python may bring any name.
bool ClassListReader::isMissing(FileId file, Expr expression) const {
  std::string_view name = expression.text();
  FileId at = file;
  if (expression.is(Kind::Attribute)) {  // models.User
    const Symbol object = resolver_.only(file, expression[0]);
    if (!object.is(Symbol::Kind::Module) || object.file == noFile) return false;
    at = object.file;
  } else {
    const auto found = files_[file]->names.find(name, expression);
    if (found.bindings.empty()) {
      const Symbol symbol = resolver_.only(file, expression);
      return symbol.is(Symbol::Kind::Builtin) && namesAreKnown(*files_[file]) && !isBuiltin(name);
    }
    if (found.bindings.size() != 1 || found.bindings[0]->kind != python::BindingKind::Import) return false;
    const Expr alias = found.bindings[0]->node;
    if (!alias.parent().is(Kind::ImportFrom)) return false;
    at = resolver_.importTarget(alias.parent().text(), file).file;
    name = alias.text();
  }
  for (unsigned hops = 0; at != noFile && hops < depthLimit; ++hops) {
    const Symbols found = resolver_.member(at, name);
    if (found.size() != 1 || !found[0].is(Symbol::Kind::Unknown)) return false;
    const auto bindings = files_[at]->names.finally(0, name);
    if (bindings.empty()) return namesAreKnown(*files_[at]) && !isSubmodule(at, name);
    // It was imported there, and is perhaps missing further on.
    const Expr alias = bindings[0]->node;
    if (bindings.size() != 1 || !alias.is(Kind::Alias) || !alias.parent().is(Kind::ImportFrom)) return false;
    name = alias.text();
    at = resolver_.importTarget(alias.parent().text(), at).file;
  }
  return false;
}

bool ClassListReader::isSubmodule(FileId package, std::string_view name) const {
  const std::string& path = files_[package]->path();
  if (fileNameOf(path) != "__init__.py") return false;
  const Resolver::Target& target = resolver_.importTarget(concat(".", name), package);
  return target.file != noFile || !target.folder.empty();
}

/// user_roles = Table("user_roles", ...): registered or not, it comes with the class that uses it.
bool ClassListReader::isTable(const Symbol& symbol) const {
  return symbol.is(Symbol::Kind::Variable) && symbol.value.is(Kind::Call) &&
         sqlalchemy::isTable(classes_.origin(symbol.file, symbol.value));
}

void ClassListReader::readInto(ClassList& list, FileId file, Expr expression, unsigned depth) const {
  if (depth > depthLimit || list.items.size() > itemLimit) return open(list, file, expression);
  switch (expression.kind()) {
    case Kind::List:
    case Kind::Tuple:
    case Kind::Set:
      if (!list.literal) {
        list.literal = expression;
        list.literalFile = file;
      }
      for (const Expr part : expression) {
        if (part.is(Kind::Star)) readInto(list, file, part[0], depth + 1);
        else readPart(list, file, part, depth);
      }
      return;
    case Kind::Name:
    case Kind::Attribute: readName(list, file, expression, depth); return;
    case Kind::Binary:
      if (expression.text() != "+" && expression.text() != "|") return open(list, file, expression);
      readInto(list, file, expression[0], depth + 1);
      readInto(list, file, expression[1], depth + 1);
      return;
    case Kind::Call: readCall(list, file, expression, depth); return;
    case Kind::ListComp:
    case Kind::Generator:
    case Kind::SetComp:
      // [m for m in MODELS] is MODELS again; with a condition it is at most that.
      if (expression.size() == 2 && expression[1].is(Kind::CompFor) && expression[0].is(Kind::Name) &&
          expression[1][0].is(Kind::Name) && expression[0].text() == expression[1][0].text()) {
        return readInto(list, file, expression[1][1], depth + 1);
      }
      return open(list, file, expression);
    default: return open(list, file, expression);
  }
}

void ClassListReader::readPart(ClassList& list, FileId file, Expr part, unsigned depth) const {
  if (part.is(Kind::Name) || part.is(Kind::Attribute)) {
    const Symbol symbol = resolver_.only(file, part);
    if (isTable(symbol)) return;
    // for model in MODELS: app_context.register_models([model])
    if (symbol.is(Symbol::Kind::Variable) && symbol.node.is(Kind::For) && symbol.node[0].is(Kind::Name)) {
      if (list.literal == part.parent()) list.literal = Expr();
      return readInto(list, file, symbol.node[1], depth + 1);
    }
    if (symbol.is(Symbol::Kind::Variable) && !symbol.value) return open(list, file, part);
  }
  if (part.is(Kind::Call) || part.is(Kind::Subscript) || part.is(Kind::Conditional)) return open(list, file, part);
  list.items.push_back(readItem(file, part));
}

void ClassListReader::readName(ClassList& list, FileId file, Expr expression, unsigned depth) const {
  if (isMissing(file, expression)) return list.items.push_back(readItem(file, expression));
  for (const Symbol& symbol : resolver_.resolve(file, expression)) {
    if (symbol.is(Symbol::Kind::Parameter)) {
      readParameter(list, symbol.file, symbol.node, depth + 1);
      continue;
    }
    if (!symbol.is(Symbol::Kind::Variable) || !symbol.value) {
      open(list, file, expression);
      continue;
    }
    readInto(list, symbol.file, symbol.value, depth + 1);
    readAdditions(list, symbol.file, symbol.node, depth);
  }
}

/// def register(app_context, models): app_context.register_models(models): what the calls of `register` hand over.
void ClassListReader::readParameter(ClassList& list, FileId file, Expr parameter, unsigned depth) const {
  const Expr function = python::enclosing(parameter, Kind::Function);
  if (depth > depthLimit || !function) return open(list, file, parameter);
  const Expr owner = python::enclosing(function, Kind::Class);
  bool called = false;
  for (FileId from{0}; from < files_.size(); ++from) {
    for (const Expr call : files_[from]->calls) {
      const Expr callee = call.callee();
      if (callee.text() != function.text() || python::enclosing(call, Kind::Function) == function) continue;
      const bool method = owner && from == file && callee.is(Kind::Attribute) &&
                          python::enclosing(call, Kind::Class) == owner;  // self.register(...)
      if (!method && (owner || resolver_.only(from, callee).node != function)) continue;
      called = true;
      readArgument(list, from, call, parameter, depth);
    }
  }
  if (!called) open(list, file, parameter);
}

void ClassListReader::readArgument(ClassList& list, FileId file, Expr call, Expr parameter, unsigned depth) const {
  const std::string& name = parameter.text();
  if (const Expr given = call.keyword(name)) return readInto(list, file, given, depth);
  std::size_t place = 0;
  bool keywordOnly = false;
  for (const Expr one : parameter.parent()) {
    if (one == parameter) break;
    keywordOnly = keywordOnly || one.text().starts_with('*');
    if (one.text() != "/" && one.text() != "self" && one.text() != "cls") ++place;
  }
  std::vector<Expr> positional;
  for (std::uint32_t i = 1; i < call.size(); ++i) {
    if (call[i].is(Kind::DoubleStar)) return open(list, file, call);
    if (!call[i].is(Kind::Keyword)) positional.push_back(call[i]);
  }
  if (name.starts_with("*")) {  // def register(app_context, *models)
    for (std::size_t i = place; i < positional.size(); ++i) {
      if (positional[i].is(Kind::Star)) readInto(list, file, positional[i][0], depth);
      else readPart(list, file, positional[i], depth);
    }
    return;
  }
  const bool star = std::any_of(positional.begin(), positional.end(), [](Expr one) { return one.is(Kind::Star); });
  if (star && !keywordOnly) return open(list, file, call);
  if (place < positional.size() && !keywordOnly) return readInto(list, file, positional[place], depth);
  if (!parameter[1]) return open(list, file, call);
  FileId home = file;
  if (const Symbol function = resolver_.only(file, call.callee()); function.is(Symbol::Kind::Function))
    home = function.file;
  readInto(list, home, parameter[1], depth);
}

/// models = [A]; models.append(B); models.extend([C]); models += [D]; anything else done to it leaves the list open.
void ClassListReader::readAdditions(ClassList& list, FileId file, Expr binding, unsigned depth) const {
  const Expr target = binding[0];
  if (!target.is(Kind::Name)) return;
  const facts::ModuleFacts& facts = *files_[file];
  const std::uint32_t scope = facts.names.scopeOf(binding);
  const auto isTarget = [&](Expr name) {
    return name.is(Kind::Name) && name.text() == target.text() && facts.names.find(name.text(), name).scope == scope;
  };
  for (const Expr call : facts.calls) {
    const Expr callee = call.callee();
    if (!callee.is(Kind::Attribute) || !isTarget(callee[0])) continue;
    const bool certain = !python::enclosing(call, Kind::If) && !python::enclosing(call, Kind::For);
    if (callee.text() == "append" && call.size() == 2 && certain) {
      list.items.push_back(readItem(file, call[1]));
    } else if (callee.text() == "extend" && call.size() == 2 && certain) {
      readInto(list, file, call[1], depth + 1);
    } else if (callee.text() != "copy" && callee.text() != "index" && callee.text() != "count") {
      open(list, file, call);
    }
  }
  const auto names = facts.names.scope(scope).names.find(target.text());
  if (names == facts.names.scope(scope).names.end()) return;
  for (const python::Binding& other : names->second) {
    if (other.node.is(Kind::AugAssign)) readInto(list, file, other.node.value(), depth + 1);
  }
}

void ClassListReader::readCall(ClassList& list, FileId file, Expr call, unsigned depth) const {
  const Expr callee = call.callee();
  const Symbol function = resolver_.only(file, callee);
  const bool copies = function.is(Symbol::Kind::Builtin) && call.size() == 2 &&
                      (callee.text() == "list" || callee.text() == "tuple" || callee.text() == "set" ||
                       callee.text() == "sorted" || callee.text() == "frozenset");
  if (copies) return readInto(list, file, call[1], depth + 1);
  if (!function.is(Symbol::Kind::Function)) return open(list, file, call);
  // def models(): return [A, B] with nothing else in it (but imports and a docstring).
  Expr returned;
  for (const Expr statement : function.node.body()) {
    const bool harmless = statement.is(Kind::Import) || statement.is(Kind::ImportFrom) ||
                          (statement.is(Kind::Expression) && statement[0].is(Kind::String));
    if (statement.is(Kind::Return) && !returned) returned = statement[0];
    else if (!harmless) return open(list, file, call);
  }
  if (!returned) return open(list, file, call);
  readInto(list, function.file, returned, depth + 1);
}

}  // namespace limbeck::project
