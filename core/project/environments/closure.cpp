#include "project/environments/closure.h"

#include <algorithm>
#include <iterator>

#include "project/classes/sqlalchemy.h"
#include "project/environments/elsewhere.h"
#include "project/given/places.h"
#include "project/names/resolver.h"
#include "text/concat.h"
#include "text/dotted.h"

namespace limbeck::project {
namespace {

using evaluate::Call;
using evaluate::Evaluator;
using evaluate::Value;

constexpr std::string_view metadataType = "a metadata";
constexpr std::string_view baseType = "declarative base";
constexpr std::string_view registryType = "registry of classes";
constexpr std::string_view generateType = "generate base";
constexpr std::string_view databaseType = "flask database";
constexpr std::string_view migrateType = "flask migrate";
constexpr std::string_view initType = "init of flask migrate";
/// Base.metadata.tables, and any one of them: they are not told apart.
constexpr std::string_view tablesType = "tables of a metadata";
constexpr std::string_view itemsType = "names and tables of a metadata";
constexpr std::string_view tableType = "table of a metadata";
constexpr std::string_view methodType = "method of a metadata";

Value withMetadata(std::string_view type, const Value& metadata) {
  evaluate::Object object;
  object.type = std::string(type);
  object.attributes.emplace("metadata", metadata);
  return Value::object(std::move(object));
}

bool isCapital(char c) { return c >= 'A' && c <= 'Z'; }

/// Calls whose purpose is to import what they are told by name: import_string, load_models, autodiscover_modules.
bool importsByName(std::string_view name) {
  static constexpr std::string_view parts[] = {"import", "load", "discover", "scan", "find_modules"};
  return std::any_of(std::begin(parts), std::end(parts),
                     [&](std::string_view part) { return name.find(part) != std::string_view::npos; });
}

/// Names of modules that are made by tools, or by hand on each machine, and kept out of version control.
bool isOftenGenerated(std::string_view name) {
  static constexpr std::string_view names[] = {"_version",       "version", "__version__", "local_settings",
                                               "settings_local", "local",   "secrets"};
  return std::find(std::begin(names), std::end(names), name) != std::end(names) || name.ends_with("_pb2") ||
         name.ends_with("_pb2_grpc");
}

/// One part of the dotted name is the name of a folder that is never read.
bool passesIgnoredFolder(std::string_view dotted) {
  while (!dotted.empty()) {
    const std::size_t dot = std::min(dotted.find('.'), dotted.size());
    if (isIgnoredFolder(dotted.substr(0, dot))) return true;
    dotted.remove_prefix(std::min(dot + 1, dotted.size()));
  }
  return false;
}

bool isExcluded(const Settings& settings, std::string_view dotted) {
  std::string path(dotted.substr(std::min(dotted.find_first_not_of('.'), dotted.size())));
  std::replace(path.begin(), path.end(), '.', '/');
  return std::any_of(settings.exclude.begin(), settings.exclude.end(), [&](const std::string& pattern) {
    return matchesAnywhere(pattern, path + ".py") || matchesAnywhere(pattern, path + "/__init__.py");
  });
}

/// The package is known to be one: it has an __init__.py, or some import of the workspace finds a module below it.
bool isOurs(const WithNames& project, std::string_view dotted, FileId from) {
  const std::string_view top = topOf(dotted);
  const Resolver::Target& target = project.resolver().importTarget(top, from);
  if (target.file != noFile) return dotted != top;
  return !target.folder.empty() && project.resolver().isImportedFrom(top);
}

/// "blog = app.blog:Plugin [extra]"
void addClaim(const std::string& group, std::string_view line, std::vector<EntryPointClaim>& claims) {
  const std::size_t from = line.find_first_not_of(" =", std::min(line.find('='), line.size()));
  if (from == std::string_view::npos) return;
  const std::size_t end = std::min(line.find_first_of(" :[", from), line.size());
  claims.push_back({group, std::string(line.substr(from, end - from))});
}

/// The same as a text: "[app.plugins]\nblog = app.blog:Plugin".
void addClaims(std::string_view text, std::vector<EntryPointClaim>& claims) {
  std::string group;
  while (!text.empty()) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
    if (line.starts_with('[')) group = std::string(line.substr(1, std::min(line.find(']'), line.size()) - 1));
    else if (line.find('=') != std::string_view::npos && !line.starts_with('#')) addClaim(group, line, claims);
  }
}

/// setup(entry_points={"app.plugins": ["blog = app.blog:Plugin"]}), the dictionary in a variable, or a text.
void addClaims(const WithNames& project, FileId file, std::vector<EntryPointClaim>& claims) {
  for (const Expr call : project.file(file).calls) {
    Expr groups = call.callee().text() == "setup" ? call.keyword("entry_points") : Expr();
    if (groups.is(Kind::Name)) groups = project.resolver().only(file, groups).value;
    if (groups.is(Kind::String)) addClaims(groups.text(), claims);
    if (!groups.is(Kind::Dict)) continue;
    for (const Expr pair : groups) {
      if (!pair.is(Kind::Pair) || !pair[0].is(Kind::String)) continue;
      for (const Expr written : pair[1]) {
        // f"{plugin} = app.blog:Plugin": what is named stands in the last piece.
        const Expr line = written.is(Kind::FString) ? written.back() : written;
        if (line.is(Kind::String)) addClaim(pair[0].text(), line.text(), claims);
      }
    }
  }
}

/// `from ...x import y` that climbs above everything that was given.
bool climbsOut(std::string_view written, std::string_view path) {
  const std::size_t dots = std::min(written.find_first_not_of('.'), written.size());
  const auto depth = static_cast<std::size_t>(std::count(path.begin(), path.end(), '/'));
  return dots > depth + 1 || (dots > 1 && dots == depth + 1);
}

}  // namespace

