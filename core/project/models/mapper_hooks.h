// mapper_hooks.h: code of the project that runs when SQLAlchemy maps a class, and makes tables from the table of the
// class. It refuses to know what such code is for: it hands it the mapper, and keeps the tables that come out.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "project/evaluate/evaluator.h"
#include "project/evaluate/vocabulary.h"
#include "project/models/declared.h"

namespace limbeck::project {

class Definitions;

/// The vocabulary of such code, which is that of the history recipe of SQLAlchemy's own examples (versioned_history):
/// `__mapper_cls__` or `__init_subclass__` of a mixin, local_table, copies of its columns, Table(...), append_column.
class MapperHooks : public evaluate::Vocabulary {
 public:
  void read(const Definitions* definitions) { definitions_ = definitions; }

  /// Calls it with the class, as mapping the class to the table would. The table may get columns; the tables it makes
  /// are returned, with the class as their place.
  [[nodiscard]] std::vector<DeclaredTable> run(evaluate::Evaluator& evaluator, const evaluate::Value& hook,
                                               const evaluate::Value& ofClass, DeclaredTable& table);

  std::optional<evaluate::Value> call(evaluate::Evaluator& evaluator, const evaluate::Call& call) override;
  std::optional<evaluate::Value> attribute(evaluate::Evaluator& evaluator, const evaluate::Value& object,
                                           std::string_view name) override;

 private:
  /// An object that only this class's hooks understand.
  [[nodiscard]] evaluate::Value handed(evaluate::Object object);
  [[nodiscard]] evaluate::Value objectOf(std::string_view type);
  [[nodiscard]] evaluate::Value tableOf(const evaluate::Value& name, const evaluate::Value& schema,
                                        std::vector<evaluate::Value> columns);
  [[nodiscard]] evaluate::Value copyOf(const evaluate::Value& column);
  [[nodiscard]] evaluate::Value mapperOf(const evaluate::Value& ofClass, const DeclaredTable& table);
  std::optional<evaluate::Value> method(const evaluate::Call& call);
  void place(const evaluate::Value& made, std::size_t from, DeclaredTable& into) const;
  void placeRest(schema::Table& into) const;
  void placeCopy(const evaluate::Value& copy, DeclaredTable& into) const;

  const Definitions* definitions_ = nullptr;
  const DeclaredTable* table_ = nullptr;  ///< of the class that is being mapped; null when none is
  evaluate::Value mapper_;
  std::vector<evaluate::Value> made_;    ///< tables
  std::vector<evaluate::Value> handed_;  ///< every object that its hooks were given
};

}  // namespace limbeck::project
