#include "rules/report/verdicts.h"

#include <algorithm>
#include <map>
#include <set>

#include "project/application/application.h"
#include "project/classes/classes.h"
#include "project/environments/environments.h"
#include "project/given/places.h"
#include "project/models/declared.h"
#include "project/names/modules.h"
#include "project/project.h"
#include "project/registration/registrations.h"
#include "project/unknowns.h"
#include "rules/registry.h"
#include "rules/report/sightings.h"
#include "rules/selection.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace {

using project::ClassId;
using project::ClassInfo;
using project::FileId;
using project::Module;
using project::Project;
using project::RegistrationCall;

constexpr std::size_t namesShown = 4;

/// "`A`, `B` and 3 more".
std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size() && i < namesShown; ++i) text += (i == 0 ? "" : ", ") + names[i];
  if (names.size() > namesShown) text += " and " + std::to_string(names.size() - namesShown) + " more";
  return text;
}

std::string_view verb(std::size_t subjects, std::string_view one, std::string_view many) {
  return subjects == 1 ? one : many;
}

/// Adds the name unless it is there already.
void include(std::vector<std::string>& names, std::string name) {
  if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(std::move(name));
}

/// What counts for a module, by its path.
struct Counted {
  std::map<std::string_view, std::vector<const Finding*>> findings;
  std::map<std::string_view, std::vector<const project::Unknown*>> unknowns;
};

/// Judges one module; lives as long as the project it reads.
class Judge {
 public:
  Judge(const Project& project, project::ModuleId index, const Counted& counted)
      : project_(project),
        index_(index),
        module_(project.modules().all()[index]),
        models_(project.registrations().of(index).models) {
    const Severity threshold = thresholdOf(project.settings());
    if (const auto own = counted.findings.find(module_.path); own != counted.findings.end()) {
      for (const Finding* finding : own->second) {
        if (finding->becauseId.empty()) findings_.push_back(finding);
        if (finding->severity < threshold) continue;
        // Where a file is no Python, or settings are none, it cannot be told.
        failing_ = std::max(failing_, finding->code.starts_with("XX") ? Verdict::Undecided : Verdict::Fail);
      }
    }
    for (const ClassId model : models_) sightings_.push_back(sightingOf(project, model));
    if (const auto own = counted.unknowns.find(module_.path); own != counted.unknowns.end()) unknowns_ = own->second;
  }

  ModuleVerdict judge() const {
    ModuleVerdict verdict;
    verdict.path = module_.path;
    verdict.name = module_.name;
    for (std::size_t i = 0; i < models_.size(); ++i) {
      const ClassInfo& info = classAt(models_[i]);
      const project::DeclaredTable* const table = project_.declared().ofModel(models_[i]);
      const bool own = table != nullptr && table->model == models_[i] && table->nameKnown;
      verdict.models.push_back({info.name,
                                own ? table->table.name : std::string(),
                                {pathOf(info.file), info.node.nameSpan()},
                                sightings_[i]});
    }
    for (const Requirement& one : requirements()) verdict.requirements.push_back(judge(one));
    verdict.verdict = overall(verdict.requirements);
    verdict.label = verdictLabel(verdict.verdict);
    return verdict;
  }

 private:
  [[nodiscard]] const ClassInfo& classAt(ClassId model) const { return project_.classes().at(model); }
  [[nodiscard]] const std::string& pathOf(FileId file) const { return project_.file(file).path(); }

  /// "`api.py:6`", seen from the module's folder.
  [[nodiscard]] std::string lineOf(FileId file, Span span) const {
    std::string_view path = pathOf(file);
    if (!module_.path.empty() && project::isBelow(path, module_.path)) path.remove_prefix(module_.path.size() + 1);
    return quoted(concat(path, ":", std::to_string(1 + project_.file(file).file->lineOf(span.begin))));
  }

  [[nodiscard]] std::vector<std::string> modelNames() const {
    std::vector<std::string> names;
    for (const ClassId model : models_) names.push_back(quoted(classAt(model).name));
    return names;
  }

