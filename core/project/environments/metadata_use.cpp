#include "project/environments/metadata_use.h"

#include <algorithm>

#include "project/classes/sqlalchemy.h"
#include "project/direct_tables/objects.h"
#include "project/environments/environments.h"
#include "project/names/modules.h"
#include "text/concat.h"

namespace limbeck::project {
namespace {

MetaDataId metadataIdOf(const Project& project, const SqlObject& object) {
  const MetaDatas& metadatas = project.environments().metadatas();
  if (!object.is(SqlObject::Kind::MetaData)) return none;
  if (object.index != none) return metadatas.ofBase(object.index);
  const std::vector<MetaData>& all = metadatas.all();
  const auto at = std::find_if(all.begin(), all.end(), [&](const MetaData& one) {
    return object.made && one.file == object.file && one.made == object.made && one.bind.empty();
  });
  return at == all.end() ? none : static_cast<MetaDataId>(at - all.begin());
}

/// table.to_metadata(other), Base.metadata = other
bool movesTables(const ModuleFacts& facts) {
  return std::any_of(facts.attributes.begin(), facts.attributes.end(), [](Expr attribute) {
    const std::string& name = attribute.text();
    if (name == "to_metadata" || name == "tometadata") return true;
    const Expr statement = attribute.parent();
    return name == "metadata" && statement.is(Kind::Assign) && statement.value() != attribute;
  });
}

/// def Table(*args, **kwargs): return sa.Table(*args, **kwargs)
bool wrapsTable(const Project& project, FileId file, Expr call) {
  const Symbol function = project.resolver().only(file, call.callee());
  if (!function.is(Symbol::Kind::Function)) return false;
  for (const Expr statement : function.node.body()) {
    if (statement.is(Kind::Return) && statement[0].is(Kind::Call) &&
        sqlalchemy::isTable(project.classes().origin(function.file, statement[0])))
      return true;
  }
  return false;
}

/// db.Table(...) where `db` is made by a class of the project: class RoutingSQLAlchemy(SQLAlchemy)
bool isOfDatabase(const Project& project, FileId file, Expr call) {
  if (!call.callee().is(Kind::Attribute) || call.callee().text() != "Table") return false;
  const auto base = project.classes().baseOf(file, call.callee()[0]);
  return base && project.classes().bases()[*base].form == BaseForm::Flask;
}

/// class User(Base): __table__ = Table(...). Other tables in a body stand there as in a module: class Model: users =
/// Table(...)
bool isOfClass(Expr call) {
  if (!python::enclosing(call, Kind::Class)) return false;
  const Expr statement = call.parent();
  return !statement.is(Kind::Assign) || !statement[0].is(Kind::Name) || statement[0].text().starts_with("__");
}

}  // namespace

MetaDataId metadataAt(const Project& project, FileId file, Expr expression) {
  const bool named = expression.is(Kind::Name) || expression.is(Kind::Attribute);
  if (!named || project.resolver().resolve(file, expression).size() > 1) return none;
  return metadataIdOf(project, Objects(project).of(file, expression));
}

std::string MetaDataUse::inWords(const Project& project) const {
  const std::size_t count = models.size() + tables.size();
  if (count > 1)
    return concat(std::to_string(count), tables.empty()   ? " models"
                                         : models.empty() ? " tables"
                                                          : " models and tables");
  if (!models.empty()) return quoted(project.classes().at(models[0]).name);
  return tables[0].name.empty() ? std::string("a table") : concat("the table ", quoted(tables[0].name));
}

MetaDataUses::MetaDataUses(const Project& project) : project_(project) {
  const Environments& environments = project.environments();
  for (const ClassId model : environments.asked()) {
    const ClassInfo& info = project.classes().at(model);
    const MetaDataId id = environments.metadataOf(model);
    if (info.mapped != Mapped::Yes || id == none) {
      open_ = true;
      continue;
    }
    const MetaData& metadata = environments.metadatas().at(id);
    at(id, metadata.file, metadata.made, metadata.name).models.push_back(model);
  }
  for (FileId file{0}; file < project.files().size(); ++file) {
    if (project.modules().isTest(file) || project.modules().isMigration(file)) continue;
    const ModuleFacts& facts = project.file(file);
    open_ = open_ || facts.opaque || movesTables(facts);
    for (const Expr call : facts.calls) {
      if (!call.callee().text().ends_with("Table")) continue;
      if (python::enclosing(call, Kind::Function) || isOfClass(call)) continue;
      if (sqlalchemy::isTable(project.classes().origin(file, call)) || wrapsTable(project, file, call) ||
          isOfDatabase(project, file, call))
        addTable(file, call);
    }
  }
}

void MetaDataUses::addTable(FileId file, Expr call) {
  const MetaDatas& metadatas = project_.environments().metadatas();
  CoreTable table{file, call, call.positional(0).is(Kind::String) ? call.positional(0).text() : std::string()};
  const Expr given = call.positional(1) ? call.positional(1) : call.keyword("metadata");
  const Expr flask = call.callee().is(Kind::Attribute) ? call.callee()[0] : Expr();
  const auto base = flask ? project_.classes().baseOf(file, flask) : std::nullopt;
  const SqlObject object = Objects(project_).of(file, given);
  MetaDataId id = metadataIdOf(project_, object);
  if (id == none && base && !object.is(SqlObject::Kind::MetaData))  // db.Table("tags", db.Column("id", ...))
    id = metadatas.ofTable(project_, *base, file, call);
  if (id != none) {
    const MetaData& metadata = metadatas.at(id);
    at(id, metadata.file, metadata.made, metadata.name).tables.push_back(std::move(table));
  } else if (object.is(SqlObject::Kind::MetaData) && object.made) {
    at(none, object.file, object.made, given.dotted()).tables.push_back(std::move(table));
  } else {
    open_ = true;
  }
}

MetaDataUse& MetaDataUses::at(MetaDataId id, FileId file, Expr made, std::string name) {
  const auto known = std::find_if(all_.begin(), all_.end(), [&](const MetaDataUse& one) {
    return id != none || one.id != none ? one.id == id : one.file == file && one.made == made;
  });
  if (known != all_.end()) return *known;
  all_.push_back({id, file, made, std::move(name), {}, {}});
  return all_.back();
}

const MetaDataUse* MetaDataUses::of(MetaDataId id) const {
  const auto known = std::find_if(all_.begin(), all_.end(), [&](const MetaDataUse& one) { return one.id == id; });
  return known == all_.end() || id == none ? nullptr : &*known;
}

bool MetaDataUses::isUntargeted(const MetaDataUse& use) const {
  const std::vector<Environment>& all = project_.environments().all();
  return std::none_of(all.begin(), all.end(), [&](const Environment& one) {
    return one.target == Target::Unknown || (use.id != none && one.aims(use.id));
  });
}

}  // namespace limbeck::project
