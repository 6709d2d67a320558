#include "schema/words.h"

#include <algorithm>

#include "text/concat.h"

namespace limbeck::schema {
namespace {

std::string columnIn(const TableName& table, std::string_view column) {
  return quoted(concat(show(table), ".", column));
}

/// `users.email`, or `users (a, b)`
std::string columnsIn(const TableName& table, const std::vector<std::string>& columns) {
  if (columns.size() == 1) return columnIn(table, columns.front());
  return quoted(concat(show(table), " (", joined(columns), ")"));
}

std::vector<std::string> partsOf(const Index& index) {
  std::vector<std::string> parts;
  for (const IndexPart& part : index.parts) parts.push_back(part.text);
  return parts;
}

std::string counted(std::size_t count, std::string_view one, std::string_view many) {
  return count == 1 ? concat("one ", one) : concat(std::to_string(count), " ", many);
}

struct Teller {
  std::string operator()(const CreateTable& change) const {
    return concat("creates ", quoted(show(TableName{change.table.schema, change.table.name})), " with ",
                  counted(change.table.columns.size(), "column", "columns"));
  }
  std::string operator()(const DropTable& change) const { return concat("drops table ", quoted(show(change.table))); }
  std::string operator()(const RenameTable& change) const {
    return concat("renames table ", quoted(show(change.table)), " to ", quoted(change.to));
  }
  std::string operator()(const AddColumn& change) const {
    return concat("adds ", columnIn(change.table, change.column.name));
  }
  std::string operator()(const DropColumn& change) const {
    return concat("drops ", columnIn(change.table, change.column));
  }
  std::string operator()(const AlterColumn& change) const {
    const std::string column = columnIn(change.table, change.column);
    std::vector<std::string> said;
    if (change.nullable) said.push_back(concat("makes ", column, *change.nullable ? " nullable" : " NOT NULL"));
    if (change.type)
      said.push_back(change.type->isKnown() ? concat("changes ", column, " to ", show(*change.type))
                                            : concat("changes the type of ", column));
    if (change.serverDefault)
      said.push_back(concat(change.serverDefault->isThere() ? "gives " : "takes the default from ", column,
                            change.serverDefault->isThere() ? " a default" : ""));
    if (change.comment) said.push_back(concat("comments on ", column));
    if (change.newName) said.push_back(concat("renames ", column, " to ", quoted(*change.newName)));
    return said.empty() ? concat("changes ", column) : joined(said);
  }
  std::string operator()(const CreateIndex& change) const {
    return concat("indexes ", columnsIn(change.table, partsOf(change.index)), change.index.unique ? " uniquely" : "");
  }
  std::string operator()(const DropIndex& change) const {
    return concat("drops index ", change.name.empty() ? std::string("of an unknown name") : quoted(change.name));
  }
  std::string operator()(const RenameIndex& change) const {
    return concat("renames index ", quoted(change.name), " to ", quoted(change.to));
  }
  std::string operator()(const AddPrimaryKey& change) const {
    return concat("makes ", columnsIn(change.table, change.key.columns), " the primary key");
  }
  std::string operator()(const AddUnique& change) const {
    return concat("makes ", columnsIn(change.table, change.unique.columns), " unique");
  }
  std::string operator()(const AddForeignKey& change) const {
    const TableName target{change.key.schema, change.key.table};
    return concat("points ", columnsIn(change.table, change.key.columns), " to ",
                  change.key.targets.empty() ? quoted(show(target)) : columnsIn(target, change.key.targets));
  }
  std::string operator()(const AddCheck& change) const { return concat("checks ", quoted(show(change.table))); }
  std::string operator()(const AddOther& change) const {
    return concat("adds a constraint to ", quoted(show(change.table)));
  }
  std::string operator()(const DropConstraint& change) const {
    return concat("drops ",
                  change.name.isThere() ? concat("constraint ", quoted(change.name.text)) : std::string("a constraint"),
                  " of ", quoted(show(change.table)));
  }
  std::string operator()(const RenameConstraint& change) const {
    return concat("renames constraint ", quoted(change.name), " to ", quoted(change.to));
  }
  std::string operator()(const CommentTable& change) const {
    return concat("comments on ", quoted(show(change.table)));
  }
  std::string operator()(const TouchRows& change) const {
    using What = TouchRows::What;
    if (change.what == What::View) return concat("creates the view ", quoted(show(change.table)));
    return concat(change.what == What::Go     ? "empties "
                  : change.what == What::Come ? "puts rows into "
                                              : "changes rows of ",
                  quoted(show(change.table)));
  }
  std::string operator()(const CreateEnum& change) const {
    return concat("creates type ", quoted(show(TableName{change.type.schema, change.type.name})));
  }
  std::string operator()(const AlterEnum& change) const { return concat("changes type ", quoted(show(change.type))); }
  std::string operator()(const DropEnum& change) const { return concat("drops type ", quoted(show(change.type))); }
  std::string operator()(const Unread& change) const {
    if (change.table) return concat("changes ", quoted(show(*change.table)), " in a way that is not understood");
    return change.reach == Unread::Reach::NewTable ? "may create a table whose name is not known"
                                                   : "may change anything";
  }
};

}  // namespace

std::string inWords(const Effect& effect) { return std::visit(Teller(), effect); }

std::vector<std::string> inWords(const std::vector<Change>& changes) {
  std::vector<std::string> said;
  for (const Change& change : changes) {
    std::string one = inWords(change.effect);
    if (!one.empty() && std::find(said.begin(), said.end(), one) == said.end()) said.push_back(std::move(one));
  }
  return said;
}

}  // namespace limbeck::schema
