// library.h: the vocabulary of Python's own library, as far as model files and env.py use it: paths, listings, imports.
// It refuses the real disk: the only files there are are the ones that were given.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "project/evaluate/vocabulary.h"

namespace limbeck::project {
struct Data;
struct Inputs;
}  // namespace limbeck::project

namespace limbeck::project::evaluate {

/// os, os.path, pathlib, glob, importlib, pkgutil, functools, threading (facts F80 to F84), and json of files whose
/// content is known.
class Library : public Vocabulary {
 public:
  /// Every file of the workspace; others than Python count for listings. The inputs must outlive it.
  explicit Library(const Inputs& inputs);

  std::optional<Value> call(Evaluator& evaluator, const Call& call) override;
  std::optional<Value> attribute(Evaluator& evaluator, const Value& object, std::string_view name) override;
  std::optional<Sequence> iterate(Evaluator& evaluator, const Value& value) override;

 private:
  static constexpr std::string_view fileType = "open file";
  static constexpr std::string_view textType = "text of a file";

  static constexpr std::string_view pathType = "file path";
  static constexpr std::string_view finderType = "module finder";
  static constexpr std::size_t longestPath = 4096;

  /// The path as a pathlib.Path, and the path a value names: a Path, or a string that can be one.
  [[nodiscard]] static Value pathValue(std::string at);
  [[nodiscard]] static std::optional<std::string> pathOf(const Value& value);
  /// a/b/../c and ./a, as the file system would read them; above the top there is nothing.
  [[nodiscard]] static std::string normal(std::string_view path);
  [[nodiscard]] static Value paths(const std::vector<std::string>& texts);
  // loading.cpp
  [[nodiscard]] std::optional<std::string> moduleAt(std::string_view folder, std::string_view name) const;
  static Value load(Evaluator& evaluator, const Call& call, std::string_view path);
  [[nodiscard]] static std::optional<Value> specMember(const Value& object, std::string_view name);
  std::optional<Value> loading(Evaluator& evaluator, const Call& call) const;

  std::optional<Value> callOs(const Call& call, std::string_view name) const;
  [[nodiscard]] std::optional<Value> walk(const std::string& top, bool asPaths) const;
  std::optional<Value> callPath(const Call& call, const std::string& at, std::string_view method) const;
  // data.cpp
  /// Opening or reading a file whose content is known: a handle of that type on it.
  [[nodiscard]] std::optional<Value> handleOn(std::string_view type, const std::string& path) const;
  /// json.load(file), json.loads(text)
  [[nodiscard]] std::optional<Value> loaded(const Call& call, std::string_view type) const;
  std::optional<Value> importModule(Evaluator& evaluator, const Call& call) const;
  [[nodiscard]] std::optional<Value> modulesBelow(const Call& call, bool deep) const;
  [[nodiscard]] bool isFile(std::string_view path) const;
  [[nodiscard]] bool isFolder(std::string_view path) const;
  /// Names directly inside a folder, sorted; nothing when the folder is not part of the workspace.
  [[nodiscard]] std::optional<std::vector<std::string>> listing(std::string_view folder) const;
  [[nodiscard]] std::vector<std::string> matching(std::string_view folder, std::string_view pattern, bool deep) const;

  std::set<std::string, std::less<>> files_;
  std::set<std::string, std::less<>> folders_;
  std::map<std::string, const Data*, std::less<>> data_;  ///< of files that json can load
};

}  // namespace limbeck::project::evaluate
