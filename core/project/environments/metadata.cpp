#include "project/environments/metadata.h"

#include "project/direct_tables/objects.h"
#include "text/concat.h"
#include "text/dotted.h"

namespace limbeck::project {

MetaDatas::MetaDatas(const WithNames& project) {
  const std::vector<DeclarativeBase>& bases = project.classes().bases();
  for (std::uint32_t i = 0; i < bases.size(); ++i) {
    ofBase_.push_back(bases[i].reflected ? none : read(project, bases[i]));
    if (ofBase_.back() != none) all_[ofBase_.back()].bases.push_back(i);
  }
}

MetaDataId MetaDatas::add(std::string key, MetaData metadata) {
  const auto [it, fresh] = known_.emplace(std::move(key), static_cast<MetaDataId>(all_.size()));
  if (fresh) all_.push_back(std::move(metadata));
  return it->second;
}

MetaDataId MetaDatas::madeAt(FileId file, Expr maker, std::string_view name) {
  return add(concat(std::to_string(file), ":", std::to_string(maker.index())), {file, maker, std::string(name), {}});
}

MetaDataId MetaDatas::outside(std::string_view dotted) {
  const std::string_view plain = dotted.substr(0, dotted.find('('));
  return add(std::string(dotted), {noFile, {}, concat(lastOf(plain), ".metadata"), {}});
}

MetaDataId MetaDatas::ofLibrary(std::string_view dotted) {
  return add(concat("library ", topOf(dotted)), {noFile, {}, concat(lastOf(dotted), ".metadata"), {}});
}

MetaDataId MetaDatas::knownLibrary(std::string_view dotted) const {
  const auto found = known_.find(concat("library ", topOf(dotted)));
  return found == known_.end() ? none : found->second;
}

/// Base = declarative_base(metadata=meta), class Base(DeclarativeBase): metadata = meta, registry(metadata=meta)
MetaDataId MetaDatas::read(const WithNames& project, const DeclarativeBase& base) {
  if (base.file == noFile) return outside(base.dotted);
  Expr given;
  Expr maker = base.node;
  FileId file = base.file;
  if (base.node.is(Kind::Class)) {
    given = classAttribute(base.node, "metadata");
    if (const Expr registry = classAttribute(base.node, "registry"); !given && registry.is(Kind::Call)) {
      given = registry.keyword("metadata");
      maker = registry;
    }
    for (const Expr decorator : base.node.decorators()) {
      if (!given && decorator.is(Kind::Call)) given = decorator.keyword("metadata");
    }
  } else {
    given = base.node.keyword("metadata");
    if (base.node.callee().text() == "generate_base") {
      const Expr holder = base.node.callee()[0];
      const Symbol registry = holder.is(Kind::Call) ? Symbol{} : project.resolver().only(file, holder);
      if (registry.is(Symbol::Kind::Variable) && registry.value.is(Kind::Call)) {
        file = registry.file;
        maker = registry.value;
      } else if (holder.is(Kind::Call)) {
        maker = holder;
      }
      if (!given) given = maker.keyword("metadata");
    }
  }
  const std::string name =
      concat(base.name.ends_with(".Model") ? base.name.substr(0, base.name.size() - 6) : base.name, ".metadata");
  if (!given) return madeAt(file, maker, name);
  // metadata = metadata in the body of a class: the name of the module, which the class hides from itself
  if (base.node.is(Kind::Class) && given.is(Kind::Name) && given.text() == "metadata") {
    const Symbols outer = project.resolver().member(file, "metadata");
    if (outer.size() == 1 && outer[0].is(Symbol::Kind::Variable) && outer[0].value.is(Kind::Call))
      return madeAt(outer[0].file, outer[0].value, name);
  }
  const SqlObject object = Objects(project).of(file, given);
  if (!object.is(SqlObject::Kind::MetaData) || !object.made) return none;
  return madeAt(object.file, object.made, given.is(Kind::Name) || given.is(Kind::Attribute) ? given.dotted() : name);
}

}  // namespace limbeck::project
