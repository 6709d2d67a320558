#include "project/dump.h"
#include "project/classes/canonical.h"

#include "project/classes/classes.h"
#include "project/environments/central.h"
#include "project/environments/environments.h"
#include "project/environments/unseen.h"
#include "project/names/modules.h"
#include "project/names/resolver.h"
#include "project/registration/registrations.h"
#include "project/unknowns.h"
#include "text/concat.h"

namespace limbeck::project {
namespace {

std::string at(const Project& project, FileId file, Span span) {
  if (file == noFile) return "outside";
  const SourceFile& source = *project.file(file).file;
  return concat(source.path(), ":", std::to_string(source.lineOf(span.begin) + 1));
}

std::string shown(const Project& project, const Symbol& symbol) {
  switch (symbol.kind) {
    case Symbol::Kind::Unknown: return concat("unknown ", symbol.name);
    case Symbol::Kind::External: return concat("external ", symbol.name);
    case Symbol::Kind::Builtin: return concat("builtin ", symbol.name);
    case Symbol::Kind::Module:
      return symbol.file == noFile ? concat("folder ", symbol.name)
                                   : concat("module ", project.file(symbol.file).path());
    case Symbol::Kind::Class: return concat("class ", at(project, symbol.file, symbol.node.span()));
    case Symbol::Kind::Function: return concat("function ", at(project, symbol.file, symbol.node.span()));
    case Symbol::Kind::Variable: return concat("value ", at(project, symbol.file, symbol.node.span()));
    case Symbol::Kind::Parameter: return concat("parameter ", symbol.name);
  }
  return {};
}

std::string_view phaseName(Phase phase) {
  switch (phase) {
    case Phase::Never: return "never";
    case Phase::TopLevel: return "import";
    case Phase::Handler: return "handler";
    case Phase::Phase2: return "phase 2";
    case Phase::Maybe: return "maybe";
    case Phase::Phase1: return "phase 1";
  }
  return {};
}

std::string_view standing(Registered registered) {
  switch (registered) {
    case Registered::Yes: return "registered";
    case Registered::Conditional: return "registered if a condition holds";
    case Registered::WrongPhase: return "registered at the wrong time";
    case Registered::No: return "not registered";
    case Registered::Unknown: return "cannot tell";
  }
  return {};
}

void appendCall(std::string& out, const Project& project, const RegistrationCall& call) {
  out += concat("  ", call.decorator ? "decorator " : "call ", at(project, call.file, call.call.span()), " ",
                phaseName(call.phase), ":");
  for (const ClassItem& item : call.list.items) {
    constexpr std::string_view marks[] = {"", " (by name)", " (from outside)", " (no class)", " (unknown name)"};
    out += concat(" ", item.text, marks[static_cast<std::size_t>(item.kind)]);
  }
  if (call.list.open) out += concat(" and more from ", at(project, call.list.openFile, call.list.openAt.span()));
  if (call.wrongForm) out += ", not a list";
  if (call.condition) out += concat(", if ", at(project, call.file, call.condition.span()));
  if (call.impossible) out += ", never true";
  if (call.tablesBefore) out += concat(", after tables at ", at(project, call.file, call.tablesBefore.span()));
  if (!call.database.empty()) out += concat(", database ", call.database);
  out += '\n';
}

}  // namespace

std::string dumpNames(const Project& project) {
  std::string out;
  for (FileId file{0}; file < project.files().size(); ++file) {
    out += project.file(file).path() + "\n";
    for (const auto& [name, bindings] : project.file(file).names.module().names) {
      out += concat("  ", name, " =");
      for (const Symbol& symbol : project.resolver().member(file, name)) out += concat(" ", shown(project, symbol));
      out += '\n';
    }
  }
  return out;
}

std::string dumpClasses(const Project& project) {
  std::string out;
  const Classes& classes = project.classes();
  for (std::uint32_t i = 0; i < classes.bases().size(); ++i) {
    const DeclarativeBase& base = classes.bases()[i];
    out += concat("base ", base.name, " ", base.file == noFile ? base.dotted : at(project, base.file, base.node.span()),
                  project.canonical().has(i) ? ", canonical" : "", "\n");
  }
  for (const ClassInfo& info : classes.all()) {
    if (!info.declarative) continue;
    out += concat("class ", info.name, " ", at(project, info.file, info.node.span()), ":");
    out += info.isModel() ? " model" : info.abstract ? " abstract" : " mixin or base";
    if (info.mapped == Mapped::Maybe) out += " perhaps";
    if (info.base != none) out += concat(" on ", classes.bases()[info.base].name);
    if (info.table) out += concat(" table ", *info.table);
    if (info.parent != none) out += concat(" child of ", classes.at(info.parent).name);
    out += '\n';
  }
  return out;
}

std::string dumpModules(const Project& project) {
  std::string out = concat("profile ", profileName(project.modules().profile()), "\n");
  for (ModuleId m{0}; m < project.modules().all().size(); ++m) {
    const Module& module = project.modules().all()[m];
    const ModuleRegistration& registration = project.registrations().of(m);
    out += concat("module ", module.path.empty() ? "." : module.path, module.owner ? " (owner)" : "", "\n");
    for (const EntryPoint& entry : registration.entries) {
      out += concat("  entry ", entry.function.text(), " ", at(project, entry.file, entry.function.span()), " ",
                    phaseName(entry.phase), "\n");
    }
    for (const RegistrationCall& call : registration.calls) appendCall(out, project, call);
    for (const ClassId model : registration.models) {
      out += concat("  model ", project.classes().at(model).name);
      if (project.modules().framework() && !module.owner)
        out += concat(": ", standing(registrationOf(project, m, model)));
      out += '\n';
    }
  }
  for (const std::string& folder : project.modules().disabled()) out += concat("disabled ", folder, "\n");
  return out;
}

std::string dumpEnvironments(const Project& project) {
  std::string out;
  const Environments& environments = project.environments();
  const auto way = [&](const std::vector<ImportEdge>& chain) {
    std::string text;
    for (const ImportEdge& edge : chain) {
      text += concat("    ", at(project, edge.file, edge.at.span()), edge.certain ? " -> " : " -?> ",
                     project.file(edge.to).path(), "\n");
    }
    return text;
  };
  for (const Environment& environment : environments.all()) {
    out += concat("environment ", project.file(environment.file).path(), " compares with");
    if (environment.target == Target::Unknown) out += " something unknown";
    if (environment.target == Target::None) out += " nothing";
    for (const MetaDataId id : environment.targets) {
      const MetaData& metadata = environments.metadatas().at(id);
      out +=
          concat(" ", metadata.name,
                 metadata.made ? concat(" (", at(project, metadata.file, metadata.made.span()), ")") : std::string());
    }
    out += environment.assumed ? ", assumed\n" : "\n";
    for (const BrokenImport& broken : environment.broken) {
      out += concat("  broken ", at(project, broken.file, broken.at.span()), " ", broken.dotted,
                    broken.name.empty() ? "" : " has no ", broken.name, "\n");
    }
    for (const Opening& opening : environment.openings) {
      out += concat("  open ", opening.prefix.empty() ? "everywhere" : opening.prefix, ": ",
                    at(project, opening.file, opening.at.span()), " ", opening.why, "\n");
    }
  }
  for (const CentralFile& file : environments.central()) {
    out += concat("central ", project.file(file.file).path(), file.named ? " by its name" : "",
                  environments.runs(file.file) ? "" : ", not run", "\n");
  }
  constexpr std::string_view causes[] = {"nothing imports it",     "its list is not imported",
                                         "behind a broken import", "its discovery is not called",
                                         "only decorated",         "the discovery loop passes it by"};
  for (const UnseenModel& one : environments.unseen()) {
    out += concat("unseen ", project.classes().at(one.model).name, ": ", causes[static_cast<std::size_t>(one.cause)],
                  one.file == noFile ? "" : concat(" (", project.file(one.file).path(), ")"), "\n");
  }
  constexpr std::string_view sights[] = {"not asked", "seen", "not seen", "cannot tell"};
  for (const ClassId model : environments.asked()) {
    const Visibility& visibility = environments.of(model);
    out += concat("model ", project.classes().at(model).name, ": ", sights[static_cast<std::size_t>(visibility.sight)],
                  visibility.why.empty() ? ""
                                         : concat(", ", visibility.why, " (",
                                                  at(project, visibility.whyFile, visibility.whyAt.span()), ")"),
                  "\n", way(environments.wayTo(visibility)));
  }
  return out;
}

std::string dumpUnknowns(const Project& project) {
  std::string out;
  for (const Unknown& unknown : project.unknowns()) {
    out += concat(at(project, unknown.file, unknown.span), " ", unknown.requirement, " ", unknown.message, "\n");
  }
  return out;
}

}  // namespace limbeck::project
