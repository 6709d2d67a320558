#include "project/dialects.h"
#include "project/migrations/operation_table.h"
#include "project/names/modules.h"
#include "project/project.h"
#include "rules/environment/configure_calls.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace ev104 {
namespace {

using project::Configure;
using project::Environment;
using project::Project;
using project::evaluate::Value;

/// Without a MetaData autogenerate writes nothing; EV101 says so.
bool comparesNothing(const Configure& configure) {
  const Value* value = configure.argument("target_metadata");
  return value == nullptr || value->is(Value::Kind::None);
}

/// Whoever wrote the revisions knows it: every alteration stands in a batch.
bool batchesByHand(const Project& project) {
  bool batch = false;
  for (project::FileId file{0}; file < project.files().size(); ++file) {
    if (!project.modules().isMigration(file)) continue;
    for (const facts::Expr call : project.file(file).calls) {
      const project::OperationKind* const kind = project::operationNamed(call.callee().text());
      if (kind == nullptr) continue;
      if (kind->needsBatch() && call.callee()[0].text() == "op") return false;
      batch = batch || kind->op == project::Op::BatchAlterTable;
    }
  }
  return batch;
}

void check(const Project& project, Findings& findings) {
  if (project.environments().all().empty()) return;
  const project::Dialects& dialects = project.dialects();
  if (!dialects.meansSqlite()) return;
  for (const Environment& environment : project.environments().all()) {
    const Configure* online = onlineCall(environment);
    if (online == nullptr || hasOpenCall(environment) || !lacks(*online, "render_as_batch")) continue;
    if (comparesNothing(*online)) continue;
    Finding finding;
    finding.place = placeOf(project, *online, "render_as_batch");
    finding.subject = project.file(environment.file).path();
    if (batchesByHand(project)) finding.severity = Severity::Info;
    finding.message = concat(
        online->argument("render_as_batch") == nullptr ? "`render_as_batch` is not given" : "`render_as_batch` is off",
        ", so autogenerate writes `ALTER` statements that SQLite does not know");
    finding.fixes.push_back(switchOn(project, environment, "render_as_batch"));
    findings.push_back(std::move(finding));
  }
}

}  // namespace
}  // namespace ev104

extern const Rule render_as_batch_missing{"EV104", Severity::Warning, FixClass::Safe,
                                          "",      &ev104::check,     Weight::Standard};

}  // namespace limbeck::rules
