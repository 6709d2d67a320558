#include "project/models/declared.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "project/environments/environments.h"
#include "project/environments/metadata_use.h"
#include "project/evaluate/library.h"
#include "project/models/class_tables.h"
#include "project/models/conventions.h"
#include "project/models/later_items.h"
#include "project/models/made_classes.h"
#include "project/models/mapper_hooks.h"
#include "project/names/modules.h"
#include "schema/default_schema.h"
#include "text/concat.h"

namespace limbeck::project {

using evaluate::Value;

bool isLegacy(const Project& project) {
  return project.versions().isBefore("sqlalchemy", {{2, 0, 0}, Version::Stage::Dev, 0});
}

const DeclaredTable* DeclaredMetaData::find(const schema::TableName& wanted) const {
  const auto found = named_.find(wanted);
  return found == named_.end() ? nullptr : &tables[found->second.front()];
}

const DeclaredTable* DeclaredMetaData::only(const schema::TableName& wanted) const {
  const auto found = named_.find(wanted);
  return found == named_.end() || found->second.size() > 1 ? nullptr : &tables[found->second.front()];
}

bool DeclaredMetaData::mayHave(std::string_view table) const {
  return std::any_of(tables.begin(), tables.end(),
                     [&](const DeclaredTable& one) { return one.anySchema && one.table.name == table; });
}

void DeclaredMetaData::add(DeclaredTable table) {
  tables.push_back(std::move(table));
  index(tables.size() - 1);
}

void DeclaredMetaData::index(std::size_t position) {
  if (tables[position].nameKnown) named_[tables[position].name()].push_back(position);
}

void DeclaredMetaData::useSchema(const std::string& schema) {
  named_.clear();
  for (std::size_t i = 0; i < tables.size(); ++i) {
    schema::Table& table = tables[i].table;
    if (table.schema.empty()) table.schema = schema;
    for (schema::ForeignKey& key : table.foreignKeys) {
      if (key.schema.empty()) key.schema = schema;
    }
    index(i);
  }
}

bool DeclaredMetaData::isComparedBy(const Environment& environment) const {
  return environment.aims(id) && mayBeOf(environment);
}
bool DeclaredMetaData::mayBeOf(const Environment& environment) const {
  return program == none || program == environment.index;
}

std::vector<const DeclaredMetaData*> Declared::comparedBy(const Environment& environment) const {
  std::vector<const DeclaredMetaData*> compared;
  for (const DeclaredMetaData& metadata : all_) {
    if (metadata.isComparedBy(environment)) compared.push_back(&metadata);
  }
  return compared;
}

std::uint32_t programOf(const Project& project, MetaDataId id, FileId file) {
  const Environments& environments = project.environments();
  if (id == none || environments.metadatas().at(id).file != noFile) return none;
  const std::string root = project.resolver().rootOf(file);
  std::uint32_t own = none;
  std::uint32_t aiming = 0;
  for (std::uint32_t i = 0; i < environments.all().size(); ++i) {
    if (!environments.all()[i].aims(id)) continue;
    ++aiming;
    if (environments.all()[i].roots.count(root) == 0) continue;
    if (own != none) return none;  // two environments of one program
    own = i;
  }
  return aiming > 1 ? own : none;
}

const DeclaredMetaData* Declared::of(const Project& project, MetaDataId id, FileId file) const {
  const std::uint32_t program = programOf(project, id, file);
  const auto found = std::find_if(all_.begin(), all_.end(),
                                  [&](const DeclaredMetaData& one) { return one.id == id && one.program == program; });
  return found == all_.end() || id == none ? nullptr : &*found;
}

const DeclaredTable* Declared::ofModel(ClassId model) const {
  const auto found = byModel_.find(model);
  return found == byModel_.end() ? nullptr : &all_[found->second.first].tables[found->second.second];
}

/// Reads every MetaData of a project; private to this file.
class DeclaredReader {
 public:
  DeclaredReader(const Project& project, Declared& into)
      : project_(project),
        into_(into),
        made_(project),
        evaluator_(project.files(), project.resolver(), {&project.library(), &made_, &hooks_, &constructs_}),
        definitions_(evaluator_, into.legacy_, [this](FileId file, Expr written) { return columnOf(file, written); }),
        classes_(project, evaluator_, definitions_) {}

