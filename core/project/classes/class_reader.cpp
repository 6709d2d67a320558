#include "project/classes/class_reader.h"

#include <algorithm>

#include "project/classes/sqlalchemy.h"
#include "text/concat.h"
#include "text/dotted.h"

namespace limbeck::project {
namespace {

/// Longer chains of inheritance, or of functions that return bases, are not followed.
constexpr unsigned depthLimit = 40;

using BaseKind = ClassReader::Base::Kind;

/// Constant arguments, spelled so that `DatabaseBase("a")` and `DatabaseBase("b")` are two MetaData (engine 5.13).
std::string constantArguments(const Resolver& resolver, FileId file, Expr call) {
  std::string text = "(";
  for (std::uint32_t i = 1; i < call.size(); ++i) {
    Expr value = call[i].is(Kind::Keyword) ? call[i][0] : call[i];
    if (value.is(Kind::Name)) value = resolver.only(file, value).value;  // DatabaseBase(DATABASE_NAME)
    text += value.is(Kind::String) ? concat("\"", value.text(), "\"") : "?";
    if (i + 1 < call.size()) text += ", ";
  }
  return text + ")";
}

/// A cheap look before the name is resolved: the factory's own name, or one that an import gave it.
bool mayMakeBase(const ModuleFacts& facts, Expr callee) {
  static constexpr std::string_view makers[] = {"declarative_base", "automap_base", "generate_base"};
  const auto isMaker = [](std::string_view name) {
    return std::find(std::begin(makers), std::end(makers), name) != std::end(makers);
  };
  if (isMaker(callee.text())) return true;
  if (!callee.is(Kind::Name)) return false;
  for (const python::Binding* binding : facts.names.find(callee.text(), callee).bindings) {
    if (binding->kind == python::BindingKind::Import && isMaker(binding->node.text())) return true;
  }
  return false;
}

}  // namespace

Expr classAttribute(Expr classNode, std::string_view name) {
  for (const Expr statement : classNode.body()) {
    if (statement.is(Kind::Assign)) {
      for (std::uint32_t i = 0; i + 1 < statement.size(); ++i) {
        if (statement[i].is(Kind::Name) && statement[i].text() == name) return statement.value();
      }
    } else if (statement.is(Kind::AnnAssign) && statement[0].is(Kind::Name) && statement[0].text() == name) {
      return statement.value();
    }
  }
  return {};
}

void ClassReader::run() {
  c_.byFile_.resize(c_.files_.size());
  for (FileId file{0}; file < c_.files_.size(); ++file) {
    for (const Expr node : c_.files_[file]->classes) {
      if (python::isForTypeCheckers(node)) continue;
      const ClassId index(static_cast<std::uint32_t>(c_.classes_.size()));
      ClassInfo info;
      info.file = file;
      info.node = node;
      info.name = node.text();
      c_.classes_.push_back(std::move(info));
      c_.byFile_[file].push_back(index);
      c_.byNode_.emplace(std::pair{file, node.index()}, index);
    }
  }
  state_.assign(c_.classes_.size(), 0);
  for (ClassId i{0}; i < c_.classes_.size(); ++i) read(i, 0);
  // Bases that nobody derives from yet are made all the same (rule MB102).
  for (FileId file{0}; file < c_.files_.size(); ++file) {
    for (const Expr call : c_.files_[file]->calls) {
      if (mayMakeBase(*c_.files_[file], call.callee()) && !python::isForTypeCheckers(call))
        (void)fromCall(file, call, depthLimit - 1);
    }
  }
  // Mixins and abstract parents of a declarative class are declarative too: their attributes become its columns.
  std::vector<ClassId> open;
  for (ClassId i{0}; i < c_.classes_.size(); ++i) {
    if (c_.classes_[i].mapped != Mapped::No || c_.classes_[i].declarative) open.push_back(i);
  }
  while (!open.empty()) {
    ClassInfo& info = c_.classes_[open.back()];
    open.pop_back();
    info.declarative = true;
    for (const ClassId parent : info.parents) {
      if (!c_.classes_[parent].declarative) open.push_back(parent);
    }
  }
}

std::uint32_t ClassReader::add(DeclarativeBase base, bool madeHere) {
  const std::string key = base.form == BaseForm::Factory || base.file == noFile
                              ? base.dotted
                              : concat(std::to_string(base.file), ":", std::to_string(base.node.index()));
  const auto it = known_.find(key);
  if (it != known_.end()) return it->second;
  const auto index = static_cast<std::uint32_t>(c_.bases_.size());
  known_.emplace(key, index);
  base.owned = base.owned ||
               isOwned(base.file,
                       base.file == noFile ? base.dotted : concat(c_.resolver_.dottedName(base.file), ".", base.name));
  c_.bases_.push_back(std::move(base));
  if (madeHere) c_.made_.push_back(index);
  return index;
}

bool ClassReader::isOwned(FileId file, std::string_view dotted) const {
  if (file != noFile && c_.modules_.isOwner(c_.files_[file]->path())) return true;
  if (!dotted.empty() && c_.modules_.isOwnerName(dotted.substr(0, dotted.find('(')))) return true;
  return std::any_of(c_.settings_.base.begin(), c_.settings_.base.end(), [&](const std::string& wanted) {
    std::string name = wanted;
    std::replace(name.begin(), name.end(), ':', '.');
    const std::string_view plain = dotted.substr(0, dotted.find('('));
    return plain == name || (plain.ends_with(name) && plain[plain.size() - name.size() - 1] == '.');
  });
}

void ClassReader::readBody(ClassInfo& info) {
  const Expr table = classAttribute(info.node, "__tablename__");
  if (table.is(Kind::String)) info.table = table.text();
  info.abstract = classAttribute(info.node, "__abstract__").is(Kind::True);
}

/// A column of SQLAlchemy; or of a `db` that another package made: class User(db.Model): id = db.Column(...)
bool ClassReader::looksMapped(const ClassInfo& info) const {
  const Expr table = classAttribute(info.node, "__table__");
  if (!classAttribute(info.node, "__tablename__") && (!table || table.is(Kind::None))) return false;
  std::string others;
  for (const Expr base : info.node.bases()) {
    if (base.is(Kind::Attribute) && base.text() == "Model") others = concat(c_.origin(info.file, base[0]), ".Column");
  }
  for (const Expr statement : info.node.body()) {
    const Expr value = statement.value();
    if (!value.is(Kind::Call)) continue;
    const std::string origin = c_.origin(info.file, value.callee());
    if (sqlalchemy::isColumnFactory(origin) || (origin.size() > 7 && origin == others)) return true;
  }
  return false;
}

void ClassReader::read(ClassId index, unsigned depth) {
  if (state_[index] != 0 || depth > depthLimit) return;
  state_[index] = 1;
  readBody(c_.classes_[index]);
  readDecorators(index);
  bool unknown = false;
  bool marker = false;
  const FileId file = c_.classes_[index].file;
  const Expr bases = c_.classes_[index].node.bases();
  for (const Expr expression : bases) {
    if (expression.is(Kind::Keyword) || expression.is(Kind::DoubleStar)) continue;
    inherit(index, expression, classify(file, expression, depth + 1), unknown, marker);
  }
  ClassInfo& info = c_.classes_[index];
  info.open = unknown;
  for (const ClassId parent : info.parents) info.open = info.open || c_.classes_[parent].open;
  if (marker && info.base == none) {  // class Base(DeclarativeBase)
    add({BaseForm::Class, file, info.node, info.name, "", false}, true);
    info.declarative = true;
  } else if (info.base != none && c_.bases_[info.base].form == BaseForm::SqlModel) {
    const bool table = bases.keyword("table").is(Kind::True);
    if (!table && info.parent == none) info.mapped = Mapped::No;
  } else if (info.mapped == Mapped::No && unknown && looksMapped(info)) {
    info.mapped = Mapped::Maybe;
  }
  state_[index] = 2;
}

void ClassReader::inherit(ClassId index, Expr expression, Base base, bool& unknown, bool& marker) {
  ClassInfo& info = c_.classes_[index];
  switch (base.kind) {
    case BaseKind::Nothing: return;
    case BaseKind::Unknown: unknown = true; return;
    case BaseKind::Marker: marker = true; return;
    case BaseKind::Declarative:
      if (info.base == none) {
        info.base = base.index;
        info.baseExpr = expression;
        info.mapped = Mapped::Yes;
      }
      return;
    case BaseKind::Class: {
      const ClassId id(base.index);
      info.parents.push_back(id);
      const ClassInfo& parent = c_.classes_[id];
      const auto made = known_.find(concat(std::to_string(parent.file), ":", std::to_string(parent.node.index())));
      const std::uint32_t through = made != known_.end() ? made->second : parent.base;
      if (through != none && info.base == none) {
        info.base = through;
        info.baseExpr = expression;
        info.mapped = Mapped::Yes;
      }
      if (parent.mapped == Mapped::Maybe && info.mapped == Mapped::No) info.mapped = Mapped::Maybe;
      if (parent.isModel()) info.parent = id;
      return;
    }
  }
}

/// @reg.mapped above a class maps it; @as_declarative() makes it a base.
void ClassReader::readDecorators(ClassId index) {
  ClassInfo& info = c_.classes_[index];
  for (const Expr decorator : info.node.decorators()) {
    const Expr callee = decorator.is(Kind::Call) ? decorator.callee() : decorator;
    if (sqlalchemy::isBaseDecorator(c_.origin(info.file, callee))) {
      add({BaseForm::Class, info.file, info.node, info.name, "", false}, true);
      info.declarative = true;
    } else if (callee.is(Kind::Attribute) && (callee.text() == "mapped" || callee.text() == "mapped_as_dataclass")) {
      const Symbol registry = c_.resolver_.only(info.file, callee[0]);
      if (!registry.is(Symbol::Kind::Variable) || !registry.value.is(Kind::Call)) continue;
      if (!sqlalchemy::isRegistry(c_.origin(registry.file, registry.value.callee()))) continue;
      info.base = add({BaseForm::Call, registry.file, registry.value, callee[0].dotted(), "", false}, true);
      info.mapped = Mapped::Yes;
    }
  }
}

ClassReader::Base ClassReader::classify(FileId file, Expr expression, unsigned depth) {
  if (depth > depthLimit) return {BaseKind::Unknown, none};
  if (expression.is(Kind::Call)) return fromCall(file, expression, depth);
  if (expression.is(Kind::Attribute)) {
    const Base flask = fromAttribute(file, expression);
    if (flask.kind == BaseKind::Declarative) return flask;
  }
  // Several candidates (`try: ... except ImportError: ...`): a base, if any of them is one.
  Base best;
  for (const Symbol& symbol : c_.resolver_.resolve(file, expression)) {
    const Base found = fromSymbol(symbol, depth);
    if (found.kind > best.kind) best = found;
  }
  return best;
}

ClassReader::Base ClassReader::fromSymbol(const Symbol& symbol, unsigned depth) {
  switch (symbol.kind) {
    case Symbol::Kind::Class: {
      const auto index = c_.find(symbol.file, symbol.node);
      if (!index) return {BaseKind::Unknown, none};
      read(*index, depth);
      return {BaseKind::Class, *index};
    }
    case Symbol::Kind::Variable:
      if (symbol.value.is(Kind::Call)) return fromCall(symbol.file, symbol.value, depth);
      if (symbol.value.is(Kind::Attribute)) return classify(symbol.file, symbol.value, depth + 1);
      return {BaseKind::Unknown, none};
    case Symbol::Kind::External: {
      if (sqlalchemy::isBaseMarker(symbol.name)) return {BaseKind::Marker, none};
      const std::string shortName(lastOf(symbol.name));
      if (sqlalchemy::isSqlModel(symbol.name)) {
        return {BaseKind::Declarative, add({BaseForm::SqlModel, noFile, {}, shortName, symbol.name, false}, false)};
      }
      // `from modules.core.database.models import Base` is the standard's Base even when that file was not given.
      if (isOwned(noFile, symbol.name)) {
        return {BaseKind::Declarative, add({BaseForm::External, noFile, {}, shortName, symbol.name, true}, false)};
      }
      return {sqlalchemy::isNeverMapped(symbol.name) ? BaseKind::Nothing : BaseKind::Unknown, none};
    }
    case Symbol::Kind::Builtin: return {BaseKind::Nothing, none};
    default: return {BaseKind::Unknown, none};
  }
}

/// SQLAlchemy of Flask-SQLAlchemy, or a class of the workspace that derives from it.
bool ClassReader::isFlaskDatabase(FileId file, Expr callee) const {
  if (sqlalchemy::isFlaskDatabase(c_.origin(file, callee))) return true;
  const Symbol symbol = c_.resolver_.only(file, callee);
  return symbol.is(Symbol::Kind::Class) && c_.isFlaskDatabase(symbol.file, symbol.node);
}

/// db = SQLAlchemy(app); class User(db.Model)
ClassReader::Base ClassReader::fromAttribute(FileId file, Expr attribute) {
  if (attribute.text() != "Model") return {};
  const Symbol object = c_.resolver_.only(file, attribute[0]);
  if (!object.is(Symbol::Kind::Variable) || !object.value.is(Kind::Call)) return {};
  if (!isFlaskDatabase(object.file, object.value.callee())) return {};
  return {BaseKind::Declarative,
          add({BaseForm::Flask, object.file, object.value, attribute.dotted(), "", false}, true)};
}

ClassReader::Base ClassReader::fromCall(FileId file, Expr call, unsigned depth) {
  const Expr callee = call.callee();
  if (!callee.is(Kind::Name) && !callee.is(Kind::Attribute)) return {BaseKind::Unknown, none};
  const bool assigned = call.parent().is(Kind::Assign) || call.parent().is(Kind::AnnAssign);
  const Expr target = assigned ? call.parent()[0] : Expr();
  const std::string name = target.is(Kind::Name) ? target.text() : "Base";
  for (const Symbol& symbol : c_.resolver_.resolve(file, callee)) {
    if (symbol.is(Symbol::Kind::External)) {
      if (sqlalchemy::isBaseFactory(symbol.name)) {
        const std::uint32_t made = add({BaseForm::Call, file, call, name, "", false}, true);
        c_.bases_[made].reflected = symbol.name.ends_with("automap_base");
        return {BaseKind::Declarative, made};
      }
      // A class of the owner that is called is a factory; anything else of it that is called is not our business.
      if (depth < depthLimit - 1 && isOwned(noFile, symbol.name)) {
        const std::string dotted = symbol.name + constantArguments(c_.resolver_, file, call);
        return {BaseKind::Declarative, add({BaseForm::Factory, noFile, {}, callee.text(), dotted, true}, false)};
      }
    } else if (symbol.is(Symbol::Kind::Function) || symbol.is(Symbol::Kind::Class)) {
      const Base made = fromFunction(symbol, file, call, depth);
      if (made.kind == BaseKind::Declarative) return made;
    } else if (callee.is(Kind::Attribute) && callee.text() == "generate_base") {
      const Symbol registry = c_.resolver_.only(file, callee[0]);
      const Expr maker = callee[0].is(Kind::Call) ? callee[0] : registry.value;
      const FileId where = callee[0].is(Kind::Call) ? file : registry.file;
      if (maker.is(Kind::Call) && sqlalchemy::isRegistry(c_.origin(where, maker.callee()))) {
        return {BaseKind::Declarative, add({BaseForm::Call, file, call, name, "", false}, true)};
      }
    }
  }
  return {BaseKind::Unknown, none};
}

/// ShopBase = get_database_base("shop"): a function that returns a base, or whatever the owner offers to be called.
ClassReader::Base ClassReader::fromFunction(const Symbol& function, FileId file, Expr call, unsigned depth) {
  if (depth + 1 >= depthLimit) return {BaseKind::Unknown, none};
  const std::string dotted =
      concat(c_.resolver_.dottedName(function.file), ".", function.name, constantArguments(c_.resolver_, file, call));
  const bool owned = isOwned(function.file, "");
  if (function.is(Symbol::Kind::Class)) {
    // Only a factory in the owner: elsewhere `Thing()` makes a thing, and a thing is no base.
    const auto index = c_.find(function.file, function.node);
    const bool factory = owned && index && c_.classes_[*index].mapped == Mapped::No && file != function.file;
    if (!factory) return {BaseKind::Unknown, none};
    return {BaseKind::Declarative, add({BaseForm::Factory, noFile, {}, function.name, dotted, true}, false)};
  }
  const facts::ModuleFacts& facts = *c_.files_[function.file];
  for (std::uint32_t i = function.node.index(); i < facts.code->size(); ++i) {
    const Expr node = facts.code->at(i);
    if (node.span().begin >= function.node.span().end) break;
    if (!node.is(Kind::Return) || !node[0] || python::enclosing(node, Kind::Function) != function.node) continue;
    Base returned = classify(function.file, node[0], depth + 2);
    if (returned.kind == BaseKind::Class) {
      const auto made = known_.find(
          concat(std::to_string(function.file), ":", std::to_string(c_.classes_[returned.index].node.index())));
      if (made != known_.end()) returned = {BaseKind::Declarative, made->second};
    }
    if (returned.kind == BaseKind::Declarative || owned) {
      // A facade that only hands on what the owner makes is as good as the owner.
      const bool read = returned.kind == BaseKind::Declarative;
      const bool provided = owned || c_.bases_[returned.index].owned;
      const std::uint32_t made = add({BaseForm::Factory, noFile, {}, function.name, dotted, provided}, false);
      if (read) c_.bases_[made].origin = returned.index;
      return {BaseKind::Declarative, made};
    }
  }
  return {BaseKind::Unknown, none};
}

}  // namespace limbeck::project
