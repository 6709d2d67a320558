#include "project/environments/metadata.h"

#include <algorithm>
#include <utility>

#include "project/classes/sqlalchemy.h"
#include "project/direct_tables/objects.h"
#include "project/given/versions.h"
#include "text/concat.h"
#include "text/dotted.h"

namespace limbeck::project {
namespace {

struct Maker {
  FileId file = noFile;
  Expr call;
};

/// registry(metadata=meta), or the name of one that is made elsewhere.
Maker registryMade(const WithNames& project, FileId file, Expr holder) {
  if (holder.is(Kind::Call)) return {file, holder};
  const Symbol registry = project.resolver().only(file, holder);
  if (registry.is(Symbol::Kind::Variable) && registry.value.is(Kind::Call)) return {registry.file, registry.value};
  return {};
}

/// What a bind key is worth: empty for None and for no key at all, nothing where that cannot be told.
std::optional<std::string> keyOf(const WithNames& project, FileId file, Expr written) {
  if (written.is(Kind::Name) || written.is(Kind::Attribute)) {
    const Symbol symbol = project.resolver().only(file, written);
    if (symbol.is(Symbol::Kind::Variable)) written = symbol.value;
  }
  if (!written || written.is(Kind::None)) return std::string();
  return written.is(Kind::String) ? std::optional(written.text()) : std::nullopt;
}

/// db of db.Model
std::string_view databaseName(const DeclarativeBase& base) {
  const std::string_view name = base.name;
  return name.ends_with(".Model") ? name.substr(0, name.size() - 6) : name;
}

/// Each bind key has a MetaData since Flask-SQLAlchemy 3. A base that was complete before it was handed over chooses
/// none: SQLAlchemy(model_class=declarative_base()), unless by a metaclass of its own.
bool hasBinds(const WithNames& project, const DeclarativeBase& base) {
  if (base.form != BaseForm::Flask) return false;
  if (project.versions().isBefore("flask-sqlalchemy", {{3, 0, 0}, Version::Stage::Dev, 0})) return false;
  const Expr model = base.node.keyword("model_class");
  const bool named = model.is(Kind::Name) || model.is(Kind::Attribute);
  const Symbol symbol = named ? project.resolver().only(base.file, model) : Symbol{};
  const Expr made = symbol.is(Symbol::Kind::Variable) ? symbol.value : model;
  return !made.is(Kind::Call) || made.keyword("metaclass");
}

/// The class, its parents behind it: the order in which Python looks for an attribute, as nearly as matters.
std::vector<ClassId> lineOf(const Classes& classes, ClassId index) {
  std::vector<ClassId> line;
  std::vector<ClassId> open{index};
  while (!open.empty() && line.size() < 64) {
    const ClassId next = open.back();
    open.pop_back();
    if (std::find(line.begin(), line.end(), next) != line.end()) continue;
    line.push_back(next);
    const std::vector<ClassId>& parents = classes.at(next).parents;
    open.insert(open.end(), parents.rbegin(), parents.rend());
  }
  return line;
}

/// __table__ = Table("users", metadata, ...), or the name of one.
std::pair<FileId, Expr> tableOf(const WithNames& project, const ClassInfo& info) {
  const Expr written = classAttribute(info.node, "__table__");
  if (!written.is(Kind::Name)) return {info.file, written};
  const Symbol symbol = project.resolver().only(info.file, written);
  return {symbol.file, symbol.is(Symbol::Kind::Variable) ? symbol.value : Expr()};
}

}  // namespace

MetaDatas::MetaDatas(const WithNames& project) {
  const Classes& classes = project.classes();
  const std::vector<DeclarativeBase>& bases = classes.bases();
  ofBase_.resize(bases.size(), none);
  // Twice: one base may be told to use the MetaData of another one behind it.
  for (std::uint32_t step = 0; step < 2 * bases.size(); ++step) {
    const auto i = static_cast<std::uint32_t>(step % bases.size());
    if (ofBase_[i] != none || bases[i].reflected) continue;
    ofBase_[i] = read(project, i);
    if (ofBase_[i] != none) all_[ofBase_[i]].bases.push_back(i);
  }
  for (const DeclarativeBase& base : bases) binds_.push_back(hasBinds(project, base));
  ofClass_.resize(classes.all().size(), none);
  for (ClassId i{0}; i < classes.all().size(); ++i) ofClass_[i] = readClass(project, i);
  if (std::find(binds_.begin(), binds_.end(), true) == binds_.end()) return;
  for (FileId file{0}; file < project.files().size(); ++file) {
    for (const Expr call : project.file(file).calls) {
      const Expr key = call.callee().is(Kind::Attribute) ? call.keyword("bind_key") : Expr();
      const auto base = key ? classes.baseOf(file, call.callee()[0]) : std::nullopt;
      const auto known = base ? keyOf(project, file, key) : std::nullopt;
      if (known) addBind(bases[*base], *base, *known);
    }
  }
}

MetaDataId MetaDatas::add(std::string key, MetaData metadata) {
  const auto [it, fresh] = known_.emplace(std::move(key), static_cast<MetaDataId>(all_.size()));
  if (fresh) all_.push_back(std::move(metadata));
  return it->second;
}

MetaDataId MetaDatas::madeAt(FileId file, Expr maker, std::string_view name) {
  return add(concat(std::to_string(file), ":", std::to_string(maker.index())), {file, maker, std::string(name), {}});
}

MetaDataId MetaDatas::outside(std::string_view dotted) {
  const std::string_view plain = dotted.substr(0, dotted.find('('));
  return add(std::string(dotted), {noFile, {}, concat(lastOf(plain), ".metadata"), {}});
}

MetaDataId MetaDatas::ofLibrary(std::string_view dotted) {
  return add(concat("library ", topOf(dotted)), {noFile, {}, concat(lastOf(dotted), ".metadata"), {}});
}

MetaDataId MetaDatas::knownLibrary(std::string_view dotted) const {
  const auto found = known_.find(concat("library ", topOf(dotted)));
  return found == known_.end() ? none : found->second;
}

void MetaDatas::addBind(const DeclarativeBase& database, std::uint32_t base, const std::string& key) {
  const MetaDataId rest = ofBase(base);
  if (key.empty() || rest == none || !binds_[base]) return;
  const std::string name = concat(databaseName(database), ".metadatas[\"", key, "\"]");
  MetaData metadata{database.file, database.node, name, {}, key, rest};
  add(concat("bind ", std::to_string(base), " ", key), std::move(metadata));
}

MetaDataId MetaDatas::ofBind(std::uint32_t base, const std::optional<std::string>& key) const {
  if (!binds_[base] || (key && key->empty())) return ofBase(base);
  const auto found = key ? known_.find(concat("bind ", std::to_string(base), " ", *key)) : known_.end();
  return found == known_.end() ? none : found->second;
}

MetaDataId MetaDatas::ofTable(const WithNames& project, std::uint32_t base, FileId file, Expr call) const {
  return ofBind(base, keyOf(project, file, call.keyword("bind_key")));
}

MetaDataId MetaDatas::ofDatabase(const WithNames& project, FileId file, Expr call) const {
  const std::vector<DeclarativeBase>& bases = project.classes().bases();
  const auto found = std::find_if(bases.begin(), bases.end(), [&](const DeclarativeBase& base) {
    return base.form == BaseForm::Flask && base.file == file && base.node == call;
  });
  return found == bases.end() ? none : ofBase(static_cast<std::uint32_t>(found - bases.begin()));
}

/// An expression that is, or has, a MetaData; `none` when that cannot be told.
MetaDataId MetaDatas::given(const WithNames& project, FileId file, Expr expression, std::string_view name) {
  // metadata = metadata in the body of a class: the name of the module, which the class hides from itself
  if (expression.is(Kind::Name) && expression.text() == "metadata" && python::enclosing(expression, Kind::Class)) {
    const Symbols outer = project.resolver().member(file, "metadata");
    if (outer.size() == 1 && outer[0].is(Symbol::Kind::Variable) && outer[0].value.is(Kind::Call))
      return madeAt(outer[0].file, outer[0].value, name);
  }
  const SqlObject object = Objects(project).of(file, expression);
  if (!object.is(SqlObject::Kind::MetaData)) return none;
  if (object.index != none) return ofBase(object.index);
  const bool named = expression.is(Kind::Name) || expression.is(Kind::Attribute);
  return object.made ? madeAt(object.file, object.made, named ? expression.dotted() : std::string(name)) : none;
}

MetaDataId MetaDatas::readClass(const WithNames& project, ClassId index) {
  const Classes& classes = project.classes();
  const ClassInfo& info = classes.at(index);
  if (info.base == none) return none;
  const std::string name = concat(info.name, ".metadata");
  const auto [file, table] = tableOf(project, info);
  if (table.is(Kind::Call)) {
    const Expr metadata = table.positional(1) ? table.positional(1) : table.keyword("metadata");
    const MetaDataId id = given(project, file, metadata, name);
    if (id != none) return id;
    const bool chosen = table.keyword("bind_key") && classes.baseOf(file, table.callee()[0]) == info.base;
    if (!chosen) return ofBase(info.base);
    if (const auto key = keyOf(project, file, table.keyword("bind_key")))
      addBind(classes.bases()[info.base], info.base, *key);
    return ofTable(project, info.base, file, table);
  }
  for (const ClassId holder : lineOf(classes, index)) {
    const ClassInfo& at = classes.at(holder);
    // class Base(DeclarativeBase): metadata = meta
    if (classes.bases()[info.base].node == at.node && classes.bases()[info.base].file == at.file) break;
    // Flask-SQLAlchemy gives every class that has none in its own body one by its bind key.
    if (const Expr own = binds_[info.base] && holder != index ? Expr() : classAttribute(at.node, "metadata")) {
      const MetaDataId id = given(project, at.file, own, name);
      if (id != none) return id;
      const bool other = own.is(Kind::Name) || own.is(Kind::Attribute) || own.is(Kind::Call);
      // metadata = Column(JSON) is a mistake of its own (rule MC401), and metadata: dict = ... is no MetaData either.
      if (other && own.parent().is(Kind::Assign) && !sqlalchemy::isAttributeFactory(classes.origin(at.file, own)))
        return none;
    }
    const Expr key = binds_[info.base] ? classAttribute(at.node, "__bind_key__") : Expr();
    if (!key) continue;
    const auto known = keyOf(project, at.file, key);
    if (known) addBind(classes.bases()[info.base], info.base, *known);
    return ofBind(info.base, known);
  }
  return ofBase(info.base);
}

/// db = SQLAlchemy(metadata=..., model_class=...): a base of SQLAlchemy 2 brings the MetaData itself, any other one
/// only where none is given.
MetaDataId MetaDatas::readDatabase(const WithNames& project, std::uint32_t index) {
  const std::vector<DeclarativeBase>& bases = project.classes().bases();
  const DeclarativeBase& database = bases[index];
  const Expr model = database.node.keyword("model_class");
  std::uint32_t base = none;
  for (std::uint32_t i = 0; model.is(Kind::Call) && i < bases.size(); ++i) {
    if (bases[i].file == database.file && bases[i].node == model) base = i;
  }
  if (model && base == none) base = project.classes().baseOf(database.file, model).value_or(none);
  const bool carries = base != none && base != index && bases[base].form != BaseForm::Flask;
  const Expr metadata = database.node.keyword("metadata");
  const std::string name = concat(databaseName(database), ".metadata");
  if (carries && (bases[base].form == BaseForm::Class || !metadata)) {
    const MetaDataId id = read(project, base);
    if (id != none && model.is(Kind::Call) && !model.keyword("metadata"))
      all_[id].name = name;  // the base has no name of its own
    return id;
  }
  return metadata ? given(project, database.file, metadata, name) : madeAt(database.file, database.node, name);
}

/// Base = declarative_base(metadata=meta), class Base(DeclarativeBase): metadata = meta, or a registry(metadata=meta)
MetaDataId MetaDatas::read(const WithNames& project, std::uint32_t index) {
  const DeclarativeBase& base = project.classes().bases()[index];
  if (base.file == noFile) return outside(base.dotted);
  if (base.form == BaseForm::Flask) return readDatabase(project, index);
  Expr written;
  Expr maker = base.node;
  FileId file = base.file;
  Expr registry;
  if (base.node.is(Kind::Class)) {
    written = classAttribute(base.node, "metadata");
    registry = classAttribute(base.node, "registry");
    for (const Expr decorator : base.node.decorators()) {
      if (!written && decorator.is(Kind::Call)) written = decorator.keyword("metadata");
    }
  } else {
    written = base.node.keyword("metadata");
    if (base.node.callee().text() == "generate_base") registry = base.node.callee()[0];
  }
  if (registry && !written) {
    if (const Maker made = registryMade(project, file, registry); made.call) {
      file = made.file;
      maker = made.call;
      written = maker.keyword("metadata");
    }
  }
  const std::string name = concat(base.name, ".metadata");
  return written ? given(project, file, written, name) : madeAt(file, maker, name);
}

}  // namespace limbeck::project
