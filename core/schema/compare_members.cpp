// Constraints and indexes side by side. Each is first brought into one form, so that all are paired alike.

#include <algorithm>

#include "schema/comparing.h"
#include "schema/create_table.h"
#include "text/concat.h"

namespace limbeck::schema {
namespace {

struct Member {
  Part part = Part::Other;
  Name name;
  std::vector<std::string> columns;  ///< of a check: its text, made plain
  Cell cell;
  Presence presence = Presence::There;
  TableName target;
  std::vector<std::string> targets;
  std::string actions;
  std::string condition;
  bool unique = false;
  bool expressions = false;
  bool ofType = false;
  Reflected reflected = Reflected::Yes;
};

using ColumnNames = std::vector<std::string>;

ColumnNames sorted(ColumnNames columns) {
  std::sort(columns.begin(), columns.end());
  return columns;
}

/// NO ACTION is what a database does anyway, and so is RESTRICT on MySQL.
std::string actionsOf(const ForeignKey& key, Dialect dialect) {
  const auto one = [&](const std::string& action) {
    return action == "NO ACTION" || (dialect == Dialect::MySql && action == "RESTRICT") ? std::string() : action;
  };
  return concat(one(key.onDelete), "/", one(key.onUpdate));
}

class Members {
 public:
  Members(const Table* table, Dialect dialect) : dialect_(dialect) {
    if (table == nullptr) return;
    table_ = table;
    if (!table->primaryKey.columns.empty()) {
      const Column* const first = table->column(table->primaryKey.columns.front());
      Member& key =
          add(Part::PrimaryKey, table->primaryKey.name, definitionOf(table->primaryKey), table->primaryKey.place);
      if (!table->primaryKey.place.isKnown() && first != nullptr && first->place.isKnown())
        key.cell.place = first->place;
      key.columns = table->primaryKey.columns;
    }
    for (const Unique& unique : table->uniques) {
      Member& member = add(Part::Unique, unique.name, definitionOf(unique), unique.place, unique.presence);
      member.columns = sorted(unique.columns);
      member.reflected = unique.reflected;
    }
    for (const ForeignKey& key : table->foreignKeys) {
      Member& member = add(Part::ForeignKey, key.name, definitionOf(key), key.place, key.presence);
      member.columns = key.columns;
      member.target = {key.schema, key.table};
      member.targets = key.targets;
      member.actions = actionsOf(key, dialect);
    }
    for (const Check& check : table->checks) {
      Member& member = add(Part::Check, check.name, definitionOf(check), check.place, check.presence);
      member.columns = {plainSql(check.sql)};
      member.ofType = check.ofType;
      member.reflected = check.reflected;
    }
    for (const Index& index : table->indexes) addIndex(index);
    for (const OtherConstraint& other : table->others)
      add(Part::Other, other.name, other.name.isThere() ? other.name.text : "?", other.place);
    const bool comments = dialect == Dialect::PostgreSql || dialect == Dialect::MySql;
    if (comments && !table->comment.value_or("").empty())
      add(Part::Comment, {}, *table->comment, table->place).columns = {*table->comment};
  }

  std::vector<Member> all;

 private:
  Member& add(Part part, const Name& name, std::string text, const FilePlace& place,
              Presence presence = Presence::There) {
    Member& member = all.emplace_back();
    member.part = part;
    member.name = name;
    member.cell = {std::move(text), place.isKnown() ? place : table_->place, {}};
    member.presence = presence;
    return member;
  }

  void addIndex(const Index& index) {
    // To MySQL a unique constraint is a unique index.
    const bool constraint = dialect_ == Dialect::MySql && index.unique;
    Member& member =
        add(constraint ? Part::Unique : Part::Index, index.name, definitionOf(index), index.place, index.presence);
    for (const IndexPart& part : index.parts) {
      member.columns.push_back(part.expression ? plainSql(part.sql()) : part.sql());
      member.expressions = member.expressions || part.expression;
    }
    if (constraint) member.columns = sorted(std::move(member.columns));
    member.unique = index.unique;
    if (index.unique && !constraint) member.cell.text += " UNIQUE";
    if (index.where.empty() || dialect_ == Dialect::MySql || (dialect_ == Dialect::Sqlite && !index.whereOnSqlite))
      return;
    member.condition = plainSql(index.where);
    member.cell.text += concat(" WHERE ", index.where);
  }