  void run() {
    hooks_.read(&definitions_);
    constructs_.ask([this](const Value& ofClass, std::string_view name) { return classes_.inherited(ofClass, name); },
                    [this](const Value& ofClass) { return classes_.hidesParent(ofClass); });
    const Environments& environments = project_.environments();
    const std::vector<MetaDataUse>& uses = project_.metadataUses().all();
    for (const ClassId model : environments.asked()) {
      const ClassInfo& info = project_.classes().at(model);
      const MetaDataId id = environments.metadataOf(model);
      if (info.mapped != Mapped::Yes || id == none) continue;
      models_[{id, programOf(project_, id, info.file)}].push_back(model);
    }
    for (const MetaDataUse& use : uses) {
      for (const CoreTable& table : use.tables) {
        if (use.id != none) models_.try_emplace({use.id, programOf(project_, use.id, table.file)});
      }
    }
    for (const auto& [key, models] : models_) readModels(key, models);
    readMade();
    for (const MetaDataUse& use : uses) {
      for (const CoreTable& table : use.tables) {
        if (use.id != none) readCore(*find({use.id, programOf(project_, use.id, table.file)}), table);
      }
    }
    readConventions(project_, evaluator_, into_.all_);
    LaterItems(project_, evaluator_, definitions_, classes_, into_).read();
    for (DeclaredMetaData& metadata : into_.all_) callByName(metadata);
  }

 private:
  /// One MetaData of one program.
  using Key = std::pair<MetaDataId, std::uint32_t>;

  DeclaredMetaData* find(const Key& key) {
    const auto found = std::find_if(into_.all_.begin(), into_.all_.end(), [&](const DeclaredMetaData& one) {
      return Key(one.id, one.program) == key && key.first != none;
    });
    return found == into_.all_.end() ? nullptr : &*found;
  }

  void readModels(const Key& key, const std::vector<ClassId>& models) {
    into_.all_.emplace_back();
    DeclaredMetaData& metadata = into_.all_.back();
    const std::size_t position = into_.all_.size() - 1;
    std::tie(metadata.id, metadata.program) = key;
    metadata.name = project_.environments().metadatas().at(metadata.id).name;
    std::vector<ClassTable> children;
    for (const ClassId model : models) {
      evaluator_.renew();
      evaluator_.importFile(project_.classes().at(model).file);
      if (mayRunAgain(project_.classes().at(model).node)) {
        again_.emplace_back(model, position);
        continue;
      }
      ClassTable made = classes_.read(model);
      if (made.mapping == Mapping::Parent) children.push_back(std::move(made));
      else take(std::move(made), model, position);
    }
    for (ClassTable& child : children) lend(metadata, position, std::move(child.table));
  }

  /// A table of its own, or none.
  void take(ClassTable made, ClassId model, std::size_t position) {
    DeclaredMetaData& metadata = into_.all_[position];
    if (made.mapping != Mapping::Own) {
      // One without a name cannot be mapped as it stands: what it is to be called, nobody says.
      metadata.open = metadata.open || made.mapping == Mapping::Nothing || project_.classes().at(model).open;
      return;
    }
    if (!made.table.nameKnown) metadata.open = true;
    into_.byModel_.try_emplace(model, position, metadata.tables.size());
    metadata.add(std::move(made.table));
    if (metadata.tables.back().nameKnown) runHooks(model, metadata);
  }

  /// What mapping the class to the last table of the MetaData sets in motion.
  void runHooks(ClassId model, DeclaredMetaData& metadata) {
    const ClassInfo& info = project_.classes().at(model);
    std::vector<DeclaredTable> made;
    for (const Value& hook : classes_.hooksOf(model)) {
      for (DeclaredTable& table :
           hooks_.run(evaluator_, hook, Value::classOf(info.file, info.node), metadata.tables.back()))
        made.push_back(std::move(table));
    }
    for (DeclaredTable& table : made) add(std::move(table), metadata);
  }

  /// A table beside those that classes state. What has no name known opens the MetaData; of one name, the first stands.
  static void add(DeclaredTable table, DeclaredMetaData& metadata) {
    if (!table.nameKnown) metadata.open = true;
    else if (metadata.find(table.name()) == nullptr) metadata.add(std::move(table));
  }

