#include "project/environments/environments.h"

#include <algorithm>

#include "project/classes/classes.h"
#include "project/environments/central.h"
#include "project/environments/hosts.h"
#include "project/environments/unseen.h"
#include "project/evaluate/library.h"
#include "project/given/places.h"
#include "project/names/modules.h"
#include "project/names/resolver.h"
#include "text/concat.h"
#include "text/expect.h"

namespace limbeck::project {
namespace {

using evaluate::Evaluator;
using evaluate::Value;

/// Where each edge's two ends are: which files a run certainly, or perhaps, gets to. Shortest way first.
void spread(Environment& environment, std::size_t files) {
  environment.reach.assign(files, Reach::No);
  environment.by.assign(files, none);
  std::vector<std::vector<std::uint32_t>> from(files);
  for (std::uint32_t i = 0; i < environment.edges.size(); ++i) from[environment.edges[i].running].push_back(i);
  const auto walk = [&](Reach wanted, std::vector<FileId> open) {
    for (std::size_t at = 0; at < open.size(); ++at) {
      for (const std::uint32_t i : from[open[at]]) {
        const ImportEdge& edge = environment.edges[i];
        if (wanted == Reach::Yes && !edge.certain) continue;
        if (environment.reach[edge.to] != Reach::No) continue;
        environment.reach[edge.to] = wanted;
        environment.by[edge.to] = i;
        open.push_back(edge.to);
      }
    }
    return open;
  };
  environment.reach[environment.file] = Reach::Yes;
  const std::vector<FileId> certain = walk(Reach::Yes, {environment.file});
  (void)walk(Reach::Perhaps, certain);
}

/// What would be reached if others called the functions that they are handed.
void followHandedOn(Environment& environment, Closure& closure, Evaluator& evaluator) {
  environment.handedTo.assign(environment.reach.size(), none);
  std::vector<std::vector<std::pair<FileId, std::uint32_t>>> from(environment.reach.size());
  for (const ImportEdge& edge : environment.edges) from[edge.running].emplace_back(edge.to, none);
  for (std::uint32_t i = 0; i < closure.handedOn.size(); ++i) {
    const std::size_t before = closure.edges.size();
    evaluator.perhaps(Value(closure.handedOn[i].function));
    for (std::size_t edge = before; edge < closure.edges.size(); ++edge)
      from[closure.edges[edge].running].emplace_back(closure.edges[edge].to, i);
  }
  environment.handedOn = closure.handedOn;
  std::vector<FileId> open;
  for (FileId file{0}; file < environment.reach.size(); ++file) {
    if (environment.reach[file] == Reach::Yes) open.push_back(file);
  }
  for (std::size_t at = 0; at < open.size(); ++at) {
    for (const auto& [to, by] : from[open[at]]) {
      const std::uint32_t through = environment.handedTo[open[at]] != none ? environment.handedTo[open[at]] : by;
      if (environment.reach[to] == Reach::Yes || environment.handedTo[to] != none || through == none) continue;
      environment.handedTo[to] = through;
      open.push_back(to);
    }
  }
}

bool usesCurrentApplication(const ModuleFacts& facts) {
  return std::any_of(facts.imports.begin(), facts.imports.end(), [](Expr statement) {
    return statement.is(Kind::ImportFrom) && statement.text() == "flask" &&
           std::any_of(statement.begin(), statement.end(), [](Expr alias) { return alias.text() == "current_app"; });
  });
}

/// The MetaData that a value stands for: one, or several in a list. False when a part of it cannot be told.
bool collect(const Value& value, std::vector<MetaDataId>& into, unsigned depth = 0) {
  if (depth > 4) return false;
  if (const auto id = Closure::metadataOf(value)) {
    if (*id == none) return false;
    if (std::find(into.begin(), into.end(), *id) == into.end()) into.push_back(*id);
    return true;
  }
  bool whole = true;
  if (value.is(Value::Kind::List) || value.is(Value::Kind::Tuple) || value.is(Value::Kind::Set) ||
      value.is(Value::Kind::OneOf)) {
    for (const Value& item : value.sequence().items) whole = collect(item, into, depth + 1) && whole;
    return whole && !value.sequence().open;
  }
  if (value.is(Value::Kind::Dict)) {
    for (const auto& [key, item] : value.mapping().items) whole = collect(item, into, depth + 1) && whole;
    return whole && !value.mapping().open;
  }
  return false;
}

/// What Alembic is told to compare with; the module's own `target_metadata` when nothing was seen to be handed over.
void readTarget(Environment& environment, Evaluator& evaluator, const ModuleFacts& facts, const Closure& closure) {
  const std::vector<const python::Binding*> named = facts.names.finally(0, "target_metadata");
  const Configure* online = nullptr;
  for (const Configure& configure : environment.configures) {
    if (configure.argument("target_metadata") != nullptr && (online == nullptr || online->offline)) online = &configure;
  }
  Value value = Value::unknown("nothing is handed over");
  environment.targetFile = environment.file;
  if (online != nullptr) {
    value = *online->argument("target_metadata");
    environment.targetFile = online->file;
    environment.targetAt = online->call.keyword("target_metadata");
    if (!environment.targetAt) environment.targetAt = online->call;
    if (environment.targetAt.is(Kind::Name) && named.size() == 1 && named[0]->value &&
        environment.targetFile == environment.file) {
      environment.targetAt = named[0]->value;
    }
  } else if (!named.empty()) {
    value = evaluator.member(environment.file, "target_metadata");
    environment.targetAt = named[0]->value ? named[0]->value : named[0]->node;
  } else if (!environment.configures.empty()) {
    const Configure& configure = environment.configures.front();
    environment.targetFile = configure.file;
    environment.targetAt = configure.call;
    environment.target = configure.open ? Target::Unknown : Target::None;
    return;
  } else {
    for (const auto& [file, metadata] : closure.handedMetadata) {
      if (file == environment.file) value = metadata;
    }
  }
  environment.several = value.isSequence() || value.is(Value::Kind::Dict);
  if (value.is(Value::Kind::None)) environment.target = Target::None;
  else environment.more = !collect(value, environment.targets);
  if (!environment.targets.empty()) environment.target = Target::Known;
}

/// for t in db.metadata.tables.values(): if t.info.get("bind_key") == bind: t.tometadata(m)
/// Each table has its turn. Whoever looks for bind keys this way wrote it before Flask-SQLAlchemy 3, which leaves none
/// there to be found.
void takeBinds(const WithNames& project, const MetaDatas& metadatas, Closure& closure) {
  const bool later = project.versions().isAtLeast("flask-sqlalchemy", {{3, 0, 0}, Version::Stage::Dev, 0});
  const std::size_t count = closure.merges.size();
  for (std::size_t i = 0; i < count; ++i) {
    closure.merges[i].certain = true;
    const Merge merge = closure.merges[i];
    for (MetaDataId id = 0; !later && id < metadatas.all().size(); ++id) {
      if (!metadatas.at(id).bind.empty() && metadatas.at(id).rest == merge.from)
        closure.merges.push_back({id, merge.into, true});
    }
  }
}

/// A target that the tables of others are put into stands for those as well.
void takeMerges(Environment& environment, const std::vector<Merge>& merges) {
  for (std::size_t i = 0; i < environment.targets.size(); ++i) {
    for (const Merge& merge : merges) {
      if (merge.into != environment.targets[i]) continue;
      if (!merge.certain) environment.more = true;
      if (!merge.certain || environment.aims(merge.from)) continue;
      environment.targets.push_back(merge.from);
      environment.several = true;
    }
  }
}

}  // namespace

const Environment* Environments::at(FileId file) const {
  const auto found = std::find_if(all_.begin(), all_.end(),
                                  [&](const Environment& one) { return one.file == file && file != noFile; });
  return found == all_.end() ? nullptr : &*found;
}

bool Environment::aims(MetaDataId id) const { return std::find(targets.begin(), targets.end(), id) != targets.end(); }

Environments::Environments(const WithNames& project) : project_(project), metadatas_(project) {
  const std::vector<ClassInfo>& classes = project.classes().all();
  for (ClassId i{0}; i < classes.size(); ++i) {
    const ClassInfo& info = classes[i];
    const Modules& modules = project.modules();
    if (!info.isModel() || modules.isTest(info.file) || modules.isMigration(info.file) || modules.isExample(info.file))
      continue;
    asked_.push_back(i);
  }
  const std::vector<FileId> files = findEnvironments(project);
  for (const FileId file : files) {
    Environment environment;
    environment.file = file;
    environment.folder = std::string(folderOf(project.file(file).path()));
    run(environment, files);
    LIMBECK_EXPECT(environment.reach.size() == project.files().size() &&
                   environment.by.size() == project.files().size());
    environment.index = static_cast<std::uint32_t>(all_.size());
    all_.push_back(std::move(environment));
  }
  if (std::any_of(all_.begin(), all_.end(), [](const Environment& one) { return one.hosted; }))
    importers_ = importersOf(project);
  models_.resize(classes.size());
  for (const ClassId model : asked_) {
    MetaDataId id = metadataOf(model);
    if (id == none) id = libraryOf(model);
    models_[model] = sightOf(classes[model].file, classes[model].node, id);
    if (models_[model].sight != Sight::Seen && project.classes().addsNothing(model)) models_[model] = {};
  }
  LIMBECK_EXPECT(models_.size() == project.classes().all().size());
  if (all_.empty()) return;
  central_ = findCentralFiles(project, asked_);
  unseen_ = findUnseen(project, *this, central_);
}

Environments::~Environments() = default;

MetaDataId Environments::libraryOf(ClassId model) const {
  const std::string base = project_.classes().outsideBaseOf(model);
  const MetaDataId id = base.empty() ? none : metadatas_.knownLibrary(base);
  const bool aimed = std::any_of(all_.begin(), all_.end(), [&](const Environment& one) { return one.aims(id); });
  return id != none && aimed ? id : none;
}

/// Where the target cannot be followed and the project has one base with models, that one is meant (trust D5).
void Environments::assume(Environment& environment) {
  std::vector<MetaDataId> candidates;
  for (const ClassId model : asked_) {
    MetaDataId id = metadataOf(model);
    if (id == none) {
      const std::string base = project_.classes().outsideBaseOf(model);
      if (!base.empty()) id = metadatas_.ofLibrary(base);
    }
    if (id != none && std::find(candidates.begin(), candidates.end(), id) == candidates.end()) candidates.push_back(id);
  }
  if (candidates.size() != 1) return;
  environment.targets = candidates;
  environment.target = Target::Known;
  environment.more = false;
  environment.assumed = true;
}

void Environments::run(Environment& environment, const std::vector<FileId>& others) {
  Closure closure(project_, metadatas_);
  Evaluator evaluator(project_.files(), project_.resolver(), {&project_.library(), &closure});
  const ModuleFacts& facts = project_.file(environment.file);
  environment.flask = usesCurrentApplication(facts);
  if (environment.flask) {
    // env.py is only run below an application, whose making imports what it imports.
    const std::vector<FileId> applications = findApplications(project_);
    for (const FileId application : applications) {
      closure.edges.push_back({environment.file, environment.file, facts.module(), application, true, false});
      evaluator.importFile(application);
      for (const Expr function : project_.file(application).functions) {
        if (function.text() != "create_app" || python::enclosing(function, Kind::Function)) continue;
        (void)evaluator.call({application, function, evaluator.member(application, "create_app"), {}, {}, true, true});
      }
    }
    if (applications.empty())
      closure.openings.push_back({environment.file,
                                  environment.file,
                                  facts.module(),
                                  {},
                                  "runs below a Flask application that is not among the files given"});
  }
  evaluator.importFile(environment.file);
  evaluator.runDeferred();

  // Only one of the two functions runs; what the other one hands to context.configure is read all the same.
  const std::size_t certainEdges = closure.edges.size();
  const std::size_t openings = closure.openings.size();
  const std::size_t broken = closure.broken.size();
  for (const Expr call : facts.calls) {
    const Expr function = python::enclosing(call, Kind::Function);
    if (call.callee().text() != "configure" || !function ||
        closure.called.count({environment.file, function.index()}) > 0)
      continue;
    evaluator.perhaps(evaluator.member(environment.file, function.text()));
  }
  closure.edges.resize(certainEdges);
  closure.openings.resize(openings);
  closure.broken.resize(broken);

  environment.configures = closure.configures;
  readTarget(environment, evaluator, facts, closure);
  if (environment.flask && closure.choosesByBind) takeBinds(project_, metadatas_, closure);
  takeMerges(environment, closure.merges);
  if (environment.flask && environment.target != Target::Known) {
    // Flask-Migrate's own env.py: the database of the application is the one Flask-SQLAlchemy object there is.
    std::vector<MetaDataId> databases;
    const std::vector<DeclarativeBase>& bases = project_.classes().bases();
    for (std::uint32_t i = 0; i < bases.size(); ++i) {
      if (bases[i].form == BaseForm::Flask && metadatas_.ofBase(i) != none) databases.push_back(metadatas_.ofBase(i));
    }
    environment.target = databases.size() == 1 ? Target::Known : Target::Unknown;
    environment.targets = databases.size() == 1 ? databases : std::vector<MetaDataId>{};
  }
  if (environment.target == Target::Unknown) assume(environment);

  environment.edges = closure.edges;
  spread(environment, project_.files().size());
  const auto allReached = [&] {
    return std::all_of(asked_.begin(), asked_.end(), [&](ClassId model) {
      return environment.reach[project_.classes().at(model).file] == Reach::Yes;
    });
  };
  const bool importsNothing = std::none_of(closure.edges.begin(), closure.edges.end(),
                                           [&](const ImportEdge& edge) { return edge.file == environment.file; });
  if (!allReached()) {
    // A script of the project that runs Alembic imports models before env.py does.
    const std::vector<Driver> drivers = driversOf(environment, others);
    for (const Driver& driver : drivers) {
      closure.edges.push_back({environment.file, environment.file, facts.module(), driver.file, true, false});
      evaluator.importFile(driver.file);
      for (const Expr function : driver.functions)
        (void)evaluator.call(
            {driver.file, function, evaluator.member(driver.file, function.text()), {}, {}, true, true});
    }
    evaluator.runDeferred();
    environment.hosted = !drivers.empty() && configOf(project_.inputs(), environment.folder) == nullptr;
    environment.edges = closure.edges;
    spread(environment, project_.files().size());
  }
  if (environment.flask && !allReached())
    environment.byApplication = importersFrom(project_, findApplications(project_));
  environment.hosted = environment.hosted || (environment.assumed && !environment.flask && importsNothing);
  environment.called = closure.called;
  closure.broken.resize(broken);
  // Below a program the modules of a circle may have been imported before, in another order.
  const auto isCircle = [](const BrokenImport& one) { return static_cast<bool>(one.waiting); };
  if (std::any_of(closure.broken.begin(), closure.broken.end(), isCircle) &&
      (environment.flask || environment.hosted || !driversOf(environment, others).empty()))
    std::erase_if(closure.broken, isCircle);
  if (evaluator.exhausted())
    closure.openings.push_back(
        {environment.file, environment.file, facts.module(), {}, "imports more than can be followed"});
  // Code outside the workspace is taken not to call what it is handed: what it would import is worth a remark only, and
  // no verdict hangs on how far that can be followed.
  if (!allReached()) {
    environment.openings = closure.openings;
    followHandedOn(environment, closure, evaluator);
    closure.openings = environment.openings;
  }
  for (FileId file{0}; file < environment.reach.size(); ++file) {
    if (environment.reach[file] == Reach::Yes) environment.roots.insert(project_.resolver().rootOf(file));
  }
  environment.openings = closure.openings;
  environment.broken = closure.broken;
}

std::vector<Driver> Environments::driversOf(const Environment& environment, const std::vector<FileId>& others) {
  if (!driverFiles_) driverFiles_ = findDriverFiles(project_);
  return findDrivers(project_, *driverFiles_, environment.folder, others);
}

std::vector<ImportEdge> Environments::chainTo(const Environment& environment, FileId file) const {
  std::vector<ImportEdge> chain;
  std::vector<bool> seen(environment.by.size());
  for (FileId at = file; environment.by[at] != none && !seen[at];) {
    seen[at] = true;
    const ImportEdge& edge = environment.edges[environment.by[at]];
    chain.push_back(edge);
    // An import inside a function stands in the file of the function, which something has imported before.
    const bool through = edge.file != edge.running && environment.by[edge.file] != none && !seen[edge.file];
    at = through ? edge.file : edge.running;
  }
  std::reverse(chain.begin(), chain.end());
  return chain;
}

std::vector<ImportEdge> Environments::wayTo(const Visibility& visibility) const {
  if (visibility.host.file != noFile)
    return {{visibility.host.file, visibility.host.file, visibility.host.at, visibility.file, true, false}};
  return visibility.reached ? chainTo(all_[visibility.environment], visibility.file) : std::vector<ImportEdge>();
}

bool Environments::runs(FileId file) const {
  return std::any_of(all_.begin(), all_.end(), [&](const Environment& one) { return one.reach[file] == Reach::Yes; });
}

bool Environments::mayRun(FileId file) const {
  return std::any_of(all_.begin(), all_.end(), [&](const Environment& one) { return one.reach[file] != Reach::No; });
}

std::optional<std::vector<std::uint32_t>> Environments::targetedBases() const {
  std::vector<std::uint32_t> bases;
  for (const Environment& environment : all_) {
    if (environment.target == Target::Unknown || environment.more || environment.several) return std::nullopt;
    for (const MetaDataId id : environment.targets) {
      const std::vector<std::uint32_t>& more = metadatas_.at(id).bases;
      bases.insert(bases.end(), more.begin(), more.end());
    }
  }
  return all_.empty() ? std::nullopt : std::optional(std::move(bases));
}

/// Engine 4.7.
Visibility Environments::sightOf(FileId file, Expr node, MetaDataId id) const {
  Visibility visibility;
  visibility.file = file;
  if (all_.empty()) return visibility;
  const auto unknown = [&](std::uint32_t environment, std::string why, FileId whyFile, Expr whyAt) {
    visibility.sight = Sight::Unknown;
    visibility.environment = environment;
    visibility.why = std::move(why);
    visibility.whyFile = whyFile;
    visibility.whyAt = whyAt;
    return visibility;
  };
  // SQLModel.metadata is one object in each program, and one repository may hold several programs.
  const std::string root = project_.resolver().rootOf(file);
  const auto isNear = [&](const Environment& environment, MetaDataId target) {
    return metadatas_.at(target).file != noFile || environment.roots.count(root) > 0;
  };
  std::vector<std::uint32_t> aiming;
  std::uint32_t untold = none;
  for (std::uint32_t i = 0; i < all_.size(); ++i) {
    if (id != none && all_[i].aims(id) && isNear(all_[i], id)) aiming.push_back(i);
    if ((all_[i].target == Target::Unknown || all_[i].more) && untold == none) untold = i;
  }
  if (aiming.empty()) {
    if (untold != none)
      return unknown(untold, "what `target_metadata` holds is only known when `env.py` runs", all_[untold].targetFile,
                     all_[untold].targetAt);
    if (id == none) return unknown(0, "the `MetaData` of its base class cannot be told", file, node);
    return visibility;
  }
  visibility.environment = aiming.front();
  for (const std::uint32_t i : aiming) {
    if (all_[i].reach[file] != Reach::Yes) continue;
    visibility.environment = i;
    visibility.sight = Sight::Seen;
    visibility.reached = true;
    return visibility;
  }
  for (const std::uint32_t i : aiming) {
    if (all_[i].hosted) return hostedSight(i, file, importers_[file]);
    // A Flask application is put together by extensions and settings: what one of its files imports it gets to.
    const bool inApplication = !all_[i].byApplication.empty() && all_[i].byApplication[file].file != noFile;
    if (inApplication) return hostedSight(i, file, all_[i].byApplication[file]);
  }
  if (const Expr function = python::enclosing(node, Kind::Function)) {
    return unknown(aiming.front(), concat("it stands inside the function `", function.text(), "`"), file, node);
  }
  const std::string dotted = project_.resolver().dottedName(file);
  for (const std::uint32_t i : aiming) {
    const Environment& environment = all_[i];
    if (environment.reach[file] == Reach::Perhaps) {
      const std::vector<ImportEdge> chain = chainTo(environment, file);
      const auto doubt = std::find_if(chain.begin(), chain.end(), [](const ImportEdge& edge) { return !edge.certain; });
      const ImportEdge& edge = doubt == chain.end() ? chain.back() : *doubt;
      visibility.reached = true;
      return unknown(i, "this import may or may not run when `env.py` does", edge.file, edge.at);
    }
    for (const Opening& opening : environment.openings) {
      if (opening.running != noFile && environment.reach[opening.running] == Reach::No) continue;
      const bool covers = opening.prefix.empty() || dotted.starts_with(opening.prefix) ||
                          concat(".", dotted).find("." + opening.prefix) != std::string::npos;
      if (!covers) continue;
      return unknown(i, opening.why, opening.file, opening.at);
    }
  }
  visibility.sight = Sight::NotSeen;
  const Environment& first = all_[aiming.front()];
  const std::uint32_t by = first.handedTo.empty() ? none : first.handedTo[file];
  if (by != none) visibility.assuming = &first.handedOn[by];
  return visibility;
}

/// Below a program that imports models before env.py runs: the program imports what one of its files does.
Visibility Environments::hostedSight(std::uint32_t index, FileId file, const Importer& importer) const {
  Visibility visibility;
  visibility.environment = index;
  visibility.file = file;
  if (importer.file != noFile) {
    visibility.sight = Sight::Seen;
    visibility.host = importer;
    return visibility;
  }
  visibility.sight = Sight::Unknown;
  visibility.why = "`env.py` runs below a program, and what that has imported by then cannot be told";
  visibility.whyFile = all_[index].file;
  visibility.whyAt = all_[index].targetAt ? all_[index].targetAt : project_.file(all_[index].file).module();
  return visibility;
}

}  // namespace limbeck::project
