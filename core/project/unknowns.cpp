#include "project/unknowns.h"

#include <algorithm>
#include <map>

#include "project/classes/classes.h"
#include "project/environments/environments.h"
#include "project/migrations/histories.h"
#include "project/names/modules.h"
#include "project/registration/registrations.h"
#include "text/concat.h"

namespace limbeck::project {
namespace {

/// The model the item stands for: itself, or a class of that name among the module's models.
bool means(const Classes& classes, const ClassItem& item, ClassId model) {
  if (item.kind == ClassItem::Kind::Class) {
    // `if MODERN: class User(A) ... else: class User(B)`: the name means whichever of them ran.
    const ClassInfo& one = classes.at(item.index);
    return item.index == model || (one.file == classes.at(model).file && one.name == classes.at(model).name);
  }
  return item.kind == ClassItem::Kind::Name && classes.at(model).name == item.text;
}

bool lists(const Classes& classes, const RegistrationCall& call, ClassId model) {
  return std::any_of(call.list.items.begin(), call.list.items.end(),
                     [&](const ClassItem& item) { return means(classes, item, model); });
}

/// Something the call registers is not known by name.
bool isOpen(const RegistrationCall& call) {
  return call.list.open || std::any_of(call.list.items.begin(), call.list.items.end(),
                                       [](const ClassItem& item) { return item.kind == ClassItem::Kind::Foreign; });
}

/// if a: register_models([User]) else: register_models([User], database="b") — registered either way.
bool inBothBranches(const std::vector<const RegistrationCall*>& conditional) {
  return std::any_of(conditional.begin(), conditional.end(), [&](const RegistrationCall* call) {
    const Expr branches = call->condition;
    if (!branches.is(Kind::If) || !branches[2]) return false;
    const auto directly = [&](Expr block) {
      return std::any_of(conditional.begin(), conditional.end(), [&](const RegistrationCall* other) {
        return other->file == call->file &&
               (other->call.parent().parent() == block || other->call.parent().parent().parent() == block);
      });
    };
    return directly(branches[1]) && directly(branches[2]);
  });
}

Registered best(const Project& project, const std::vector<RegistrationCall>& calls, ClassId model) {
  Registered state = Registered::No;
  std::vector<const RegistrationCall*> conditional;
  for (const RegistrationCall& call : calls) {
    if (!lists(project.classes(), call, model)) continue;
    const bool wrong = call.impossible || call.tablesBefore ||
                       (call.phase != Phase::Phase1 && call.phase != Phase::Maybe && !call.decorator);
    const Registered here = wrong ? Registered::WrongPhase : call.condition ? Registered::Conditional : Registered::Yes;
    state = std::min(state, here);
    if (here == Registered::Conditional) conditional.push_back(&call);
  }
  return inBothBranches(conditional) ? Registered::Yes : state;
}

Registered ownRegistration(const Project& project, ModuleId module, ClassId model) {
  const Registrations& registrations = project.registrations();
  const std::vector<ClassId>& found = registrations.of(module).byConvention;
  if (std::find(found.begin(), found.end(), model) != found.end()) return Registered::Yes;
  return std::min(best(project, registrations.of(module).calls, model),
                  best(project, registrations.elsewhere(), model));
}

/// A class made inside a function exists when the function has run, if it ever does.
bool isLocal(const ClassInfo& info) { return static_cast<bool>(python::enclosing(info.node, Kind::Function)); }

void addBases(const Project& project, std::vector<Unknown>& found) {
  for (const ClassInfo& info : project.classes().all()) {
    const auto module = project.modules().moduleOf(info.file);
    if (!info.isModel() || info.base != none || !module || project.modules().isMigration(info.file)) continue;
    // A child of an unknown parent is as unknown as its parent, and that is said there.
    if (info.parent != none) continue;
    Unknown unknown;
    unknown.file = info.file;
    unknown.span = info.node.bases() ? info.node.bases().span() : info.node.nameSpan();
    unknown.message = concat("Cannot tell which declarative base ", quoted(info.name),
                             " uses: its base class is not among the files given");
    unknown.subject = info.name;
    unknown.module = project.modules().all()[*module].path;
    unknown.requirement = "A1";
    found.push_back(std::move(unknown));
  }
}

void addOpaque(const Project& project, std::vector<Unknown>& found) {
  for (FileId file{0}; file < project.files().size(); ++file) {
    const ModuleFacts& facts = project.file(file);
    if (!facts.opaque || project.modules().isTest(file)) continue;
    Unknown unknown;
    unknown.file = file;
    unknown.message = concat("Not read: ", *facts.opaque);
    unknown.subject = facts.path();
    if (const auto module = project.modules().moduleOf(file)) unknown.module = project.modules().all()[*module].path;
    found.push_back(std::move(unknown));
  }
}

void addRegistrations(const Project& project, ModuleId m, std::vector<Unknown>& found) {
  const ModuleRegistration& registration = project.registrations().of(m);
  for (const ClassId model : registration.models) {
    const ClassInfo& info = project.classes().at(model);
    if (!isLocal(info) || registrationOf(project, m, model) != Registered::Unknown) continue;
    found.push_back({info.file, info.node.nameSpan(),
                     concat("Cannot tell whether ", quoted(info.name), " is ever made: it stands inside the function ",
                            quoted(python::enclosing(info.node, Kind::Function).text())),
                     info.name, project.modules().all()[m].path, "A2"});
  }
  const bool silences = std::any_of(registration.models.begin(), registration.models.end(), [&](ClassId model) {
    return registrationOf(project, m, model) == Registered::Unknown;
  });
  if (!silences) return;
  for (const RegistrationCall& call : registration.calls) {
    if (!isOpen(call)) continue;
    Unknown unknown;
    unknown.file = call.list.open ? call.list.openFile : call.file;
    unknown.span = call.list.open ? call.list.openAt.span() : call.argument.span();
    for (const ClassItem& item : call.list.items) {
      if (!call.list.open && item.kind == ClassItem::Kind::Foreign) unknown.span = item.at.span();
    }
    unknown.message = "Cannot tell which models are registered here: this is only known when the program runs";
    unknown.subject = std::string(project.file(unknown.file).file->text(unknown.span));
    unknown.module = project.modules().all()[m].path;
    unknown.requirement = "A2";
    found.push_back(std::move(unknown));
  }
}

/// One line for everything that one place leaves open about what Alembic sees.
void addSights(const Project& project, std::vector<Unknown>& found) {
  std::map<std::pair<FileId, std::uint32_t>, std::vector<ClassId>> places;
  for (const ClassId model : project.environments().asked()) {
    const Visibility& visibility = project.environments().of(model);
    if (visibility.sight == Sight::Unknown) places[{visibility.whyFile, visibility.whyAt.index()}].push_back(model);
  }
  constexpr std::size_t shown = 3;
  for (const auto& [where, models] : places) {
    const Visibility& visibility = project.environments().of(models.front());
    const ClassInfo& first = project.classes().at(models.front());
    // A base class that is not here was said already.
    if (project.environments().metadataOf(models.front()) == none && visibility.whyFile == first.file &&
        visibility.whyAt == first.node)
      continue;
    std::string names;
    for (std::size_t i = 0; i < models.size() && i < shown; ++i)
      names += concat(i == 0 ? "" : ", ", quoted(project.classes().at(models[i]).name));
    if (models.size() > shown) names += concat(" and ", std::to_string(models.size() - shown), " more");
    Unknown unknown;
    unknown.file = where.first;
    unknown.span = visibility.whyAt ? visibility.whyAt.span() : Span{};
    if (visibility.whyAt == project.file(where.first).module()) unknown.span = {};
    unknown.message = concat("Cannot tell whether Alembic sees ", names, ": ", visibility.why);
    unknown.subject = first.name;
    if (const auto module = project.modules().moduleOf(first.file))
      unknown.module = project.modules().all()[*module].path;
    unknown.requirement = "B1";
    found.push_back(std::move(unknown));
  }
}

/// An id or a parent that is only known when the program runs leaves the whole graph open.
void addRevisions(const Project& project, std::vector<Unknown>& found) {
  const auto add = [&](const Revision& revision, Expr at, std::string_view what) {
    Unknown unknown;
    unknown.file = revision.file;
    const bool here = at && at.code() == project.file(revision.file).code.get();
    unknown.span = here ? at.span() : Span{};
    unknown.message = concat("Cannot tell ", what, ": it is only known when the program runs");
    unknown.subject = project.file(revision.file).path();
    unknown.requirement = noRequirement;
    found.push_back(std::move(unknown));
  };
  for (const History* history : project.histories().judged()) {
    for (const Revision& other : history->others) {
      if (other.loading == Loading::Unknown && !project.file(other.file).opaque)
        add(other, other.idAt, "the id of this revision");
    }
    for (const Revision& revision : history->revisions) {
      if (!revision.down.known) add(revision, revision.down.at, "which revision this one follows");
      if (!revision.depends.known) add(revision, revision.depends.at, "which revisions this one depends on");
      if (!revision.labels.known) add(revision, revision.labels.at, "the branch label of this revision");
    }
  }
}

}  // namespace

bool hasUnreadText(const Project& project, ModuleId module) {
  const std::vector<FileId>& files = project.modules().all()[module].files;
  return std::any_of(files.begin(), files.end(), [&](FileId file) {
    return project.file(file).opaque.has_value() || !project.file(file).syntax.empty();
  });
}

bool registrationIsOpen(const Project& project, ModuleId module) {
  const std::vector<RegistrationCall>& calls = project.registrations().of(module).calls;
  return hasUnreadText(project, module) || std::any_of(calls.begin(), calls.end(), isOpen);
}

bool isRegisteredItself(const Project& project, ModuleId module, ClassId classIndex) {
  return ownRegistration(project, module, classIndex) == Registered::Yes;
}

Registered registrationOf(const Project& project, ModuleId module, ClassId classIndex) {
  Registered state = ownRegistration(project, module, classIndex);
  // A single-table child has no table of its own: its parent, wherever it is registered, speaks for it.
  const ClassInfo* info = &project.classes().at(classIndex);
  for (unsigned steps = 0; !info->table && info->parent != none && steps < 64; ++steps) {
    const ClassId parent = info->parent;
    info = &project.classes().at(parent);
    state = std::min(state, ownRegistration(project, project.modules().moduleOf(info->file).value_or(module), parent));
  }
  const bool hidden = registrationIsOpen(project, module) || isLocal(project.classes().at(classIndex));
  return state == Registered::No && hidden ? Registered::Unknown : state;
}

std::vector<Unknown> findUnknowns(const Project& project) {
  std::vector<Unknown> found;
  addOpaque(project, found);
  addBases(project, found);
  addSights(project, found);
  addRevisions(project, found);
  if (!project.modules().framework()) return found;
  for (ModuleId m{0}; m < project.modules().all().size(); ++m) {
    if (!project.modules().all()[m].owner) addRegistrations(project, m, found);
  }
  return found;
}

}  // namespace limbeck::project