  /// Classes that functions and loops have made, once for each time; those that nobody was seen to make, once as they
  /// stand there.
  void readMade() {
    std::set<ClassId> made;
    for (unsigned round = 0; round < 4; ++round) {  // reading one may make another
      for (MadeClass& one : made_.take()) {
        evaluator_.renew();
        if (one.model == none) {
          readType(one);
          continue;
        }
        const auto asked =
            std::find_if(again_.begin(), again_.end(), [&](const auto& known) { return known.first == one.model; });
        if (asked == again_.end()) continue;
        const ClassInfo& info = project_.classes().at(one.model);
        evaluator_.recall(info.file, info.node, std::move(one.body));
        ClassTable table = classes_.read(one.model);
        const bool known = table.mapping == Mapping::Own && table.table.nameKnown;
        if (!known || into_.all_[asked->second].find(table.table.name()) != nullptr) continue;
        take(std::move(table), one.model, asked->second);
        made.insert(one.model);
      }
    }
    for (const auto& [model, position] : again_) {
      if (made.count(model) > 0) continue;
      ClassTable table = classes_.read(model);
      if (table.mapping == Mapping::Parent) lend(into_.all_[position], position, std::move(table.table));
      else take(std::move(table), model, position);
    }
  }

  void readType(const MadeClass& one) {
    const MetaDataId id = project_.environments().metadatas().ofBase(one.base);
    DeclaredMetaData* const metadata = find({id, programOf(project_, id, one.file)});
    if (metadata == nullptr || project_.modules().isTest(one.file) || project_.modules().isMigration(one.file)) return;
    add(classes_.readMade({one.file, one.call.span()}, one.call, one.bases, one.written.mapping()), *metadata);
  }

  /// Single-table inheritance: the parent's table gets the child's columns (facts F11).
  void lend(DeclaredMetaData& metadata, std::size_t position, DeclaredTable child) {
    ClassId parent = project_.classes().at(child.model).parent;
    for (unsigned depth = 0; parent != none && depth < 16; ++depth) {
      const auto found = into_.byModel_.find(parent);
      if (found == into_.byModel_.end() || found->second.first != position) {
        parent = project_.classes().at(parent).parent;
        continue;
      }
      DeclaredTable& table = metadata.tables[found->second.second];
      into_.byModel_[child.model] = found->second;
      for (schema::Column& column : child.table.columns) {
        if (table.table.column(column.name) == nullptr) table.table.columns.push_back(std::move(column));
      }
      const auto move = [](auto& from, auto& to) {
        to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
      };
      move(child.table.foreignKeys, table.table.foreignKeys);
      move(child.table.uniques, table.table.uniques);
      move(child.table.checks, table.table.checks);
      move(child.table.indexes, table.table.indexes);
      move(child.doubts, table.doubts);
      if (child.table.certainty != schema::Certainty::Known) table.table.certainty = schema::Certainty::Partial;
      return;
    }
  }

  void readCore(DeclaredMetaData& metadata, const CoreTable& core) {
    evaluator_.renew();
    const Value value = evaluator_.evaluate(core.file, core.call);
    const auto call = Construct::of(value);
    if (!call || call->name() != "Table") {
      metadata.open = true;
      return;
    }
    DeclaredTable made;
    made.file = core.file;
    made.at = core.call;
    made.table.place = {core.file, core.call.span()};
    const schema::Name name = definitions_.name(call->argument(0, "name"));
    made.table.name = name.text;
    made.nameKnown = name.isThere();
    if (!made.nameKnown) metadata.open = true;
    const Value* const schema = call->keyword("schema");
    made.table.schema = plainText(schema).value_or("");
    made.anySchema = schema == nullptr ? call->open() : !isNone(schema) && !plainText(schema);
    made.table.comment = plainText(call->keyword("comment"));
    const bool reflected = call->keyword("autoload_with") != nullptr || call->keyword("autoload") != nullptr;
    const bool flask =
        core.call.callee().is(Kind::Attribute) && !(call->positional(1) != nullptr && isMetaData(*call->positional(1)));
    Items items;
    std::size_t from = 1;
    if (const Value* const second = call->positional(1)) {
      Items probe;
      if (!flask || !definitions_.item(*second, probe)) from = 2;
    }
    definitions_.items(call->positional(), from, items);
    made.doubts = items.doubts;
    keepKeys(items, made);
    placeItems(std::move(items), made.table);
    if (reflected || call->open()) {
      made.table.certainty = schema::Certainty::Partial;
      made.doubts.push_back(
          {reflected ? "its columns come from the database" : "its items could not be read whole", made.table.place});
    }
    // One table, several Table(...) calls under extend_existing: the first stands.
    if (metadata.find(made.name()) == nullptr || !made.nameKnown) metadata.add(std::move(made));
  }

