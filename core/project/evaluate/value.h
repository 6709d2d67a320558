// value.h: what an expression may be worth when nobody runs it.
// It refuses to know SQLAlchemy, Alembic, or where a value is used.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "project/names/resolver.h"

namespace limbeck::project::evaluate {

class Value;
struct Frame;

/// Why something is not known, and where that began.
struct Reason {
  std::string text;  ///< "depends on the environment", "too many alternatives"
  FileId file = noFile;
  Span span;
};

/// More alternatives than this are Unknown (engine 2.1).
inline constexpr std::size_t alternativesLimit = 8;
/// A computed text of more bytes and a computed list of more items are Unknown: thirty doublings are a line to write
/// and a thousand million bytes to hold. What is written out is as large as its file, and is read.
inline constexpr std::size_t textLimit = 65'536;
inline constexpr std::size_t itemLimit = 65'536;

/// A list, tuple, set or dictionary. Lists, sets and dictionaries are shared by reference, as in Python.
struct Sequence {
  std::vector<Value> items;
  bool open = false;  ///< there may be more, or fewer, than the items
};
struct Mapping {
  std::vector<std::pair<Value, Value>> items;  ///< in order of insertion
  bool open = false;

  /// As `mapping[key] = value`: a key that is there keeps its place. Here and below, comparing adds to `steps`: one for
  /// four comparisons.
  void put(const Value& key, const Value& value, std::uint64_t* steps = nullptr);
  /// As `mapping.update(more)`.
  void put(const Mapping& more, std::uint64_t* steps = nullptr);
  /// The item whose key certainly equals this one; null when there is none.
  std::pair<Value, Value>* find(const Value& key, std::uint64_t* steps = nullptr);
  void erase(const std::pair<Value, Value>* item);

 private:
  std::map<std::string, std::size_t> places_;  ///< of the keys that are texts or whole numbers
  std::size_t placed_ = 0;                     ///< so many items are in places_, or have other keys
};

/// A function of the workspace, with the frame it was defined in and the object it is bound to.
struct FunctionRef {
  FileId file = noFile;
  Expr node;                      ///< Function or Lambda
  std::shared_ptr<Frame> around;  ///< frame of the definition; null at module level
  std::shared_ptr<const Value> self;
};

/// An instance of a workspace class, or a handle that a vocabulary made.
struct Object {
  std::string type;      ///< of a vocabulary's handle, with a space in it: "file path"; else a class or a dotted name
  FileId file = noFile;  ///< class of an instance
  Expr node;
  std::map<std::string, Value, std::less<>> attributes;  ///< what Python sees of it, and sets as it likes
  std::map<std::string, Value, std::less<>> own;         ///< what its vocabulary keeps of it: no Python reaches it
  bool open = false;                                     ///< attributes may have been set out of our sight
  FileId madeIn = noFile;                                ///< where a vocabulary's handle was made
  Expr made;

  /// One of `own`, which its vocabulary has put there.
  [[nodiscard]] const Value& kept(std::string_view name) const;
};

/// The type of a handle on the names of a module: globals().
inline constexpr std::string_view globalsType = "globals of a module";
/// The type of a handle on a method that a class outside the workspace has: `of` the instance, `name`.
inline constexpr std::string_view baseMethodType = "method of a base";

/// Copying is cheap: everything large is shared. Kinds with a mutable payload alias each other when copied.
class Value {
 public:
  enum class Kind : std::uint8_t {
    Unknown,  ///< reason()
    None,
    Bool,      ///< number()
    Int,       ///< number()
    Float,     ///< text() as written
    String,    ///< text(); with a hole: prefix() and suffix()
    Bytes,     ///< text()
    List,      ///< sequence(), shared
    Tuple,     ///< sequence()
    Set,       ///< sequence(), shared, without duplicates of known items
    Dict,      ///< mapping(), shared
    Module,    ///< file(), or folder() for a package without __init__.py
    External,  ///< text(): dotted name of something outside the workspace
    Builtin,   ///< text(): name of a builtin function or type
    Function,  ///< function()
    Class,     ///< file() and node()
    Object,    ///< object(), shared
    OneOf,     ///< sequence() of two to eight alternatives
  };

