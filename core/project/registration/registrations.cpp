#include "project/registration/registrations.h"

#include <algorithm>

#include "project/classes/sqlalchemy.h"
#include "project/registration/conditions.h"
#include "project/registration/phases.h"
#include "python/walk.h"
#include "text/expect.h"

namespace limbeck::project {
namespace {

/// Reads the registration calls of one file.
class CallReader {
 public:
  CallReader(const Inputs& inputs, const Resolver& resolver, const Classes& classes)
      : inputs_(inputs), resolver_(resolver), conditions_(resolver), lists_(inputs.files, resolver, classes) {
    takesVarargs_ = false;
    for (const FactsPtr& facts : inputs.files) {
      for (const Expr function : facts->functions) {
        if (isRegistration(function.text())) takesVarargs_ = takesVarargs_ || hasVarargs(function);
      }
    }
  }

  [[nodiscard]] bool isRegistration(const std::string& name) const {
    const std::vector<std::string>& wanted = inputs_.settings.settings.calls;
    if (wanted.empty()) return name == "register_models";
    return std::find(wanted.begin(), wanted.end(), name) != wanted.end();
  }

  [[nodiscard]] std::optional<RegistrationCall> read(FileId file, Expr call) const {
    const Expr callee = call.callee();
    const bool decorator = call.parent().is(Kind::Decorators);
    const bool database = decorator && callee.text() == "register_database";
    if (!isRegistration(callee.text()) && !database) return std::nullopt;
    if ((!callee.is(Kind::Attribute) && !callee.is(Kind::Name)) || makesTables(file, callee)) return std::nullopt;
    RegistrationCall made;
    made.file = file;
    made.call = call;
    made.decorator = decorator;
    made.name = callee.text();
    if (!decorator) made.function = python::enclosing(call, Kind::Function);
    const Expr name = call.keyword("database");
    if (name.is(Kind::String)) made.database = name.text();
    readArgument(made, database);
    if (database && !made.argument) return std::nullopt;  // names a database only
    const Circumstances around = conditions_.around(file, call, made.function);
    made.condition = around.uncertain;
    made.impossible = around.impossible;
    made.tablesBefore = tablesBefore(file, made);
    return made;
  }

 private:
  /// def register_models(engine): Base.metadata.create_all(engine): a function of the project's own, which takes an
  /// engine and registers nothing.
  [[nodiscard]] bool makesTables(FileId file, Expr callee) const {
    const Symbol function = resolver_.only(file, callee);
    return function.is(Symbol::Kind::Function) && python::anyBelow(function.node.body(), [](Expr node) {
             return node.is(Kind::Attribute) && node.text() == "create_all";
           });
  }

  static bool hasVarargs(Expr function) {
    for (const Expr parameter : function.parameters()) {
      if (parameter.text().size() > 1 && parameter.text()[0] == '*' && parameter.text()[1] != '*') return true;
    }
    return false;
  }

  void readArgument(RegistrationCall& made, bool database) const {
    const Expr call = made.call;
    made.argument = call.positional(database ? 1 : 0);
    for (const std::string_view keyword : {"model_classes", "models"}) {
      if (!made.argument) made.argument = call.keyword(keyword);
    }
    if (!made.argument) {
      // register_models(*MODELS): a star is a list spelled otherwise.
      for (std::uint32_t i = 1; i < call.size(); ++i) {
        if (call[i].is(Kind::Star)) made.argument = call[i][0];
      }
      if (made.argument) made.list = lists_.read(made.file, made.argument);
      return;
    }
    std::vector<ClassItem> single;
    for (std::uint32_t i = 0; Expr argument = call.positional(i); ++i) {
      if (!argument.is(Kind::Name) && !argument.is(Kind::Attribute)) break;
      ClassItem item = lists_.readItem(made.file, argument);
      if (item.kind != ClassItem::Kind::Class) break;
      single.push_back(std::move(item));
    }
    if (single.empty()) {
      made.list = lists_.read(made.file, made.argument);
      return;
    }
    made.list.items = std::move(single);
    made.wrongForm = !takesVarargs_;
  }

