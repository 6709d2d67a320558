// made_classes.h: mapped classes that have no place of their own in a module: a function or a loop makes them, or
// type(...) does. It refuses to read them as tables: class_tables.h does, once the modules have run.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "project/classes/classes.h"
#include "project/evaluate/evaluator.h"
#include "project/evaluate/vocabulary.h"
#include "project/project.h"

namespace limbeck::project {

/// A class statement runs as often as what stands around it: `def make_label(table): class Label(Base): ...`.
[[nodiscard]] bool mayRunAgain(Expr classNode);

/// One class as it was made.
struct MadeClass {
  ClassId model = none;                                      ///< of a class statement; none for type(...)
  std::map<std::string, evaluate::Value, std::less<>> body;  ///< of a class statement: what its body left behind
  FileId file = noFile;  ///< of type("Event", (Base,), {...}): where the call stands
  Expr call;
  std::vector<ClassId> bases;                         ///< those of its bases that are classes of the project
  std::uint32_t base = none;                          ///< the declarative base it comes to be mapped by
  evaluate::Value written = evaluate::Value::dict();  ///< its third argument, a Dict
};

/// The vocabulary that notes them while modules run, as long as it is certain that they are made.
class MadeClasses : public evaluate::Vocabulary {
 public:
  explicit MadeClasses(const Project& project) : project_(project) {}

  void defines(evaluate::Evaluator& evaluator, FileId file, Expr node) override;
  std::optional<evaluate::Value> call(evaluate::Evaluator& evaluator, const evaluate::Call& call) override;

  /// Those noted since it was asked last, in the order in which they were made.
  [[nodiscard]] std::vector<MadeClass> take() { return std::exchange(noted_, {}); }

 private:
  const Project& project_;
  std::vector<MadeClass> noted_;
};

}  // namespace limbeck::project
