#include "project/direct_tables/sql_texts.h"

#include <algorithm>
#include <iterator>

#include "project/classes/classes.h"
#include "project/direct_tables/objects.h"
#include "project/project.h"
#include "schema/sql.h"
#include "text/concat.h"
#include "text/words.h"

namespace limbeck::project {
namespace {

/// One question looks at no more than so many expressions.
constexpr unsigned textStepLimit = 400;

class TextReader {
 public:
  explicit TextReader(const Project& project) : project_(project) {}

  /// A list of things still to read, so that long concatenations and lists cost no stack.
  std::vector<SqlText> read(FileId file, Expr expression) {
    open_.push_back({file, expression, false});
    for (unsigned steps = 0; !open_.empty() && steps < textStepLimit; ++steps) {
      const Open next = open_.back();
      open_.pop_back();
      readOne(next);
    }
    return std::move(found_);
  }

 private:
  struct Open {
    FileId file;
    Expr expression;
    bool wrapped;
    bool formatted = false;  ///< `.format(...)` fills what stands in braces
  };

  void follow(const Open& from, Expr to) { open_.push_back({from.file, to, from.wrapped, from.formatted}); }

  void readOne(const Open& open) {
    const Expr at = open.expression;
    switch (at.kind()) {
      case Kind::String:
        found_.push_back({open.formatted ? withoutFields(at.text()) : at.text(), open.wrapped});
        return;
      case Kind::FString: found_.push_back({withHoles(at), open.wrapped}); return;
      case Kind::Binary:  // the leading words stand in the leftmost part
        if (at.text() == "+" || at.text() == "%") follow(open, at[0]);
        return;
      case Kind::Conditional:
        follow(open, at[2]);
        follow(open, at[0]);
        return;
      case Kind::List:
      case Kind::Tuple:
        for (std::uint32_t i = at.size(); i-- > 0;) follow(open, at[i]);
        return;
      case Kind::Call: readCall(open); return;
      case Kind::Name:
      case Kind::Attribute: readName(open); return;
      default: return;
    }
  }

  static std::string withHoles(Expr fstring) {
    std::string text;
    for (const Expr part : fstring) text += part.is(Kind::String) ? part.text() : std::string(1, schema::hole);
    return text;
  }

  /// "DROP TABLE {}" and "DROP TABLE {name}" are what the f-string would be.
  static std::string withoutFields(const std::string& text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
      const std::size_t end = text[i] == '{' ? text.find('}', i) : std::string::npos;
      out += end == std::string::npos ? text[i] : schema::hole;
      if (end != std::string::npos) i = end;
    }
    return out;
  }

  void readCall(const Open& open) {
    static constexpr std::string_view sameText[] = {"format", "strip",   "lstrip",    "rstrip",
                                                    "split",  "replace", "splitlines"};
    static constexpr std::string_view wrappers[] = {"text", "DDL"};
    const Expr call = open.expression;
    const Expr callee = call.callee();
    const std::string origin = project_.classes().origin(open.file, callee);
    const bool ours =
        origin.starts_with("sqlalchemy.") || origin.starts_with("sqlmodel.") || origin.starts_with("flask_sqlalchemy.");
    if (ours && oneOf(callee.text(), wrappers)) {
      open_.push_back({open.file, call.positional(0) ? call.positional(0) : call.keyword("text"), true});
    } else if (ours && origin.ends_with(".CreateTable")) {
      found_.push_back({concat("CREATE TABLE ", tableName(open.file, call.positional(0))), true});
    } else if (ours && origin.ends_with(".DropTable")) {
      found_.push_back({concat("DROP TABLE ", tableName(open.file, call.positional(0))), true});
    } else if (callee.is(Kind::Attribute) && oneOf(callee.text(), sameText)) {
      open_.push_back({open.file, callee[0], open.wrapped, open.formatted || callee.text() == "format"});
    } else if (callee.text() == "dedent" || callee.text() == "cleandoc") {
      follow(open, call.positional(0));
    }
  }

  /// Of a model or a Table that is known; a variable's own name is no table's.
  [[nodiscard]] std::string tableName(FileId file, Expr table) const {
    const SqlObject object = Objects(project_).of(file, table);
    const bool named = object.index != none || object.made || lowered(object.name) != object.name;
    const bool known = object.is(SqlObject::Kind::Table) && !object.name.empty() && !object.temporary && named;
    return known ? object.name : std::string(1, schema::hole);
  }

  void readName(const Open& open) {
    for (const Symbol& symbol : project_.resolver().resolve(open.file, open.expression)) {
      if (!symbol.is(Symbol::Kind::Variable)) continue;
      const Expr node = symbol.node;
      const bool loop = node.is(Kind::For) || node.is(Kind::CompFor);
      const bool plain = loop && node[0].is(Kind::Name);
      if (symbol.value || plain) open_.push_back({symbol.file, symbol.value ? symbol.value : node[1], open.wrapped});
    }
    if (open.expression.is(Kind::Attribute)) readConstant(open);
  }

  /// Queries.CREATE, self.CREATE
  void readConstant(const Open& open) {
    const Expr owner = open.expression[0];
    const Symbol symbol = project_.resolver().only(open.file, owner);
    const bool self = owner.is(Kind::Name) && (owner.text() == "self" || owner.text() == "cls");
    const Expr node = symbol.is(Symbol::Kind::Class) ? symbol.node
                      : self                         ? python::enclosing(owner, Kind::Class)
                                                     : Expr();
    const FileId file = symbol.is(Symbol::Kind::Class) ? symbol.file : open.file;
    if (const Expr value = node ? classAttribute(node, open.expression.text()) : Expr())
      open_.push_back({file, value, open.wrapped});
  }

  const Project& project_;
  std::vector<Open> open_;
  std::vector<SqlText> found_;
};

}  // namespace

std::vector<SqlText> sqlTexts(const Project& project, FileId file, Expr expression) {
  return TextReader(project).read(file, expression);
}

}  // namespace limbeck::project