const Value* Configure::argument(std::string_view name) const {
  for (const auto& [known, value] : arguments) {
    if (known == name) return &value;
  }
  return nullptr;
}

void Configure::again(const Configure& later) {
  for (auto& [name, value] : arguments) {
    const Value* const other = name == "target_metadata" ? later.argument(name) : nullptr;
    if (other != nullptr && !other->isUnknown() && !value.isUnknown()) value = Value::oneOf({value, *other});
  }
}

Value Closure::valueOf(MetaDataId id) {
  evaluate::Object object;
  object.type = std::string(metadataType);
  object.own.emplace("id", Value::integer(static_cast<std::int64_t>(id)));
  return Value::object(std::move(object));
}

std::optional<MetaDataId> Closure::metadataOf(const Value& value) {
  if (!value.isObject(metadataType)) return std::nullopt;
  return static_cast<MetaDataId>(value.object().kept("id").number());
}

MetaDataId Closure::given(const Call& call, std::string_view keyword, std::size_t position) const {
  const Value* value = call.argument(position, keyword);
  if (value == nullptr) return none;
  if (value->isObject(baseType)) return metadataOf(value->object().attributes.at("metadata")).value_or(none);
  return metadataOf(*value).value_or(none);
}

/// What the factories of SQLAlchemy, SQLModel and Flask-SQLAlchemy make.
std::optional<Value> Closure::made(const Call& call, const std::string& dotted) {
  constexpr std::size_t nowhere = 1000;
  const auto metadata = [&](MetaDataId id, std::string_view name) {
    return valueOf(id != none ? id : metadatas_.madeAt(call.file, call.node, name));
  };
  if (sqlalchemy::isMetaData(dotted)) return metadata(none, "metadata");
  if (dotted.ends_with("automap_base")) return std::nullopt;
  if (sqlalchemy::isBaseFactory(dotted))
    return withMetadata(baseType, metadata(given(call, "metadata", nowhere), "Base.metadata"));
  if (sqlalchemy::isRegistry(dotted)) {
    Value registry = withMetadata(registryType, metadata(given(call, "metadata", nowhere), "registry.metadata"));
    registry.object().attributes.emplace("generate_base",
                                         withMetadata(generateType, registry.object().attributes.at("metadata")));
    return registry;
  }
  if (sqlalchemy::isFlaskDatabase(dotted)) return database(call);
  if (dotted == "flask_migrate.Migrate") return migrate(call, false);
  return std::nullopt;
}

