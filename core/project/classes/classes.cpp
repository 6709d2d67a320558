#include "project/classes/classes.h"

#include <algorithm>
#include <numeric>

#include "project/classes/class_reader.h"
#include "text/expect.h"

namespace limbeck::project {
namespace {

/// Share of the models that makes a base canonical in a project that names none (rules.md, MB101).
constexpr std::uint32_t majorityPercent = 80;

}  // namespace

Classes::Classes(const std::vector<FactsPtr>& files, const Resolver& resolver, const Modules& modules,
                 const Settings& settings)
    : files_(files), resolver_(resolver), modules_(modules), settings_(settings) {
  ClassReader(*this).run();
  LIMBECK_EXPECT(byFile_.size() == files_.size() && byNode_.size() == classes_.size());
  for (const ClassInfo& info : classes_) LIMBECK_EXPECT(info.base == none || info.base < bases_.size());
}

std::optional<std::uint32_t> Classes::find(FileId file, Expr node) const {
  const auto it = byNode_.find({file, node.index()});
  if (it == byNode_.end()) return std::nullopt;
  return it->second;
}

std::string Classes::origin(FileId file, Expr callOrName) const {
  const Expr name = callOrName.is(Kind::Call) ? callOrName.callee() : callOrName;
  if (!name.is(Kind::Name) && !name.is(Kind::Attribute)) return {};
  for (const Symbol& symbol : resolver_.resolve(file, name)) {
    if (symbol.is(Symbol::Kind::External)) return symbol.name;
  }
  // db.Column where db = SQLAlchemy(): the extension re-exports SQLAlchemy's names.
  if (name.is(Kind::Attribute)) {
    const Symbol object = resolver_.only(file, name[0]);
    if (object.is(Symbol::Kind::Variable) && object.value.is(Kind::Call) && object.value != callOrName) {
      const Expr callee = object.value.callee();
      if (callee.is(Kind::Name) || callee.is(Kind::Attribute)) {
        for (const Symbol& maker : resolver_.resolve(object.file, callee)) {
          if (maker.is(Symbol::Kind::External) && maker.name.ends_with("SQLAlchemy")) {
            return "flask_sqlalchemy." + name.text();
          }
        }
      }
    }
  }
  return {};
}

std::optional<std::uint32_t> Classes::baseOf(FileId file, Expr expression) const {
  for (const Symbol& symbol : resolver_.resolve(file, expression)) {
    for (std::uint32_t i = 0; i < bases_.size(); ++i) {
      const DeclarativeBase& base = bases_[i];
      const bool here =
          base.file != noFile && base.file == symbol.file && (base.node == symbol.node || base.node == symbol.value);
      const bool outside = base.file == noFile && symbol.is(Symbol::Kind::External) && base.dotted == symbol.name;
      if (here || outside) return i;
    }
  }
  return std::nullopt;
}

std::uint32_t Classes::baseOfClass(FileId file, Expr node) const {
  for (std::uint32_t i = 0; i < bases_.size(); ++i) {
    if (bases_[i].file == file && bases_[i].node == node) return i;
  }
  const auto index = find(file, node);
  return index ? classes_[*index].base : none;
}

bool Classes::holdsModels(FileId file, Mapped least) const {
  const std::vector<std::uint32_t>& classes = inFile(file);
  return std::any_of(classes.begin(), classes.end(),
                     [&](std::uint32_t i) { return at(i).isModel() && at(i).mapped >= least; });
}

std::vector<std::uint32_t> Classes::uses() const {
  std::vector<std::uint32_t> used(bases_.size(), 0);
  for (const ClassInfo& info : classes_) {
    if (!info.isModel() || info.base == none || modules_.isTest(info.file) || modules_.isMigration(info.file)) continue;
    ++used[info.base];
  }
  return used;
}

void Classes::chooseCanonical(const std::optional<std::optional<std::vector<std::uint32_t>>>& targeted) {
  canonical_.assign(bases_.size(), false);
  bool owned = false;
  for (std::uint32_t i = 0; i < bases_.size(); ++i) {
    canonical_[i] = bases_[i].owned;
    owned = owned || bases_[i].owned;
  }
  LIMBECK_EXPECT(uses().size() == canonical_.size());
  hasCanonical_ = owned || modules_.framework();
  if (hasCanonical_) return;

  const std::vector<std::uint32_t> used = uses();
  const std::uint32_t models = std::accumulate(used.begin(), used.end(), 0U);
  const auto inUse = std::count_if(used.begin(), used.end(), [](std::uint32_t n) { return n > 0; });
  const auto isTargeted = [&](std::uint32_t base) {
    const std::vector<std::uint32_t>& all = **targeted;
    return std::find(all.begin(), all.end(), base) != all.end();
  };
  bool aimed = false;
  for (std::uint32_t i = 0; i < bases_.size() && targeted && *targeted; ++i)
    aimed = aimed || (used[i] > 0 && isTargeted(i));
  for (std::uint32_t i = 0; i < bases_.size(); ++i) {
    const bool majority = models > 0 && used[i] * 100 >= majorityPercent * models;
    // An env.py that compares with nothing any model uses, or with who knows what, is no judge: nobody is blamed.
    canonical_[i] = inUse <= 1 ? used[i] > 0 || models == 0 : targeted ? !aimed || isTargeted(i) : majority;
    hasCanonical_ = hasCanonical_ || canonical_[i];
  }
}

bool Classes::isCanonical(std::uint32_t base) const { return base < canonical_.size() && canonical_[base]; }

bool Classes::isBaseFile(FileId file) const {
  for (std::uint32_t i = 0; i < bases_.size(); ++i) {
    if (canonical_[i] && bases_[i].file == file && !modules_.framework()) return true;
  }
  return false;
}

std::pair<std::string, std::string> Classes::canonicalImport() const {
  for (const std::string& wanted : settings_.base) {
    const std::size_t colon = wanted.find(':');
    if (colon != std::string::npos) return {wanted.substr(0, colon), wanted.substr(colon + 1)};
  }
  for (std::uint32_t i = 0; i < bases_.size(); ++i) {
    const DeclarativeBase& base = bases_[i];
    if (!canonical_[i] || base.form == BaseForm::Factory || base.form == BaseForm::Flask) continue;
    if (base.file != noFile) return {resolver_.dottedName(base.file), base.name};
    const std::size_t dot = base.dotted.rfind('.');
    if (dot != std::string::npos) return {base.dotted.substr(0, dot), base.name};
  }
  if (modules_.framework()) return {"modules.core.database.models", "Base"};
  return {};
}

}  // namespace limbeck::project