  /// Base.metadata.create_all(...) earlier in the same function.
  [[nodiscard]] Expr tablesBefore(FileId file, const RegistrationCall& made) const {
    if (!made.function) return {};
    for (const Expr attribute : inputs_.files[file]->attributes) {
      if (attribute.span().begin >= made.call.span().begin || !made.function.span().contains(attribute.span()))
        continue;
      if (attribute.text() == "create_all" && python::enclosing(attribute, Kind::Function) == made.function)
        return attribute;
    }
    return {};
  }

  const Inputs& inputs_;
  const Resolver& resolver_;
  Conditions conditions_;
  ClassListReader lists_;
  bool takesVarargs_ = false;
};

/// A loader that imports every file with this constant in it: the framework's later way of finding models (shapes 2.4).
constexpr std::string_view conventionName = "DATABASE_NAME";

bool declaresConvention(const ModuleFacts& facts) {
  const auto bindings = facts.names.finally(0, conventionName);
  return bindings.size() == 1 && bindings[0]->value.is(Kind::String);
}

/// Some other file speaks of the constant in a string: it looks for it in text, or by getattr.
std::optional<FileId> findConventionLoader(const Inputs& inputs, const Modules& modules) {
  const bool used = std::any_of(inputs.files.begin(), inputs.files.end(),
                                [](const FactsPtr& facts) { return declaresConvention(*facts); });
  if (!used) return std::nullopt;
  for (FileId file{0}; file < inputs.files.size(); ++file) {
    const ModuleFacts& facts = *inputs.files[file];
    if (modules.isTest(file) || facts.names.module().names.count(conventionName) > 0) continue;
    for (const Expr call : facts.calls) {
      for (std::uint32_t i = 1; i < call.size(); ++i) {
        if (call[i].is(Kind::String) && call[i].text().find(conventionName) != std::string::npos) return file;
      }
    }
  }
  return std::nullopt;
}

}  // namespace

const EntryPoint* ModuleRegistration::phase1() const {
  const auto it =
      std::find_if(entries.begin(), entries.end(), [](const EntryPoint& e) { return e.phase == Phase::Phase1; });
  return it == entries.end() ? nullptr : &*it;
}

Registrations::Registrations(const Inputs& inputs, const Resolver& resolver, const Modules& modules,
                             const Classes& classes) {
  modules_.resize(modules.all().size());
  loader_ = findConventionLoader(inputs, modules);
  const CallReader reader(inputs, resolver, classes);
  const Callers callers(inputs, modules);
  for (FileId file{0}; file < inputs.files.size(); ++file) {
    if (modules.isTest(file) || modules.moduleOf(file)) continue;
    for (const Expr call : inputs.files[file]->calls) {
      if (auto made = reader.read(file, call)) {
        made->phase = Phase::Maybe;  // the application's own start-up: when it runs is not ours to say
        elsewhere_.push_back(std::move(*made));
      }
    }
  }
  for (ModuleId m{0}; m < modules.all().size(); ++m) {
    const Module& module = modules.all()[m];
    ModuleRegistration& registration = modules_[m];
    for (const FileId file : module.files) {
      if (modules.isMigration(file)) continue;
      for (const ClassId index : classes.inFile(file)) {
        LIMBECK_EXPECT(classes.at(index).file == file && modules.moduleOf(file) == m);
        if (classes.at(index).isModel()) registration.models.push_back(index);
      }
    }
    if (loader_) {
      for (const ClassId model : registration.models) {
        if (declaresConvention(*inputs.files[classes.at(model).file])) registration.byConvention.push_back(model);
      }
    }
    if (!modules.framework()) continue;
    if (!module.owner) expected_.push_back(m);
    const Phases phases(inputs, resolver, modules, classes, callers, module);
    registration.entries = phases.entries();
    for (const FileId file : module.files) {
      for (const Expr call : inputs.files[file]->calls) {
        if (auto made = reader.read(file, call)) {
          made->phase = made->decorator ? Phase::Phase1 : phases.of(file, call);
          registration.calls.push_back(std::move(*made));
        }
      }
    }
  }
}

}  // namespace limbeck::project
