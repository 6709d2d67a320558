#include "project/evaluate/path_edits.h"

#include <algorithm>

#include "project/evaluate/evaluator.h"
#include "project/given/places.h"

namespace limbeck::project::evaluate {
namespace {

/// Notes what is handed to sys.path.insert, append and extend.
class PathEdits : public Vocabulary {
 public:
  explicit PathEdits(std::string start) : start_(std::move(start)) {}

  std::optional<Value> call(Evaluator& evaluator, const Call& call) override {
    if (!call.callee.is(Value::Kind::External)) return std::nullopt;
    const std::string& name = call.callee.text();
    if (name == "os.getcwd") return Value::string(start_);  // Alembic is called where its configuration stands
    if (name == "sys.path.extend" && !call.positional.empty()) {
      for (const Value& one : evaluator.iterate(call.positional[0]).items) add(one, {});
    }
    const bool insert = name == "sys.path.insert";
    if (const Value* given = insert || name == "sys.path.append" ? call.argument(insert ? 1 : 0) : nullptr)
      add(*given, call.node.is(Kind::Call) && call.node.size() > 1 ? call.node[call.node.size() - 1] : Expr());
    return std::nullopt;
  }

  void add(const Value& folder, Expr written) {
    const bool path = folder.isObject("file path");
    if (!path && !folder.isString()) return;
    std::string at = path ? folder.object().kept("at").text() : folder.text();
    if (at.starts_with('/')) return;
    // A text is taken as it stands, from where Alembic is called; what is computed began at `__file__`.
    at = pathFrom(written.is(Kind::String) ? start_ : std::string(), at);
    if (std::find(folders.begin(), folders.end(), at) == folders.end()) folders.push_back(std::move(at));
  }

  std::vector<std::string> folders;

 private:
  std::string start_;
};

bool isPath(Expr target) {  // sys.path, sys.path[:0]
  return (target.is(Kind::Subscript) ? target[0] : target).dotted() == "sys.path";
}

}  // namespace

std::vector<ImportRoot> pathEdits(const Inputs& inputs, const Resolver& resolver, Vocabulary& library) {
  std::vector<ImportRoot> roots;
  for (FileId file{0}; file < inputs.files.size(); ++file) {
    const facts::ModuleFacts& facts = *inputs.files[file];
    const std::string& path = facts.path();
    if (fileNameOf(path) != "env.py" || facts.file->text().find("sys.path") == std::string_view::npos) continue;
    const AlembicConfig* config = configOf(inputs, folderOf(path));
    PathEdits edits(config != nullptr ? config->folder() : std::string());
    Limits limits;
    limits.imports = 1;  // the file itself
    Evaluator evaluator(inputs.files, resolver, {&edits, &library}, limits);
    evaluator.importFile(file);
    for (const Expr statement : facts.module()) {
      const bool adds = statement.is(Kind::AugAssign) || statement.is(Kind::Assign);
      if (!adds || !isPath(statement[0])) continue;
      for (const Value& one : evaluator.iterate(evaluator.evaluate(file, statement.value())).items)
        edits.add(one, statement.value().size() == 1 ? statement.value()[0] : Expr());
    }
    for (const std::string& folder : edits.folders) {
      roots.push_back({std::string(folderOf(path)), folder});
      roots.push_back({folder, folder});
    }
  }
  return roots;
}

}  // namespace limbeck::project::evaluate
