// references.h: who names a function, and who names those in turn: what may run it.
// It refuses to miss: a method is named by whoever writes its name. What follows from it may only silence.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "project/names/resolver.h"
#include "project/project.h"
#include "python/walk.h"

namespace limbeck::project {

/// A function, an assignment at module level, or (Missing) the rest of a module's top level.
struct Body {
  FileId file = noFile;
  Expr node;
  friend bool operator<(const Body& a, const Body& b) {
    return std::make_tuple(a.file, a.node.index()) < std::make_tuple(b.file, b.node.index());
  }
  friend bool operator==(const Body& a, const Body& b) { return a.file == b.file && a.node.index() == b.node.index(); }
};

struct Reference {
  FileId file = noFile;
  Expr at;    ///< the Name or Attribute
  Body from;  ///< what it stands in
};

using python::anyBelow;
using python::catches;
using python::forBelow;

/// Files of the application itself: no tests, no revisions, no env.py.
[[nodiscard]] bool isApplicationFile(const Project& project, FileId file);
[[nodiscard]] Body bodyOf(FileId file, Expr node);
[[nodiscard]] bool isMethod(Expr function);

/// The functions of the workspace that a call certainly runs: f(), self.f(), Class().
[[nodiscard]] std::vector<Body> calledBy(const Project& project, FileId file, Expr call);

/// `is` holds for something below the node, or in what is called there, a few calls deep.
[[nodiscard]] bool anyWithin(const Project& project, FileId file, Expr root, bool (*is)(Expr));

/// It remembers what it was asked; one for a project is enough.
class References {
 public:
  explicit References(const Project& project);
  /// Every place in the application that names it.
  [[nodiscard]] std::vector<Reference> of(const Body& body) const;
  /// The bodies themselves and all that may lead to one of them; with `exact`, by way of references that are.
  [[nodiscard]] std::set<Body> reaching(const std::set<Body>& bodies, bool exact = false) const;
  /// The reference certainly means that body: a method is meant on `self` of its class, on an instance of it, or where
  /// its name resolves. Nothing when it certainly means something else.
  [[nodiscard]] std::optional<bool> isExact(const Reference& reference, const Body& body) const;

 private:
  using Places = std::vector<std::uint32_t>;
  /// All places that write one name. What they mean is found out once, when somebody asks for it.
  struct Uses {
    std::vector<Reference> places;  ///< in order of files
    Places attributes;              ///< those of them that are x.name
    bool read = false;              ///< `from` is known, and `plain`
    bool attributesRead = false;
    std::map<Body, Places> plain;  ///< what the Names mean
    std::map<Body, Places> meant;  ///< what the attributes mean
  };
  /// What `object.method` means, as far as that is certain.
  struct Meaning {
    enum class Kind : std::uint8_t {
      Method,    ///< of the class `node` in `file`, or Missing outside of one
      Function,  ///< `node` in `file`
      Unknown,   ///< a method of its name, perhaps
      NotOurs,   ///< db.create_all() of Flask-SQLAlchemy
    };
    Kind kind = Kind::Unknown;
    FileId file = noFile;
    Expr node;
  };
  [[nodiscard]] const Meaning& meaningOf(const Reference& reference) const;
  [[nodiscard]] Meaning findMeaning(const Reference& reference) const;
  void read(Uses& uses, bool attributes) const;
  void find(const Body& body, bool attributes, std::vector<Reference>& into) const;

  const Project& project_;
  mutable std::map<std::string, Uses, std::less<>> uses_;
  mutable std::map<std::pair<FileId, std::uint32_t>, Meaning> meanings_;  ///< of attributes, for every method asks
  std::map<std::string, std::set<std::string>, std::less<>> renamed_;     ///< `import a as b`: a -> b
};

}  // namespace limbeck::project