/// db = SQLAlchemy(...): its MetaData for each bind that its models name, and for all others.
Value Closure::database(const Call& call) {
  constexpr std::size_t nowhere = 1000;
  MetaDataId id = metadatas_.ofDatabase(project_, call.file, call.node);
  if (id == none) id = given(call, "model_class", nowhere);
  if (id == none) id = given(call, "metadata", nowhere);
  if (id == none) id = metadatas_.madeAt(call.file, call.node, "db.metadata");
  Value made = withMetadata(databaseType, valueOf(id));
  auto& attributes = made.object().attributes;
  attributes.emplace("Model", withMetadata(baseType, valueOf(id)));
  std::vector<std::pair<Value, Value>> metadatas{{Value::none(), valueOf(id)}};
  for (MetaDataId other = 0; other < metadatas_.all().size(); ++other) {
    const MetaData& metadata = metadatas_.at(other);
    if (!metadata.bind.empty() && metadata.file == call.file && metadata.made == call.node)
      metadatas.emplace_back(Value::string(metadata.bind), valueOf(other));
  }
  attributes.emplace("metadatas", Value::dict(std::move(metadatas)));
  return made;
}

/// Migrate(app, db, compare_type=True), migrate.init_app(app, db, ...): env.py finds it in the application (trust D4).
Value Closure::migrate(const Call& call, bool init) {
  static constexpr std::string_view own[] = {"app", "db", "directory", "command"};
  const Value* const database = call.argument(1, "db");
  if (database != nullptr && database->isObject(databaseType)) database_ = *database;
  toldOfMigrate_ = toldOfMigrate_ || init || (call.argument(0, "app") != nullptr && database != nullptr);
  configureArguments_.open = configureArguments_.open || call.openArguments || call.positional.size() > std::size(own);
  migrateCalls_.emplace_back(call.file, call.node);
  for (const auto& [name, value] : call.keywords) {
    const bool kept = init && value.is(Value::Kind::None);  // what Migrate was given stands
    if (kept || std::find(std::begin(own), std::end(own), name) != std::end(own)) continue;
    configureArguments_.put(Value::string(name), value);
    configureArguments_.open = configureArguments_.open || !call.certain;
  }
  evaluate::Object made;
  made.type = std::string(migrateType);
  return Value::object(std::move(made));
}

/// Flask-Migrate compares types and writes batches by itself since version 4, where nobody says otherwise (facts F18).
Value Closure::configureArguments() {
  askedForArguments_ = true;
  const Version release{{4, 0, 0}, Version::Stage::Dev, 0};
  const bool since = project_.versions().isAtLeast("flask-migrate", release);
  evaluate::Mapping all;
  if (since || !project_.versions().isBefore("flask-migrate", release)) {
    for (const std::string_view name : {"compare_type", "render_as_batch"})
      all.put(Value::string(std::string(name)),
              since ? Value::boolean(true) : Value::unknown("depends on the version of Flask-Migrate"));
  }
  all.put(configureArguments_);
  return Value::dict(std::move(all.items), configureArguments_.open || !toldOfMigrate_);
}

/// class Database(SQLAlchemy), called.
bool Closure::takesOver(Evaluator&, const Value& callee) {
  return callee.is(Value::Kind::Class) && project_.classes().isFlaskDatabase(callee.file(), callee.node());
}

