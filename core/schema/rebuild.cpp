#include "schema/rebuild.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "schema/applying.h"
#include "schema/sql.h"
#include "text/concat.h"
#include "text/words.h"

namespace limbeck::schema {
namespace {

/// UUID comes back as NUMERIC: SQLAlchemy goes by SQLite's affinities where it does not know the word (run on 1.4
/// and 2.0).
std::string typeReadBack(const std::string& text, bool legacy) {
  static constexpr std::string_view same[] = {
      "BIGINT",   "BLOB",  "BOOLEAN", "CHAR",      "DATE",      "DATETIME", "DATETIME_CHAR", "DATE_CHAR",
      "DECIMAL",  "FLOAT", "INTEGER", "JSON",      "NCHAR",     "NUMERIC",  "NVARCHAR",      "REAL",
      "SMALLINT", "TEXT",  "TIME",    "TIMESTAMP", "TIME_CHAR", "VARCHAR"};
  const std::size_t bracket = std::min(text.find('('), text.size());
  const std::string name = uppered(std::string_view(text).substr(0, bracket));
  const std::string size = text.substr(bracket);
  const auto holds = [&](std::string_view part) { return name.find(part) != std::string::npos; };
  if (oneOf(name, same)) return text;
  if (name == "BOOL") return "BOOLEAN";
  if (name == "DOUBLE") return legacy ? "FLOAT" : text;
  if (holds("INT")) return "INTEGER";
  if (holds("CHAR") || holds("CLOB") || holds("TEXT")) return concat("TEXT", size);
  if (holds("BLOB")) return text;
  if (holds("REAL") || holds("FLOA") || holds("DOUB")) return "REAL";
  return concat("NUMERIC", size);
}

bool has(const std::vector<std::string>& columns, const std::string& name) {
  return std::find(columns.begin(), columns.end(), name) != columns.end();
}

class Rebuilding {
 public:
  Rebuilding(Schema& schema, const Rebuild& block, const Conditions& rules, std::vector<Failure>& failures)
      : schema_(schema), block_(block), rules_(rules), failures_(failures) {
    rules_.rebuilding = true;
  }

  void run() {
    begin();
    for (std::size_t i = 0; i < block_.changes.size(); ++i) {
      if (isDrop(block_.changes[i]) && !takesBack(i)) apply(schema_, block_.changes[i], rules_, failures_);
    }
    for (const Change& change : block_.changes) {
      if (const auto* add = std::get_if<AddColumn>(&change.effect)) addColumn(change, *add);
      else if (const auto* drop = std::get_if<DropColumn>(&change.effect)) dropColumn(change, *drop);
      else if (const auto* alter = std::get_if<AlterColumn>(&change.effect)) alterColumn(change, *alter);
      else if (!isDrop(change) && !isConstraint(change) && !isIndex(change)) apply(schema_, change, rules_, failures_);
    }
    addBeside();
    for (std::size_t i = 0; i < block_.changes.size(); ++i) {
      if (isConstraint(block_.changes[i]) && takenBack_.count(i) == 0) addConstraint(block_.changes[i]);
    }
    for (const Change& change : block_.changes) {
      if (isIndex(change)) addIndex(change);
    }
    if (Table* const table = schema_.edit(block_.table)) {
      for (Unique& unique : table->uniques) {
        unique.reflected = Reflected::Yes;
        unique.inlineSql = false;
      }
      for (ForeignKey& key : table->foreignKeys) key.inlineSql = false;
    }
  }

 private:
  static bool isDrop(const Change& change) {
    return std::holds_alternative<DropConstraint>(change.effect) || std::holds_alternative<DropIndex>(change.effect);
  }
  static bool isIndex(const Change& change) { return std::holds_alternative<CreateIndex>(change.effect); }
  static bool isConstraint(const Change& change) {
    return std::holds_alternative<AddUnique>(change.effect) || std::holds_alternative<AddForeignKey>(change.effect) ||
           std::holds_alternative<AddPrimaryKey>(change.effect) || std::holds_alternative<AddCheck>(change.effect);
  }

