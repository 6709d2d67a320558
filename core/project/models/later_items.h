// later_items.h: what is added to tables below their classes: Index("ix", User.name),
// User.__table__.append_constraint(...), User.team_id = Column(...). It refuses calls inside of functions: nobody knows
// when they run.
#pragma once

#include <optional>
#include <string>

#include "project/models/class_tables.h"
#include "project/models/declared.h"

namespace limbeck::project {

class LaterItems {
 public:
  LaterItems(const Project& project, evaluate::Evaluator& evaluator, const Definitions& definitions,
             ClassTables& classes, Declared& into)
      : project_(project), evaluator_(evaluator), definitions_(definitions), classes_(classes), into_(into) {}

  /// Of every file outside tests and migrations, in order.
  void read();

 private:
  /// A part of an index, and the table whose column it names; null when it names none.
  struct Part {
    schema::IndexPart part;
    DeclaredTable* table = nullptr;
  };

  [[nodiscard]] bool isOfModel(FileId file, Expr call) const;
  void readAttribute(FileId file, Expr attribute);
  void readIndex(FileId file, Expr call, DeclaredTable* table);
  void append(FileId file, Expr call);
  [[nodiscard]] DeclaredTable* tableAt(FileId file, Expr expression);
  [[nodiscard]] std::optional<Part> columnAt(FileId file, Expr expression);
  [[nodiscard]] std::optional<Part> partAt(FileId file, Expr expression, unsigned depth = 0);

  const Project& project_;
  evaluate::Evaluator& evaluator_;
  const Definitions& definitions_;
  ClassTables& classes_;
  Declared& into_;
};

}  // namespace limbeck::project