/// alembic.context and what hangs on it.
std::optional<Value> Closure::alembic(const Call& call, std::string_view name) {
  if (name == "is_offline_mode") return Value::boolean(false);
  if (name != "configure") return std::nullopt;
  Configure configure;
  configure.file = call.file;
  configure.call = call.node;
  configure.function = python::enclosing(call.node, Kind::Function);
  configure.open = call.openArguments;
  configure.arguments = call.keywords;
  if (askedForArguments_ &&
      std::any_of(call.node.begin(), call.node.end(), [](Expr argument) { return argument.is(Kind::DoubleStar); }))
    configure.handedBy = migrateCalls_;
  configure.offline = call.argument(1000, "url") != nullptr && call.argument(0, "connection") == nullptr;
  const auto known =
      std::find_if(configures.begin(), configures.end(), [&](const Configure& one) { return one.call == call.node; });
  if (known == configures.end()) configures.push_back(std::move(configure));
  else known->again(configure);
  return Value::none();
}

std::optional<Value> Closure::method(const Call& call) {
  const Value& metadata = call.callee.object().attributes.at("metadata");
  const std::string& name = call.callee.object().kept("name").text();
  if (name == "values" || name == "items") return withMetadata(name == "values" ? tablesType : itemsType, metadata);
  const bool adds = name == "_add_table";
  const Value* const given = adds ? call.argument(2, "table") : call.argument(0, "metadata");
  if (given == nullptr || (adds && !given->isObject(tableType))) return std::nullopt;
  const MetaDataId other = metadataOf(adds ? given->object().attributes.at("metadata") : *given).value_or(none);
  const MetaDataId own = metadataOf(metadata).value_or(none);
  if (other != none && own != none) merges.push_back({adds ? other : own, adds ? own : other, call.certain});
  return std::nullopt;
}

/// The loop over the tables runs once, for any of them.
std::optional<evaluate::Sequence> Closure::iterate(Evaluator&, const Value& value) {
  const bool items = value.isObject(itemsType);
  if (!items && !value.isObject(tablesType)) return std::nullopt;
  Value table = withMetadata(tableType, value.object().attributes.at("metadata"));
  return evaluate::Sequence{
      {items ? Value::tuple({Value::unknown("the name of a table"), std::move(table)}) : std::move(table)}, false};
}

std::optional<Value> Closure::call(Evaluator& evaluator, const Call& call) {
  if (call.callee.isObject(methodType)) {
    if (auto value = method(call)) return value;
  }
  if (call.callee.isObject(initType)) return migrate(call, true);
  if (call.callee.isObject(generateType)) return withMetadata(baseType, call.callee.object().attributes.at("metadata"));
  const bool outside = call.callee.is(Value::Kind::External);
  if (call.callee.is(Value::Kind::Class)) return database(call);
  if (outside) {
    const std::string& dotted = call.callee.text();
    if (dotted.starts_with("alembic.context.")) {
      if (auto value = alembic(call, lastOf(dotted))) return value;
    }
    if (auto value = made(call, dotted)) return value;
  }
  if (call.callee.is(Value::Kind::Builtin)) {
    const bool runs = call.callee.text() == "exec" || call.callee.text() == "eval";
    if (runs) addOpening(evaluator, call.file, call.node, {}, "runs text as Python");
    return std::nullopt;
  }
  if (outside || call.callee.isUnknown()) {
    const auto keep = [&](const Value& value) {
      if (metadataOf(value)) handedMetadata.emplace_back(call.file, value);
    };
    for (const Value& value : call.positional) keep(value);
    for (const auto& [name, value] : call.keywords) keep(value);
    open(evaluator, call, outside ? call.callee.text() : call.node.callee().text());
  }
  return std::nullopt;
}