  /// drop_constraint of what the block itself has added before: neither happens.
  bool takesBack(std::size_t drop) {
    const auto* const dropped = std::get_if<DropConstraint>(&block_.changes[drop].effect);
    for (std::size_t i = 0; dropped != nullptr && dropped->name.isThere() && i < drop; ++i) {
      const Name* const name = nameOf(block_.changes[i].effect);
      if (name == nullptr || name->text != dropped->name.text || !takenBack_.insert(i).second) continue;
      return true;
    }
    return false;
  }

  static const Name* nameOf(const Effect& effect) {
    if (const auto* unique = std::get_if<AddUnique>(&effect)) return &unique->unique.name;
    if (const auto* key = std::get_if<AddForeignKey>(&effect)) return &key->key.name;
    if (const auto* check = std::get_if<AddCheck>(&effect)) return &check->check.name;
    return nullptr;
  }

  using Case = Failure::Case;
  void fail(Failure failure, const FilePlace& place) {
    failure.place = place;
    failures_.push_back(std::move(failure));
  }
  [[nodiscard]] const Table* table() const { return schema_.find(block_.table); }
  [[nodiscard]] bool isWhole() const { return table() != nullptr && table()->isWhole(); }

  void begin() {
    if (table() == nullptr && schema_.lacks(block_.table)) fail(missing(block_.table, schema_), block_.place);
    if (block_.copyFrom) {
      takeCopy();
    } else if (Table* const there = schema_.edit(block_.table)) {
      checkTargets();
      readBack(*there, schema_, rules_.legacy);
      if (block_.naming) nameAll(*there);
      doubtTwins(*there);
    }
    if (table() == nullptr) return;
    for (const Column& column : table()->columns) {
      keys_[column.name] = column.name;
      const bool generated = column.serverDefault.kind == Default::Kind::Computed && column.presence == Presence::There;
      if (generated && rules_.copiesComputed) {
        fail({Case::BatchCopiesGenerated, block_.table, column.name}, block_.place);
      }
    }
  }

  /// The table that is there is dropped in the end; what is copied must be in it.
  void takeCopy() {
    const Table* const there = table();
    if (there != nullptr && there->isWhole()) {
      for (const Column& column : block_.copyFrom->columns) {
        if (there->column(column.name) != nullptr) continue;
        fail({Case::NamedByCopy, block_.table, column.name, {}, {}, {}, columnsLike(column.name, *there)},
             block_.place);
      }
    }
    Table copy = *block_.copyFrom;
    copy.schema = block_.table.first;
    copy.name = block_.table.second;
    copy.place = block_.place;
    if (there != nullptr) copy.filled = there->filled;
    schema_.put(std::move(copy));
  }

  /// Alembic keeps named constraints by name: of two with one name it copies one, and which one is chance (run on 1.8
  /// and 1.13).
  static void doubtTwins(Table& table) {
    std::map<std::string, std::size_t> counts;
    const auto count = [&](const Name& name) {
      return name.isThere() && !name.text.empty() ? &counts[name.text] : nullptr;
    };
    for (const Unique& unique : table.uniques) {
      if (std::size_t* const seen = count(unique.name)) ++*seen;
    }
    for (const ForeignKey& key : table.foreignKeys) {
      if (std::size_t* const seen = count(key.name)) ++*seen;
    }
    for (Unique& unique : table.uniques) {
      if (const std::size_t* const seen = count(unique.name); seen != nullptr && *seen > 1)
        unique.presence = Presence::Maybe;
    }
    for (ForeignKey& key : table.foreignKeys) {
      if (const std::size_t* const seen = count(key.name); seen != nullptr && *seen > 1) key.presence = Presence::Maybe;
    }
  }

