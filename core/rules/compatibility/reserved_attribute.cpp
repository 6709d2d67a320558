#include <algorithm>
#include <iterator>
#include <optional>

#include "project/classes/attributes.h"
#include "project/names/modules.h"
#include "rules/compatibility/renaming.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace mc401 {
namespace {

using project::BaseForm;
using project::ClassInfo;
using project::MappedAttribute;

struct Complaint {
  Severity severity;
  std::string message;
};

/// F01: from here on SQLAlchemy warns about both names; before, it refuses `metadata` and accepts `registry` silently.
constexpr project::Version warnsSince{{2, 1, 0}, project::Version::Stage::Beta, 3};

/// F01 and its kin.
std::optional<Complaint> complaint(const project::Project& project, const ClassInfo& info, const std::string& name) {
  static constexpr std::string_view pydantic[] = {"model_config", "json", "copy", "dict", "schema"};
  const bool based = info.base != project::none;
  const BaseForm form = based ? project.classes().bases()[info.base].form : BaseForm::Call;
  const std::string subject = quoted(name);
  const std::string model = quoted(info.name);
  if ((name == "metadata" || name == "registry") && project.versions().isAtLeast("sqlalchemy", warnsSince)) {
    return Complaint{Severity::Warning,
                     concat(subject, " is a name SQLAlchemy keeps for itself: since 2.1 it warns about ",
                            info.isModel() ? model : concat("every model built on ", model))};
  }
  if (name == "metadata") {
    return Complaint{Severity::Error,
                     concat(subject, " is reserved by SQLAlchemy: with 1.4 and 2.0 ",
                            info.isModel() ? model : concat("no model built on ", model), " cannot be imported")};
  }
  if (name == "registry")
    return Complaint{Severity::Info,
                     concat(subject, " is a name SQLAlchemy keeps for itself: from 2.1 on it warns about ", model)};
  if (name.starts_with("_sa_") || name == "__mapper__") {
    return Complaint{Severity::Warning, concat(subject, " is where SQLAlchemy keeps its own notes about ", model)};
  }
  if (form == BaseForm::Flask && (name == "query" || name == "query_class")) {
    return Complaint{Severity::Warning,
                     concat(subject, " hides the attribute of that name that Flask-SQLAlchemy gives ", model)};
  }
  if (based && form == BaseForm::SqlModel &&
      std::find(std::begin(pydantic), std::end(pydantic), name) != std::end(pydantic)) {
    return Complaint{Severity::Warning,
                     concat(subject, " hides the attribute of that name that SQLModel gives ", model)};
  }
  return std::nullopt;
}

Fix renaming(const project::Project& project, const ClassInfo& info, const MappedAttribute& attribute, bool taken) {
  Fix fix;
  const std::string newName = attribute.name + "_";
  fix.title = concat("Rename the attribute to ", quoted(newName),
                     " and keep the column's name; uses of it elsewhere are yours to rename");
  if (!taken && !attribute.name.starts_with("_"))
    fix.edits = renameAttribute(project.file(info.file), attribute, newName);
  if (!fix.edits.empty()) fix.fixClass = FixClass::Unsafe;
  return fix;
}

void check(const project::Project& project, Findings& findings) {
  for (const ClassInfo& info : project.classes().all()) {
    if (!info.declarative || project.modules().isTest(info.file)) continue;
    const std::vector<MappedAttribute> attributes = project::mappedAttributes(project, info);
    for (const MappedAttribute& attribute : attributes) {
      auto said = complaint(project, info, attribute.name);
      if (!said) continue;
      const bool taken = std::any_of(attributes.begin(), attributes.end(),
                                     [&](const MappedAttribute& other) { return other.name == attribute.name + "_"; });
      Finding finding;
      finding.severity = said->severity;
      finding.place = {project.file(info.file).path(), attribute.place};
      finding.subject = concat(info.name, ".", attribute.name);
      finding.message = std::move(said->message);
      finding.fixes.push_back(renaming(project, info, attribute, taken));
      findings.push_back(std::move(finding));
    }
  }
}

}  // namespace
}  // namespace mc401

extern const Rule reserved_attribute{"MC401", Severity::Error, FixClass::Unsafe, "A4", &mc401::check};

}  // namespace limbeck::rules