/// Calls that may import something that is not named in the text.
void Closure::open(Evaluator& evaluator, const Call& call, const std::string& dotted) {
  const std::string_view name = lastOf(dotted);
  const std::string why = "imports a module whose name is only known when the program runs";
  if (dotted == "importlib.import_module" || dotted == "importlib.__import__") {
    const Value* module = call.argument(0, "name");
    const bool known = module != nullptr && module->is(Value::Kind::String) && module->hasHole();
    std::string prefix = known ? module->prefix() : std::string();
    if (prefix.starts_with('.')) {  // import_module("." + name, package="app.plugins")
      const Value* package = call.argument(1, "package");
      prefix = package != nullptr && package->isString() ? package->text() + prefix : std::string();
    }
    addOpening(evaluator, call.file, call.node, std::move(prefix), why);
    return;
  }
  if (name == "entry_points" || name == "iter_entry_points" || dotted.starts_with("stevedore.")) {
    openEntryPoints(evaluator, call);
    return;
  }
  if (name == "exec_module" || name == "load_module" || name == "load_source" || dotted.starts_with("runpy.")) {
    addOpening(evaluator, call.file, call.node, {}, "runs a file as a module of its own");
    return;
  }
  if (!importsByName(name)) return;
  for (const Value& argument : call.positional) {
    if (!argument.is(Value::Kind::String)) continue;
    std::string text = argument.hasHole() ? argument.prefix() : argument.text();
    text = text.substr(0, text.find(':'));
    if (text.empty() || text.find_first_of("/ \n") != std::string::npos) continue;
    const Resolver::Target& target = project_.resolver().importTarget(text.substr(0, text.find('.')), call.file);
    if (target.file == noFile && target.folder.empty()) continue;
    addOpening(evaluator, call.file, call.node, text, concat("hands `", text, "` to code that is not here"));
  }
}

/// What other distributions declare is not in this workspace; what this one declares may be imported (trust D2).
void Closure::openEntryPoints(Evaluator& evaluator, const Call& call) {
  const Value* group = call.argument(0, "group");
  if (const Value* given = group == nullptr ? call.argument(99, "namespace") : nullptr) group = given;  // of stevedore
  std::vector<EntryPointClaim> claims = project_.inputs().entryPoints;
  for (FileId file{0}; file < project_.files().size(); ++file) {
    if (fileNameOf(project_.file(file).path()) == "setup.py") addClaims(project_, file, claims);
  }
  for (const EntryPointClaim& claim : claims) {
    if (group != nullptr && group->isString() && group->text() != claim.group) continue;
    if (claim.group == "console_scripts" || claim.group == "gui_scripts") continue;
    addOpening(evaluator, call.file, call.node, claim.module,
               concat("imports the entry points of `", claim.group, "`"));
  }
}

void Closure::addOpening(Evaluator& evaluator, FileId file, Expr at, std::string prefix, std::string why) {
  const bool known = std::any_of(openings.begin(), openings.end(), [&](const Opening& one) {
    return one.file == file && one.at == at && one.prefix == prefix;
  });
  if (!known) openings.push_back({evaluator.running(), file, at, std::move(prefix), std::move(why)});
}

