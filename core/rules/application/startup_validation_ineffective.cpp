#include <algorithm>

#include "project/application/application.h"
#include "project/project.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace ap102 {
namespace {

using project::Project;
using project::Truth;
using project::Validation;
using project::ValidationCall;

/// Why the call changes nothing about starting, in the words of the message; empty when it may well.
std::string weakness(const Validation& validation, const ValidationCall& call) {
  if (call.swallowed) return "runs inside a `try` that carries on when it fails";
  if (call.late) return "runs behind the `yield`, when the application shuts down";
  if (validation.stops != Truth::False) return {};
  if (!validation.returns) return "only logs what it finds, and the application starts all the same";
  if (call.dropped) return "returns what it finds and never raises, and nobody looks at it";
  return call.logged ? "never raises, and what it returns is only logged" : std::string();
}

Finding ineffective(const Project& project, const Validation& validation, const ValidationCall& call,
                    const std::string& why) {
  Finding finding;
  finding.place = {project.file(call.file).path(), call.call.callee().nameSpan()};
  finding.subject = validation.name;
  finding.message = concat(quoted(validation.name), " ", why);
  if (call.swallowed) {
    const Span caught = call.swallowed[0] ? call.swallowed[0].span() : call.swallowed.nameSpan();
    finding.related.push_back({{project.file(call.file).path(), caught}, "swallowed here"});
  }
  finding.related.push_back({{project.file(validation.file).path(), validation.function.nameSpan()}, "the validation"});
  std::string title = "Raise an exception when a model is missing, so that the application does not start";
  if (call.swallowed) title = "Let the exception through, or raise it again";
  if (call.late) title = "Call it before the `yield`";
  finding.fixes.push_back({title, FixClass::Advice, {}, {}});
  return finding;
}

/// @app.on_event("startup") is deprecated (fact F85); the sample of Standard B uses it.
Finding deprecated(const Project& project, const Validation& validation, const ValidationCall& call) {
  Finding finding;
  finding.severity = Severity::Info;
  finding.place = {project.file(call.file).path(), call.event.callee().nameSpan()};
  finding.subject = "on_event";
  finding.message = concat("`on_event` is deprecated in FastAPI; ", quoted(validation.name),
                           " belongs into a lifespan, before its `yield`");
  const std::string title = concat("Write `@asynccontextmanager async def lifespan(app): ", validation.name,
                                   "(); yield` and hand it over: `FastAPI(lifespan=lifespan)`");
  finding.fixes.push_back({title, FixClass::Advice, {}, {}});
  return finding;
}

void check(const Project& project, Findings& findings) {
  for (const Validation& validation : project.application().startup.validations) {
    const auto works = [&](const ValidationCall& call) { return weakness(validation, call).empty(); };
    const bool effective = std::any_of(validation.calls.begin(), validation.calls.end(), works);
    for (const ValidationCall& call : validation.calls) {
      const std::string why = weakness(validation, call);
      if (!effective && !why.empty()) findings.push_back(ineffective(project, validation, call, why));
      if (call.event) findings.push_back(deprecated(project, validation, call));
    }
  }
}

}  // namespace
}  // namespace ap102

extern const Rule startup_validation_ineffective{"AP102", Severity::Warning, FixClass::Advice, "B6", &ap102::check};

}  // namespace limbeck::rules
