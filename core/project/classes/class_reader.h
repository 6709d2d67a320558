// class_reader.h: reads class statements into Classes, following bases across files; private to classes.cpp.
// It refuses to be used once Classes is made.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "project/classes/classes.h"

namespace limbeck::project {

class ClassReader {
 public:
  explicit ClassReader(Classes& classes) : c_(classes) {}
  void run();

  /// What an expression in a base list denotes.
  struct Base {
    enum class Kind : std::uint8_t { Nothing, Unknown, Marker, Declarative, Class };
    Kind kind = Kind::Nothing;
    std::uint32_t index = none;  ///< of the DeclarativeBase or the ClassInfo
  };
  /// Adds bases it meets for the first time; with `classes` done it finds only known ones.
  Base classify(FileId file, Expr expression, unsigned depth = 0);

 private:
  void read(ClassId index, unsigned depth);
  void readBody(ClassInfo& info);
  void readDecorators(ClassId index);
  void inherit(ClassId index, Expr expression, Base base, bool& unknown, bool& marker);
  Base fromSymbol(const Symbol& symbol, unsigned depth);
  Base fromCall(FileId file, Expr call, unsigned depth);
  Base fromFunction(const Symbol& function, FileId file, Expr call, unsigned depth);
  Base fromAttribute(FileId file, Expr attribute);
  [[nodiscard]] bool isFlaskDatabase(FileId file, Expr callee) const;
  std::uint32_t add(DeclarativeBase base, bool madeHere);
  [[nodiscard]] bool looksMapped(const ClassInfo& info) const;
  [[nodiscard]] bool isOwned(FileId file, std::string_view dotted) const;

  Classes& c_;
  std::vector<unsigned char> state_;  ///< 0 not read, 1 being read, 2 read
  std::map<std::string, std::uint32_t> known_;
};

}  // namespace limbeck::project