  Dialect dialect_;
  const Table* table_ = nullptr;
};

/// Somebody gave it its name; the database would have found another one.
bool isNamed(const Name& name) { return name.isThere() && name.from != Name::From::Database; }

/// How surely two members are the same thing; the least is the surest.
constexpr int passes = 4;
bool belong(const Member& a, const Member& b, int pass) {
  const bool named = a.name.isThere() && a.name.text == b.name.text;
  switch (pass) {
    case 0: return named && a.columns == b.columns;
    case 1: return a.part == Part::PrimaryKey || a.part == Part::Comment || (named && isNamed(a.name));
    case 2:
      if (a.part == Part::Check && (isNamed(a.name) && isNamed(b.name))) return false;
      return a.columns == b.columns && a.part != Part::Other;
    default:  // texts that nobody can compare
      return a.part == Part::Check && !isNamed(a.name) && !isNamed(b.name) && a.ofType == b.ofType &&
             (!a.ofType || a.columns == b.columns);
  }
}

/// The same constraint under two names, as far as somebody gave it one.
void compareNames(const Member& a, const Member& b, Row& row, std::string& unknown) {
  if (a.part != Part::Unique && a.part != Part::Index) return;
  if (!a.name.isKnown() && b.name.isKnown() && a.part == Part::Index) unknown = "its name is not known on both sides";
  // What the left side leaves to others to name is found by its columns.
  if (!isNamed(a.name)) return;
  if (!b.name.isKnown()) {
    unknown = "its name is not known on both sides";
  } else if (a.name.text != b.name.text) {
    row.differs.push_back(Aspect::Name);
  }
}

void compareTwo(const Member& a, const Member& b, Row& row) {
  std::string unknown;
  const bool sets = a.part == Part::PrimaryKey;
  const bool same = sets ? sorted(a.columns) == sorted(b.columns) : a.columns == b.columns;
  if (a.part == Part::Comment) {
    if (!same) row.differs.push_back(Aspect::Comment);
  } else if (a.part == Part::Check) {
    if (!same) unknown = "whether both texts mean the same cannot be told";
  } else if (!same && (a.expressions || b.expressions)) {
    unknown = "whether both index the same expressions cannot be told";
  } else if (!same) {
    row.differs.push_back(Aspect::Columns);
  }
  compareNames(a, b, row, unknown);
  if (a.part == Part::Index) {
    if (a.unique != b.unique) row.differs.push_back(Aspect::Uniqueness);
    if (a.condition.empty() != b.condition.empty()) row.differs.push_back(Aspect::Condition);
    else if (a.condition != b.condition) unknown = "whether both conditions mean the same cannot be told";
  }
  if (a.part == Part::ForeignKey) {
    if (a.target.second.empty() || b.target.second.empty()) unknown = "what it refers to is not known";
    else if (a.target != b.target || (!a.targets.empty() && !b.targets.empty() && a.targets != b.targets))
      row.differs.push_back(Aspect::Target);
    if (a.actions != b.actions) row.differs.push_back(Aspect::Actions);
  }
  decideRow(row, a.presence, b.presence, unknown);
}

Row rowOf(const Member& member) {
  Row row;
  row.part = member.part;
  row.name = member.name.text;
  row.target = member.target;
  row.ofType = member.ofType;
  row.expressions = member.expressions;
  return row;
}

void alone(const Member& member, bool ofLeft, const TablePair& tables, std::vector<Row>& rows) {
  Row row = rowOf(member);
  (ofLeft ? row.left : row.right) = member.cell;
  if (!ofLeft) row.reflected = member.reflected;
  tables.mark(row);
  if (member.presence == Presence::Maybe && row.mark != Mark::Unknown) {
    row.mark = Mark::Unknown;
    row.why = {"it may not be there", member.cell.place};
  }
  rows.push_back(std::move(row));
}

}  // namespace

void compareMembers(const TablePair& tables, std::vector<Row>& rows) {
  const Members left(tables.left, tables.dialect);
  const Members right(tables.right, tables.dialect);
  constexpr std::size_t nobody = static_cast<std::size_t>(-1);
  std::vector<std::size_t> partner(left.all.size(), nobody);
  std::vector<bool> taken(right.all.size(), false);
  for (int pass = 0; pass < passes; ++pass) {
    for (std::size_t i = 0; i < left.all.size(); ++i) {
      for (std::size_t j = 0; j < right.all.size() && partner[i] == nobody; ++j) {
        if (taken[j] || left.all[i].part != right.all[j].part || !belong(left.all[i], right.all[j], pass)) continue;
        partner[i] = j;
        taken[j] = true;
      }
    }
  }
  for (const Part part :
       {Part::PrimaryKey, Part::ForeignKey, Part::Unique, Part::Check, Part::Index, Part::Other, Part::Comment}) {
    for (std::size_t i = 0; i < left.all.size(); ++i) {
      const Member& member = left.all[i];
      if (member.part != part) continue;
      if (partner[i] == nobody) {
        alone(member, true, tables, rows);
        continue;
      }
      const Member& other = right.all[partner[i]];
      Row row = rowOf(member);
      row.left = member.cell;
      row.right = other.cell;
      row.expressions = row.expressions || other.expressions;
      row.reflected = other.reflected;
      compareTwo(member, other, row);
      rows.push_back(std::move(row));
    }
    for (std::size_t j = 0; j < right.all.size(); ++j) {
      if (right.all[j].part == part && !taken[j]) alone(right.all[j], false, tables, rows);
    }
  }
}

}  // namespace limbeck::schema