  Value() : Value(unknown("not evaluated")) {}
  static Value unknown(std::string text, FileId file = noFile, Span span = {});
  static Value none() { return Value(Kind::None); }
  static Value boolean(bool value) { return number(Kind::Bool, value ? 1 : 0); }
  static Value integer(std::int64_t value) { return number(Kind::Int, value); }
  static Value floating(std::string text) { return withText(Kind::Float, std::move(text)); }
  static Value string(std::string text) { return withText(Kind::String, std::move(text)); }
  static Value bytes(std::string text) { return withText(Kind::Bytes, std::move(text)); }
  /// A string of which only the beginning and the end are known.
  static Value partialString(std::string prefix, std::string suffix);
  static Value list(std::vector<Value> items, bool open = false) {
    return sequence(Kind::List, std::move(items), open);
  }
  static Value tuple(std::vector<Value> items, bool open = false) {
    return sequence(Kind::Tuple, std::move(items), open);
  }
  static Value set(std::vector<Value> items, bool open = false, std::uint64_t* steps = nullptr);
  static Value dict(std::vector<std::pair<Value, Value>> items = {}, bool open = false);
  static Value module(FileId file, std::string folder);
  static Value external(std::string dotted) { return withText(Kind::External, std::move(dotted)); }
  static Value builtin(std::string name) { return withText(Kind::Builtin, std::move(name)); }
  static Value function(FunctionRef function);
  static Value classOf(FileId file, Expr node);
  static Value object(Object object);
  /// One value when all are equal, OneOf up to the limit, Unknown beyond it or when one of them is.
  static Value oneOf(std::vector<Value> alternatives, std::uint64_t* steps = nullptr);

  [[nodiscard]] Kind kind() const { return kind_; }
  [[nodiscard]] bool is(Kind kind) const { return kind_ == kind; }
  [[nodiscard]] bool isUnknown() const { return kind_ == Kind::Unknown; }
  [[nodiscard]] bool isString() const { return kind_ == Kind::String && !hasHole(); }
  [[nodiscard]] std::int64_t number() const { return number_; }
  [[nodiscard]] const std::string& text() const { return *text_; }
  [[nodiscard]] bool hasHole() const { return suffix_ != nullptr; }
  [[nodiscard]] const std::string& prefix() const { return *text_; }
  [[nodiscard]] const std::string& suffix() const { return *suffix_; }
  [[nodiscard]] Sequence& sequence() const { return *sequence_; }
  [[nodiscard]] Mapping& mapping() const { return *mapping_; }
  [[nodiscard]] const FunctionRef& function() const { return *function_; }
  [[nodiscard]] Object& object() const { return *object_; }
  [[nodiscard]] FileId file() const { return file_; }
  [[nodiscard]] Expr node() const { return node_; }
  [[nodiscard]] const std::string& folder() const { return *text_; }
  [[nodiscard]] const Reason& reason() const { return *reason_; }

  /// Bytes of a text, items of a list or mapping.
  [[nodiscard]] std::size_t size() const;
  /// Nobody else holds what it holds: what may have been made just now.
  [[nodiscard]] bool isNew() const;
  /// An object of this type of a vocabulary's.
  [[nodiscard]] bool isObject(std::string_view type) const { return is(Kind::Object) && object().type == type; }
  [[nodiscard]] bool isSequence() const { return is(Kind::List) || is(Kind::Tuple) || is(Kind::Set); }
  /// What Python's `bool()` would say.
  [[nodiscard]] std::optional<bool> truth() const;
  /// Python's `==` where it can be told: values may contain themselves, and each other a million times.
  [[nodiscard]] std::optional<bool> equals(const Value& other, std::uint64_t* steps = nullptr) const;
  /// The same in every respect, so that joining the two changes nothing.
  [[nodiscard]] bool same(const Value& other, std::uint64_t* steps = nullptr) const;

 private:
  friend struct Unwinding;
  struct Comparison;
  [[nodiscard]] std::optional<bool> equals(const Value& other, Comparison& comparison) const;
  explicit Value(Kind kind) : kind_(kind) {}
  static Value number(Kind kind, std::int64_t number);
  static Value withText(Kind kind, std::string text);
  static Value sequence(Kind kind, std::vector<Value> items, bool open);

  Kind kind_;
  FileId file_ = noFile;
  std::int64_t number_ = 0;
  Expr node_;
  std::shared_ptr<const std::string> text_;
  std::shared_ptr<const std::string> suffix_;
  std::shared_ptr<Sequence> sequence_;
  std::shared_ptr<Mapping> mapping_;
  std::shared_ptr<FunctionRef> function_;
  std::shared_ptr<Object> object_;
  std::shared_ptr<const Reason> reason_;
};

inline const Value& Object::kept(std::string_view name) const { return own.find(name)->second; }

/// A short, deterministic spelling for tests and messages: `["a", ?]`, `one of 1 | 2`. It ends in `...` where it would
/// be longer than some pages.
[[nodiscard]] std::string show(const Value& value);

}  // namespace limbeck::project::evaluate