  /// SQLAlchemy reads the tables that foreign keys point to as well, and theirs.
  void checkTargets() {
    std::set<TableName> seen{block_.table};
    std::vector<TableName> left{block_.table};
    while (!left.empty()) {
      const Table* const from = schema_.find(left.back());
      left.pop_back();
      if (from == nullptr || from->certainty == Certainty::Unknown) continue;
      for (const ForeignKey& key : from->foreignKeys) {
        if (key.table.empty() || key.presence == Presence::Maybe || !seen.insert({key.schema, key.table}).second)
          continue;
        left.push_back({key.schema, key.table});
        if (!schema_.lacks(left.back())) continue;
        fail({Case::NeighbourMissing, block_.table, {}, {}, left.back(), {}, {}, dropped(left.back(), schema_)},
             block_.place);
        return;
      }
    }
  }

  void nameAll(Table& made) const {
    Conditions naming = rules_;
    naming.naming = &*block_.naming;
    naming.namingKnown = true;
    for (Unique& unique : made.uniques)
      unique.name = nameFor("uq", unique.name, made, unique.columns, nullptr, schema_, naming);
    for (ForeignKey& key : made.foreignKeys)
      key.name = nameFor("fk", key.name, made, key.columns, &key, schema_, naming);
  }

  void addColumn(const Change& change, const AddColumn& add) {
    // A column of that name, when it is the last one, is silently another one afterwards.
    if (const Table* const made = table(); made != nullptr && !made->columns.empty() &&
                                           made->columns.back().name == add.column.name &&
                                           keys_.count(add.column.name) > 0) {
      Table* const edited = schema_.edit(block_.table);
      edited->columns.pop_back();
    }
    apply(schema_, change, rules_, failures_);
    keys_[add.column.name] = add.column.name;
  }

  /// In the block a column keeps the name that it had before.
  [[nodiscard]] const std::string* nowCalled(const std::string& key, const Change& change) {
    const auto found = keys_.find(key);
    if (found != keys_.end()) return &found->second;
    if (isWhole()) {
      fail({Case::ColumnMissing, block_.table, key, {}, {}, {}, columnsLike(key, *table())}, change.place);
      return nullptr;
    }
    return &(keys_[key] = key);
  }

  /// What names the column in words of its own: named checks, conditions of indexes.
  void checkWords(const std::string& column, const Change& change) {
    if (!isWhole()) return;
    for (const Check& check : table()->checks) {
      if (!has(check.columns, column) || check.presence == Presence::Maybe || (check.ofType && block_.copyFrom))
        continue;
      fail({Case::CheckStillNames, block_.table, column, check.name.text, {}, {}, {}, check.place}, change.place);
    }
    for (const Index& index : table()->indexes) {
      if (index.where.empty() || index.presence == Presence::Maybe ||
          !has(columnsIn(index.where, rules_.dialect, table()), column))
        continue;
      fail({Case::ConditionStillNames, block_.table, column, index.name.text, {}, {}, {}, index.place}, change.place);
    }
  }

  /// What is read back is any check; Alembic takes it for that of the type when it is told the type, by its name.
  void forgetCheckOf(const std::optional<Type>& repeated) {
    Table* const made = repeated && !repeated->typeName.empty() ? schema_.edit(block_.table) : nullptr;
    if (made != nullptr)
      removeIf(made->checks, [&](const Check& check) { return check.name.text == repeated->typeName; });
  }

  void dropColumn(const Change& change, const DropColumn& drop) {
    const std::string* const name = nowCalled(drop.column, change);
    if (name == nullptr) return;
    forgetCheckOf(drop.repeatedType);
    checkWords(*name, change);
    for (std::size_t i = 0; isWhole() && i < table()->indexes.size(); ++i) {
      const Index& index = table()->indexes[i];
      if (!index.covers(*name) || index.presence == Presence::Maybe) continue;
      fail({Case::IndexStillCovers, block_.table, *name, index.name.text, {}, {}, {}, index.place}, change.place);
    }
    Change now = change;
    std::get<DropColumn>(now.effect).column = *name;
    std::get<DropColumn>(now.effect).ifExists = false;
    apply(schema_, now, rules_, failures_);
    keys_.erase(drop.column);
  }