  static bool isMetaData(const Value& value) {
    const auto call = Construct::of(value);
    return value.isUnknown() || (call && call->name() == "MetaData");
  }

  /// ForeignKey(User.id), ForeignKey(users.c.id)
  std::optional<std::pair<schema::TableName, std::string>> columnOf(FileId file, Expr written) {
    if (!written.is(Kind::Attribute) || depth_ > 3) return std::nullopt;
    const std::string attribute = written.text();
    Expr holder = written[0];
    const bool through = holder.is(Kind::Attribute) && (holder.text() == "c" || holder.text() == "columns");
    if (through) holder = holder[0];
    if (holder.is(Kind::Attribute) && holder.text() == "__table__") holder = holder[0];
    const Symbol symbol = project_.resolver().only(file, holder);
    if (symbol.is(Symbol::Kind::Class)) {
      const auto index = project_.classes().find(symbol.file, symbol.node);
      if (!index) return std::nullopt;
      ++depth_;
      const auto name = classes_.nameOf(*index);
      const std::string column = classes_.columnOf(*index, attribute);
      --depth_;
      return name ? std::optional(std::pair(*name, column)) : std::nullopt;
    }
    if (symbol.is(Symbol::Kind::Variable) && symbol.value.is(Kind::Call)) {
      const auto table = Construct::of(evaluator_.evaluate(symbol.file, symbol.value));
      if (!table || table->name() != "Table") return std::nullopt;
      const schema::Name name = definitions_.name(table->argument(0, "name"));
      if (!name.isThere()) return std::nullopt;
      return std::pair(schema::TableName{plainText(table->keyword("schema")).value_or(""), name.text}, attribute);
    }
    return std::nullopt;
  }

  const Project& project_;
  Declared& into_;
  Constructs constructs_;
  MadeClasses made_;
  MapperHooks hooks_;
  evaluate::Evaluator evaluator_;
  Definitions definitions_;
  ClassTables classes_;
  std::map<Key, std::vector<ClassId>> models_;
  std::vector<std::pair<ClassId, std::size_t>> again_;  ///< models whose statements may run again, and their MetaData
  unsigned depth_ = 0;
};

Declared::Declared(const Project& project) : legacy_(isLegacy(project)) {
  DeclaredReader(project, *this).run();
  list(project);
}

const schema::Schema& Declared::schemaOf(const DeclaredMetaData& metadata, schema::Dialect dialect) const {
  const auto [known, asked] = schemas_.try_emplace({&metadata, dialect});
  if (asked) known->second = built(metadata, dialect);
  return known->second;
}

schema::Schema Declared::built(const DeclaredMetaData& metadata, schema::Dialect dialect) const {
  schema::Conditions rules;
  rules.dialect = dialect;
  rules.naming = metadata.naming.empty() ? nullptr : &metadata.naming;
  rules.legacy = legacy_;
  rules.promised = true;
  schema::Schema made;
  made.defaultSchema = schema::usualSchema(dialect);
  made.open = metadata.open;
  std::vector<schema::TableName> names;
  for (const DeclaredTable& table : metadata.tables) {
    if (!table.nameKnown) continue;
    if (made.find(table.name()) == nullptr) names.push_back(table.name());
    made.put(table.table);
    for (const schema::Doubt& doubt : table.doubts)
      made.doubts.push_back({doubt.reason, doubt.place, schema::show(table.name())});
  }
  for (unsigned round = 0; round < 4; ++round) {
    bool some = false;
    for (const schema::TableName& name : names) some = schema::lendTypes(*made.edit(name), made) || some;
    if (!some) break;
  }
  for (const schema::TableName& name : names) {
    schema::Table* const table = made.edit(name);
    schema::complete(*table, made, rules);
  }
  return made;
}

}  // namespace limbeck::project