std::optional<Value> Closure::attribute(Evaluator&, const Value& object, std::string_view name) {
  const auto bound = [&](const Value& metadata) {
    Value method = withMetadata(methodType, metadata);
    method.object().own.emplace("name", Value::string(std::string(name)));
    return method;
  };
  if (object.isObject(metadataType) && (name == "sorted_tables" || name == "tables"))
    return withMetadata(tablesType, object);
  if (object.isObject(metadataType) && name == "_add_table") return bound(object);
  if (object.isObject(tablesType) && (name == "values" || name == "items"))
    return bound(object.object().attributes.at("metadata"));
  choosesByBind = choosesByBind || (object.isObject(tableType) && name == "info");
  if (object.isObject(tableType) && (name == "to_metadata" || name == "tometadata"))
    return bound(object.object().attributes.at("metadata"));
  if (object.isObject(migrateType) && name == "init_app") {
    evaluate::Object init;
    init.type = std::string(initType);
    return Value::object(std::move(init));
  }
  if (object.is(Value::Kind::External) && object.text() == "flask.current_app.extensions") {
    // current_app.extensions["migrate"], of an application that Migrate has been told of
    if (name == "db" && database_) return *database_;
    if (name == "configure_args") return configureArguments();
  }
  if (name != "metadata") return std::nullopt;
  if (object.is(Value::Kind::External)) {
    const std::vector<DeclarativeBase>& bases = project_.classes().bases();
    for (std::uint32_t i = 0; i < bases.size(); ++i) {
      if (bases[i].file == noFile && bases[i].dotted == object.text()) return valueOf(metadatas_.ofBase(i));
    }
    if (sqlalchemy::isSqlModel(object.text())) return valueOf(metadatas_.outside(object.text()));
    const bool ofClass = isCapital(lastOf(object.text()).front()) && !isWellKnown(topOf(object.text()));
    return ofClass ? std::optional<Value>(valueOf(metadatas_.ofLibrary(object.text()))) : std::nullopt;
  }
  if (!object.is(Value::Kind::Class)) return std::nullopt;
  // Base.metadata of a class, Auth.metadata of a model.
  const auto model = project_.classes().find(object.file(), object.node());
  MetaDataId id = model ? metadatas_.ofClass(*model) : none;
  if (id == none) id = metadatas_.ofBase(project_.classes().baseOfClass(object.file(), object.node()));
  return id == none ? std::nullopt : std::optional<Value>(valueOf(id));
}

void Closure::imports(Evaluator& evaluator, const evaluate::Import& import) {
  if (import.target.file != noFile) {
    const bool computed = import.node.is(Kind::Call);
    edges.push_back({import.running, import.file, import.node, import.target.file, import.certain, computed});
    for (const FileId parent : project_.resolver().parentsOf(import.target.file)) {
      edges.push_back({import.running, import.file, import.node, parent, import.certain, computed});
    }
    return;
  }
  if (!import.target.folder.empty() || import.dotted.empty()) return;
  const std::string& path = project_.file(import.file).path();
  const bool relative = import.dotted.starts_with('.');
  if (passesIgnoredFolder(import.dotted) || isExcluded(project_.settings(), import.dotted)) {
    if (relative || isOurs(project_, import.dotted, import.file)) {
      addOpening(evaluator, import.file, import.node, import.dotted, "imports from a folder that was not read");
    }
    return;
  }
  if (!import.certain || import.tolerated || isOftenGenerated(lastOf(import.dotted))) return;
  const bool ours = relative ? !climbsOut(import.dotted, path) : isOurs(project_, import.dotted, import.file);
  if (ours && !mayStandElsewhere(project_, import.dotted, import.file))
    broken.push_back({import.file, import.node, import.dotted, {}, noFile, {}});
}

/// The import by which a module that is still loading has led here, when everything that gives it the name comes later
/// or waits for that import as well. It is asked for by the name it loads under: by another one Python loads it anew.
Expr Closure::waitingIn(const Evaluator& evaluator, const evaluate::Import& import, FileId in,
                        const std::string& name) const {
  const std::vector<evaluate::Import>& all = evaluator.importing();
  const bool told =
      std::all_of(all.begin(), all.end(), [](const evaluate::Import& one) { return one.certain && !one.tolerated; });
  const std::string& asked = import.dotted;
  const auto byThisName = [&](const evaluate::Import& one) {
    return one.dotted == asked || one.dotted.starts_with(asked + ".");
  };
  const auto byName = [&](const evaluate::Import& one) {
    return one.target.file == in && !one.dotted.starts_with('.');
  };
  const bool same = asked.starts_with('.') || std::any_of(all.begin(), all.end(), byThisName) ||
                    (asked == project_.resolver().dottedName(in) && std::none_of(all.begin(), all.end(), byName));
  const auto left = std::find_if(all.begin(), all.end(), [&](const evaluate::Import& one) {
    return one.file == in && !python::enclosing(one.node, Kind::Function) && !python::enclosing(one.node, Kind::For) &&
           !python::enclosing(one.node, Kind::While);
  });
  // What may have been imported before out of our sight would not be imported now.
  if (!told || !same || left == all.end() || !openings.empty() || evaluator.exhausted()) return {};
  const Expr statement = left->node.is(Kind::Alias) ? left->node.parent() : left->node;
  const auto comesLater = [&](Expr node) { return node.span().begin >= statement.span().begin; };
  const python::Scope& module = project_.file(in).names.module();
  const std::vector<python::Binding>& bindings = module.names.find(name)->second;
  const bool later = std::all_of(module.starImports.begin(), module.starImports.end(), comesLater) &&
                     std::all_of(bindings.begin(), bindings.end(),
                                 [&](const python::Binding& one) { return one.typeChecking || comesLater(one.node); });
  return later ? statement : Expr();
}

