#include "project/models/annotations.h"

#include <algorithm>

#include "project/classes/classes.h"
#include "project/names/resolver.h"
#include "text/concat.h"
#include "text/dotted.h"
#include "text/words.h"

namespace limbeck::project {

using evaluate::Value;

namespace {

using What = AnnotationReading::What;

schema::Type plain(std::string_view name) {
  schema::Type type;
  type.name = std::string(name);
  return type;
}

bool isCollection(std::string_view name) {
  static constexpr std::string_view names[] = {
      "list",  "List",  "set",       "Set",           "Sequence", "Collection",         "Iterable",
      "tuple", "Tuple", "frozenset", "AppenderQuery", "Query",    "WriteOnlyCollection"};
  return oneOf(name, names);
}

}  // namespace

AnnotationReading Annotations::read(FileId file, Expr annotation, bool sqlModel) {
  AnnotationReading made;
  sqlModel_ = sqlModel;
  readInto(file, annotation, made, 0);
  return made;
}

void Annotations::readInto(FileId file, Expr annotation, AnnotationReading& into, unsigned depth) {
  if (!annotation || depth > 12) return;
  for (const auto& [key, type] : map_) {  // the base's own map comes first (facts F08)
    if (annotation.dotted() == key || (annotation.is(Kind::Subscript) && written(file, annotation) == key)) {
      into.what = What::Column;
      into.type = type;
      return;
    }
  }
  switch (annotation.kind()) {
    case Kind::None: into.optional = true; return;
    case Kind::String: {
      auto quoted = std::make_shared<python::Quotation>(python::quote(annotation.text()));
      quoted_.push_back(quoted);
      const Expr statement = quoted->code.module()[0];
      if (statement.is(Kind::Expression)) readInto(file, statement[0], into, depth + 1);
      else into.what = What::Unknown;
      return;
    }
    case Kind::Binary:
      readInto(file, annotation[0], into, depth + 1);
      readInto(file, annotation[1], into, depth + 1);
      return;
    case Kind::Subscript: readSubscript(file, annotation, into, depth); return;
    case Kind::Name:
    case Kind::Attribute: readName(file, annotation, into, depth); return;
    default: into.what = What::Unknown; return;
  }
}

std::string Annotations::written(FileId file, Expr node) const {
  if (node.code() != project_.file(file).code.get()) return {};  // a text that was quoted by itself
  const std::string_view text = project_.file(file).file->text();
  const Span span = node.span();
  return span.end <= text.size() ? std::string(text.substr(span.begin, span.end - span.begin)) : std::string();
}

bool Annotations::isMapped(FileId file, Expr node) const {
  const auto index = project_.classes().find(file, node);
  if (!index) return false;
  const ClassInfo& info = project_.classes().at(*index);
  return info.declarative || info.mapped != Mapped::No;
}

std::optional<schema::Type> Annotations::builtin(std::string_view dotted) const {
  const std::string_view name = lastOf(dotted);
  struct Pair {
    std::string_view python;
    std::string_view type;
  };
  static constexpr Pair pairs[] = {{"int", "Integer"},
                                   {"str", "String"},
                                   {"bool", "Boolean"},
                                   {"float", "Float"},
                                   {"bytes", "LargeBinary"},
                                   {"datetime.date", "Date"},
                                   {"datetime.datetime", "DateTime"},
                                   {"datetime.time", "Time"},
                                   {"datetime.timedelta", "Interval"},
                                   {"decimal.Decimal", "Numeric"},
                                   {"uuid.UUID", "Uuid"}};
  for (const Pair& pair : pairs) {
    if (dotted == pair.python) return plain(sqlModel_ && pair.type == "String" ? "AutoString" : pair.type);
  }
  if (!sqlModel_) return std::nullopt;
  static constexpr std::string_view texts[] = {"EmailStr",    "AnyUrl",      "AnyHttpUrl",  "HttpUrl",  "Path",
                                               "IPv4Address", "IPv6Address", "IPv4Network", "NameEmail"};
  if (oneOf(name, texts)) return plain("AutoString");
  static constexpr std::string_view ids[] = {"UUID1", "UUID3", "UUID4", "UUID5"};
  if (oneOf(name, ids)) return plain("Uuid");
  return std::nullopt;
}

void Annotations::readName(FileId file, Expr name, AnnotationReading& into, unsigned depth) {
  const Symbol symbol = project_.resolver().only(file, name);
  if (symbol.is(Symbol::Kind::Variable) && symbol.value && symbol.value != name) {
    const bool alias = symbol.value.is(Kind::Subscript) || symbol.value.is(Kind::Binary) ||
                       symbol.value.is(Kind::Name) || symbol.value.is(Kind::Attribute) || symbol.value.is(Kind::String);
    if (alias) {
      readInto(symbol.file, symbol.value, into, depth + 1);
      return;
    }
  }
  if (symbol.is(Symbol::Kind::Variable) && symbol.node.is(Kind::TypeAlias)) {
    readInto(symbol.file, symbol.node[0], into, depth + 1);
    return;
  }
  if (symbol.is(Symbol::Kind::Class)) {
    if (definitions_.evaluator().isEnum(symbol.file, symbol.node)) {
      evaluate::Call call;
      call.file = file;
      call.node = name;
      call.positional = {Value::classOf(symbol.file, symbol.node)};
      into.type = definitions_.type(construct("sqlalchemy.Enum", call));
      into.what = What::Column;
      return;
    }
    if (isMapped(symbol.file, symbol.node)) return;  // a relationship
    // class Email(str): as its parent
    for (const Expr base : symbol.node.bases()) {
      if (base.is(Kind::Keyword)) continue;
      const Symbol parent = project_.resolver().only(symbol.file, base);
      const auto type =
          builtin(parent.is(Symbol::Kind::Builtin) ? std::string_view(base.text()) : std::string_view(parent.name));
      if (type && sqlModel_) {
        into.what = What::Column;
        into.type = *type;
        return;
      }
    }
    into.what = What::Unknown;
    return;
  }
  const std::string dotted = symbol.is(Symbol::Kind::External)  ? symbol.name
                             : symbol.is(Symbol::Kind::Builtin) ? symbol.name
                                                                : std::string();
  if (dotted.empty() && !project_.resolver().only(file, name).is(Symbol::Kind::Unknown)) {
    into.what = What::Unknown;
    return;
  }
  if (const auto type = builtin(dotted)) {
    into.what = What::Column;
    into.type = *type;
    return;
  }
  // A name that nothing binds: the class of a forward reference under TYPE_CHECKING, or in another file.
  into.what = What::Unknown;
  into.alias = true;
}

void Annotations::readMetadata(FileId file, Expr item, AnnotationReading& into) {
  const Value value = definitions_.evaluator().evaluate(file, item);
  if (auto preset = definitions_.column(value)) {
    into.what = What::Column;
    into.preset = std::move(preset);
    return;
  }
  const schema::Type type = definitions_.type(value);
  if (type.isKnown() && !type.open && schema::isTypeName(type.name)) {
    into.what = What::Column;
    into.type = type;
  }
}

void Annotations::readSubscript(FileId file, Expr subscript, AnnotationReading& into, unsigned depth) {
  const std::string_view head = subscript[0].text();
  std::vector<Expr> parts;
  for (std::uint32_t i = 1; i < subscript.size(); ++i) {
    if (subscript[i].is(Kind::Tuple)) parts.insert(parts.end(), subscript[i].begin(), subscript[i].end());
    else parts.push_back(subscript[i]);
  }
  if (parts.empty()) return;
  static constexpr std::string_view lazily[] = {"DynamicMapped", "WriteOnlyMapped", "AssociationProxy", "ClassVar",
                                                "Relationship"};
  if (oneOf(head, lazily)) {
    into.mapped = head != "ClassVar";
    return;
  }
  if (head == "Mapped") {
    into.mapped = true;
    readInto(file, parts[0], into, depth + 1);
    return;
  }
  if (head == "Optional") {
    into.optional = true;
    readInto(file, parts[0], into, depth + 1);
    return;
  }
  if (head == "Union") {
    for (const Expr part : parts) readInto(file, part, into, depth + 1);
    return;
  }
  if (head == "Annotated") {
    readInto(file, parts[0], into, depth + 1);
    for (std::size_t i = 1; i < parts.size(); ++i) readMetadata(file, parts[i], into);
    return;
  }
  if (head == "Final" || head == "Required") {
    readInto(file, parts[0], into, depth + 1);
    return;
  }
  if (head == "Literal") {
    into.what = What::Column;
    into.type = plain("Enum");
    into.type.native = false;
    for (const Expr part : parts) {
      if (part.is(Kind::String)) into.type.values.push_back(part.text());
      else if (part.is(Kind::None)) into.optional = true;
      else into.type.valuesKnown = false;
    }
    return;
  }
  if (isCollection(head)) {
    AnnotationReading item;
    readInto(file, parts[0], item, depth + 1);
    into.what = item.what == What::Nothing ? What::Nothing : What::Unknown;
    return;
  }
  into.what = What::Unknown;
}

}  // namespace limbeck::project
