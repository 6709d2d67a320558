#include "project/evaluate/evaluator.h"

#include <algorithm>
#include <utility>

#include "project/given/places.h"
#include "text/concat.h"

namespace limbeck::project::evaluate {

const Value* Call::argument(std::size_t position, std::string_view keyword) const {
  if (position < positional.size()) return &positional[position];
  for (const auto& [name, value] : keywords) {
    if (!keyword.empty() && name == keyword) return &value;
  }
  return nullptr;
}

Evaluator::Evaluator(const std::vector<FactsPtr>& files, const Resolver& resolver,
                     std::vector<Vocabulary*> vocabularies, Limits limits)
    : files_(files), resolver_(resolver), vocabularies_(std::move(vocabularies)), limits_(limits) {}

bool Evaluator::certain() const { return uncertain_ == 0 && !mayHaveReturned(); }

bool Evaluator::mayHaveReturned() const {
  return std::any_of(running_.begin(), running_.end(),
                     [](const Frame* frame) { return frame->mayHaveReturned || frame->mayHaveSkipped; });
}

const std::map<std::string, Value, std::less<>>* Evaluator::bodyOf(FileId file, Expr classNode) const {
  const auto found = classBodies_.find({file, classNode.index()});
  return found == classBodies_.end() ? nullptr : &found->second;
}

void Evaluator::importFile(FileId file) {
  if (file == noFile || modules_.count(file) > 0) return;
  // Importing a.b.c runs a/__init__.py and a/b/__init__.py first (facts F80).
  for (const FileId parent : resolver_.parentsOf(file)) importFile(parent);
  if (modules_.count(file) > 0 || exhausted()) return;
  if (importDepth_ >= limits_.imports) {
    if (std::find(deferred_.begin(), deferred_.end(), file) == deferred_.end()) deferred_.push_back(file);
    return;
  }

  auto frame = std::make_shared<Frame>();
  frame->file = file;
  frame->names.set("__name__", Value::string(resolver_.dottedName(file)));
  frame->names.set("__file__", Value::string(files_[file]->path()));
  if (files_[file]->path().ends_with("__init__.py"))
    frame->names.set("__path__", Value::list({Value::string(std::string(folderOf(files_[file]->path())))}));
  modules_.emplace(file, frame);
  // What a module does when it is imported hangs on nothing that led there; whether it is imported at all does, and
  // that is the import's business.
  std::vector<Frame*> outside{frame.get()};
  running_.swap(outside);
  const unsigned uncertain = std::exchange(uncertain_, 0);
  const unsigned tolerant = std::exchange(tolerant_, 0);
  ++importDepth_;
  for (Vocabulary* vocabulary : vocabularies_) vocabulary->enters(*this, file, files_[file]->module());
  block(*frame, files_[file]->module());
  frame->openNames = frame->openNames || exhausted();
  --importDepth_;
  tolerant_ = tolerant;
  uncertain_ = uncertain;
  running_.swap(outside);
}

void Evaluator::runDeferred() {
  for (std::size_t i = 0; i < deferred_.size(); ++i) importFile(FileId{deferred_[i]});
  deferred_.clear();
}

void Evaluator::renew() {
  static constexpr std::uint64_t least = 40'000;
  stepsBefore_ += steps_;
  steps_ = 0;
  const std::uint64_t left = limits_.stepsOfAll - std::min(stepsBefore_, limits_.stepsOfAll);
  limits_.steps = std::min(limits_.steps, std::max(left, least));
}

std::shared_ptr<Frame> Evaluator::keep(const Frame& frame) {
  if (!frame.owner) return nullptr;  // names of a module are looked up there
  spend(2 * (frame.names.size() + frame.yielded.items.size()));
  return std::make_shared<Frame>(frame);
}

void Evaluator::perhaps(const Value& function) {
  if (!function.is(Value::Kind::Function) || exhausted()) return;
  ++uncertain_;
  (void)call({function.function().file, function.function().node, function, {}, {}, true, false});
  --uncertain_;
}

Value Evaluator::member(FileId file, std::string_view name) {
  importFile(file);
  const auto module = modules_.find(file);
  if (module == modules_.end()) return Value::unknown("the module could not be read", file);
  const auto found = module->second->names.find(name);
  if (found != module->second->names.end()) return found->second;
  const bool open = module->second->openNames || files_[file]->opaque.has_value();
  return Value::unknown(open ? "set while the program runs" : concat("`", name, "` is not defined there"), file);
}

Value Evaluator::evaluate(FileId file, Expr node) {
  importFile(file);
  const auto module = modules_.find(file);
  if (module == modules_.end()) return Value::unknown("the module could not be read", file, node.span());
  running_.push_back(module->second.get());
  Value value = expression(*module->second, node);
  running_.pop_back();
  return value;
}

Value Evaluator::importDotted(std::string_view dotted, FileId from, FileId at, Expr node) {
  const Resolver::Target& target = resolver_.importTarget(dotted, from);
  const Import import{at, node, std::string(dotted), target, running(), certain(), tolerated()};
  for (Vocabulary* vocabulary : vocabularies_) vocabulary->imports(*this, import);
  if (target.file != noFile) {
    importing_.push_back(import);
    importFile(target.file);
    importing_.pop_back();
    return Value::module(target.file, files_[target.file]->path());
  }
  if (!target.folder.empty()) return Value::module(noFile, target.folder);
  return Value::external(target.external);
}

}  // namespace limbeck::project::evaluate
