#include "project/classes/attributes.h"

#include "project/classes/sqlalchemy.h"

namespace limbeck::project {
namespace {

/// Mapped[int], orm.Mapped[int], "Mapped[int]", WriteOnlyMapped["Post"]
bool isMappedAnnotation(Expr annotation) {
  const std::string& text = annotation.text();
  if (annotation.is(Kind::String)) {
    const std::size_t bracket = text.find('[');
    return bracket != std::string::npos && text.substr(0, bracket).ends_with("Mapped");
  }
  return annotation.is(Kind::Subscript) && annotation[0].text().ends_with("Mapped");
}

class AttributeReader {
 public:
  AttributeReader(const Project& project, const ClassInfo& info) : classes_(project.classes()), info_(info) {
    sqlModel_ = info.base != none && classes_.bases()[info.base].form == BaseForm::SqlModel;
  }

  std::vector<MappedAttribute> read() {
    for (const Expr statement : info_.node.body()) {
      if (statement.is(Kind::Assign)) {
        for (std::uint32_t i = 0; i + 1 < statement.size(); ++i) add(statement, statement[i], statement.value());
      } else if (statement.is(Kind::AnnAssign)) {
        add(statement, statement[0], statement.value());
      } else if (statement.is(Kind::Function)) {
        addFunction(statement);
      }
    }
    return std::move(found_);
  }

 private:
  [[nodiscard]] bool isFactory(Expr value) const {
    return value.is(Kind::Call) && sqlalchemy::isAttributeFactory(classes_.origin(info_.file, value));
  }

  /// Column(...), the one in deferred(Column(...)), or the one in Field(sa_column=Column(...)).
  [[nodiscard]] Expr columnIn(Expr factory) const {
    if (!isFactory(factory)) return {};
    const std::string& name = factory.callee().text();
    const Expr inner = name == "Field" ? factory.keyword("sa_column") : factory.positional(0);
    if (name == "Field" || name == "deferred" || name == "column_property") {
      return isFactory(inner) && sqlalchemy::isColumnFactory(classes_.origin(info_.file, inner)) ? inner : Expr();
    }
    return sqlalchemy::isColumnFactory(classes_.origin(info_.file, factory)) ? factory : Expr();
  }

  void add(Expr statement, Expr target, Expr value) {
    if (!target.is(Kind::Name)) return;
    const Expr annotation = statement.is(Kind::AnnAssign) ? statement[1] : Expr();
    const bool field = sqlModel_ && annotation && annotation[0].text() != "ClassVar" && annotation.text() != "ClassVar";
    const bool factory = isFactory(value);
    if (!factory && !isMappedAnnotation(annotation) && !field) return;
    found_.push_back({target.text(), target.span(), statement, factory ? value : Expr(), columnIn(value)});
  }

  /// @declared_attr
  /// def metadata(cls): return Column(...)
  void addFunction(Expr function) {
    bool declared = false;
    for (const Expr decorator : function.decorators()) {
      declared = declared || sqlalchemy::isDeclaredAttr(classes_.origin(info_.file, decorator));
    }
    if (!declared) return;
    for (const Expr statement : function.body()) {
      const Expr value = statement.is(Kind::Return) ? statement.value() : Expr();
      if (!isFactory(value)) continue;
      found_.push_back({function.text(), function.nameSpan(), function, value, columnIn(value)});
      return;
    }
  }

  const Classes& classes_;
  const ClassInfo& info_;
  bool sqlModel_ = false;
  std::vector<MappedAttribute> found_;
};

}  // namespace

std::vector<MappedAttribute> mappedAttributes(const Project& project, const ClassInfo& info) {
  return AttributeReader(project, info).read();
}

}  // namespace limbeck::project
