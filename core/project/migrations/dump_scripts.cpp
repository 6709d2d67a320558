#include "project/dump.h"
#include "project/migrations/histories.h"
#include "project/migrations/message.h"
#include "project/migrations/script.h"
#include "text/concat.h"

namespace limbeck::project {
namespace {

std::string_view inWords(Does does) {
  switch (does) {
    case Does::Nothing: return "nothing";
    case Does::Other: return "other";
    case Does::Data: return "data";
    case Does::Schema: return "schema";
    case Does::Unknown: return "cannot tell";
  }
  return {};
}

void appendScript(std::string& out, std::string_view name, const Script& script) {
  out += concat("  ", name, ":", script.open ? " more than can be read" : "", script.isEmpty() ? " empty" : "", "\n");
  for (const Step& step : script.steps) {
    out += concat("    ", inWords(step.does), " ", step.operation ? (step.batched ? "batch." : "op.") : "", step.name);
    if (step.table) out += concat(" ", *step.table);
    if (!step.sql.empty()) out += concat(" ", step.sql);
    out += concat(step.stays ? ", stays" : "", step.conditional ? ", conditional" : "",
                  step.followed ? ", in another function" : "", "\n");
  }
  if (script.raise) out += script.onlyRaises() ? "    only raises\n" : "    raises\n";
}

}  // namespace

std::string dumpScripts(const Project& project) {
  std::string out;
  for (const History* history : project.histories().judged()) {
    for (const Revision& revision : history->revisions) {
      const Message message = messageOf(project, *history, revision);
      out += concat(revision.id, " ", message.given ? message.slug : "without a message",
                    message.inFileName ? "" : ", from the docstring", message.truncated ? ", cut off" : "", "\n");
      if (revision.upgrade || revision.upgradeElsewhere) appendScript(out, "upgrade", upgradeOf(project, revision));
      if (revision.downgrade || revision.downgradeElsewhere)
        appendScript(out, "downgrade", downgradeOf(project, revision));
    }
  }
  return out;
}

}  // namespace limbeck::project
