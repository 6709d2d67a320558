// class_list.h: which classes an expression such as `[User, *BASE_MODELS]` stands for.
// It refuses to run anything: what it cannot read it names. The evaluator cannot answer, because it is places that are
// asked for: rules mark an item of the list, fixes write into it, and no value knows where it was written.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "project/classes/classes.h"
#include "project/names/resolver.h"

namespace limbeck::project {

/// One member of the list.
struct ClassItem {
  enum class Kind : std::uint8_t {
    Class,     ///< `index` of a class of the workspace
    Name,      ///< a string; `text` is the class name to look for
    Foreign,   ///< something whose value is not known here: imported from outside the workspace, or computed
    NotClass,  ///< a function, a module or a plain value
    Missing,   ///< a name that is bound nowhere, or that its module certainly does not define
  };
  Kind kind = Kind::Missing;
  FileId file = noFile;
  Expr at;
  ClassId index;
  std::string text;  ///< as written
};

struct ClassList {
  std::vector<ClassItem> items;
  bool open = false;  ///< there may be more than the items
  FileId openFile = noFile;
  Expr openAt;  ///< what could not be read
  /// The literal list that an addition would go into; Missing when there is none in the workspace.
  FileId literalFile = noFile;
  Expr literal;
};

/// Reads lists, tuples, sets, names bound to them, `+`, `*`, `list(...)`, functions that return such a list, and
/// parameters that all calls of their function give one.
class ClassListReader {
 public:
  ClassListReader(const std::vector<FactsPtr>& files, const Resolver& resolver, const Classes& classes)
      : files_(files), resolver_(resolver), classes_(classes) {}

  [[nodiscard]] ClassList read(FileId file, Expr expression) const;
  [[nodiscard]] ClassItem readItem(FileId file, Expr expression) const;

 private:
  [[nodiscard]] bool isMissing(FileId file, Expr expression) const;
  [[nodiscard]] bool isSubmodule(FileId package, std::string_view name) const;
  [[nodiscard]] bool isTable(const Symbol& symbol) const;
  void readInto(ClassList& list, FileId file, Expr expression, unsigned depth) const;
  void readPart(ClassList& list, FileId file, Expr part, unsigned depth) const;
  void readName(ClassList& list, FileId file, Expr expression, unsigned depth) const;
  void readParameter(ClassList& list, FileId file, Expr parameter, unsigned depth) const;
  void readArgument(ClassList& list, FileId file, Expr call, Expr parameter, unsigned depth) const;
  void readCall(ClassList& list, FileId file, Expr call, unsigned depth) const;
  void readAdditions(ClassList& list, FileId file, Expr binding, unsigned depth) const;
  static void open(ClassList& list, FileId file, Expr at);

  const std::vector<FactsPtr>& files_;
  const Resolver& resolver_;
  const Classes& classes_;
};

}  // namespace limbeck::project