void Closure::missing(Evaluator& evaluator, const evaluate::Import& import, FileId in, const std::string& name) {
  if (!import.certain || import.tolerated || isOftenGenerated(name) || isIgnoredFolder(name)) return;
  const std::string module = concat(import.dotted, import.dotted.ends_with('.') ? "" : ".", name);
  if (mayStandElsewhere(project_, module, import.file)) return;
  if (in == noFile) {  // from app.domains.x import models, where the folder has no such file
    broken.push_back({import.file, import.node, import.dotted, name, noFile, {}});
    return;
  }
  // A name that is bound anywhere at the top level, even on a path not taken, may be there.
  const ModuleFacts& facts = project_.file(in);
  if (facts.opaque || !facts.syntax.empty() || name.starts_with("__")) return;
  const python::Names& names = facts.names;
  if (mayHaveMoreNames(project_, in)) return;
  const bool bound = !names.finally(0, name).empty();
  const Expr waiting = bound ? waitingIn(evaluator, import, in, name) : Expr();
  if (bound && !waiting) return;
  for (const Symbol& symbol : project_.resolver().member(in, name)) {
    if (!bound && !symbol.is(Symbol::Kind::Unknown)) return;
  }
  for (const Expr star : names.module().starImports) {
    if (project_.resolver().importTarget(star.text(), in).file == noFile) return;
  }
  const bool writesNames = std::any_of(facts.calls.begin(), facts.calls.end(), [](Expr call) {
    const std::string& callee = call.callee().text();
    return callee == "globals" || callee == "locals" || callee == "setattr" || callee == "exec" ||
           callee == "update_wrapper" || callee == "vars";
  });
  if (!writesNames) broken.push_back({import.file, import.node, import.dotted, name, in, waiting});
}

void Closure::unreadable(Evaluator& evaluator, FileId file, Expr at, const std::string& why) {
  addOpening(evaluator, file, at, {}, why);
}

void Closure::escapes(Evaluator&, const Call& call, const Value& value) {
  const evaluate::FunctionRef& function = value.function();
  if (!handed_.emplace(function.file, function.node.index()).second) return;
  const Expr decorators = function.node.is(Kind::Function) ? function.node.decorators() : Expr();
  const bool decorates = std::find(decorators.begin(), decorators.end(), call.node) != decorators.end();
  const Expr name = call.node.is(Kind::Call) ? call.node.callee() : call.node;
  const std::string dotted = name.dotted().empty() ? name.text() : name.dotted();
  handedOn.push_back(
      {value, call.file, call.node, decorates ? concat("@", dotted, call.node.is(Kind::Call) ? "()" : "") : dotted});
}

void Closure::enters(Evaluator& evaluator, FileId file, Expr what) {
  if (what.is(Kind::Function)) called.emplace(file, what.index());
  const ModuleFacts& facts = project_.file(file);
  if (facts.opaque && what == facts.module()) {
    addOpening(evaluator, file, what, {}, concat("could not be read: ", *facts.opaque));
  }
}

}  // namespace limbeck::project