  [[nodiscard]] Verdict overall(const std::vector<RequirementVerdict>& requirements) const {
    Verdict worst = std::max(models_.empty() ? Verdict::NoModels : Verdict::Pass, failing_);
    for (const RequirementVerdict& one : requirements) {
      if (!isAdvice(one.id)) worst = std::max(worst, one.verdict);
    }
    return worst;
  }

  [[nodiscard]] RequirementVerdict judge(const Requirement& requirement) const {
    RequirementVerdict verdict;
    verdict.id = requirement.id;
    std::vector<const Finding*> errors;
    for (const Finding* finding : findings_) {
      if (finding->requirement != requirement.id) continue;
      verdict.findings.push_back(finding->id);
      if (finding->severity == Severity::Error) errors.push_back(finding);
    }
    if (!applies(requirement.id, verdict)) {
      verdict.verdict = Verdict::NotApplicable;
    } else if (isAdvice(requirement.id)) {
      application(requirement.id, verdict);
    } else if (!models_.empty() && !errors.empty()) {
      fail(errors, verdict);
    } else if (requirement.id == "B1" && !models_.empty()) {
      discovered(verdict);
    } else if (!open(requirement.id, verdict) && !unread(verdict)) {
      verdict.verdict = models_.empty() ? Verdict::NoModels : Verdict::Pass;
      pass(requirement.id, verdict);
    }
    return verdict;
  }

  [[nodiscard]] bool applies(std::string_view id, RequirementVerdict& verdict) const {
    if (id == "A2" && !project_.modules().framework())
      verdict.text = "This project has no application context that models are registered with";
    if (id == "A2" && module_.owner) verdict.text = "This module provides the registration itself";
    if (id == "A3" && module_.owner) verdict.text = "This module creates the tables of all others";
    if (id.starts_with('B') && project_.environments().all().empty())
      verdict.text = "There is no `env.py` of Alembic among the files";
    const bool off = !isSelected(project_.settings(), id == "B6" ? "AP101" : "AP103");
    if (isAdvice(id) && verdict.text.empty() && off) verdict.text = "Its rule is switched off";
    const bool web = project_.modules().profile() == project::Profile::FastApi ||
                     project_.modules().profile() == project::Profile::Flask;
    if (isAdvice(id) && verdict.text.empty() && !web)
      verdict.text = "This is no web application that the standard's advice is for";
    return verdict.text.empty();
  }

  /// Advice about the application: what is only a note fails nothing.
  void application(std::string_view id, RequirementVerdict& verdict) const {
    const Finding* worst = nullptr;
    for (const Finding* finding : findings_) {
      if (finding->requirement == id && (worst == nullptr || worst->severity < finding->severity)) worst = finding;
    }
    if (worst != nullptr) {
      verdict.verdict = worst->severity == Severity::Info ? Verdict::NotApplicable : Verdict::Fail;
      verdict.text = worst->message;
      verdict.evidence.push_back({worst->place, worst->message});
      return;
    }
    const std::vector<project::Application>& apps = project_.application().objects;
    verdict.verdict = Verdict::NotApplicable;
    if (apps.empty()) verdict.text = "No application is made in these files";
    else if (std::none_of(apps.begin(), apps.end(), [&](const project::Application& app) {
               return project_.modules().moduleOf(app.file) == index_;
             }))
      verdict.text = "The application is no part of this module";
    else if (id == "B6") validated(verdict);
    else compared(verdict);
  }

