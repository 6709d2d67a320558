#include "project/registration/wrong_names.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "project/project.h"
#include "project/unknowns.h"
#include "text/dotted.h"
#include "text/likeness.h"

namespace limbeck::project {
namespace {

std::optional<WrongName::Why> wrongWith(const ClassInfo& info) {
  if (info.isModel() || info.open) return std::nullopt;
  return info.abstract ? WrongName::Why::Abstract : WrongName::Why::NotMapped;
}

class Judge {
 public:
  Judge(const Project& project, ModuleId module) : project_(project), module_(module) {}

  [[nodiscard]] std::optional<WrongName::Why> wrongWith(const ClassItem& item) const {
    switch (item.kind) {
      case ClassItem::Kind::Class: return project::wrongWith(project_.classes().at(item.index));
      case ClassItem::Kind::Name: return wrongWithName(item.text);
      case ClassItem::Kind::NotClass: return WrongName::Why::NoClass;
      case ClassItem::Kind::Foreign: return std::nullopt;
      case ClassItem::Kind::Missing: break;
    }
    const bool bound =
        item.at.is(Kind::Attribute) || !project_.file(item.file).names.find(item.at.text(), item.at).bindings.empty();
    return bound ? WrongName::Why::NotDefined : WrongName::Why::Unbound;
  }

  /// Among the models that no call of the module names.
  [[nodiscard]] ClassId meantBy(std::string_view name) const {
    std::vector<std::string_view> names;
    const std::vector<ClassId>& models = project_.registrations().of(module_).models;
    for (const ClassId model : models) {
      if (registrationOf(project_, module_, model) == Registered::No)
        names.push_back(project_.classes().at(model).name);
    }
    const std::string near = nearest(lastOf(name), names);
    const auto at = std::find_if(models.begin(), models.end(), [&](ClassId model) {
      return !near.empty() && project_.classes().at(model).name == near;
    });
    return at == models.end() ? none : *at;
  }

 private:
  /// "User": a class of that name anywhere in the module.
  [[nodiscard]] std::optional<WrongName::Why> wrongWithName(std::string_view name) const {
    std::optional<WrongName::Why> wrong = WrongName::Why::NoSuchClass;
    for (const FileId file : project_.modules().all()[module_].files) {
      for (const ClassId index : project_.classes().inFile(file)) {
        if (project_.classes().at(index).name != name) continue;
        wrong = project::wrongWith(project_.classes().at(index));
        if (!wrong) return std::nullopt;
      }
    }
    if (wrong == WrongName::Why::NoSuchClass && hasUnreadText(project_, module_)) return std::nullopt;
    return wrong;
  }

  const Project& project_;
  ModuleId module_;
};

}  // namespace

std::vector<WrongName> wrongNames(const Project& project, ModuleId module) {
  const Judge judge(project, module);
  std::vector<WrongName> found;
  std::set<std::pair<FileId, std::uint32_t>> seen;
  for (const RegistrationCall& call : project.registrations().of(module).calls) {
    for (const ClassItem& item : call.list.items) {
      const auto why = judge.wrongWith(item);
      if (!why || !seen.emplace(item.file, item.at.index()).second) continue;
      found.push_back({*why, item.file, item.at, item.text, judge.meantBy(item.text)});
    }
  }
  return found;
}

}  // namespace limbeck::project