  /// A new type brings its check. That of the old one goes where Alembic knows the type, which reading back does not
  /// tell.
  void takeType(const std::string& name, const FilePlace& place) {
    Table* const made = schema_.edit(block_.table);
    const Column* const column = made == nullptr ? nullptr : made->column(name);
    if (column == nullptr) return;
    if (block_.copyFrom)
      removeIf(made->checks, [&](const Check& check) { return check.ofType && has(check.columns, name); });
    auto check = checkOfType(*column, rules_.dialect, place);
    if (!check) return;
    check->name = nameFor("ck", check->name, *made, {name}, nullptr, schema_, rules_);
    made->checks.push_back(std::move(*check));
  }

  void alterColumn(const Change& change, const AlterColumn& alter) {
    const std::string* const name = nowCalled(alter.column, change);
    if (name == nullptr) return;
    const bool renames = alter.newName && *alter.newName != alter.column;
    // Alembic asks the type for a name, to drop the CHECK of an Enum; these hand the question on to one that has none.
    const bool decorates = alter.repeatedType && alter.repeatedType->decorator.empty() &&
                           alter.repeatedType->dialect.empty() &&
                           (alter.repeatedType->name == "Interval" || alter.repeatedType->name == "PickleType");
    if (renames && decorates) {
      fail({Case::RenameDecorated, block_.table, alter.column, {}, {}, alter.repeatedType->name}, change.place);
    }
    if (renames) {
      forgetCheckOf(alter.repeatedType);
      checkWords(*name, change);
    }
    Change now = change;
    std::get<AlterColumn>(now.effect).column = *name;
    apply(schema_, now, rules_, failures_);
    if (renames) keys_[alter.column] = *alter.newName;
    if (alter.type) takeType(renames ? *alter.newName : *name, change.place);
  }

  /// The names that columns have now; nothing where one of them is none of the table's, and then nothing is made of it.
  [[nodiscard]] bool translate(std::vector<std::string>& columns) const {
    for (std::string& column : columns) {
      const auto found = keys_.find(column);
      if (found == keys_.end()) return false;
      column = found->second;
    }
    return true;
  }

  void addConstraint(const Change& change) {
    Change now = change;
    bool there = true;
    bool unnamed = false;
    if (auto* unique = std::get_if<AddUnique>(&now.effect)) {
      unnamed = isUnnamed("uq", unique->unique.name, unique->unique.columns, nullptr);
      there = translate(unique->unique.columns);
    } else if (auto* key = std::get_if<AddForeignKey>(&now.effect)) {
      unnamed = isUnnamed("fk", key->key.name, key->key.columns, &key->key);
      there = translate(key->key.columns);
    } else if (auto* primary = std::get_if<AddPrimaryKey>(&now.effect)) {
      there = translate(primary->key.columns);
    } else if (auto* check = std::get_if<AddCheck>(&now.effect); check != nullptr && isWhole()) {
      // Words of SQL would fail here, expressions would silently vanish.
      const bool known = std::all_of(check->check.columns.begin(), check->check.columns.end(),
                                     [&](const std::string& c) { return table()->column(c) != nullptr; });
      if (!known) check->check.presence = Presence::Maybe;
    }
    if (there) {
      takePlace(now.effect);
      apply(schema_, now, rules_, failures_);
      return;
    }
    if (unnamed) fail({Case::UnnamedInBatch, block_.table}, change.place);
    if (isWhole()) return;
    const Schema before = schema_;
    std::vector<Failure> unheard;
    apply(schema_, now, rules_, unheard);
    schema_ = join(before, schema_);
  }

  /// Alembic keeps named constraints by name: a new one takes the place of any that is called like it (run on 1.8
  /// and 1.13).
  void takePlace(const Effect& effect) {
    Table* const made = schema_.edit(block_.table);
    if (made == nullptr) return;
    Name name;
    if (const auto* unique = std::get_if<AddUnique>(&effect))
      name = nameFor("uq", unique->unique.name, *made, unique->unique.columns, nullptr, schema_, rules_);
    if (const auto* key = std::get_if<AddForeignKey>(&effect))
      name = nameFor("fk", key->key.name, *made, key->key.columns, &key->key, schema_, rules_);
    if (const auto* check = std::get_if<AddCheck>(&effect))
      name = nameFor("ck", check->check.name, *made, check->check.columns, nullptr, schema_, rules_);
    if (!name.isThere()) return;
    const auto called = [&](const auto& one) { return one.name.text == name.text; };
    removeIf(made->uniques, called);
    removeIf(made->foreignKeys, called);
    removeIf(made->checks, called);
  }