  /// Something validates the models when the application starts, or may.
  void validated(RequirementVerdict& verdict) const {
    const project::Startup& startup = project_.application().startup;
    const auto& all = startup.validations;
    const auto started =
        std::find_if(all.begin(), all.end(), [](const project::Validation& one) { return one.started; });
    if (started != all.end()) {
      verdict.verdict = Verdict::Pass;
      verdict.text = concat(quoted(started->name), " runs when the application starts");
      verdict.evidence.push_back({{pathOf(started->file), started->function.nameSpan()}, "validates the models"});
      for (const project::ValidationCall& call : started->calls)
        verdict.evidence.push_back({{pathOf(call.file), call.call.span()}, "called here"});
    } else if (startup.atImport.node) {
      verdict.verdict = Verdict::Pass;
      verdict.text = concat("The models are validated while ", quoted(pathOf(startup.atImport.file)), " is imported");
      verdict.evidence.push_back(
          {{pathOf(startup.atImport.file), startup.atImport.node.span()}, "validates the models"});
    } else if (startup.elsewhere.node) {
      verdict.verdict = Verdict::Undecided;
      verdict.text = "Cannot tell whether anything validates the models when the application starts";
      verdict.evidence.push_back(
          {{pathOf(startup.elsewhere.file), startup.elsewhere.node.nameSpan()}, "this may do it"});
    } else {
      verdict.text =
          project_.environments().asked().empty()
              ? "There are no models to validate"
              : "Nothing validates the models when the application starts; the finding that says so is switched off";
    }
  }

  /// A route says whether the database is at the newest migration, or other code of the application does.
  void compared(RequirementVerdict& verdict) const {
    const project::Health& health = project_.application().health;
    if (!health.compared) {
      verdict.text =
          "Nothing compares the database's revision with the heads; the finding that says so is switched off";
      return;
    }
    verdict.verdict = Verdict::Pass;
    verdict.text = concat(health.comparing.empty() ? "The application" : "A route",
                          " compares the database's revision with the heads");
    for (const project::Route& route : health.comparing) {
      verdict.evidence.push_back(
          {{pathOf(route.functionFile), route.function.nameSpan()},
           concat(quoted(route.path.empty() ? route.function.text() : route.path), " compares them")});
    }
  }

  /// Every model is seen by an env.py; or the first that cannot be told.
  void discovered(RequirementVerdict& verdict) const {
    std::vector<std::string> open;
    std::vector<std::string> seen;
    bool hidden = false;  // its finding is silenced, or it would have failed
    const project::BrokenImport* broken = nullptr;
    for (std::size_t i = 0; i < models_.size(); ++i) {
      const Sighting& sighting = sightings_[i];
      if (sighting.verdict == Verdict::NotApplicable) continue;
      const ClassInfo& info = classAt(models_[i]);
      if (sighting.verdict == Verdict::Pass) {
        seen.push_back(quoted(info.name));
        const std::uint32_t by = project_.environments().of(models_[i]).environment;
        const project::Environment& environment = project_.environments().all()[by];
        if (broken == nullptr && !environment.broken.empty()) broken = &environment.broken.front();
      }
      if (sighting.verdict == Verdict::Undecided) open.push_back(quoted(info.name));
      hidden = hidden || sighting.verdict == Verdict::Fail;
      verdict.evidence.push_back(
          {{pathOf(info.file), info.node.nameSpan()}, concat(quoted(info.name), ": ", sighting.text)});
    }
    verdict.verdict = !open.empty() ? Verdict::Undecided : !seen.empty() ? Verdict::Pass : Verdict::NotApplicable;
    if (!open.empty()) {
      verdict.text = concat("Cannot tell whether Alembic sees ", listed(open));
    } else if (broken != nullptr) {  // what is imported before it fails is of no use
      verdict.verdict = Verdict::Fail;
      verdict.text = concat("`env.py` cannot be imported: ", lineOf(broken->file, broken->at.span()), " imports ",
                            quoted(broken->name.empty() ? broken->dotted : broken->name), ", which is not there",
                            broken->waiting ? " yet" : "");
      verdict.evidence.push_back({{pathOf(broken->file), broken->at.span()}, "this import fails"});
    } else if (!seen.empty()) {
      verdict.text = concat("Alembic sees ", listed(seen));
    } else if (hidden) {
      verdict.text = "Alembic does not see these models; the finding that says so is switched off";
    } else {
      verdict.text = "No `env.py` compares with the `MetaData` of these models";
    }
  }

