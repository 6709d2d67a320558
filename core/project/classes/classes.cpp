#include "project/classes/classes.h"

#include <algorithm>

#include "project/classes/class_reader.h"
#include "text/expect.h"

namespace limbeck::project {
Classes::Classes(const std::vector<FactsPtr>& files, const Resolver& resolver, const Modules& modules,
                 const Settings& settings)
    : files_(files), resolver_(resolver), modules_(modules), settings_(settings) {
  ClassReader(*this).run();
  LIMBECK_EXPECT(byFile_.size() == files_.size() && byNode_.size() == classes_.size());
  for (const ClassInfo& info : classes_) LIMBECK_EXPECT(info.base == none || info.base < bases_.size());
}

std::optional<ClassId> Classes::find(FileId file, Expr node) const {
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
  const std::vector<ClassId>& classes = inFile(file);
  return std::any_of(classes.begin(), classes.end(),
                     [&](ClassId i) { return at(i).isModel() && at(i).mapped >= least; });
}

std::vector<std::uint32_t> Classes::uses() const {
  std::vector<std::uint32_t> used(bases_.size(), 0);
  for (const ClassInfo& info : classes_) {
    if (!info.isModel() || info.base == none || modules_.isTest(info.file) || modules_.isMigration(info.file)) continue;
    ++used[info.base];
  }
  return used;
}

}  // namespace limbeck::project