  [[nodiscard]] bool isUnnamed(std::string_view kind, const Name& name, const std::vector<std::string>& columns,
                               const ForeignKey* key) const {
    return table() != nullptr &&
           nameFor(kind, name, *table(), columns, key, schema_, rules_).from == Name::From::Nothing;
  }

  void addIndex(const Change& change) {
    Change now = change;
    for (IndexPart& part : std::get<CreateIndex>(now.effect).index.parts) {
      if (part.expression) {
        fail({Case::ExpressionInBatchIndex, block_.table, {}, {}, {}, part.text}, change.place);
        return;
      }
      const std::string* const name = nowCalled(part.text, change);
      if (name == nullptr) return;
      part.text = *name;
    }
    apply(schema_, now, rules_, failures_);
  }

  void addBeside() {
    if (!block_.additions) return;
    Table* const made = schema_.edit(block_.table);
    if (made == nullptr) return;
    made->certainty = least(made->certainty, block_.additions->certainty);
    if (!block_.additions->columns.empty() || !block_.additions->primaryKey.columns.empty())
      made->certainty = least(made->certainty, Certainty::Partial);
    const auto missing = [&](std::vector<std::string>& columns) {
      if (translate(columns)) return false;
      if (made->isWhole()) fail({Case::NamedByTableArgs, block_.table}, block_.place);
      return true;
    };
    for (Unique unique : block_.additions->uniques) {
      if (!missing(unique.columns)) made->uniques.push_back(std::move(unique));
    }
    for (ForeignKey key : block_.additions->foreignKeys) {
      if (!missing(key.columns)) made->foreignKeys.push_back(std::move(key));
    }
    for (const Check& check : block_.additions->checks) made->checks.push_back(check);
  }

  Schema& schema_;
  const Rebuild& block_;
  Conditions rules_;
  std::vector<Failure>& failures_;
  /// What columns were called before the block, by which it means them; and what they are called now.
  std::map<std::string, std::string> keys_;
  std::set<std::size_t> takenBack_;  ///< changes that add what a later one drops
};

}  // namespace

void readBack(Table& table, const Schema& schema, bool legacy) {
  // What nobody can be sure that it is read is not sure to survive.
  for (const Check& check : table.checks) {
    if (check.reflected == Reflected::Unsure) table.certainty = least(table.certainty, Certainty::Partial);
  }
  removeIf(table.checks, [](const Check& check) {
    return check.name.from == Name::From::Nothing || check.reflected != Reflected::Yes;
  });
  removeIf(table.uniques, [](const Unique& unique) { return unique.reflected == Reflected::No; });
  for (Unique& unique : table.uniques) {
    if (unique.reflected == Reflected::Unsure) unique.presence = Presence::Maybe;
    if (unique.inlineSql) unique.name = {};
  }
  for (ForeignKey& key : table.foreignKeys) {
    const Table* const target = key.targets.empty() ? schema.find({key.schema, key.table}) : nullptr;
    if (target != nullptr && target->isWhole()) key.targets = target->primaryKey.columns;
    if (!key.inlineSql) continue;
    key.name = {};
    key.onDelete.clear();
    key.onUpdate.clear();
  }
  removeIf(table.indexes, [](const Index& index) {
    return std::any_of(index.parts.begin(), index.parts.end(), [](const IndexPart& part) { return part.expression; });
  });
  for (Column& column : table.columns) {
    const std::string text = ddlOf(column.type, Dialect::Sqlite, legacy).text;
    if (text.empty()) continue;
    const std::string read = typeReadBack(text, legacy);
    if (read != text) column.type = typeOfSql(read);
  }
}

void rebuild(Schema& schema, const Rebuild& block, const Conditions& rules, std::vector<Failure>& failures) {
  Rebuilding(schema, block, rules, failures).run();
}

}  // namespace limbeck::schema