  static void fail(const std::vector<const Finding*>& errors, RequirementVerdict& verdict) {
    verdict.verdict = Verdict::Fail;
    verdict.text = errors[0]->message;
    if (errors.size() > 1) verdict.text += concat(", and ", std::to_string(errors.size() - 1), " more");
    for (const Finding* error : errors) verdict.evidence.push_back({error->place, error->message});
  }

  /// Something the project could not know keeps the requirement open.
  [[nodiscard]] bool open(std::string_view id, RequirementVerdict& verdict) const {
    for (const project::Unknown* unknown : unknowns_) {
      if (!unknown->requirement.empty() && unknown->requirement != id) continue;
      verdict.evidence.push_back({{pathOf(unknown->file), unknown->span}, unknown->message});
    }
    if (verdict.evidence.empty()) return false;
    verdict.verdict = Verdict::Undecided;
    verdict.text = verdict.evidence[0].text;
    if (verdict.evidence.size() > 1)
      verdict.text += concat(", and ", std::to_string(verdict.evidence.size() - 1), " more");
    return true;
  }

  /// Where Python could not be read, a model or a call may hide: the rule about syntax says which places matter.
  [[nodiscard]] bool unread(RequirementVerdict& verdict) const {
    for (const Finding* finding : findings_) {
      if (finding->code == "XX001" && finding->severity == Severity::Error) {
        verdict.evidence.push_back({finding->place, finding->message});
      }
    }
    if (verdict.evidence.empty()) return false;
    verdict.verdict = Verdict::Undecided;
    verdict.text = "Part of the code is no Python: " + verdict.evidence[0].text;
    return true;
  }

  void pass(std::string_view id, RequirementVerdict& verdict) const {
    if (models_.empty()) {
      verdict.text = "No models, so there is nothing to check";
    } else if (id == "A1") {
      bases(verdict);
    } else if (id == "A2") {
      registered(verdict);
    } else if (id == "A3") {
      created(verdict);
    } else if (id == "A4") {
      verdict.text = concat("Nothing in ", listed(modelNames()), " that Alembic would stumble over");
    } else if (id == "A5") {
      files(verdict);
    }
  }

  /// What is no reason to fail is said all the same: some command, a start for development, a function nobody calls.
  void created(RequirementVerdict& verdict) const {
    for (const Finding* finding : findings_) {
      if (finding->code.starts_with("TC")) verdict.evidence.push_back({finding->place, finding->message});
    }
    const std::size_t some = verdict.evidence.size();
    if (some == 0)
      verdict.text = concat("No table is created directly in ",
                            counted(static_cast<std::uint32_t>(module_.files.size()), "file", "files"));
    else
      verdict.text = concat("Only this: ", verdict.evidence[0].text,
                            some > 1 ? concat(", and ", std::to_string(some - 1), " more") : std::string());
  }

  void bases(RequirementVerdict& verdict) const {
    std::vector<std::string> names;
    for (const ClassId model : models_) {
      const ClassInfo& info = classAt(model);
      if (info.base == project::none) continue;
      const std::string& base = project_.classes().bases()[info.base].name;
      if (!base.empty()) include(names, quoted(base));
      const Span place = info.baseExpr ? info.baseExpr.span() : info.node.nameSpan();
      verdict.evidence.push_back(
          {{pathOf(info.file), place},
           concat(quoted(info.name), " inherits from ", base.empty() ? "the base class" : quoted(base))});
    }
    verdict.text = concat(listed(modelNames()), verb(models_.size(), " inherits from ", " inherit from "),
                          names.empty() ? std::string("the base class") : listed(names));
  }

