#include "project/classes/classes.h"

#include <algorithm>

#include "project/classes/class_reader.h"
#include "project/classes/sqlalchemy.h"
#include "text/dotted.h"
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

bool Classes::addsNothing(ClassId index) const {
  const ClassInfo& info = at(index);
  if (info.parent == none || info.open) return false;
  const bool alone =
      std::all_of(info.parents.begin(), info.parents.end(), [&](ClassId one) { return at(one).isModel(); });
  const Expr body = info.node.body();
  return alone && std::all_of(body.begin(), body.end(), [&](Expr statement) {
           if (statement.is(Kind::Function)) {
             const Expr decorators = statement.decorators();
             return std::none_of(decorators.begin(), decorators.end(),
                                 [](Expr one) { return sqlalchemy::saysDeclaredAttr(one.dotted()); });
           }
           if (statement.is(Kind::Pass) || statement.is(Kind::Expression)) return true;
           if (!statement.is(Kind::Assign) || !statement[0].is(Kind::Name)) return false;
           const std::string& name = statement[0].text();
           if (name == "__mapper_args__") return true;
           const Expr value = statement.value();
           if (value.is(Kind::Call)) return origin(info.file, value).ends_with(".relationship");
           return name != "__tablename__" && name != "__table__" && name != "__table_args__";
         });
}

bool Classes::isFlaskDatabase(FileId file, Expr classNode, unsigned depth) const {
  for (const Expr base : classNode.bases()) {
    if (sqlalchemy::isFlaskDatabase(origin(file, base))) return true;
    const Symbol symbol = base.is(Kind::Keyword) || depth > 8 ? Symbol{} : resolver_.only(file, base);
    if (symbol.is(Symbol::Kind::Class) && isFlaskDatabase(symbol.file, symbol.node, depth + 1)) return true;
  }
  return false;
}

std::string Classes::outsideBaseOf(ClassId index, unsigned depth) const {
  const ClassInfo& info = at(index);
  for (const Expr base : info.node.bases()) {
    if (base.is(Kind::Keyword) || base.is(Kind::DoubleStar)) continue;
    Symbol symbol = resolver_.only(info.file, base);
    // Base = get_base(), where a library has the function
    if (symbol.is(Symbol::Kind::Variable) && symbol.value.is(Kind::Call)) {
      symbol = resolver_.only(symbol.file, symbol.value.callee());
      if (topOf(symbol.name) == "sqlalchemy") continue;  // automap_base()
    }
    if (symbol.is(Symbol::Kind::External) && !sqlalchemy::isNeverMapped(symbol.name)) return symbol.name;
    const auto parent = symbol.is(Symbol::Kind::Class) && depth < 16 ? find(symbol.file, symbol.node) : std::nullopt;
    std::string found = parent ? outsideBaseOf(*parent, depth + 1) : std::string();
    if (!found.empty()) return found;
  }
  return {};
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