  void registered(RequirementVerdict& verdict) const {
    std::vector<std::string> places;
    const auto note = [&](const std::vector<RegistrationCall>& calls) {
      for (const RegistrationCall& call : calls) {
        if (!call.counts()) continue;
        include(places, lineOf(call.file, call.call.span()));
        verdict.evidence.push_back({{pathOf(call.file), call.call.span()}, concat("Calls ", quoted(call.name))});
      }
    };
    note(project_.registrations().of(index_).calls);
    if (places.empty()) note(project_.registrations().elsewhere());
    verdict.text = concat(listed(modelNames()), " registered", places.empty() ? "" : " at ", listed(places));
  }

  void files(RequirementVerdict& verdict) const {
    std::vector<std::string> names;
    for (const ClassId model : models_) {
      const ClassInfo& info = classAt(model);
      std::string_view path = pathOf(info.file);
      if (!module_.path.empty() && project::isBelow(path, module_.path)) path.remove_prefix(module_.path.size() + 1);
      include(names, quoted(path));
      verdict.evidence.push_back(
          {{pathOf(info.file), info.node.nameSpan()}, concat(quoted(info.name), " is defined here")});
    }
    verdict.text = concat(listed(modelNames()), " defined in ", listed(names));
    // What is only warned of fails nothing, and is not passed over either.
    if (!verdict.findings.empty() && project_.modules().framework())
      verdict.text += concat(", and not all of that is a models file");
  }

  const Project& project_;
  project::ModuleId index_;
  const Module& module_;
  const std::vector<ClassId>& models_;
  std::vector<Sighting> sightings_;       ///< of each of the models
  std::vector<const Finding*> findings_;  ///< roots that count for this module
  /// What fails the check fails the module, whatever requirement it counts for.
  Verdict failing_ = Verdict::NotApplicable;
  std::vector<const project::Unknown*> unknowns_;
};

std::string_view kindOf(const Project& project, FileId file, const std::set<FileId>& entries) {
  const facts::ModuleFacts& facts = project.file(file);
  if (project::fileNameOf(facts.path()) == "env.py") return "environment";
  if (facts.isRevision || project.modules().isMigration(file)) return "revision";
  if (project.classes().holdsModels(file)) return "models";
  return entries.count(file) == 1 ? "entry" : "python";
}

}  // namespace

std::vector<ModuleVerdict> judgeModules(const Project& project, const std::vector<Finding>& findings) {
  Counted counted;
  for (const Finding& finding : findings) counted.findings[finding.module].push_back(&finding);
  for (const project::Unknown& unknown : project.unknowns()) counted.unknowns[unknown.module].push_back(&unknown);
  std::vector<ModuleVerdict> verdicts;
  for (project::ModuleId i{0}; i < project.modules().all().size(); ++i)
    verdicts.push_back(Judge(project, i, counted).judge());
  return verdicts;
}

std::vector<FileNote> describeFiles(const Project& project, const std::vector<SourceFilePtr>& otherFiles) {
  std::set<FileId> entries;
  for (project::ModuleId i{0}; i < project.modules().all().size(); ++i) {
    if (const project::EntryPoint* entry = project.registrations().of(i).phase1()) entries.insert(entry->file);
  }
  std::vector<FileNote> notes;
  for (FileId file{0}; file < project.files().size(); ++file) {
    FileNote note;
    note.path = project.file(file).path();
    note.kind = kindOf(project, file, entries);
    if (const auto module = project.modules().moduleOf(file)) note.module = project.modules().all()[*module].path;
    note.opaque = project.file(file).opaque.value_or("");
    notes.push_back(std::move(note));
  }
  for (const SourceFilePtr& other : otherFiles) {
    const std::string_view name = project::fileNameOf(other->path());
    const bool settings = name == "limbeck.toml" || name == "pyproject.toml";
    notes.push_back({other->path(), settings ? "settings" : "other", {}, {}});
  }
  std::sort(notes.begin(), notes.end(), [](const FileNote& a, const FileNote& b) { return a.path < b.path; });
  return notes;
}

}  // namespace limbeck::rules
